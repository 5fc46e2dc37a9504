"""The moves of a task: acknowledged, progressed, reported, accepted, sent back, declined, passed on, withdrawn."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from huiyin.core.errors import Invalid, NotAllowed, NotThere, TooMuch, WrongState
from huiyin.groups.actions.content import TEXT_LIMIT
from huiyin.journal import clocks
from huiyin.journal.models import Entry
from huiyin.journal.recording import record
from huiyin.language.clean import TooLong, clean_words
from huiyin.people.models import Person
from huiyin.tasks import rules
from huiyin.tasks.actions.group_lines import say, show, tell
from huiyin.tasks.actions.issuing import check_deadline
from huiyin.tasks.actions.laddering import CLOCK, new_round, set_deadline, subject
from huiyin.tasks.actions.proving import keep_proof
from huiyin.tasks.actions.reminding import schedule_nag
from huiyin.tasks.models import ENDED, Assignee, Extension, Report, State, Task
from huiyin.tasks.moves import MOVES
from huiyin.tasks.participation import Part, assignees_of, doers, part_of


def locked_for(task: Task | int, by: Person) -> tuple[Task, Part]:
    """Gives the task, locked, and the part this person has in it. Raises NotThere for who may not see it."""
    task = Task.locked(task if isinstance(task, int) else task.pk)
    part = part_of(by, task)
    if not rules.may_see(part, task):
        raise NotThere
    return task, part


def require(allowed: bool) -> None:
    """Raises NotAllowed where it is not this person's move."""
    if not allowed:
        raise NotAllowed(_("This step is not yours to take in this task."))


def check_move(task: Task, part: Part, name: str) -> None:
    """Raises WrongState where the task has moved on meanwhile, NotAllowed where it is not this person's move."""
    if not MOVES.leads(name, task.state):
        raise WrongState(_moved_on(task), state=task.state)
    require(rules.may_make(part, task, name))


def _moved_on(task: Task) -> Any:
    """Says where the task stands by now, and who brought it there: whoever decided without network learns why it was too late."""
    last = Entry.objects.filter(stream=task.stream_id, by__isnull=False).select_related("by").order_by("-seq").first()
    facts = {"state": task.get_state_display(), "who": last.by.name if last is not None and last.by is not None else ""}
    if not facts["who"]:
        return _("The task is “%(state)s” by now. Look at it again.") % facts
    return _("The task is “%(state)s” by now; the last step was taken by %(who)s. Look at it again.") % facts


def written(text: str, field: str = "words", needed: Any = "") -> str:
    """Gives what somebody wrote, cleaned. Takes the words for where something is needed and nothing was written."""
    try:
        text = clean_words(text, TEXT_LIMIT, indented=True)
    except TooLong as error:
        words = _("This has %(length)s characters; %(limit)s fit.") % {"length": error.length, "limit": TEXT_LIMIT}
        raise TooMuch(words, field=field) from error
    if needed and not text:
        raise Invalid(needed, field=field)
    return text


def move(task: Task, name: str) -> None:
    """Puts a task where a move of the table leads. Raises WrongState where it leads nowhere from here."""
    if not MOVES.leads(name, task.state):
        raise WrongState
    target = State(MOVES.after(name, task.state))
    if target == task.state:
        return
    task.state, task.moved_at = target, timezone.now()
    task.ended_at = task.moved_at if target in ENDED else None
    task.save(update_fields=["state", "moved_at", "ended_at"])
    if target in ENDED:
        _keep_who_held_it(task)


def _keep_who_held_it(task: Task) -> None:
    """Stores who does it at this moment: posts go on to others, what is ended shows who held it then."""
    assignees = assignees_of([task]).get(task.pk, [])
    for pk, person in doers(assignees).items():
        Assignee.objects.filter(pk=pk).update(held_by=person)


@MOVES.makes("acknowledge")
def acknowledge_task(task: Task | int, by: Person) -> Task:
    """签收: who is to do it says that they know. The lead's word moves the task. Again changes nothing."""
    with transaction.atomic():
        task, part = locked_for(task, by)
        require(rules.may_make(part, task, "acknowledge"))
        fresh = list(Assignee.objects.filter(pk__in=part.assignees, acknowledged_at=None))
        for assignee in fresh:
            assignee.acknowledged_at, assignee.acknowledged_by = timezone.now(), by
            assignee.save(update_fields=["acknowledged_at", "acknowledged_by"])
            record(task.stream_id, "task.acknowledged", by=by, data={"task": task.pk, "assignee": assignee.pk}, about=task)
        if part.lead:
            move(task, "acknowledge")
        if fresh:
            show(task)
    return task


@MOVES.makes("progress")
def add_progress(task: Task | int, by: Person, words: str, uploads: Sequence[str] = (), key: str = "") -> Task:
    """Says how it goes, with photos or files if there are any: in the group as an answer to the task, and in its record."""
    with transaction.atomic():
        task, part = locked_for(task, by)
        check_move(task, part, "progress")
        words = written(words, needed="" if uploads else _("Say in a few words how it goes."))
        _acknowledged_by_doing(task, part, by)
        message = say(task, by, words, "progress", uploads=uploads, key=key)
        move(task, "progress")
        data = {"task": task.pk, "message": message.pk if message else None}
        record(task.stream_id, "task.progressed", by=by, data=data, sealed={"words": words}, about=task)
        keep_proof(task, by, uploads, message)
        show(task)
    return task


@MOVES.makes("report")
def report_done(task: Task | int, by: Person, words: str, uploads: Sequence[str] = (), key: str = "") -> Report:
    """The lead reports that the task is done; the ladder waits for the verdict.

    Raises NotAllowed if `by` is not the lead, WrongState if the task is reported already or has ended, Invalid where proof was asked
    for and none is there, or parts of it are still open.
    """
    with transaction.atomic():
        task, part = locked_for(task, by)
        check_move(task, part, "report")
        words = written(words, needed=_("Say in a few words what was done."))
        if task.proof_reason and not uploads and not task.proofs.exists():
            raise Invalid(_("Proof was asked for: %(why)s Add a photo or file.") % {"why": task.proof_reason}, field="uploads")
        if task.parts.filter(ended_at=None).exists():
            raise WrongState(_("Parts of this task are still open. Settle or withdraw them first."))
        _acknowledged_by_doing(task, part, by)
        message = say(task, by, words, "report", uploads=uploads, key=key)
        report = Report.objects.create(task=task, by=by, words=words, message=message)
        move(task, "report")
        # A leader who has not read the report yet must not set the ladder climbing.
        clocks.suspend(CLOCK, subject(task))
        data = {"task": task.pk, "report": report.pk}
        record(task.stream_id, "task.reported", by=by, data=data, sealed={"words": words}, about=task)
        keep_proof(task, by, uploads, message, report)
        show(task)
    return report


@MOVES.makes("accept")
def accept_report(task: Task | int, by: Person, words: str = "") -> Task:
    """办结: the issuer accepts the report; the task is settled, its clock stopped. A word of thanks is welcome."""
    with transaction.atomic():
        task, part = locked_for(task, by)
        check_move(task, part, "accept")
        words = written(words)
        report = _verdict(task, by, Report.Verdict.ACCEPTED, words)
        move(task, "accept")
        clocks.cancel(CLOCK, subject(task))
        Extension.objects.filter(task=task, verdict=Extension.Verdict.WAITING).update(verdict=Extension.Verdict.REFUSED)
        data = {"task": task.pk, "report": report.pk}
        record(task.stream_id, "task.accepted", by=by, data=data, sealed={"words": words}, about=task)
        tell(task, "settled", person=by.name, words=words[:200])
        show(task)
    return task


@MOVES.makes("send-back")
def send_back(task: Task | int, by: Person, words: str, deadline: datetime | None = None) -> Task:
    """退回: the issuer sends a report back with a reason. With a new deadline the ladder begins anew from there; without one the old
    stands, if there is time left. Raises Invalid where it has passed and no new one is named."""
    with transaction.atomic():
        task, part = locked_for(task, by)
        check_move(task, part, "send-back")
        words = written(words, needed=_("Say what is missing, so that it can be done."))
        until = deadline or (task.deadline_at if rules.deadline_stands(task, timezone.now()) else None)
        if until is None:
            raise Invalid(_("The deadline has passed: say by when."), field="deadline")
        check_deadline(deadline)
        report = _verdict(task, by, Report.Verdict.RETURNED, words)
        move(task, "send-back")
        if deadline is None:
            set_deadline(task, until)
        else:
            task.deadline_words = ""
            new_round(task, until)
        task.save()
        data = {"task": task.pk, "report": report.pk, "deadline": until.isoformat()}
        record(task.stream_id, "task.returned", by=by, data=data, sealed={"words": words}, about=task)
        if say(task, by, words, "returned") is None:
            tell(task, "returned", person=by.name)
        show(task)
    return task


@MOVES.makes("decline")
def decline_task(task: Task | int, by: Person, words: str) -> Task:
    """The lead says why it is not theirs to do. Issuer and superior are asked to pass it on; the clock runs on meanwhile (首接负责)."""
    with transaction.atomic():
        task, part = locked_for(task, by)
        check_move(task, part, "decline")
        words = written(words, needed=_("Say why, so that it can go to whom it belongs to."))
        move(task, "decline")
        record(task.stream_id, "task.declined", by=by, data={"task": task.pk}, sealed={"words": words}, about=task)
        say(task, by, words, "declined")
        show(task)
    return task


@MOVES.makes("insist")
def insist_on_task(task: Task | int, by: Person, words: str) -> Task:
    """The issuer keeps the task with whom it was given to, and says why."""
    with transaction.atomic():
        task, part = locked_for(task, by)
        check_move(task, part, "insist")
        words = written(words, needed=_("Say why it stays with them."))
        move(task, "insist")
        schedule_nag(task)
        record(task.stream_id, "task.insisted", by=by, data={"task": task.pk}, sealed={"words": words}, about=task)
        say(task, by, words, "insisted")
        show(task)
    return task


@MOVES.makes("withdraw")
def withdraw_task(task: Task | int, by: Person, words: str) -> Task:
    """The issuer takes the task back, with a reason; what was done and said stays in the record."""
    with transaction.atomic():
        task, part = locked_for(task, by)
        check_move(task, part, "withdraw")
        words = written(words, needed=_("Say why it is withdrawn."))
        Report.objects.filter(task=task, verdict=Report.Verdict.WAITING).update(
            verdict=Report.Verdict.RETURNED, verdict_by=by, verdict_at=timezone.now(), verdict_words=words
        )
        move(task, "withdraw")
        clocks.cancel(CLOCK, subject(task))
        record(task.stream_id, "task.withdrawn", by=by, data={"task": task.pk}, sealed={"words": words}, about=task)
        tell(task, "withdrawn", person=by.name, words=words[:200])
        show(task)
    return task


def _verdict(task: Task, by: Person, verdict: str, words: str) -> Report:
    report = Report.objects.select_for_update(of=("self",)).get(task=task, verdict=Report.Verdict.WAITING)
    report.verdict, report.verdict_by, report.verdict_at, report.verdict_words = verdict, by, timezone.now(), words
    report.save()
    return report


def _acknowledged_by_doing(task: Task, part: Part, by: Person) -> None:
    """Who works on it knows of it: nobody is asked to say so once more."""
    mine = Assignee.objects.filter(pk__in=part.assignees, acknowledged_at=None)
    mine.update(acknowledged_at=timezone.now(), acknowledged_by=by)
