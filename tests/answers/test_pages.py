"""Answers, by the pages people use: written from templates with hints, released by another, printed, told by telephone."""

from __future__ import annotations

import re
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from pypdf import PdfReader

from huiyin.answers.models import AnswerTemplate, Sending
from huiyin.answers.moves import MOVES, TEXT_MOVES
from huiyin.cases.actions import accept_case, answer_case, dispatch_case
from huiyin.cases.actions.lookup import HELD
from huiyin.cases.models import Case
from tests.cases.conftest import County
from tests.cases.test_strangers import a_photo as photo

WORDS = "水管昨天换好了，再漏请回复。"


def text(page: Any) -> str:
    return page.content.decode()


def send(client: Client, case: Case, words: str = WORDS, do: str = "send", **more: Any) -> Any:
    return client.post(f"/cases/{case.pk}/answer", {"closing": "solved", "words": words, "do": do, **more})


def the_letter(page: Any) -> str:
    return "".join("".join(one.extract_text().split()) for one in PdfReader(BytesIO(page.content)).pages)


def test_an_answer_is_written_from_a_template_and_its_blanks_must_be_filled(county: County, client_for: Any) -> None:
    head, case = client_for(county.head), county.given(topic="water")
    made = {"unit": county.water.pk, "name": "修好了", "words": "我们于【填：日期】修好了水管。", "topic": "water", "closing": "solved"}
    assert head.post("/answers/templates/new", made).status_code == 302
    template = AnswerTemplate.objects.get()
    shown = text(head.get(f"/cases/{case.pk}/answer?template={template.pk}"))
    assert "我们于【填：日期】修好了水管。" in shown and "还空着：日期" in shown
    refused = send(head, case, template.words)
    assert refused.status_code == 422 and "日期" in text(refused) and "修好了水管" in text(refused)
    assert not case.answers.exists()
    inline = head.post(f"/cases/{case.pk}/moves/answer", {"closing": "solved", "words": template.words, "key": "k"})
    assert inline.status_code == 422
    assert send(head, case, "我们于昨天修好了水管。").status_code == 302
    assert case.answers.get().words == "我们于昨天修好了水管。"


def test_templates_are_the_units_own(county: County, client_for: Any) -> None:
    head, roads = client_for(county.head), client_for(county.road_head)
    head.post("/answers/templates/new", {"unit": county.water.pk, "name": "修好了", "words": "修好了。"})
    pk = AnswerTemplate.objects.get().pk
    assert roads.get(f"/answers/templates/{pk}").status_code == 404
    assert roads.post(f"/answers/templates/{pk}", {"do": "end"}).status_code == 404
    assert roads.post("/answers/templates/new", {"unit": county.water.pk, "name": "甲", "words": "乙"}).status_code == 403
    assert client_for(county.resident).get("/answers/templates").status_code == 403
    assert "修好了" in text(head.get("/answers/templates")) and "修好了" not in text(roads.get("/answers/templates"))
    assert head.post(f"/answers/templates/{pk}", {"do": "end"}).status_code == 302
    assert "还没有范本" in text(head.get("/answers/templates"))


def test_hints_are_shown_and_forbid_nothing(county: County, client_for: Any) -> None:
    head, case = client_for(county.head), county.given()
    looked = send(head, case, "您的来信收悉，届时进行维修。", do="look")
    assert looked.status_code == 200 and "收到了" in text(looked) and not case.answers.exists()
    assert "您的来信收悉，届时进行维修。" in text(looked)
    assert send(head, case, "您的来信收悉，届时进行维修。").status_code == 302


def test_earlier_answers_stand_beside_without_anybodys_data_and_never_of_sealed_cases(county: County, client_for: Any) -> None:
    earlier = county.given(text="村东头水管漏水", topic="water", name="王小明", phone="13800001111")
    answer_case(earlier, county.who("head"), "solved", "王小明您好，13800001111 已记下，水管漏水处已换新管。")
    sealed = county.case(text="村西头水管漏水，水务局某人收钱", accused=[county.roads.pk])
    accept_case(sealed, county.who("desk"))
    dispatch_case(sealed, county.who("desk"), county.water.pk)
    answer_case(sealed, county.who("head"), "explained", "已转纪委，水管漏水一事另办。")
    shown = text(client_for(county.head).get(f"/cases/{county.given(text='村南头水管漏水', topic='water').pk}/answer"))
    assert "已换新管" in shown and "王小明" not in shown and "13800001111" not in shown and "纪委" not in shown


def test_a_petition_is_not_answered_without_its_four_parts(county: County, client_for: Any) -> None:
    head, case = client_for(county.head), county.given(petition=True)
    parts = {"claim": "要求换水管", "facts": "五月三日看过，管子锈了", "opinion": "已换新管"}
    refused = head.post(f"/cases/{case.pk}/answer", {"closing": "solved", "do": "send", **parts})
    assert refused.status_code == 422 and "依据" in text(refused) and "管子锈了" in text(refused)
    sent = head.post(f"/cases/{case.pk}/answer", {"closing": "solved", "do": "send", **parts, "basis": "《城市供水条例》第二十七条"})
    assert sent.status_code == 302
    words = case.answers.get().words
    assert all(said in words for said in (*parts.values(), "第二十七条"))


def test_where_a_second_pair_of_eyes_is_set_another_person_releases_the_answer(county: County, client_for: Any) -> None:
    head, clerk, case = client_for(county.head), client_for(county.clerk), county.given()
    assert clerk.post("/answers/second-eyes", {"unit": county.water.pk, "on": "yes"}).status_code == 403
    assert head.post("/answers/second-eyes", {"unit": county.water.pk, "on": "yes"}).status_code == 302
    inline = clerk.post(f"/cases/{case.pk}/moves/answer", {"closing": "solved", "words": WORDS, "key": "k"})
    assert inline.status_code == 409 and not case.answers.exists()
    assert send(clerk, case, key="a").status_code == 302 and send(clerk, case, key="a").status_code == 302
    assert not case.answers.exists() and WORDS not in text(client_for(county.resident).get(f"/cases/{case.pk}"))
    assert case.title in text(head.get("/today")) and "待放行的答复" in text(head.get("/today"))
    draft = re.search(r'name="draft" value="(\d+)"', text(head.get(f"/cases/{case.pk}")))[1]  # type: ignore[index]
    decide = f"/cases/{case.pk}/answer/decide"
    assert clerk.post(decide, {"draft": draft, "do": "release"}).status_code == 403
    assert client_for(county.road_head).post(decide, {"draft": draft, "do": "release"}).status_code == 404
    assert head.post(decide, {"draft": draft, "do": "return", "remark": "写明哪天换的"}).status_code == 302
    assert "写明哪天换的" in text(clerk.get(f"/cases/{case.pk}/answer")) and WORDS in text(clerk.get(f"/cases/{case.pk}/answer"))
    send(clerk, case, "水管五月三日换好了。", key="b")
    draft = re.search(r'name="draft" value="(\d+)"', text(head.get(f"/cases/{case.pk}")))[1]  # type: ignore[index]
    assert head.post(decide, {"draft": draft, "do": "release"}).status_code == 302
    assert head.post(decide, {"draft": draft, "do": "release"}).status_code == 409
    answer = case.answers.get()
    assert answer.words == "水管五月三日换好了。" and answer.by == county.clerk
    assert answer.words in text(client_for(county.resident).get(f"/cases/{case.pk}"))
    assert "待放行的答复" not in text(head.get("/today"))


def test_whoever_releases_an_answer_sees_the_photos_that_go_with_it(county: County, client_for: Any) -> None:
    head, clerk, case = client_for(county.head), client_for(county.clerk), county.given()
    head.post("/answers/second-eyes", {"unit": county.water.pk, "on": "yes"})
    send(clerk, case, key="a", files=[photo()])
    page = head.get(f"/cases/{case.pk}").content.decode()
    shown = re.findall(rf'"(/cases/{case.pk}/answer/files/[^"]+)"', page)
    assert len(shown) == 2 and all(head.get(one).status_code == 200 for one in shown), "the small picture leads to the whole"
    for other in (county.road_head, county.resident):
        assert client_for(other).get(shown[0]).status_code == 404
    assert Client().get(shown[0]).status_code == 404
    head.post(f"/cases/{case.pk}/answer/decide", {"draft": case.answer_drafts.get().pk, "do": "release"})
    assert head.get(shown[0]).status_code == 404 and case.answers.get().files.count() == 1


def test_an_answer_is_no_dead_end(county: County, client_for: Any) -> None:
    page = text(client_for(county.resident).get(f"/cases/{county.answered().pk}"))
    assert "您接下来可以做什么" in page and "复查" in page
    petition = county.answered(petition=True)
    assert "第35条" in text(client_for(county.resident).get(f"/cases/{petition.pk}"))


@pytest.mark.usefixtures("chinese_font")
def test_the_letter_is_for_who_asked_and_who_has_it_in_hand(county: County, client_for: Any) -> None:
    case = county.answered(name="王䶮", petition=True)
    page = client_for(county.resident).get(f"/cases/{case.pk}/answers/1/letter")
    assert page["Content-Type"] == "application/pdf"
    words = the_letter(page)
    for said in ("县水务局", f"№{case.number}-1", "水管已于今天上午换好", "王䶮", "30天", "第35条"):
        assert said in words, said
    assert client_for(county.head).get(f"/cases/{case.pk}/answers/1/letter").status_code == 200
    assert client_for(county.road_head).get(f"/cases/{case.pk}/answers/1/letter").status_code == 404
    assert client_for(county.resident).get(f"/cases/{case.pk}/answers/2/letter").status_code == 404
    stranger = Client()
    assert stranger.get(f"/cases/{case.pk}/answers/1/letter").status_code == 404
    session = stranger.session
    session[HELD] = [case.pk]
    session.save()
    assert stranger.get(f"/cases/{case.pk}/answers/1/letter").status_code == 200


def test_a_name_no_font_has_gives_a_page_to_print(county: County, client_for: Any) -> None:
    case = county.answered(name="王\ue863")
    page = client_for(county.resident).get(f"/cases/{case.pk}/answers/1/letter")
    assert page.status_code == 200 and "text/html" in page["Content-Type"] and "水管已于今天上午换好" in text(page)


def test_letters_and_calls_are_written_down_and_the_person_sees_them(county: County, client_for: Any) -> None:
    head, case = client_for(county.head), county.answered()
    told = f"/cases/{case.pk}/answers/1/told"
    assert head.post(told, {"way": "not-reached", "key": "a"}).status_code == 302
    assert head.post(told, {"way": "phone", "key": "b"}).status_code == 302
    assert head.post(told, {"way": "phone", "key": "b"}).status_code == 302
    assert head.post(told, {"way": "letter", "key": "c"}).status_code == 302
    assert head.post(told, {"way": "letter", "on": "2001-01-01", "key": "d"}).status_code == 422
    assert sorted(Sending.objects.values_list("way", "reached")) == [("letter", None), ("phone", False), ("phone", True)]
    seen = text(client_for(county.resident).get(f"/cases/{case.pk}"))
    assert "已用信件寄给您" in seen and "打过电话，没有联系上" in seen and county.head.name not in seen
    assert county.head.name in text(head.get(f"/cases/{case.pk}"))
    assert client_for(county.resident).post(told, {"way": "phone", "key": "e"}).status_code == 403
    assert client_for(county.road_head).post(told, {"way": "phone", "key": "f"}).status_code == 404


def test_each_move_of_what_waits_has_its_action() -> None:
    assert not MOVES.without_action() and not TEXT_MOVES.without_action()
