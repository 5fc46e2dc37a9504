"""Nearby is the town one lives or works in, however the tree above it is made."""

from __future__ import annotations

from typing import Any

import pytest

from huiyin.feed.actions import publish
from huiyin.people.models import Unit
from tests.factories import a_holding, a_person, a_post, a_unit

pytestmark = pytest.mark.django_db


def test_nearby_is_the_town_whichever_of_its_units_is_ones_own(client_for: Any) -> None:
    top = a_unit("云溪县", a_unit("云州市", kind=Unit.Kind.OTHER), kind=Unit.Kind.COUNTY)
    stone, willow = (a_unit(name, top, kind=Unit.Kind.TOWN) for name in ("石桥镇", "柳林镇"))
    east, west, far = (a_unit(name, town, kind=Unit.Kind.VILLAGE) for name, town in (("东庄", stone), ("西庄", stone), ("柳村", willow)))
    bureau = a_unit("水务局", top)
    for unit in (east, west, far, bureau):
        publish(a_holding(post=a_post("书记", unit)).person, f"今天的{unit.name}", audience="everyone")
    head = lambda unit: a_holding(post=a_post("负责人", unit)).person  # noqa: E731
    readers = [
        (a_person(kind="resident", home=west), {"东庄", "西庄"}), (a_person(kind="resident", home=stone), {"东庄", "西庄"}),
        (head(a_unit("石桥镇水管所", stone)), {"东庄", "西庄"}), (a_person(kind="resident", home=far), {"柳村"}),
        (head(a_unit("水务局办公室", bureau)), set()), (head(bureau), {"水务局"}),
    ]  # fmt: skip
    for reader, seen in readers:
        page = client_for(reader).get("/square?tab=nearby").content.decode()
        assert {name for name in ("东庄", "西庄", "柳村", "水务局") if f"今天的{name}" in page} == seen, reader.name
