"""Who gets in where: every address × thirteen roles, of the group's own unit and of others, asked with GET and with POST.

A new address fails here until its app's `access.py` says who gets in, and the app's tests what it is asked about
(`tests/<app>/matrix_objects.py`). Under a group's address the group is the owner's; the others are outside, but the member.

For each address the app names the roles that get an answer; all others must be sent to the door (visitors) or learn nothing
(403, or 404 where existence is a secret). What an allowed role may not *do* there is the business of the actions' own tests.
"""

from __future__ import annotations

import pytest

from huiyin.core.access import ACCESS_DECLARED
from tests.permissions.asking import wrongly_open
from tests.permissions.county import County
from tests.permissions.places import TABLE, Place, operations, places


def test_every_address_stands_in_the_table() -> None:
    assert {one.name for one in [*places(), *operations()]} - set(TABLE) == set(), "a new address: say in its app's access.py who gets in"


def test_where_nobody_gets_in_it_is_said_why() -> None:
    assert not [one.name for one in ACCESS_DECLARED if not one.roles and not one.why]


def test_nothing_is_said_of_what_is_no_address(county: County) -> None:
    asked = [*places(), *operations()]
    assert not [said for said in county.arguments if not any(one.plain.startswith(said) for one in asked)]
    assert county.forms.keys() | set(TABLE) <= {one.name for one in asked}


@pytest.mark.parametrize("place", [pytest.param(p, id=p.name or p.pattern) for p in places()])
def test_nobody_gets_in_where_they_should_not(place: Place, county: County) -> None:
    wrong = wrongly_open(place, county)
    assert not wrong, "\n".join(wrong)
