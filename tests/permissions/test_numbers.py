"""Numbers in addresses that no row can have: nothing is there, and nothing breaks. Each number of an address in its turn; the others are
those of things that are there, and who asks gets in."""

from __future__ import annotations

import re

import pytest
from django.conf import settings
from django.test import Client

from tests.permissions.county import County
from tests.permissions.places import TABLE, Place, places

BEYOND = "9" * 24
NUMBER = re.compile(r"<int:(\w+)>")


@pytest.mark.parametrize("place", [pytest.param(p, id=p.name) for p in places() if NUMBER.search(p.pattern)])
def test_a_number_too_large_for_the_database_is_a_place_that_is_not_there(place: Place, county: County) -> None:
    role = next(iter(sorted(TABLE[place.name])), "owner")
    client = Client()
    if session := county.sessions[role][1]:
        client.cookies[settings.SESSION_COOKIE_NAME] = session
    for name in NUMBER.findall(place.pattern):
        path = place.path({**county.arguments, place.plain: {**county.arguments.get(place.plain, {}), name: BEYOND}})
        for answer in (client.get(path), client.post(path)):
            assert answer.status_code in (404, 405), f"{path}: {answer.status_code}"
