"""Two release one text at once, or one releases while another answers, takes out or sends back: nobody is answered twice."""

from __future__ import annotations

import pytest

from huiyin.answers.actions import release_text, send_back_text
from huiyin.answers.models import MatterDraft
from huiyin.cases.actions import answer_case, answer_matter, answer_matter_once, take_out
from huiyin.cases.models import Answer, Case
from huiyin.journal.models import Entry
from tests.answers.test_one_text_for_many import WORDS, handed_in, like
from tests.cases.conftest import County, a_county
from tests.cases.test_at_once import together
from tests.factories import a_holding, a_post

pytestmark = pytest.mark.django_db(transaction=True)


def with_another(county: County) -> None:
    """A second person of the bureau who may release."""
    county.second = a_holding(post=a_post("副局长", county.water)).person


def test_two_release_at_once_and_each_author_is_answered_once() -> None:
    county = a_county()
    matter, cases = like(county)
    with_another(county)
    draft = handed_in(county, matter)
    became = together(*[lambda name=name: release_text(draft.pk, matter, county.who(name)) for name in ("head", "second")])
    assert sorted(became) == ["done", "wrong_state"]
    assert sorted(Answer.objects.values_list("case", flat=True)) == sorted(case.pk for case in cases)
    assert Entry.objects.filter(kind="case.answer_released_together").count() == 3


def test_one_who_presses_twice_at_once_with_one_key_is_told_twice_that_it_is_done() -> None:
    county = a_county()
    matter, _cases = like(county)
    draft = handed_in(county, matter)
    became = together(*[lambda: release_text(draft.pk, matter, county.who("head"), "k")] * 2)
    assert became == ["done", "done"] and Answer.objects.count() == 3


def test_one_releases_while_another_sends_back() -> None:
    county = a_county()
    matter, _cases = like(county)
    with_another(county)
    draft = handed_in(county, matter)
    became = together(
        lambda: release_text(draft.pk, matter, county.who("head")), lambda: send_back_text(draft.pk, matter, county.who("second"), "重写")
    )
    draft.refresh_from_db()
    assert sorted(became) == ["done", "wrong_state"]
    assert (draft.state, Answer.objects.count()) in {("released", 3), ("returned", 0)}


def test_one_releases_while_the_desk_answers_one_and_takes_another_out() -> None:
    county = a_county()
    matter, cases = like(county)
    draft = handed_in(county, matter)
    became = together(
        lambda: release_text(draft.pk, matter, county.who("head")),
        lambda: answer_case(cases[0], county.who("desk"), "explained", "信访办已当面说明。"),
        lambda: take_out(matter, county.who("desk"), cases[1]),
    )
    assert became[0] == "done" and set(became[1:]) <= {"done", "wrong_state", "not_there"}
    assert [case.answers.count() for case in cases][::2] == [1, 1]
    assert all(Case.objects.get(pk=case.pk).answers.count() <= 1 for case in cases)


def test_two_hand_in_at_once_and_one_text_waits() -> None:
    county = a_county()
    matter, _cases = like(county)
    became = together(*[lambda name=name: answer_matter(matter, county.who(name), "solved", WORDS) for name in ("head", "clerk")])
    assert sorted(became) == ["done", "wrong_state"] and MatterDraft.objects.count() == 1


def test_one_key_handed_in_twice_at_once_waits_once() -> None:
    county = a_county()
    matter, _cases = like(county)
    became = together(*[lambda: answer_matter_once(matter, county.who("clerk"), "k", "solved", WORDS)] * 3)
    assert became == ["done"] * 3 and MatterDraft.objects.count() == 1
