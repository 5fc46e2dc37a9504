"""A private word to a post: its holder reads it, and whom they name; not the desk, not the head above, not an administrator."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from huiyin.cases.actions import accept_case, answer_case, reopen_case, review_case, show_word
from huiyin.cases.models import Case, CaseClock
from huiyin.cases.queries.waiting import waiting
from huiyin.cases.rules import roles, speaker_of
from huiyin.core.errors import Invalid, NotAllowed, NotThere, WrongState
from huiyin.notices.models import Notice
from huiyin.people.actions.administrators import appoint_administrator
from huiyin.people.actions.organisation import delegate, take_post
from huiyin.people.queries import posts_held
from tests.cases.conftest import County
from tests.factories import a_holding, a_person, a_post, a_session

WORDS = "局里食堂的账有问题，我只想跟您一个人说"


def signed_in(person) -> Client:
    client = Client()
    client.cookies["huiyin"] = a_session(person)
    return client


@pytest.fixture
def word(county: County) -> Case:
    post = posts_held([county.head.pk])[0].post_id
    return county.case(WORDS, to=post)


def test_the_holder_reads_it_on_today_and_nobody_else_learns_of_it(county: County, word: Case) -> None:
    assert word.number.startswith("W") and word.words_row is None
    assert roles(county.who("head"), word) == {"addressee"}
    assert WORDS in signed_in(county.head).get("/today").content.decode()
    assert list(waiting(county.who("head"))) == [word]
    guard = a_person()
    appoint_administrator(guard, "audit")
    for other in (county.desk, county.second, county.clerk, county.road_head, a_holding().person, guard):
        client = signed_in(other)
        assert client.get(f"/cases/{word.pk}").status_code == 404
        assert roles(speaker_of(other), word) == set()
        for page in ("/today", "/cases/desk", f"/cases/desk?q={word.number}", "/search?q=食堂"):
            said = client.get(page).content.decode()
            assert WORDS not in said and f"№ {word.number}" not in said
        assert not Notice.objects.filter(person=other).exists()


def test_whom_the_holder_names_reads_it_too_and_answers(county: County, word: Case) -> None:
    with pytest.raises(NotThere):
        show_word(word, county.who("desk"), county.desk)
    with pytest.raises(Invalid):
        show_word(word, county.who("head"), county.resident)
    signed_in(county.head).post(f"/cases/{word.pk}/shown-to", {"phone": county.clerk.phone})
    assert WORDS in signed_in(county.clerk).get(f"/cases/{word.pk}").content.decode()
    with pytest.raises(NotThere):
        show_word(word, county.who("clerk"), county.desk)  # who was named names nobody
    accept_case(word, county.who("head"))
    answer_case(word, county.who("clerk"), "explained", "已经看到，这周内当面跟您说明。")
    reopen_case(word, county.who("resident"), "还没有人来说明")
    assert roles(county.who("desk"), Case.objects.get(pk=word.pk)) == set()


def test_it_runs_by_the_clock_of_an_ordinary_case_and_goes_with_the_post(county: County, word: Case) -> None:
    accept_case(word, county.who("head"))
    assert {"register", "handle"} <= set(CaseClock.objects.filter(case=word).values_list("kind", flat=True))
    today, after = timezone.localdate(), a_person()
    before = a_holding(post=a_post("副县长", county.office), since=today - timedelta(days=60))
    other = county.case(WORDS, to=before.post_id)
    take_post(before.post, after, today - timedelta(days=1), replaces=True)
    assert roles(speaker_of(after), other) == {"addressee"} and roles(speaker_of(before.person), other) == set()


def test_it_is_neither_reviewed_nor_split_nor_published_nor_taken_down_for_another(county: County, word: Case) -> None:
    accept_case(word, county.who("head"))
    answer_case(word, county.who("head"), "explained", "已经说明。")
    with pytest.raises(WrongState):
        review_case(word, county.who("resident"), "再看看")
    client = signed_in(county.resident)
    for move in ("publish", "split", "dispatch", "merge"):
        client.post(f"/cases/{word.pk}/moves/{move}", {})
    word.refresh_from_db()
    assert (word.published_at, word.wished_at, word.unit_id) == (None, None, None)
    with pytest.raises(NotAllowed):
        from huiyin.cases.actions import CaseDraft, register_case

        register_case(CaseDraft(WORDS, to=word.to_id, name="某人", channel="phone"), county.who("desk"))


def test_the_form_names_to_whom_and_takes_a_wrong_one_for_nobody(county: County) -> None:
    post, client = posts_held([county.head.pk])[0].post_id, Client()
    assert f'value="{post}"' in client.get("/cases/new").content.decode()
    assert client.post("/cases/new", {"text": WORDS, "to": str(post), "key": "w1"}).status_code == 302
    assert Case.objects.get().series == "word"
    for wrong in ("abc", "0", "999999"):
        assert client.post("/cases/new", {"text": WORDS, "to": wrong, "key": f"w{wrong}"}).status_code == 422
    assert Case.objects.count() == 1


def test_of_an_accusation_nobody_is_told_for_whom_it_is_and_a_person_concerned_reads_their_own(county: County) -> None:
    mother = a_person(kind="resident")
    case = county.case(for_name="张奶奶", for_phone=mother.phone, for_relation="女儿")
    assert Notice.objects.filter(person=mother).count() == 1
    page = signed_in(mother).get(f"/cases/{case.pk}").content.decode()
    assert case.text in page and "女儿" in page
    assert case.text in signed_in(mother).get("/cases").content.decode()
    assert "张奶奶" in signed_in(county.desk).get(f"/cases/{case.pk}").content.decode()
    sealed = county.case("举报水务局收费", for_name="张奶奶", for_phone=mother.phone, accused=[county.water.pk])
    assert signed_in(mother).get(f"/cases/{sealed.pk}").status_code == 404
    assert Notice.objects.filter(person=mother).count() == 1


def test_who_only_acts_for_the_holder_reads_no_private_word(county: County, word: Case) -> None:
    holding = posts_held([county.head.pk])[0]
    stand_in = a_person()
    delegate(holding.post, stand_in, None, timezone.localdate(), by=county.head)
    assert roles(speaker_of(stand_in), word) == set()
    assert signed_in(stand_in).get(f"/cases/{word.pk}").status_code == 404
    assert WORDS not in signed_in(stand_in).get("/today").content.decode()
