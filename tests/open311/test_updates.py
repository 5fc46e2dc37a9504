"""The extension of updates: where requests stand, polled; the word of whoever asked, from the program they use."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from huiyin.cases.actions import accept_case, answer_case, dispatch_case
from huiyin.cases.models import Case, State
from tests.open311.conftest import publish, xml


def answered(program, county) -> Case:
    case = Case.objects.get(pk=program.send()["service_request_id"])
    accept_case(case, county.who("desk"))
    dispatch_case(case, county.who("desk"), county.water.pk)
    return answer_case(case, county.who("head"), "solved", "水管已经换好，请再看看。")


def update(program, case, **form):
    form = {"service_request_id": case.pk, "update_id": "u1", "updated_datetime": "2026-11-29T08:00:00Z", "status": "OPEN",
            "description": "还是漏水"} | form  # fmt: skip
    return program.post("servicerequestupdates.json", **form)


def test_a_program_polls_where_its_requests_stand(program, nobody, another, county):
    case = answered(program, county)
    rows = program.read("servicerequestupdates.json")
    assert [row["status"] for row in rows] == ["OPEN"] * 3 + ["CLOSED"] and {row["service_request_id"] for row in rows} == {str(case.pk)}
    assert [row["external_status_code"] for row in rows] == ["registered", "accepted", "dispatched", "answered"]
    assert rows == program.read("servicerequestupdates.json") and len({row["update_id"] for row in rows}) == 4
    assert nobody.read("servicerequestupdates.json") == [] == another().read("servicerequestupdates.json")
    soon = (timezone.now() + timedelta(hours=1)).isoformat(timespec="seconds")
    before = (timezone.now() - timedelta(hours=1)).isoformat(timespec="seconds")
    assert program.read("servicerequestupdates.json", updated_since=before) == rows
    assert program.read("servicerequestupdates.json", start_date=before, end_date=soon) == rows
    assert program.read("servicerequestupdates.json", updated_since=soon) == []
    assert program.read("servicerequestupdates.json", page=2, page_size=3) == rows[3:]
    root = xml(program.get("servicerequestupdates.xml"))
    assert root.tag == "service_request_updates" and {one.tag for one in root} == {"request_update"} and len(root) == 4
    assert "换好" not in program.get("servicerequestupdates.json").content.decode()


def test_everybody_learns_what_was_told_since_it_is_published(nobody, county):
    case = publish(county, county.given())
    assert nobody.read("servicerequestupdates.json") == []  # what was before was not theirs
    answer_case(case, county.who("head"), "solved", "水管已经换好，请再看看。")
    assert [row["status"] for row in nobody.read("servicerequestupdates.json")] == ["CLOSED"]


def test_whoever_asked_says_that_it_is_not_solved_once(program, another, county):
    case = answered(program, county)
    assert update(another(), case).status_code == 404
    first = update(program, case)
    assert first.status_code == 200 and first.json() == update(program, case).json()
    case.refresh_from_db()
    assert case.state == State.REOPENED
    assert update(program, case, description="别的话").status_code == 400  # the same number with something else
    answer = update(program, case, update_id="u2")  # it is open already
    assert answer.status_code == 400 and answer.json()[0]["code"] == 400


def test_whoever_asked_says_that_it_is_solved(program, county):
    case = answered(program, county)
    assert update(program, case, status="FIXED").status_code == 200
    case.refresh_from_db()
    assert case.state == State.SETTLED


def test_what_is_missing_is_named(program, county):
    case = answered(program, county)
    for field in ("service_request_id", "update_id", "updated_datetime", "status", "description"):
        answer = update(program, case, **{field: ""})
        assert answer.status_code == 400 and answer.json()[0]["description"].startswith(field)
    assert update(program, case, status="天晴").status_code == 400
    assert update(program, case, updated_datetime="昨天").status_code == 400
