"""Everybody tries everything, in any order: what the table does not allow is refused, and nothing is ever lost."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from huiyin.cases import actions
from huiyin.cases.models import Case, CaseClock, Part, State
from huiyin.cases.moves import MOVES
from huiyin.cases.rules import roles, speaker_of, visible_to
from huiyin.core.errors import NotAllowed, NotThere, Refused, WrongState
from huiyin.journal.models import Entry
from huiyin.journal.verifying import verify
from huiyin.tasks.actions import Named, TaskDraft, issue_task
from huiyin.tasks.models import Task
from tests.cases.conftest import County, a_county
from tests.factories import a_group

WHO = st.sampled_from(("desk", "second", "head", "clerk", "road_head", "resident"))
MAKE: dict[str, Callable[[County, Case, Any], Any]] = {
    "accept": lambda c, case, who: actions.accept_case(case, who),
    "decline": lambda c, case, who: actions.decline_case(case, who, 5, "归省里管，请打12122。"),
    "dispatch": lambda c, case, who: actions.dispatch_case(case, who, c.water.pk, [c.roads.pk]),
    "object": lambda c, case, who: actions.object_to_case(case, who, "不归我们"),
    "uphold": lambda c, case, who: actions.decide_objection(case, who, True, "属实"),
    "overrule": lambda c, case, who: actions.decide_objection(case, who, False, "归你们"),
    "lift": lambda c, case, who: actions.lift_case(case, who, "一再推诿"),
    "begin": lambda c, case, who: actions.begin_case(case, who),
    "task": lambda c, case, who: actions.hang_task(case, who, lambda: a_task(c)),
    "ask": lambda c, case, who: actions.ask_back(case, who, "请问是哪一盏？"),
    "reply": lambda c, case, who: actions.reply(case, who, "东头那盏"),
    "answer": lambda c, case, who: actions.answer_case(case, who, "explained", "情况如下，可再来问。"),
    "follow_up": lambda c, case, who: actions.follow_up(case, who, True, True, True, True),
    "reopen": lambda c, case, who: actions.reopen_case(case, who, "没解决"),
    "review": lambda c, case, who: actions.review_case(case, who, "请复查"),
    "split": lambda c, case, who: actions.split_case(case, who, ["一", "二"]),
    "note": lambda c, case, who: actions.note_case(case, who, "内部"),
    "publish": lambda c, case, who: actions.publish_case(case, who),
}


def a_task(county: County) -> Task:
    return issue_task(a_group(owner=county.head, members=[county.clerk]), county.head, TaskDraft("换水管", Named(county.clerk.pk)))


class Cases(RuleBasedStateMachine):
    """One case, six people, every move."""

    def __init__(self) -> None:
        super().__init__()
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.county = a_county()
        self.case = self.county.case()
        self.statutory: dict[int, Any] = {}

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.atomic.__exit__(None, None, None)

    @rule(name=st.sampled_from(sorted(MAKE)), who=WHO)
    def tries(self, name: str, who: str) -> None:
        speaker = self.county.who(who)
        before = Case.objects.get(pk=self.case.pk)
        having, entries = roles(speaker, before), Entry.objects.filter(stream=before.stream_id).count()
        try:
            with transaction.atomic():
                MAKE[name](self.county, before, speaker)
        except Refused as refusal:
            now = Case.objects.get(pk=self.case.pk)
            assert (now.state, Entry.objects.filter(stream=before.stream_id).count()) == (before.state, entries)
            if not having:
                assert isinstance(refusal, NotThere)
            elif not set(MOVES[name].who) & having:
                assert isinstance(refusal, NotAllowed)
            elif not MOVES.leads(name, before.state):
                assert isinstance(refusal, WrongState)
            return
        assert set(MOVES[name].who) & having and MOVES.leads(name, before.state), f"{who} did {name} in {before.state}"
        now = Case.objects.get(pk=self.case.pk)
        allowed = {MOVES[name].to or before.state, before.state} | ({"settled"} if name == "follow_up" else set())
        assert now.state in allowed and Entry.objects.filter(stream=before.stream_id).count() > entries

    @invariant()
    def nothing_is_lost(self) -> None:
        case = Case.objects.get(pk=self.case.pk)
        assert case.text == self.case.text and case.number == self.case.number
        assert Part.objects.filter(case=case, ended_at=None, role="lead").count() <= 1
        if case.state in (State.DISPATCHED, State.HANDLING):
            assert case.unit_id is not None and Part.objects.filter(case=case, ended_at=None, role="lead", unit=case.unit_id).exists()
        if case.state in (State.ANSWERED, State.SETTLED, State.DECLINED):
            assert case.answers.exists()
            assert not CaseClock.objects.filter(case=case, ended_at=None, kind__in=("handle", "again", "review", "rereview")).exists()
        elif case.state != State.REGISTERED:
            assert case.deadline_at is not None
        for clock in CaseClock.objects.filter(case=case):
            assert self.statutory.setdefault(clock.n, clock.due_at) == clock.due_at, "a clock was moved"

    @invariant()
    def the_list_shows_what_the_page_shows(self) -> None:
        case = Case.objects.get(pk=self.case.pk)
        for name in ("desk", "head", "clerk", "road_head", "resident"):
            who = speaker_of(getattr(self.county, name))
            assert bool(roles(who, case)) == Case.objects.filter(visible_to(who), pk=case.pk).exists()


@pytest.fixture
def nothing_stays(db: None) -> Iterator[None]:
    yield


def test_whatever_is_tried_the_table_decides(nothing_stays: None) -> None:
    few = settings(max_examples=12, stateful_step_count=14, suppress_health_check=list(HealthCheck), deadline=None)
    run_state_machine_as_test(Cases, settings=few)


def test_the_record_of_a_case_verifies(county: County) -> None:
    county.answered()
    assert verify().broken is None


def test_each_move_is_made_by_its_action_but_what_brings_another_thing_or_comes_of_itself() -> None:
    assert set(MOVES.without_action()) == {"task", "join", "merge", "settle"}
