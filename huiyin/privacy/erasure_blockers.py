"""What still hangs on a person: it is settled or handed over before they can be erased, so that no matter is left with nobody."""

from __future__ import annotations

from huiyin.core.declarations import in_order
from huiyin.core.personal_data import BLOCKER_KINDS, Blocker
from huiyin.people.models import Person


def what_hangs_on(person: Person, *, named: bool = True) -> list[Blocker]:
    """Gives what must be settled first, as each app declares it: open tasks, groups they own, posts, an administrator's role.

    `named` False is for who keeps the staff: titles of tasks and names of groups are contents, which are not theirs to read; numbers do.
    """
    return [blocker for kind in in_order(BLOCKER_KINDS) for blocker in kind.find(person, named)]
