"""Whoever asked may have it forgotten, and may have all of it; names go after their term."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from huiyin.cases.actions import CaseDraft, open_history, register_case
from huiyin.cases.models import Case
from huiyin.cases.personal_data import COPY, RETENTION
from huiyin.journal.verifying import verify
from huiyin.privacy.actions.erasing import erase_person, finish_erasure
from tests.cases.conftest import County


def test_who_is_erased_leaves_a_number_and_an_answer(county: County) -> None:
    case = county.answered(text="我叫王小河，水管漏了", place="柳渡村3号")
    called = CaseDraft("她来电话说停水", phone=county.resident.phone or "", name="小河", channel="phone")
    behalf = register_case(called, county.who("desk")).case
    finish_erasure(erase_person(county.resident, None, county.resident.name))
    for kept in (case, behalf):
        kept.refresh_from_db()
        assert (kept.name, kept.phone, kept.title, kept.text, kept.place) == ("", "", "", "", "")
    assert case.answers.get().words and case.state == "answered" and verify().broken is None


def test_the_copy_holds_what_they_asked_and_who_looked(county: County) -> None:
    case = county.answered()
    open_history(case, county.who("desk"), "核对是否重复")
    told = json.dumps([list(part.read(county.resident)) for part in COPY], ensure_ascii=False, default=str)
    assert case.number in told and case.text in told and "核对是否重复" in told and county.desk.name not in told


def test_names_go_three_years_after_the_end(county: County) -> None:
    case = county.answered(name="小河", phone="13912345678")
    Case.objects.filter(pk=case.pk).update(ended_at=timezone.now() - timedelta(days=1200))
    names = next(kind for kind in RETENTION if kind.name == "cases")
    assert names.count(timezone.now()) == 1 and names.remove(timezone.now()) == 1
    case.refresh_from_db()
    assert (case.name, case.phone) == ("", "") and case.text


def test_lists_and_pages_ask_few_questions_however_many_cases(county: County, client_for: Any) -> None:
    asked: dict[str, list[int]] = {}
    for many in (3, 12):
        for n in range(many):
            county.given(text=f"第{many}-{n}件")
        case = Case.objects.order_by("-registered_at").first()
        assert case is not None
        browser, theirs = client_for(county.desk), client_for(county.resident)
        at = f"/cases/{case.pk}"
        pages = {"desk": (browser, "/cases/desk"), "case": (browser, at), "mine": (theirs, "/cases"), "asked": (theirs, at)}
        for name, (client, path) in pages.items():
            client.get(path)
            with CaptureQueriesContext(connection) as counted:
                assert client.get(path).status_code == 200
            asked.setdefault(name, []).append(len(counted))
    assert all(few == many and many <= 40 for few, many in asked.values()), asked
