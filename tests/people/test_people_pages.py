"""The directory as it is seen: by officials, by residents, by visitors; and how it is searched."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from huiyin.people.actions.organisation import add_person, add_post, add_unit, change_person, close_unit, leave_post, take_post
from huiyin.people.extension_points import ALSO_SEEN, AlsoSeen
from huiyin.people.models import Delegation, Holding, Person, Post
from huiyin.people.queries import search_people
from huiyin.people.rules import may_see_person, may_see_phone
from tests.factories import a_person


@pytest.fixture
def county() -> dict[str, Person]:
    top = add_unit("云梦县", kind="county")
    bureau = add_unit("云梦县水产局", top, short_name="水产局")
    head = add_post(top, "县长")
    director = add_post(bureau, "局长", reports_to=head)
    deputy = add_post(bureau, "副局长", reports_to=director)
    add_post(bureau, "科长", reports_to=deputy)
    people = {
        "head": add_person("沈若兰", "13800000001"),
        "deputy": add_person("周建国", "13800000002"),
        "acting": add_person("方敏", "13800000003"),
        "resident": add_person("孟渔生", "13800000004", kind="resident", about="渔民"),
        "other": add_person("罗水根", "13800000005", kind="resident"),
    }
    take_post(head, people["head"], date(2024, 1, 1))
    take_post(deputy, people["deputy"], date(2024, 1, 1))
    take_post(director, people["acting"], date(2024, 1, 1), acting=True)
    return people


def test_visitors_go_to_the_door(county: dict[str, Person]) -> None:
    for path in ("/people", f"/people/{county['head'].pk}", f"/units/{Post.objects.first().unit_id}"):
        answer = Client().get(path)
        assert answer.status_code == 302 and answer["Location"].startswith("/sign-in")


def test_a_unit_shows_its_posts_who_acts_and_what_is_vacant(county, client_for) -> None:
    unit = Post.objects.get(title="局长").unit_id
    page = client_for(county["resident"]).get(f"/units/{unit}").content.decode()
    for words in ("方敏", "局长", "周建国", "副局长", "科长", "沈若兰", "云梦县县长"):
        assert words in page
    assert page.index("方敏") < page.index("周建国")


def test_a_closed_unit_is_not_there(county, client_for) -> None:
    unit = add_unit("撤销的局")
    close_unit(unit)
    assert client_for(county["head"]).get(f"/units/{unit.pk}").status_code == 404


def test_a_person_shows_the_line_upward_and_the_number_only_to_officials(county, client_for) -> None:
    path = f"/people/{county['deputy'].pk}"
    seen = client_for(county["head"]).get(path).content.decode()
    assert "138 0000 0002" in seen and seen.index("方敏") < seen.index("云梦县县长")
    assert "0000 0002" not in client_for(county["resident"]).get(path).content.decode()


def test_residents_do_not_see_each_other_unless_a_group_lets_them(county, client_for, monkeypatch) -> None:
    path = f"/people/{county['other'].pk}"
    browser = client_for(county["resident"])
    assert browser.get(path).status_code == 404
    assert browser.get(f"/people/{county['resident'].pk}").status_code == 200
    page = client_for(county["head"]).get(path)
    assert page.status_code == 200 and "0000 0005" not in page.content.decode()
    monkeypatch.setitem(ALSO_SEEN.found, "everybody", AlsoSeen("everybody", lambda viewer, numbers: numbers))
    assert browser.get(path).status_code == 200


def test_a_child_is_seen_by_its_guardian_alone(county) -> None:
    child = add_person("谢小雨", None, kind="resident", is_minor=True, guardian=county["resident"])
    assert may_see_person(county["resident"], child)
    assert not may_see_person(county["head"], child)
    assert search_people("谢小雨", county["head"]) == []
    assert not may_see_phone(county["head"], county["resident"])


@pytest.mark.parametrize(
    "words",
    [
        "周建国",
        "建国",
        "周",
        "国",
        "zhoujianguo",
        "zjg",
        "ZhouJ",
        "z",
        "副局长",
        "水产局副局长",
        "水产局",
        "产局副",
        "局副局长",
        "云梦县水产局副",
        "13800000002",
        "138 0000 0002",
    ],
)
def test_people_are_found_by_what_one_remembers(county, client_for, words: str) -> None:
    assert "周建国" in client_for(county["head"]).get("/people", {"q": words}).content.decode()


@pytest.mark.parametrize("words", ["LeE", "ann", "anNl", "al", "(Ann", "O'N"])
def test_names_in_latin_letters_are_found_in_capitals_or_not(county, words: str) -> None:
    lee = add_person("O'Neil (Ann) Lee" if not words.lower().startswith("an") and words != "al" else "Ann Lee", "13800000009")
    assert [found.person for found in search_people(words, county["head"])] == [lee]


def test_who_is_renamed_and_who_leaves_a_post_is_found_as_they_are_now(county) -> None:
    change_person(county["deputy"], name="欧阳建国")
    assert search_people("周建国", county["head"]) == [] and search_people("zjg", county["head"]) == []
    assert [found.person.name for found in search_people("oyjg", county["head"])] == ["欧阳建国"]
    leave_post(Holding.objects.get(person=county["deputy"]), timezone.localdate() - timedelta(days=1))
    assert search_people("产局副", county["head"]) == []


@pytest.mark.parametrize("words", ["1380000", "0002", "13800000004x", "%", "_"])
def test_nobody_is_found_by_a_part_of_a_number(county, words: str) -> None:
    assert search_people(words, county["head"]) == []


def test_a_resident_finds_officials_and_no_numbers(county) -> None:
    viewer = county["resident"]
    assert [f.person.name for f in search_people("周建国", viewer)] == ["周建国"]
    assert search_people("13800000002", viewer) == [] and search_people("罗水根", viewer) == []


def test_searching_while_typing_gives_only_what_was_found(county, client_for) -> None:
    answer = client_for(county["head"]).get("/people", {"q": "没有这个人", "part": "found"})
    assert answer.status_code == 200 and "<title>" not in answer.content.decode() and "没有这个人" in answer.content.decode()
    named = client_for(county["head"]).get("/people/suggest", {"q": "方"}).json()
    assert named["people"][0]["name"] == "方敏"


def test_a_holder_hands_the_post_on_and_takes_it_back(county, client_for) -> None:
    post = Post.objects.get(title="副局长")
    path, browser = f"/posts/{post.pk}/hand-on", client_for(county["deputy"])
    today = timezone.localdate()
    wrong = browser.post(path, {"to": "无此人", "since": today, "until": today})
    assert wrong.status_code == 422 and "无此人" in wrong.content.decode()
    said = {"to": "方敏", "since": today.isoformat(), "until": (today + timedelta(days=3)).isoformat(), "reason": "出差"}
    assert browser.post(path, said).status_code == 302
    assert "方敏" in browser.get(f"/people/{county['deputy'].pk}").content.decode()
    assert client_for(county["resident"]).get(path).status_code == 403
    assert browser.post(f"/delegations/{Delegation.objects.get().pk}/end").status_code == 302
    assert Delegation.objects.get().ended_at


def test_pages_ask_the_same_few_questions_however_large_the_unit(county, client_for) -> None:
    post = Post.objects.get(title="局长")
    browser = client_for(county["head"])
    paths = [f"/units/{post.unit_id}", f"/people/{county['deputy'].pk}", "/people", "/people?q=水产局"]

    def counted() -> list[int]:
        counts = []
        for path in paths:
            browser.get(path)
            with CaptureQueriesContext(connection) as asked:
                assert browser.get(path).status_code == 200
            counts.append(len(asked))
        return counts

    before = counted()
    for n in range(20):
        take_post(add_post(post.unit, f"科员{n}", reports_to=Post.objects.get(title="副局长")), a_person(), date(2024, 1, 1))
    assert counted() == before and max(before) <= 18
