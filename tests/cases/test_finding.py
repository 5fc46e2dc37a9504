"""Cases by the words in them: by their reader's rights, in Chinese as it is written, and no longer than they stand there."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from huiyin.cases.actions import CaseDraft, dispatch_case, join_case, publish_case, register_case
from huiyin.cases.actions.word_index import _texts, index_all
from huiyin.cases.models import Case
from huiyin.cases.personal_data import _empty
from huiyin.cases.queries.word_search import INDEX
from huiyin.cases.rules import speaker_of
from huiyin.core.personal_data import Erased
from huiyin.db.word_index import asked_for
from huiyin.people.models import Person
from tests.cases.conftest import County
from tests.factories import a_person


def found(browser: Client, q: str, **more: object) -> list[str]:
    """Gives the numbers of the cases the desk's page lists for a search."""
    page = browser.get("/cases/desk", {"q": q, **more})
    assert page.status_code == 200
    return [case.number for case, _look in page.context["cases"]]


def test_the_desk_finds_by_title_words_place_and_answer_the_newest_first(county: County, client_for: Any) -> None:
    leak = county.answered()
    lamp = county.case("村口第三盏路灯坏了", place="柳渡村")
    desk = client_for(county.desk)
    assert found(desk, "路灯 坏了") == [lamp.number] and found(desk, "柳渡") == [lamp.number]
    assert found(desk, "再漏请回复") == [leak.number], "what was answered is found as well"
    assert found(desk, "村口") == [lamp.number, leak.number] and found(desk, "灯路") == [] and found(desk, "，。") == []
    assert found(desk, "村口", state="answered") == [leak.number] and found(desk, leak.number) == [leak.number]
    assert found(desk, "村口", state="late") == [], "of what is answered nothing is overdue"


def test_a_unit_finds_what_it_has_in_hand_and_nothing_tells_of_the_rest(county: County, client_for: Any) -> None:
    mine, other = county.given(text="水管漏了三天"), county.case("水管也漏了")
    head, roads = client_for(county.head), client_for(county.road_head)
    assert found(head, "水管") == [mine.number] and found(roads, "水管") == []
    dispatch_case(mine, county.who("desk"), county.roads.pk)
    assert found(head, "水管") == [] and found(roads, "水管") == [mine.number]
    assert other.number not in head.get("/cases/desk", {"q": "水管"}).content.decode()
    assert 'rel="next"' not in roads.get("/cases/desk", {"q": "漏"}).content.decode()


def test_what_is_sealed_is_found_by_no_word_by_nobody(county: County, client_for: Any) -> None:
    draft = CaseDraft("局里有人收了修渠的回扣", accused=[county.water.pk])
    sealed = register_case(draft, county.who("resident")).case
    for name in ("desk", "head"):
        assert found(client_for(getattr(county, name)), "回扣") == []
    page = client_for(county.resident).get("/search", {"q": "回扣"}).content.decode()
    assert sealed.number not in page
    assert sealed.words_row is None


def test_who_joined_finds_by_what_everybody_may_read(county: County, client_for: Any, programs: Callable[[str], Any]) -> None:
    case = county.given(text="我叫李小明，村里的自来水发黄")
    publish_case(case, county.who("resident"), consent=True)
    publish_case(Case.objects.get(pk=case.pk), county.who("desk"))
    neighbour = a_person(kind="resident")
    join_case(case, speaker_of(neighbour))
    browser = client_for(neighbour)
    assert case.number in browser.get("/search", {"q": "自来水"}).content.decode()
    assert case.number not in browser.get("/search", {"q": "李小明"}).content.decode()
    assert case.number in client_for(county.resident).get("/search", {"q": "李小明"}).content.decode()


def test_erased_words_are_found_no_more_and_the_answer_is(county: County, client_for: Any) -> None:
    case = county.answered()
    desk = client_for(county.desk)
    assert found(desk, "水管漏") == [case.number]
    resident = Person.objects.get(pk=county.resident.pk)
    _empty(Erased(resident, None, resident.name, resident.phone or "", False))
    assert found(desk, "水管漏") == [] and found(desk, "上午换好") == [case.number] and found(desk, case.number) == [case.number]


def test_pages_of_a_search_follow_each_other_without_a_case_twice(county: County, client_for: Any, programs: Any) -> None:
    numbers = [county.case(f"井盖 {n}").number for n in range(35)]
    desk = client_for(county.desk)
    first = desk.get("/cases/desk", {"q": "井盖"})
    second = desk.get("/cases/desk", {"q": "井盖", "after": first.context["next"]})
    shown = [case.number for page in (first, second) for case, _look in page.context["cases"]]
    assert shown == numbers[::-1] and second.context["next"] == ""
    answer = programs("desk")("get", "/cases?q=井盖&limit=20")
    assert [one["number"] for one in answer.json()] == numbers[::-1][:20] and "after=" in answer.headers["Link"]


def test_cases_of_the_same_moment_all_stand_in_the_index(county: County, client_for: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    at = timezone.now() + timedelta(seconds=5)
    monkeypatch.setattr(timezone, "now", lambda: at)
    numbers = [county.case(f"同一刻的第{n}件").number for n in range(3)]
    assert found(client_for(county.desk), "同一刻") == numbers[::-1]


def test_an_index_made_anew_holds_what_the_other_held(county: County) -> None:
    case = county.answered()
    assert case.words_row is not None
    row = Case.objects.get(pk=case.pk).words_row
    for key, text in _texts([case.pk]).items():
        INDEX.take_out(key, text)
    assert INDEX.newest(asked_for("换好"), 5) == []
    index_all()
    assert INDEX.newest(asked_for("换好"), 5) == [row]
