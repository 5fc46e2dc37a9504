"""提级办理: what a unit shirks is lifted a level; the unit stays in it, and no clock moves."""

from __future__ import annotations

from typing import Any

from huiyin.cases.actions import dispatch_case, lift_case
from huiyin.cases.models import Part
from huiyin.cases.moves import MOVES
from tests.cases.conftest import County
from tests.factories import a_unit


def test_what_is_shirked_goes_to_the_unit_above_and_the_first_stays_in_it(county: County, programs: Any) -> None:
    case = county.given()
    at, desk, head = f"/cases/{case.pk}", programs("desk"), programs("head")
    before = desk("get", at).json()
    assert head("post", f"{at}/lift", {"words": "办不了"}).json()["error"] == "not_allowed"
    assert desk("post", f"{at}/lift", {"words": ""}).json()["field"] == "words"
    why = {"words": "水务局两次推诿，由县政府牵头。", "key": "l"}
    lifted = desk("post", f"{at}/lift", why)
    assert lifted.status_code == 200 and desk("post", f"{at}/lift", why).status_code == 200
    told = lifted.json()
    assert told["state"] == "dispatched" and told["unit"] == county.office.pk
    assert {c["kind"]: c["due_at"] for c in told["clocks"] if c["kind"] == "handle"} == {"handle": before["deadline_at"]}
    assert [c for c in told["clocks"] if c["kind"] == "objection" and c["ended_at"] is None] == []
    assert "lift" not in head("get", at).json()["may"] and head("get", at).status_code == 200
    assert Part.objects.get(case=case, unit=county.water, ended_at=None).role == Part.Role.HELPING
    told = desk("post", f"{at}/lift", {"words": "再提一级"}).json()
    assert told["error"] == "wrong_state"


def test_whoever_asked_reads_that_it_was_lifted_and_not_what_offices_said(county: County, client_for: Any) -> None:
    case = county.given()
    desk = client_for(county.desk)
    assert f"/cases/{case.pk}/moves/lift" in desk.get(f"/cases/{case.pk}").content.decode()
    assert desk.post(f"/cases/{case.pk}/moves/lift", {"words": "一再推诿", "key": "k"}).status_code == 302
    page = client_for(county.resident).get(f"/cases/{case.pk}").content.decode()
    assert "提级办理" in page and "一再推诿" not in page


def test_it_rises_step_by_step_and_its_helpers_stay(county: County) -> None:
    team = a_unit("供水站", county.water)
    case = county.given()
    dispatch_case(case, county.who("desk"), team.pk, [county.roads.pk])
    assert lift_case(case, county.who("desk"), "供水站一再推诿").unit == county.water
    assert {part.unit_id: str(part.role) for part in Part.objects.filter(case=case, ended_at=None)} == {
        county.water.pk: "lead", team.pk: "helping", county.roads.pk: "helping"
    }  # fmt: skip
    assert set(MOVES["lift"].sources) == {"dispatched", "handling", "reopened"}
