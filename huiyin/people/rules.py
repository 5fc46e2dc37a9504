"""Who may do what with units, posts, persons and what is known of them. Each answers no unless something says yes.

The three administrators (MLPS 2.0) are kept apart: the system administrator arranges units, posts and staff; the security
administrator appoints administrators and locks accounts; the audit administrator reads the record. None sees the others' pages.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from django.db.models import Q

from huiyin.core.errors import NotAllowed
from huiyin.people.extension_points import ALSO_SEEN
from huiyin.people.models import Administrator, Delegation, Holding, Person, Post


def require(allowed: bool) -> None:
    """Raises NotAllowed unless a rule said yes."""
    if not allowed:
        raise NotAllowed()


def require_by(by: Person | None, rule: Callable[..., bool], *things: Any) -> None:
    """Checks a rule for a person; `by=None` is the installation itself (command line, import, demo) and may."""
    if by is not None:
        require(rule(by, *things))


def runs_on(on: date) -> Q:
    """Gives the condition under which a holding runs on a day, for queries of holdings."""
    return Q(since__lte=on) & (Q(until=None) | Q(until__gte=on))


def is_signed_in(person: Any) -> bool:
    """Whether this is a person who may use the pages at all: not a visitor, not locked, not erased."""
    return isinstance(person, Person) and person.pk is not None and person.is_active


def is_official(person: Any) -> bool:
    """Whether this is an official who may use the pages."""
    return is_signed_in(person) and person.kind == Person.Kind.OFFICIAL


def role_of(person: Any) -> str | None:
    """Gives which of the three administrators the person is, or None. Always asked anew: a dismissal works at once."""
    if not is_signed_in(person):
        return None
    return Administrator.objects.filter(person_id=person.pk).values_list("role", flat=True).first()


def may_administer(person: Any) -> bool:
    """Whether there is anything for this person on the pages of administration."""
    return role_of(person) is not None


def may_manage_units(person: Any) -> bool:
    """Whether this person may arrange the tree of units: the system administrator (MLPS 2.0)."""
    return role_of(person) == Administrator.Role.SYSTEM


def may_declare_days(person: Any) -> bool:
    """Which days are worked, for the whole installation."""
    return role_of(person) == Administrator.Role.SYSTEM


def may_manage_posts(person: Any) -> bool:
    """Whether this person may arrange posts and whom they report to: the system administrator (MLPS 2.0)."""
    return role_of(person) == Administrator.Role.SYSTEM


def may_manage_staff(person: Any) -> bool:
    """Persons, who holds what, the staff list."""
    return role_of(person) == Administrator.Role.SYSTEM


def may_appoint_administrators(person: Any) -> bool:
    """Whether this person may say who is an administrator: the security one (MLPS 2.0); whoever arranges posts does not also do this."""
    return role_of(person) == Administrator.Role.SECURITY


def may_lock_persons(person: Any) -> bool:
    """Whether this person may lock accounts and open them again: the security administrator (MLPS 2.0)."""
    return role_of(person) == Administrator.Role.SECURITY


def may_read_journal(person: Any) -> bool:
    """Whether this person may read, export and prove the record: the audit administrator (MLPS 2.0), whose reading is recorded too."""
    return role_of(person) == Administrator.Role.AUDIT


def may_delegate(person: Any, post: Post) -> bool:
    """The holder lets somebody act for their own post; the system administrator arranges it for a holder who cannot."""
    if not is_signed_in(person):
        return False
    holds = Holding.objects.filter(post=post, person=person, acting=False, until=None).exists()
    return holds or may_manage_posts(person)


def may_end_delegation(person: Any, delegation: Delegation) -> bool:
    """Either side of it, whoever holds the post by now, or the system administrator."""
    if not is_signed_in(person):
        return False
    return person.pk in (delegation.by_id, delegation.to_id) or may_delegate(person, delegation.post)


def may_see_units(person: Any) -> bool:
    """Everybody who is signed in finds the offices and who holds which post: they are public service."""
    return is_signed_in(person)


def may_see_person(viewer: Any, person: Person) -> bool:
    """Officials see the directory; residents see officials and themselves; a child is seen by its guardian.

    Whoever shares a group is added by the groups (`AlsoSeen`).
    """
    return person.pk in seen_among(viewer, [person])


def seen_among(viewer: Any, people: Iterable[Person]) -> set[int]:
    """Gives the numbers of those the viewer may see, by the rule of `may_see_person`; about all for whom the directory does not speak it is
    asked at once."""
    if not is_signed_in(viewer):
        return set()
    there = [one for one in people if one.erased_at is None]
    seen = {one.pk for one in there if _in_directory(viewer, one)}
    hidden = {one.pk for one in there} - seen
    return seen.union(*(one.sees(viewer, hidden) for one in ALSO_SEEN)) if hidden else seen


def _in_directory(viewer: Person, person: Person) -> bool:
    if viewer.pk == person.pk or person.kind == Person.Kind.OFFICIAL:
        return True
    return person.guardian_id == viewer.pk if person.is_minor else viewer.kind == Person.Kind.OFFICIAL


def person_seen(viewer: Any, pk: int) -> Person | None:
    """Gives the person of this number where the viewer may see them. Not there and not to be seen take the same questions."""
    found = Person.objects.filter(pk=pk).select_related("home").first()
    # A stand-in for whom nothing speaks: the groups are asked about it as about anybody hidden.
    seen = may_see_person(viewer, found or Person(pk=0, is_minor=True))
    return found if seen else None


def may_see_phone(viewer: Any, person: Person) -> bool:
    """One's own; officials see officials'. A resident's number is for whoever handles their matter, and no page does so yet."""
    if not is_signed_in(viewer):
        return False
    return viewer.pk == person.pk or (is_official(viewer) and person.kind == Person.Kind.OFFICIAL)
