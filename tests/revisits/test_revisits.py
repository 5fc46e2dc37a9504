"""Thirty days after a case about work or hardship was solved, somebody looks in again."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from huiyin.cases.actions import answer_case, reopen_case
from huiyin.journal import clocks
from huiyin.notices.models import Notice
from huiyin.revisits.models import Revisit
from tests.cases.conftest import County

pytestmark = pytest.mark.django_db


def month_later() -> None:
    Revisit.objects.update(due_on=timezone.localdate())
    clocks.fire_due(timezone.now() + timedelta(days=31))


def test_a_job_was_found_and_thirty_days_later_somebody_looks_in(county: County, client_for: Any) -> None:
    case = county.answered(topic="labour")
    head, resident = client_for(county.head), client_for(county.resident)
    assert 'id="revisit"' in resident.get(f"/cases/{case.pk}").content.decode()
    assert 'id="revisits"' not in head.get("/today").content.decode()
    month_later()
    assert Notice.objects.filter(person=county.clerk, kind="revisit.due").count() == 1
    assert case.title in head.get("/today").content.decode().partition('id="revisits"')[2]
    assert 'id="revisits"' not in client_for(county.road_head).get("/today").content.decode()
    made = {"how": "visit", "found": "well", "words": "小儿子上班满月，工资到手"}
    assert head.post(f"/cases/{case.pk}/revisit/made", made | {"words": ""}).status_code == 422
    assert head.post(f"/cases/{case.pk}/revisit/made", made).status_code == 302
    seen = resident.get(f"/cases/{case.pk}").content.decode()
    assert "上班满月" in seen and Notice.objects.filter(person=county.resident, kind="revisit.made").exists()
    assert 'id="revisits"' not in head.get("/today").content.decode()
    assert head.post(f"/cases/{case.pk}/revisit/made", made).status_code == 409


def test_of_other_topics_the_clerk_who_answered_ticks_it(county: County, client_for: Any) -> None:
    case = county.answered(topic="water")
    assert not Revisit.objects.exists()
    clerk = client_for(county.clerk)
    assert f"/cases/{case.pk}/revisit" in clerk.get(f"/cases/{case.pk}").content.decode()
    assert client_for(county.resident).post(f"/cases/{case.pk}/revisit").status_code == 403
    assert client_for(county.road_head).post(f"/cases/{case.pk}/revisit").status_code == 404
    assert clerk.post(f"/cases/{case.pk}/revisit").status_code == 302
    assert Revisit.objects.get().due_on == timezone.localdate() + timedelta(days=30)


def test_who_was_not_reached_is_tried_again_and_opened_again_nobody_looks_in(county: County, client_for: Any) -> None:
    case = county.answered(topic="welfare")
    client_for(county.head).post(f"/cases/{case.pk}/revisit/made", {"how": "call", "found": "away", "words": "电话没人接"})
    one = Revisit.objects.get()
    assert one.done_at is None and one.due_on == timezone.localdate() + timedelta(days=7)
    reopen_case(case, county.who("resident"), "钱没有到")
    month_later()
    assert not Notice.objects.filter(kind="revisit.due").exists()
    assert 'id="revisit"' not in client_for(county.resident).get(f"/cases/{case.pk}").content.decode()


def test_programs_see_and_record_them(county: County, program: Any) -> None:
    case = county.answered(topic="labour")
    mine = program(county.head, "revisits:read", "revisits:write")
    assert [one["case"] for one in mine("get", "/revisits").json()] == [case.pk]
    told = {"how": "call", "found": "well", "words": "还在上班", "key": "r"}
    assert mine("post", f"/cases/{case.pk}/revisit/made", told).json()["found"] == "well"
    assert program(county.road_head, "revisits:read")("get", "/revisits").json() == []
    assert mine("post", f"/cases/{case.pk}/revisit/made", told).json()["words"] == "还在上班"
    other = mine("post", f"/cases/{case.pk}/revisit/made", told | {"words": "没了"})
    assert other.status_code == 422 and other.json()["error"] == "key_used"
    again = mine("post", f"/cases/{case.pk}/revisit/made", told | {"key": "r2"})
    assert again.status_code == 409


def test_when_hardship_comes_again_after_somebody_looked_in_it_is_planned_anew(county: County, client_for: Any) -> None:
    case = county.answered(topic="welfare")
    client_for(county.head).post(f"/cases/{case.pk}/revisit/made", {"how": "call", "found": "well", "words": "钱到了"})
    reopen_case(case, county.who("resident"), "这个月又停了")
    answer_case(case, county.who("head"), "solved", "已于今天恢复发放，下月起按时到账。")
    one = Revisit.objects.get()
    assert one.done_at is None and one.words == "" and one.due_on == timezone.localdate() + timedelta(days=30)
    month_later()
    assert Notice.objects.filter(person=county.clerk, kind="revisit.due").count() == 1
