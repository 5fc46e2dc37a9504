"""Story S2, at the desk: numbers are given and called, who is not there is called again twice, own words are read back and stay."""

from __future__ import annotations

import pytest

from huiyin.cases.models import CaseClock
from huiyin.cases.rules import Speaker
from huiyin.core.errors import Invalid, NotThere, WrongState
from huiyin.journal.models import Entry
from huiyin.reception import actions
from huiyin.reception.actions import Heard, VisitDraft
from huiyin.reception.actions.booking import Full
from huiyin.reception.models import VisitState
from huiyin.reception.moves import MOVES
from tests.reception.conftest import a_day, a_visit


def test_numbers_are_given_in_turn_and_no_more_than_there_are(county, day):
    assert [a_visit(day, f"来访人{n}", f"1380000111{n}").number for n in range(3)] == [1, 2, 3]
    with pytest.raises(Full):
        a_visit(day, "来访人四", "13800001119")
    walked_in = actions.book(day, VisitDraft("来访人五"), county.who("desk"), walk_in=True).visit
    assert walked_in.number == 4


def test_a_number_that_is_given_back_is_free_for_somebody_else_and_not_given_twice(county):
    day = a_day(county, slots=1)
    first = a_visit(day)
    actions.give_back(first, Speaker(), held=[first.pk])
    assert a_visit(day, "许星河", "13800002222").number == 2
    with pytest.raises(WrongState):
        actions.give_back(first, Speaker(), held=[first.pk])


def test_what_is_given_back_does_not_count_to_the_most_of_a_day(county, monkeypatch):
    monkeypatch.setattr("huiyin.reception.actions.booking.MOST_A_DAY", 2)
    day = a_day(county, slots=9)
    first = a_visit(day)
    actions.give_back(first, Speaker(), held=[first.pk])
    assert [a_visit(day, f"来访人{n}", f"1380000222{n}").number for n in range(2)] == [2, 3]
    with pytest.raises(Full):
        actions.book(day, VisitDraft("来访人五"), county.who("desk"), walk_in=True)


def test_who_is_not_there_is_called_again_twice_then_passed_over_with_a_record(county, day):
    desk = county.who("desk")
    first, second = a_visit(day), a_visit(day, "许星河", "13800002222")
    assert actions.call_next(day, desk) == first
    assert actions.absent(first, desk).state == VisitState.WAITING
    assert actions.call_next(day, desk) == second  # the next does not wait for who is not there
    actions.done(second, desk)
    for _ in range(2):
        assert actions.call_next(day, desk) == first
        gone = actions.absent(first, desk)
    assert (gone.state, gone.calls) == (VisitState.PASSED, 3)
    assert actions.call_next(day, desk) is None
    kinds = [e.kind for e in Entry.objects.filter(stream=day.stream_id, data__number=first.number).order_by("seq")]
    assert kinds == ["visit.booked", "visit.called", "visit.absent", "visit.called", "visit.absent", "visit.called", "visit.passed"]
    actions.come_back(first, desk)
    assert actions.call_next(day, desk) == first


def test_own_words_stay_as_they_were_once_read_back_and_become_a_petition(county, day):
    desk, visit = county.who("desk"), a_visit(day)
    actions.call_next(day, desk)
    words = "我儿子的低保停了，\n没人告诉我们为什么。我们不是要闹，就想问个明白。"
    with pytest.raises(Invalid):
        actions.agree(visit, desk)
    actions.write_down(visit, desk, words, "反映低保停发，要求说明原因\n家住老核桃村", [Heard("秦望川", "13800001111"), Heard("秦母")])
    with pytest.raises(WrongState, match="宣读|Read it back"):
        actions.register(visit, desk)
    agreed = actions.agree(visit, desk)
    with pytest.raises(WrongState):
        actions.write_down(visit, desk, "改过的话", "改过的摘要")
    made = actions.register(visit, desk)
    case = made.case
    assert (case.text, case.title, case.channel, case.procedure) == (words, "反映低保停发，要求说明原因", "desk", "petition")
    assert (case.name, case.by) == ("秦望川", county.desk)
    assert set(CaseClock.objects.filter(case=case).values_list("kind", flat=True)) == {"register", "notice"}
    heard = Entry.objects.select_related("sealed").get(stream=case.stream_id, kind="reception.heard")
    assert heard.sealed.body["words"].startswith("反映低保停发") and agreed.read_back_at.isoformat()[:16] == heard.data["read_back_at"][:16]
    assert actions.register(visit, desk) == type(made)(case, made.code, again=True)


def test_at_most_five_speak_for_all_and_the_refusal_names_the_law(county, day):
    desk, visit = county.who("desk"), a_visit(day)
    actions.call_next(day, desk)
    with pytest.raises(Invalid) as refused:
        actions.write_down(visit, desk, "欠薪三个月", "反映欠薪", [Heard(f"工友{n}") for n in range(6)])
    assert "20" in str(refused.value.words) or "二十" in str(refused.value.words)
    actions.write_down(visit, desk, "欠薪三个月", "反映欠薪", [Heard(f"工友{n}", speaks=n < 5) for n in range(12)])
    assert visit.petitioners.filter(speaks=True).count() == 5 and visit.petitioners.count() == 12
    with pytest.raises(Invalid):
        a_visit(day, coming=6)


def test_somebody_of_another_unit_works_at_no_desk_that_is_not_theirs(county, day):
    visit = a_visit(day)
    for name in ("head", "resident"):
        for move in (lambda w: actions.call_next(day, w), lambda w: actions.done(visit, w), lambda w: actions.cancel_day(day, w, "不办了")):
            with pytest.raises(NotThere):
                move(county.who(name))


def test_numbers_are_called_on_the_day_itself(county):
    tomorrow = a_day(county, days=1)
    a_visit(tomorrow)
    with pytest.raises(WrongState):
        actions.call_next(tomorrow, county.who("desk"))


def test_keys_of_what_was_done_once_go_after_a_season(county, day):
    from datetime import timedelta

    from huiyin.reception.actions.idempotency import once
    from huiyin.reception.models import Made
    from huiyin.reception.personal_data import RETENTION

    desk = county.who("desk")
    a_visit(day)
    once(day.pk, desk, "next", "k1", lambda: actions.call_next(day, desk))
    kind = next(one for one in RETENTION if one.name == "visit_moves")
    assert kind.count(day.ends_at) == 0 and kind.remove(day.ends_at + timedelta(days=93)) == 1 and not Made.objects.exists()


def test_each_move_of_a_visit_is_made_by_its_action_but_what_is_done_to_the_next_in_line() -> None:
    assert set(MOVES.without_action()) == {"call", "pass"}
