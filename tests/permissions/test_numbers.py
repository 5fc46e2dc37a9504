"""Numbers in addresses that no row can have: nothing is there, and nothing breaks."""

from __future__ import annotations

import pytest

from huiyin.people.actions.administrators import appoint_administrator
from tests.factories import a_person
from tests.permissions.places import places

BEYOND = "9" * 24
NUMBERED = sorted({place.pattern.lstrip("^") for place in places() if "<int:" in place.pattern})


KNOWN = {
    "int:pk": "1",
    "int:n": "1",
    "int:person": "1",
    "int:source": "1",
    "int:invite": "1",
    "slug:do": "pin",
    "slug:variant": "thumb",
    "str:key": "x",
}


def filled(pattern: str, beyond: str) -> str:
    """Gives the address with one of its numbers far too large."""
    for kind, value in (KNOWN | {beyond: BEYOND}).items():
        pattern = pattern.replace(f"<{kind}>", value)
    return "/" + pattern


@pytest.mark.parametrize("pattern", NUMBERED)
def test_a_number_too_large_for_the_database_is_a_place_that_is_not_there(pattern, client_for):
    administrator = a_person()
    appoint_administrator(administrator, "system")
    client = client_for(administrator)
    for kind in (kind for kind in KNOWN if kind.startswith("int:") and f"<{kind}>" in pattern):
        path = filled(pattern, kind)
        for answer in (client.get(path), client.post(path)):
            assert answer.status_code in (404, 405), f"{path}: {answer.status_code}"
