"""Whatever people try, in any order, at any time: no forbidden move succeeds, and the record explains every state."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from huiyin.core.errors import Refused
from huiyin.journal import clocks
from huiyin.journal.models import Entry
from huiyin.journal.verifying import verify
from huiyin.tasks import actions
from huiyin.tasks.models import Assignee, Extension, Rung, State, Task
from huiyin.tasks.move_words import REPETITION_WORDS, WORDS
from huiyin.tasks.moves import MOVES, REPETITION_MOVES
from tests.tasks.conftest import MONDAY, Lake, a_lake

ROLES = ("secretary", "county_deputy", "director", "deputy", "fisherman")
#: Who may make which move; everybody else must be refused. "above": who stands right above the lead.
MAY: dict[str, set[str]] = {
    "acknowledge": {"deputy"}, "progress": {"deputy"}, "report": {"deputy"}, "accept": {"secretary"}, "send-back": {"secretary"},
    "decline": {"deputy"}, "insist": {"secretary"}, "withdraw": {"secretary"},
}  # fmt: skip
#: What each entry makes of a task's state: the record alone says where a task stands.
AFTER: dict[str, State] = {
    "task.issued": State.ISSUED, "task.progressed": State.UNDERWAY, "task.declined": State.DECLINED, "task.insisted": State.ISSUED,
    "task.passed_on": State.ISSUED, "task.reported": State.REPORTED, "task.accepted": State.SETTLED, "task.returned": State.RETURNED,
    "task.withdrawn": State.WITHDRAWN,
}  # fmt: skip


def state_by_the_record(task: Task) -> State:
    """Folds what the record says into a state."""
    state = State.ISSUED
    lead = set(Assignee.objects.filter(task=task, role="lead").values_list("pk", flat=True))
    for entry in Entry.objects.filter(stream=task.stream_id).order_by("seq"):
        if entry.kind == "task.acknowledged" and entry.data["assignee"] in lead and state == State.ISSUED:
            state = State.ACKNOWLEDGED
        state = AFTER.get(entry.kind, state)
    return state


class Lifecycle(RuleBasedStateMachine):
    lake: Lake
    task: Task

    @initialize()
    def begin(self) -> None:
        self.clock = time_machine.travel(MONDAY, tick=False)
        self.traveller = self.clock.start()
        self.lake = a_lake()
        self.task = self.lake.task()

    def teardown(self) -> None:
        if hasattr(self, "clock"):
            assert verify().broken is None
            self.clock.stop()

    def now(self) -> Any:
        from django.utils import timezone

        return timezone.now()

    def _try(self, name: str, who: str, call: Any) -> None:
        before = Task.objects.get(pk=self.task.pk)
        may = who in MAY[name] and MOVES.leads(name, before.state)
        if name == "acknowledge":
            assert MOVES.leads(name, before.state) == before.is_open  # saying so again changes nothing
        try:
            call(getattr(self.lake, who))
        except Refused as refusal:
            assert not may, f"{who} may {name} a task that is {before.state}: {refusal}"
            assert Task.objects.get(pk=self.task.pk).state == before.state
        else:
            assert may, f"{who} must not {name} a task that is {before.state}"

    @rule(who=st.sampled_from(ROLES))
    def acknowledge(self, who: str) -> None:
        self._try("acknowledge", who, lambda by: actions.acknowledge_task(self.task.pk, by))

    @rule(who=st.sampled_from(ROLES))
    def progress(self, who: str) -> None:
        self._try("progress", who, lambda by: actions.add_progress(self.task.pk, by, "在办"))

    @rule(who=st.sampled_from(ROLES))
    def report(self, who: str) -> None:
        self._try("report", who, lambda by: actions.report_done(self.task.pk, by, "办完了"))

    @rule(who=st.sampled_from(ROLES))
    def accept(self, who: str) -> None:
        self._try("accept", who, lambda by: actions.accept_report(self.task.pk, by))

    @rule(who=st.sampled_from(ROLES), days=st.integers(1, 9))
    def send_back(self, who: str, days: int) -> None:
        deadline = self.now() + timedelta(days=days)
        self._try("send-back", who, lambda by: actions.send_back(self.task.pk, by, "还差一点", deadline))

    @rule(who=st.sampled_from(ROLES))
    def decline(self, who: str) -> None:
        self._try("decline", who, lambda by: actions.decline_task(self.task.pk, by, "不归我管"))

    @rule(who=st.sampled_from(ROLES))
    def insist(self, who: str) -> None:
        self._try("insist", who, lambda by: actions.insist_on_task(self.task.pk, by, "就是您管"))

    @rule(who=st.sampled_from(ROLES), sure=st.integers(0, 4))
    def withdraw(self, who: str, sure: int) -> None:
        if sure == 0:  # seldom: after it little can happen
            self._try("withdraw", who, lambda by: actions.withdraw_task(self.task.pk, by, "不用办了"))

    @rule(who=st.sampled_from(ROLES), days=st.integers(1, 5))
    def ask_for_time(self, who: str, days: int) -> None:
        task = Task.objects.get(pk=self.task.pk)
        assert task.deadline_at is not None
        try:
            actions.ask_for_time(task, getattr(self.lake, who), "人手不够", max(task.deadline_at, self.now()) + timedelta(days=days))
        except Refused:
            return
        assert who == "deputy" and self.now() < task.deadline_at

    @rule(who=st.sampled_from(ROLES), yes=st.booleans())
    def answer_time(self, who: str, yes: bool) -> None:
        waiting = Extension.objects.filter(task=self.task, verdict="waiting").first()
        if waiting is None:
            return
        try:
            if yes:
                actions.grant_time(waiting, getattr(self.lake, who))
            else:
                actions.refuse_time(waiting, getattr(self.lake, who), "不能再等")
        except Refused:
            return
        assert who == "secretary"

    @rule(who=st.sampled_from(ROLES))
    def explain(self, who: str) -> None:
        for rung in Rung.objects.filter(task=self.task, fired_at__isnull=False, explained_at=None):
            try:
                actions.explain_rung(rung, getattr(self.lake, who), "正在办")
            except Refused:
                continue
            assert rung.person == getattr(self.lake, who)

    @rule(hours=st.integers(1, 40))
    def time_passes(self, hours: int) -> None:
        waiting = Task.objects.get(pk=self.task.pk).state == State.REPORTED
        before = Rung.objects.filter(task=self.task, fired_at__isnull=False).count()
        self.traveller.shift(timedelta(hours=hours))
        clocks.fire_due()
        after = Rung.objects.filter(task=self.task, fired_at__isnull=False).count()
        assert not waiting or after == before, "a report that waits for its verdict holds the ladder"

    @invariant()
    def the_record_explains_the_state(self) -> None:
        if hasattr(self, "task"):
            task = Task.objects.get(pk=self.task.pk)
            assert state_by_the_record(task) == task.state
            assert (task.ended_at is None) == (task.state not in (State.SETTLED, State.WITHDRAWN))

    @invariant()
    def each_rung_once_and_nobody_above_the_issuer(self) -> None:
        if hasattr(self, "task"):
            fired = Entry.objects.filter(stream=self.task.stream_id, kind="rung.fired")
            named = [(e.data["round"], e.data["n"]) for e in fired]
            assert len(named) == len(set(named))
            told = [(e.data["round"], e.data["person"]) for e in fired]
            assert len(told) == len(set(told)), "one person is told once in a round"
            assert all(person != self.lake.secretary.pk for _round, person in told)


Lifecycle.TestCase.settings = settings(
    max_examples=12, stateful_step_count=18, deadline=None, suppress_health_check=list(HealthCheck)
)


class TestLifecycle(Lifecycle.TestCase, TestCase):  # type: ignore[misc, name-defined]
    """Each example in a transaction of its own, rolled back at its end."""


def test_the_tables_of_moves_agree() -> None:
    """Every state but the first can be reached, every open one left; each move has its action, its words and those who may make it."""
    moving = [row for row in MOVES.rows if row.to is not None]
    assert {row.to for row in moving} | {State.ISSUED} == set(State)
    assert {state for row in moving for state in row.sources} == set(State) - {State.SETTLED, State.WITHDRAWN}
    parts = {"secretary": {"issuer"}, "deputy": {"lead"}}
    assert all(MAY[name] == {who for who, part in parts.items() if part & set(MOVES[name].who)} for name in MAY)
    for table, words in ((MOVES, WORDS), (REPETITION_MOVES, REPETITION_WORDS)):
        assert not table.without_action() and words.keys() == {row.name for row in table.rows}


pytestmark = pytest.mark.django_db
