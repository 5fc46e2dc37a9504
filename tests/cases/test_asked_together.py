"""Several ask together: who speaks for all decides for all (Regulations on Petitions, art. 20), the others speak for themselves."""

from __future__ import annotations

from typing import Any

from django.test import Client

from huiyin.cases.actions import answer_case, join_case, publish_case
from huiyin.cases.actions.registering import Asker
from huiyin.cases.models import Case, FollowUp
from huiyin.cases.rules import speaker_of
from huiyin.figures.actions import make_edition
from tests.cases.conftest import County
from tests.factories import a_group, a_person, say


def asked_together(county: County) -> tuple[Case, Any, Any]:
    """Gives an answered case, one who speaks for all, and one who does not."""
    speaks, beside = a_person(kind="resident"), a_person(kind="resident")
    joint = [Asker("甲", speaks.phone, True), Asker("乙", beside.phone, False)]
    case = county.given(joint=joint)
    return answer_case(case, county.who("head"), "solved", "水管换好了，再漏请回复本件。"), speaks, beside


def test_article_20_one_of_many_settles_and_opens_nothing_for_all(county: County, client_for: Any, program: Any) -> None:
    case, speaks, beside = asked_together(county)
    one, at = client_for(beside), f"/cases/{case.pk}"
    page = one.get(at).content.decode()
    assert "水管换好了" in page and 'id="reopen"' not in page and 'id="review"' not in page and 'value="no"' in page
    assert one.post(f"{at}/moves/reopen", {"words": "还漏", "key": "r"}).status_code in (403, 200)
    assert one.post(f"{at}/moves/follow_up", {"reached": "yes", "solved": "no", "satisfied": "no", "key": "n"}).status_code == 302
    assert one.post(f"{at}/moves/follow_up", {"reached": "yes", "solved": "yes", "key": "y"}).status_code == 302
    case.refresh_from_db()
    assert case.state == "answered" and FollowUp.objects.filter(case=case, by=beside).count() == 2
    assert program(beside, "cases:read", "cases:write")("post", f"{at}/review", {"words": "复查"}).json()["error"] == "not_allowed"
    assert client_for(speaks).post(f"{at}/moves/reopen", {"words": "还在漏", "key": "s"}).status_code == 302
    case.refresh_from_db()
    assert case.state == "reopened"


def test_the_word_of_one_of_many_stands_in_no_figure(county: County, client_for: Any) -> None:
    case, _speaks, beside = asked_together(county)
    for n in range(4):
        county.answered(text=f"第{n}件")
    client_for(beside).post(f"/cases/{case.pk}/moves/follow_up", {"reached": "yes", "solved": "no", "satisfied": "no", "key": "n"})
    make_edition()
    rates = {one["question"]: one for one in Client().get("/figures.json").json()["rates"]}
    assert Client().get("/figures.json").json()["lines"] == 5 and rates["solved"]["denominator"] == 0


def test_for_whom_it_is_asked_decides_as_its_author_does(county: County, client_for: Any) -> None:
    mother = a_person(kind="resident")
    case = county.answered(for_name="张奶奶", for_phone=mother.phone, for_relation="女儿")
    assert client_for(mother).post(f"/cases/{case.pk}/moves/reopen", {"words": "还漏", "key": "m"}).status_code == 302


def test_who_takes_it_down_learns_by_no_answer_whose_a_published_request_is(county: County, client_for: Any) -> None:
    case, neighbour = county.given(), a_person(kind="resident")
    for speaker in (county.who("resident"), county.who("desk")):
        publish_case(case, speaker)
    join_case(case, speaker_of(neighbour))
    strangers = a_person(kind="resident")
    desk, said = client_for(county.desk), []
    for n, whose in enumerate((county.resident, neighbour, strangers)):
        told = {"text": "我们这儿也漏", "name": "来电人", "phone": whose.phone, "key": f"c{n}"}
        said.append(desk.post(f"/cases/public/{case.number}", told).status_code)
    group = a_group(owner=county.desk, members=[county.resident, neighbour, strangers])
    for whose in (county.resident, neighbour, strangers):
        message = say(group, whose, "我家门口也漏水了")
        answer = desk.post(f"/cases/from/{group.pk}/{message.n}", {"join": case.number})
        said.append(answer.status_code)
        own = Case.objects.get(source=message)
        assert (own.author, own.name, own.by) == (whose, whose.name, county.desk)
    assert said == [302] * 6
    assert Case.objects.filter(joined__case=case).count() == 7


def test_whoever_joined_gets_the_same_again_and_their_own_is_refused(county: County, client_for: Any) -> None:
    case = county.given()
    for speaker in (county.who("resident"), county.who("desk")):
        publish_case(case, speaker)
    assert client_for(county.resident).post(f"/cases/public/{case.number}", {"key": "o"}).status_code == 422
    neighbour = client_for(a_person(kind="resident"))
    for key in ("a", "b"):
        assert neighbour.post(f"/cases/public/{case.number}", {"key": key}).status_code == 302
    assert Case.objects.filter(joined__case=case).count() == 1
