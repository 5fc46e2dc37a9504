"""More time: asked for before the deadline, granted or not; and the issuer's own moving of a deadline."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from huiyin.core.errors import Invalid, WrongState
from huiyin.journal import clocks
from huiyin.journal.recording import record
from huiyin.people.models import Person
from huiyin.tasks import rules
from huiyin.tasks.actions.group_lines import say, show, tell
from huiyin.tasks.actions.issuing import check_deadline
from huiyin.tasks.actions.laddering import CLOCK, new_round, set_deadline, subject
from huiyin.tasks.actions.moves import locked_for, require, written
from huiyin.tasks.models import Extension, State, Task
from huiyin.tasks.moves import MOVES


@MOVES.makes("ask-for-time")
def ask_for_time(task: Task | int, by: Person, words: str, until: datetime) -> Extension:
    """申请延期: the lead asks for more time, with the reason, before the deadline. The clock runs on until it is granted."""
    with transaction.atomic():
        task, part = locked_for(task, by)
        if task.deadline_at is not None and timezone.now() >= task.deadline_at and part.lead:
            raise WrongState(_("The deadline has passed: more time is asked for before it. Report how it stands."))
        require(rules.may_ask_for_time(part, task, timezone.now()))
        words = written(words, needed=_("Say why more time is needed."))
        check_deadline(until)
        if task.deadline_at is not None and until <= task.deadline_at:
            raise Invalid(_("More time ends after the deadline that stands."), field="until")
        if Extension.objects.filter(task=task, verdict=Extension.Verdict.WAITING).exists():
            raise WrongState(_("More time was asked for already; the answer is still to come."))
        extension = Extension.objects.create(task=task, by=by, words=words, until=until)
        data = {"task": task.pk, "extension": extension.pk, "until": until.isoformat()}
        record(task.stream_id, "extension.asked", by=by, data=data, sealed={"words": words}, about=task)
        say(task, by, words, "extension")
        show(task)
    return extension


@MOVES.makes("grant-time")
def grant_time(extension: Extension | int, by: Person, until: datetime | None = None, words: str = "") -> Task:
    """The issuer gives more time: what was asked for, or another day. The ladder is drawn anew for the new deadline."""
    with transaction.atomic():
        task, extension = _waiting(extension, by, "grant-time")
        deadline = until or extension.until
        check_deadline(deadline)
        _answer(extension, by, Extension.Verdict.GRANTED, written(words))
        _move(task, deadline)
        data = {"task": task.pk, "extension": extension.pk, "deadline": deadline.isoformat()}
        record(task.stream_id, "extension.granted", by=by, data=data, sealed={"words": extension.verdict_words}, about=task)
        tell(task, "granted", person=by.name, deadline=deadline.isoformat())
        show(task)
    return task


@MOVES.makes("refuse-time")
def refuse_time(extension: Extension | int, by: Person, words: str) -> Task:
    """The issuer does not give more time, and says why; the deadline stands."""
    with transaction.atomic():
        task, extension = _waiting(extension, by, "refuse-time")
        words = written(words, needed=_("Say why the deadline stands."))
        _answer(extension, by, Extension.Verdict.REFUSED, words)
        data = {"task": task.pk, "extension": extension.pk}
        record(task.stream_id, "extension.refused", by=by, data=data, sealed={"words": words}, about=task)
        tell(task, "not_granted", person=by.name, words=words[:200])
        show(task)
    return task


@MOVES.makes("move-deadline")
def move_deadline(task: Task | int, by: Person, deadline: datetime, words: str) -> Task:
    """The issuer sets another deadline, earlier or later, and says why."""
    with transaction.atomic():
        task, part = locked_for(task, by)
        require(rules.may_make(part, task, "move-deadline"))
        words = written(words, needed=_("Say why the deadline moves."))
        check_deadline(deadline)
        _move(task, deadline)
        data = {"task": task.pk, "deadline": deadline.isoformat(), "because": "issuer"}
        record(task.stream_id, "deadline.moved", by=by, data=data, sealed={"words": words}, about=task)
        tell(task, "moved", person=by.name, deadline=deadline.isoformat())
        show(task)
    return task


def _move(task: Task, deadline: datetime) -> None:
    """A deadline that has passed begins a new round when it moves; one that has not is only drawn anew."""
    task.deadline_words = ""
    if task.overdue_at is not None:
        new_round(task, deadline)
    else:
        set_deadline(task, deadline)
    if task.state == State.REPORTED:  # the ladder waits for the verdict, whatever the deadline
        clocks.suspend(CLOCK, subject(task))
    task.save()


def _waiting(extension: Extension | int, by: Person, name: str) -> tuple[Task, Extension]:
    pk = extension if isinstance(extension, int) else extension.pk
    task, part = locked_for(Extension.objects.values_list("task", flat=True).get(pk=pk), by)
    require(rules.may_make(part, task, name))
    found = Extension.objects.filter(pk=pk, verdict=Extension.Verdict.WAITING).first()
    if found is None:
        raise WrongState(_("This was answered already."))
    return task, found


def _answer(extension: Extension, by: Person, verdict: str, words: str) -> None:
    extension.verdict, extension.verdict_by, extension.verdict_at, extension.verdict_words = verdict, by, timezone.now(), words
    extension.save()
