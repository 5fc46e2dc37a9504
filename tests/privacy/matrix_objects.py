"""What the addresses of one's own data are asked about: the member's copy, and that the resident wants to be erased."""

from __future__ import annotations

from huiyin.groups.exporting.actions import ask_own_copy, make_next
from huiyin.privacy.actions.asking import ask_erasure
from tests.permissions.county import County
from tests.permissions.places import Asked


def objects(county: County) -> Asked:
    """Has both ask."""
    copy, resident = ask_own_copy(county.member), county.people["resident"]
    assert make_next() is not None
    ask_erasure(resident, "注销")
    return Asked({"me/data/copies/<int:export>": {"export": copy.pk}, "manage/erasures/<int:pk>": {"pk": resident.pk}})
