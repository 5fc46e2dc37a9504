"""What is answered after a request was published: everybody reads it once desk and author have agreed to these words."""

from __future__ import annotations

from typing import Any

from django.test import Client

from huiyin.cases.actions import answer_case, join_case, make_matter, publish_case, reopen_case
from huiyin.cases.models import Case
from huiyin.cases.preview import preview_of
from huiyin.cases.rules import speaker_of
from tests.cases.conftest import County
from tests.factories import a_person


def published(county: County, case: Case) -> Case:
    publish_case(case, county.who("resident"))
    return publish_case(case, county.who("desk"))


def public_page(case: Case) -> str:
    tail = Client().get(f"/cases/public/{case.number}")
    assert tail.status_code == 200
    return tail.content.decode()


def test_a_later_answer_waits_for_the_desk_and_for_its_author(county: County, client_for: Any) -> None:
    case = published(county, county.answered())
    assert "水管已于今天上午换好" in public_page(case)
    reopen_case(case, county.who("resident"), "还在漏")
    answer_case(case, county.who("head"), "solved", "给他家多装了一个阀门，也补了三百元。")
    assert "阀门" not in public_page(case) and "水管已于今天上午换好" in public_page(case)
    author, desk, at = client_for(county.resident), client_for(county.desk), f"/cases/{case.pk}"
    page = author.get(at).content.decode()
    assert "阀门" in page.split('class="preview"')[1]
    assert author.post(f"{at}/moves/publish", {"seen": preview_of(case).sum, "key": "a"}).status_code == 302
    assert "阀门" not in public_page(case)  # its author agreed, nobody looked it through
    assert f'href="{at}"' in desk.get("/today").content.decode()  # it waits for the desk
    form = desk.get(at).content.decode()
    assert 'name="answer-2"' in form
    told = {"answer-2": "给他家多装了一个阀门。", "seen": preview_of(case).sum, "key": "b"}
    assert desk.post(f"{at}/moves/publish", told).status_code == 302
    assert "阀门" not in public_page(case)  # other words than those its author agreed to
    assert author.post(f"{at}/moves/publish", {"seen": told["seen"], "key": "c"}).status_code == 409
    assert author.post(f"{at}/moves/publish", {"seen": preview_of(case).sum, "key": "d"}).status_code == 302
    shown = public_page(case)
    assert "多装了一个阀门。" in shown and "三百元" not in shown
    assert "三百元" in author.get(at).content.decode()  # their own answer is theirs, whole


def test_an_answer_between_the_preview_and_the_click_is_not_looked_at_with_it(county: County, client_for: Any) -> None:
    case = published(county, county.given())
    seen = preview_of(case).sum
    answer_case(case, county.who("head"), "solved", "换好了，赵大海家的也换了。")
    for person in (county.resident, county.desk):
        refused = client_for(person).post(f"/cases/{case.pk}/moves/publish", {"seen": seen, "key": "s"})
        assert refused.status_code == 409, person
    assert "换好了" not in public_page(case)


def test_an_answer_for_whoever_asked_alone_is_never_published_and_who_joined_gets_theirs(county: County, client_for: Any) -> None:
    case, other = published(county, county.given()), a_person(kind="resident")
    own = join_case(case, speaker_of(other)).case
    form = client_for(county.head).get(f"/cases/{case.pk}/answer").content.decode()
    assert 'name="public"' in form
    told = {"closing": "solved", "words": "已给您家退了水费。", "public": "no", "do": "send", "key": "p"}
    assert client_for(county.head).post(f"/cases/{case.pk}/answer", told).status_code == 302
    publish_case(case, county.who("resident"))
    publish_case(case, county.who("desk"))
    joiner = client_for(other)
    assert "退了水费" not in public_page(case) and "退了水费" not in joiner.get(f"/cases/{case.pk}").content.decode()
    assert "退了水费" in joiner.get(f"/cases/{own.pk}").content.decode()
    late = join_case(case, speaker_of(a_person(kind="resident"))).case
    assert late.state == "dispatched" and not late.answers.exists()  # theirs waits for an answer of its own


def test_who_joined_reads_of_it_what_everybody_reads(county: County, client_for: Any) -> None:
    case, other = published(county, county.answered()), a_person(kind="resident")
    join_case(case, speaker_of(other))
    reopen_case(case, county.who("resident"), "还在漏")
    answer_case(case, county.who("head"), "solved", "给他家多装了一个阀门。")
    page = client_for(other).get(f"/cases/{case.pk}").content.decode()
    assert "水管已于今天上午换好" in page and "阀门" not in page


def test_a_matter_is_answered_where_one_of_its_cases_goes_along_with_another(county: County, client_for: Any) -> None:
    case = published(county, county.given())
    own = join_case(case, speaker_of(a_person(kind="resident"))).case
    matter = make_matter(county.who("desk"), [case.pk, own.pk])
    told = {"closing": "solved", "words": "{name}：都换好了。", "public": "no"}
    assert client_for(county.desk).post(f"/matters/{matter.pk}", told).status_code == 302
    assert {one.answers.get().public for one in (case, own)} == {False}


def test_a_topic_somebody_typed_is_not_found_out_by_trying(county: County, program: Any) -> None:
    case = published(county, county.given(topic="杜撰话题"))
    assert case.number not in Client().get("/cases/public?topic=%E6%9D%9C%E6%92%B0%E8%AF%9D%E9%A2%98").content.decode()
    assert case.number not in Client().get("/cases/public.atom?topic=%E6%9D%9C%E6%92%B0%E8%AF%9D%E9%A2%98").content.decode()
    joiner = program(a_person(kind="resident"), "cases:read", "cases:write")
    joiner("post", f"/cases/{case.pk}/join", {})
    assert joiner("get", f"/cases/{case.pk}").json()["topic"] == ""
    assert case.number not in str(joiner("get", "/cases?topic=杜撰话题").json())
