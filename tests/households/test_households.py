"""Everything of one person and household in one view: for who handles it, with the reason told; and who looked, for them to read."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from huiyin.cases.actions import CaseDraft, accept_case, dispatch_case, recuse, register_case
from huiyin.cases.models import Case
from huiyin.cases.rules import speaker_of
from huiyin.households import personal_data
from huiyin.households.models import Household, Member
from huiyin.journal.models import Entry
from huiyin.notices.models import Notice
from huiyin.privacy.actions.erasing import erase_person, finish_erasure
from tests.cases.conftest import County
from tests.factories import a_person
from tests.privacy.test_copying import copied

pytestmark = pytest.mark.django_db


def at(case: Case, more: str = "") -> str:
    return f"/cases/{case.pk}/household{more}"


def seen(browser: Any, case: Case) -> str:
    return str(browser.get(at(case)).content.decode())


def opened(browser: Any, case: Case, reason: str = "了解低保情况") -> str:
    """Tells why, and gives the view."""
    assert browser.post(at(case), {"reason": reason}).status_code == 302
    return seen(browser, case)


def test_a_line_stands_for_each_request_and_opening_asks_why(county: County, client_for: Any) -> None:
    before = county.answered(text="去年水表停走，重新装了一只", topic="water")
    case = county.given(text="低保被停了")
    head = client_for(county.head)
    assert at(case) in head.get(f"/cases/{case.pk}").content.decode()
    closed = seen(head, case)
    assert before.number in closed and "重新装了" not in closed
    refused = head.post(at(case), {"reason": " "})
    assert refused.status_code == 422 and "重新装了" not in refused.content.decode()
    page = opened(head, case)
    assert "重新装了" in page and "水管已于今天上午换好" in page
    told = Entry.objects.get(kind="case.looked")
    assert told.stream_id == case.stream_id and told.by_id == county.head.pk
    head.post(at(case), {"reason": "再看一次"})
    assert Entry.objects.filter(kind="case.looked").count() == 1


def test_who_handles_it_now_sees_what_other_units_answered_and_nobody_else_does(county: County, client_for: Any) -> None:
    roads = county.case(text="门前的路塌了")
    accept_case(roads, county.who("desk"))
    dispatch_case(roads, county.who("desk"), county.roads.pk)
    case = county.given(text="水压太低")
    page = opened(client_for(county.clerk), case)
    assert "门前的路塌了" in page and f'href="/cases/{roads.pk}"' not in page
    for name in ("road_head", "resident"):
        assert client_for(getattr(county, name)).get(at(case)).status_code == 404
        assert client_for(getattr(county, name)).post(at(case), {"reason": "想看"}).status_code == 404
    Case.objects.filter(pk=case.pk).update(ended_at=timezone.now() - timedelta(days=91))
    assert client_for(county.clerk).get(at(case)).status_code == 404


def test_a_household_is_written_down_and_its_requests_stand_together(county: County, client_for: Any) -> None:
    son = a_person("王小军", kind="resident")
    register_case(CaseDraft("找不到工作，想学电焊"), speaker_of(son))
    case, desk = county.given(text="儿子的低保停了"), client_for(county.desk)
    assert desk.post(at(case, "/members"), {"name": "王小军"}).status_code == 409
    assert "想学电焊" not in opened(desk, case)
    assert desk.post(at(case, "/members"), {"name": "王小军", "phone": son.phone, "relation": "儿子"}).status_code == 302
    made = {"member": "0", "kind": "veteran", "proof": "退伍证，窗口看过原件", "since": "2009-12-01"}
    assert desk.post(at(case, "/entitlements"), made | {"proof": ""}).status_code == 422
    assert desk.post(at(case, "/entitlements"), made | {"since": "2009-13-01"}).status_code == 422
    assert desk.post(at(case, "/entitlements"), made).status_code == 302
    work = {"member": str(Member.objects.get(person=son).pk), "office": "原镇民政办", "words": "2019年帮办过临时救助", "on": "2019-05-06"}
    assert desk.post(at(case, "/work"), work).status_code == 302
    page = seen(client_for(county.desk), case)
    for words in ("想学电焊", "王小军", "儿子", "退伍证", "2009-12-01", "原镇民政办", "临时救助"):
        assert words in page, words
    assert Notice.objects.filter(person=son, kind="household.member_added").exists()
    other = county.case(text="又一件")
    assert "退伍证" not in seen(client_for(county.desk), other) and "退伍证" in opened(client_for(county.desk), other)


def test_nobody_stands_in_two_households_and_who_is_taken_out_takes_their_own_along(county: County, client_for: Any) -> None:
    case, desk = county.given(), client_for(county.desk)
    opened(desk, case)
    neighbour = a_person("李四", kind="resident")
    theirs = register_case(CaseDraft("井盖坏了"), speaker_of(neighbour)).case
    opened(desk, theirs)
    desk.post(at(theirs, "/members"), {"name": "李小四"})
    refused = desk.post(at(case, "/members"), {"name": "李四", "phone": neighbour.phone})
    assert refused.status_code == 422 and "李四" in refused.content.decode()
    desk.post(at(case, "/members"), {"name": "奶奶", "relation": "母亲"})
    one = Member.objects.get(name="奶奶")
    desk.post(at(case, "/entitlements"), {"member": one.pk, "kind": "ill", "proof": "出院小结"})
    assert desk.post(at(theirs, f"/members/{one.pk}/gone")).status_code == 302 and Member.objects.filter(pk=one.pk).exists()
    desk.post(at(case, f"/entitlements/{one.entitlements.get().pk}/ended"))
    one.refresh_from_db()
    assert one.entitlements.get().ended_at is not None
    desk.post(at(case, f"/members/{one.pk}/gone"))
    assert "出院小结" not in seen(desk, case) and Household.objects.count() == 2


def test_they_read_which_unit_looked_and_when_and_never_who(county: County, client_for: Any) -> None:
    wife = a_person("赵秀英", kind="resident")
    case = county.given(text="水压太低")
    opened(client_for(county.head), case, "核对以前的报修")
    desk = client_for(county.desk)
    opened(desk, case, "了解家庭情况")
    desk.post(at(case, "/members"), {"name": "赵秀英", "phone": wife.phone})
    mine = client_for(county.resident).get("/me/looked").content.decode()
    assert county.water.name in mine and county.office.name in mine and "核对以前的报修" in mine
    assert county.head.name not in mine and timezone.localdate().isoformat() in mine
    assert 'href="/me/looked"' in client_for(county.resident).get("/me").content.decode()
    hers = client_for(wife).get("/me/looked").content.decode()
    assert county.water.name in hers and "核对以前的报修" not in hers
    assert county.water.name not in client_for(a_person(kind="resident")).get("/me/looked").content.decode()


def test_of_accusations_and_private_words_nothing_stands_in_any_of_it(county: County, client_for: Any) -> None:
    sealed = register_case(CaseDraft("交通局某人收了钱", accused=[county.roads.pk]), county.who("resident")).case
    case, desk = county.given(), client_for(county.desk)
    page = opened(desk, case)
    assert "收了钱" not in page and sealed.number not in page
    assert desk.get(at(sealed)).status_code == 404 and desk.post(at(sealed), {"reason": "看看"}).status_code == 404
    assert "/household" not in desk.get(f"/cases/{sealed.pk}").content.decode()
    desk.post(f"/cases/{sealed.pk}/history", {"reason": "核实举报"})
    mine = client_for(county.resident).get("/me/looked").content.decode()
    assert "核实举报" not in mine and mine.count(county.office.name) == 1


def test_who_stays_out_of_a_request_does_not_find_it_in_the_history(county: County, client_for: Any) -> None:
    near = county.given(text="邻居占了水沟")
    recuse(near, county.who("head"), "当事人是我表弟")
    case = county.given(text="水压太低")
    assert "占了水沟" not in opened(client_for(county.head), case) and "占了水沟" in opened(client_for(county.clerk), case)


def test_the_view_asks_as_many_questions_for_thirty_requests_as_for_three(county: County, client_for: Any) -> None:
    case, desk, asked = county.given(), client_for(county.desk), []
    opened(desk, case)
    desk.post(at(case, "/members"), {"name": "奶奶"})
    for many in (3, 12):
        for n in range(many):
            county.answered(text=f"第{many}-{n}件")
        with CaptureQueriesContext(connection) as counted:
            seen(desk, case)
        asked.append(len(counted))
    assert asked[0] == asked[1] <= 40, asked


def test_it_goes_with_who_is_erased_stands_in_their_copy_and_ends_after_its_term(county: County, client_for: Any) -> None:
    case, desk = county.given(), client_for(county.desk)
    opened(desk, case)
    desk.post(at(case, "/entitlements"), {"member": "0", "kind": "veteran", "proof": "退伍证"})
    told = json.dumps([list(part.read(county.resident)) for part in personal_data.COPY], ensure_ascii=False, default=str)
    assert "退伍证" in told and "了解低保情况" in told and county.desk.name not in told
    old = timezone.now() - timedelta(days=1200)
    assert personal_data.RETENTION[0].count(timezone.now()) == 0
    finish_erasure(erase_person(county.resident, None, county.resident.name))
    assert not Member.objects.exists() and not Household.objects.exists()
    other = register_case(CaseDraft("井盖坏了"), speaker_of(a_person(kind="resident"))).case
    opened(desk, other)
    desk.post(at(other, "/members"), {"name": "小李"})
    Household.objects.update(touched_at=old)
    assert personal_data.RETENTION[0].remove(timezone.now()) == 1 and not Member.objects.exists()


def test_programs_open_it_and_write_it_down(county: County, program: Any) -> None:
    before, case = county.answered(text="去年水表停走"), county.given()
    head = program(county.head, "households:read", "households:write")
    lines = head("get", f"/cases/{case.pk}/household").json()
    assert not lines["open"] and [(one["number"], one["text"]) for one in lines["earlier"]] == [(before.number, "")]
    assert head("post", f"/cases/{case.pk}/household/work", {"office": "镇民政办", "words": "办过"}).status_code == 409
    assert head("post", f"/cases/{case.pk}/household/look", {"reason": "核对"}).json()["earlier"][0]["text"] == "去年水表停走"
    twice = [head("post", f"/cases/{case.pk}/household/members", {"name": "奶奶", "relation": "母亲"}).json() for _ in range(2)]
    assert twice[0] == twice[1], "who is known by name alone is written down once"
    made = head("post", f"/cases/{case.pk}/household/entitlements", {"kind": "ill", "proof": "出院小结"}).json()
    assert made["members"][0]["entitlements"][0]["kind"] == "ill" and made["members"][1]["name"] == "奶奶"
    looks = program(county.resident, "households:read")("get", "/looks").json()
    assert looks == [{"unit": county.water.name, "on": timezone.localdate().isoformat(), "reason": "核对"}]
    assert program(county.resident, "households:read")("get", f"/cases/{case.pk}/household").status_code == 404


def test_what_a_program_writes_down_is_written_once_by_its_key(county: County, program: Any) -> None:
    case, head = county.given(phone="13900003344", name="吴大娘"), program(county.head, "households:read", "households:write")
    path = f"/cases/{case.pk}/household"
    assert head("post", f"{path}/look", {"reason": "核对低保", "key": "k-1"}).status_code == 200
    assert head("post", f"{path}/look", {"reason": "别的原因", "key": "k-1"}).status_code == 422
    for what, told, other in (
        ("members", {"name": "吴小妹"}, {"name": "吴二妹"}), ("entitlements", {"kind": "ill", "proof": "县医院诊断书"}, {"kind": "other"}),
        ("work", {"office": "民政办", "words": "送过轮椅"}, {"words": "没有送"}),
    ):  # fmt: skip
        first, again = (head("post", f"{path}/{what}", told | {"key": "k-2"}) for _ in range(2))
        assert first.json() == again.json(), what
        assert head("post", f"{path}/{what}", told | other | {"key": "k-2"}).status_code == 422


def test_whose_household_was_looked_at_gets_a_copy_with_days_in_it(county: County, client_for: Any) -> None:
    case, desk = county.given(text="低保被停了"), client_for(county.desk)
    opened(desk, case)
    day = timezone.localdate() - timedelta(days=400)
    assert desk.post(at(case, "/entitlements"), {"member": "0", "kind": "veteran", "proof": "退伍证", "since": day}).status_code == 302
    with copied(county.resident) as archive:
        data, page = json.loads(archive.read("data.json")), archive.read("index.html").decode()
    assert data["households"][0]["since"] == day.isoformat() and data["household_looks"][0]["on"] == timezone.localdate().isoformat()
    assert day.isoformat() in page
