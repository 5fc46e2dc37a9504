"""Whoever has a case in hand asks back: the resident answers, the clock runs on, and its steps say how long was waited."""

from __future__ import annotations

from typing import Any

from django.test import Client

from huiyin.cases.actions import CaseDraft, accept_case, ask_back, dispatch_case, register_case
from huiyin.cases.codes import code_of
from huiyin.cases.rules import Speaker
from tests.cases.conftest import County


def test_they_are_asked_and_answer_and_no_limit_stands_still(county: County, programs: Any) -> None:
    at, head, resident = f"/cases/{county.given().pk}", programs("head"), programs("resident")
    due = head("get", at).json()["deadline_at"]
    assert resident("post", f"{at}/ask", {"words": "谁来？"}).json()["error"] == "not_allowed"
    asked = head("post", f"{at}/ask", {"words": "请问是哪一段水管？", "key": "a"}).json()
    assert "ask" not in asked["may"] and asked["deadline_at"] == due
    assert head("post", f"{at}/ask", {"words": "再问一次"}).json()["error"] == "wrong_state"
    seen = resident("get", at).json()
    assert "reply" in seen["may"] and seen["moves"][-1]["words"] == "请问是哪一段水管？" and seen["moves"][-1]["by_unit"] == "县水务局"
    handle = next(c for c in seen["clocks"] if c["kind"] == "handle")
    assert "时限照算" in handle["steps"][-1] and handle["due_at"] == due
    said = resident("post", f"{at}/reply", {"words": "桥头往东第二户门前", "key": "r"})
    assert said.status_code == 200 and "reply" not in said.json()["may"]
    assert resident("post", f"{at}/reply", {"words": "还有一句"}).json()["error"] == "wrong_state"
    told = head("get", at).json()
    assert told["moves"][-1]["words"] == "桥头往东第二户门前" and "ask" in told["may"]
    assert "时限照算" in next(c for c in told["clocks"] if c["kind"] == "handle")["steps"][-1]


def test_with_number_and_code_alone_one_answers_too_and_an_answer_ends_the_waiting(county: County, client_for: Any) -> None:
    case = register_case(CaseDraft("村口的水管漏了三天"), Speaker()).case
    accept_case(case, county.who("desk"))
    dispatch_case(case, county.who("desk"), county.water.pk)
    ask_back(case, county.who("head"), "请问是哪一段？")
    visitor = Client()
    visitor.post("/cases/look-up", {"number": case.number, "code": code_of(case.pk)})
    page = visitor.get(f"/cases/{case.pk}").content.decode()
    assert f"/cases/{case.pk}/moves/reply" in page and page.count("请问是哪一段？") >= 1
    assert visitor.post(f"/cases/{case.pk}/moves/reply", {"words": "桥头那段", "key": "v"}).status_code == 302
    ask_back(case, county.who("head"), "门牌号是多少？")
    head = client_for(county.head)
    told = {"closing": "solved", "words": "已换好，再漏请回复本件。", "key": "x"}
    assert head.post(f"/cases/{case.pk}/moves/answer", told).status_code == 302
    case.refresh_from_db()
    assert not case.waits.filter(ended_at=None).exists() and case.waits.count() == 2
