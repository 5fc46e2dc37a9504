"""Who may do what with a person's data as a whole. Deny unless one says yes."""

from __future__ import annotations

from typing import Any

from huiyin.people.models import Administrator, Person
from huiyin.people.rules import is_signed_in, role_of


def may_ask_for_own(person: Any) -> bool:
    """A copy of one's own data, correcting it, having it erased: everybody for themselves."""
    return is_signed_in(person)


def may_erase_person(by: Any, person: Person) -> bool:
    """The system administrator, who keeps the persons; never themselves, so that somebody else has looked."""
    return role_of(by) == Administrator.Role.SYSTEM and by.pk != person.pk


def may_see_erasures(by: Any) -> bool:
    """What was asked for and done: the system administrator does it, the audit administrator reads it."""
    return role_of(by) in (Administrator.Role.SYSTEM, Administrator.Role.AUDIT)
