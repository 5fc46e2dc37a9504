"""A petition of several, refused: whoever stood in the form stands there again, and the words say whose number is wrong."""

from __future__ import annotations

from html import unescape

from django.test import Client

from huiyin.reception import actions
from huiyin.reception.actions import Heard
from huiyin.reception.models import Petitioner
from tests.reception.conftest import a_day, a_visit
from tests.reception.test_pages import BOOK, signed_in

SAID = {
    "do": "write", "words": "我们三户的田埂被挖断了，春灌前要修好。", "summary": "三户田埂被挖断",
    "speaker": ["秦望川", "许星河", "", "", ""], "speaker-phone": ["138 0000 1111", "139 12", "", "", ""],
    "others": "沈秋水 13700003333\n陆听雨",
}  # fmt: skip


def at_the_desk(county, day):
    visit = a_visit(day)
    actions.call_next(day, county.who("desk"))
    return visit, signed_in(county.desk)


def test_a_wrong_number_of_one_of_several_loses_none_of_them_and_says_whose_it_is(county, day):
    visit, desk = at_the_desk(county, day)
    answer = desk.post(f"/visits/{visit.pk}/desk", SAID)
    page = unescape(answer.content.decode())
    assert answer.status_code == 422 and not Petitioner.objects.exists()
    rows = ('value="许星河"', 'value="139 12"', 'value="138 0000 1111"')
    for typed in ("春灌前要修好", "三户田埂被挖断", *rows, "沈秋水 13700003333\n陆听雨"):
        assert typed in page, typed
    assert "许星河：" in page or "许星河: " in page
    mended = SAID | {"speaker-phone": ["138 0000 1111", "139 1234 5678", "", "", ""]}
    assert desk.post(f"/visits/{visit.pk}/desk", mended).status_code == 302
    assert [one.name for one in visit.petitioners.order_by("order")] == ["秦望川", "许星河", "沈秋水", "陆听雨"]


def test_a_number_without_a_name_is_not_left_out_silently(county, day):
    visit, desk = at_the_desk(county, day)
    without = {"speaker": ["秦望川", "", "", "", ""], "speaker-phone": ["", "13912345678", "", "", ""]}
    answer = desk.post(f"/visits/{visit.pk}/desk", SAID | without)
    page = answer.content.decode()
    assert answer.status_code == 422 and 'value="13912345678"' in page and "13912345678" in page.partition('role="alert"')[2][:300]


def test_six_who_speak_are_refused_and_all_six_stand_there(county, day):
    visit, desk = at_the_desk(county, day)
    names = ["甲一", "乙二", "丙三", "丁四", "戊五", "己六"]
    answer = desk.post(f"/visits/{visit.pk}/desk", SAID | {"speaker": names, "speaker-phone": [""] * 6})
    page = answer.content.decode()
    assert answer.status_code == 422 and "第二十条" in page and all(f'value="{name}"' in page for name in names)


def test_words_stand_although_another_clerk_read_back_and_closed_the_form(county, day):
    visit, desk = at_the_desk(county, day)
    actions.write_down(visit, county.who("desk"), "田埂断了", "田埂", [Heard("秦望川")])
    actions.agree(visit, county.who("desk"))
    answer = desk.post(f"/visits/{visit.pk}/desk", SAID | {"speaker-phone": ["", "", "", "", ""]})
    page = answer.content.decode()
    assert answer.status_code == 409 and 'id="what-was-typed"' in page and "春灌前要修好" in page and "许星河" in page and "陆听雨" in page


def test_who_was_a_moment_late_for_the_last_number_is_told_so_and_keeps_what_was_typed(county):
    day = a_day(county, slots=1)
    a_visit(day, "许星河", "13800002222")
    answer = Client().post(f"/reception/{day.pk}", BOOK)
    page = answer.content.decode()
    assert answer.status_code == 409 and 'role="alert"' in page and "秦望川" in page and "138 0000 1111" in page


def test_why_a_day_is_called_off_stands_again(county, day):
    desk, why = signed_in(county.desk), "那天全县开会，" * 60
    answer = desk.post(f"/reception/{day.pk}/cancel", {"reason": why})
    assert answer.status_code in (302, 413, 422) and (answer.status_code == 302 or why in answer.content.decode())


def test_programs_are_told_whose_number_of_several_is_wrong(county, program):
    desk = program(county.desk, "cases:write")
    told = desk("post", "/cases", {"text": "三户田埂被挖断", "joint": [{"name": "许星河", "phone": "139"}]}).json()
    assert told["field"] == "joint" and "许星河" in told["words"]
    told = desk("post", "/cases", {"text": "三户", "joint": [{"name": f"甲{n}"} for n in range(6)]}).json()
    assert told["field"] == "joint" and "第二十条" in told["words"]
