"""What comes again: begun with its first task, changed, paused, ended; and the clock that issues each next one, once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from huiyin.core.errors import Invalid, NotAllowed, NotThere, TooMuch, WrongState
from huiyin.groups.models import Group
from huiyin.groups.rules import membership_of
from huiyin.journal import clocks
from huiyin.journal.models import Entry, Stream
from huiyin.journal.recording import open_stream, reacts_to, record
from huiyin.language.clean import TooLong, clean_words
from huiyin.media.idempotency import content_digest
from huiyin.people.hours import days_set, hours_of
from huiyin.people.models import Person
from huiyin.tasks import rules
from huiyin.tasks.actions.issuing import LIMITS, issue_once, issued_before, named_assignee
from huiyin.tasks.actions.recurrence_issuing import CLOCK, pass_over, schedule_next, subject
from huiyin.tasks.drafts import Issued, Named, Repeats, TaskDraft
from huiyin.tasks.extension_points import TaskOrigin
from huiyin.tasks.models import RepeatedAssignee, Repetition, RepetitionState, Task
from huiyin.tasks.moves import REPETITION_MOVES
from huiyin.tasks.recurrence.dates import first_deadline, next_one, usual_ahead
from huiyin.tasks.recurrence.parts import part_in
from huiyin.worktime.recurrence import Rhythm, dues_after

AHEAD_LIMIT = 30  # working days
RUNNING_LIMIT = 200  # in one group: each of them speaks by itself


def give_out(
    group: Group, by: Person, draft: TaskDraft, repeats: Repeats | None = None, origin: tuple[TaskOrigin, int] | None = None
) -> Issued:  # fmt: skip
    """Gives out a task as a form says: once, again and again, or for something of another app (its declaration and number). Says whether it
    was given out before. Raises as `issue_once` and `start_once`, and Invalid for what repeats and is for something."""
    if origin is not None and repeats is not None:
        raise Invalid(_("What repeats is given out for nothing by itself."), field="repeat")
    if origin is not None:
        asked, number = origin
        return Issued(asked.hang(by, number, lambda: issue_once(group, by, draft).task))
    return issue_once(group, by, draft) if repeats is None else start_once(group, by, draft, repeats)


def start_repetition(group: Group, by: Person, draft: TaskDraft, repeats: Repeats) -> Task:
    """Has a task issued again and again: the first at once, with the sentence that was said. Gives it; its `repetition` is made. Raises
    as `start_once`."""
    return start_once(group, by, draft, repeats).task


def start_once(group: Group, by: Person, draft: TaskDraft, repeats: Repeats) -> Issued:
    """Has a task issued again and again, and says whether that had been begun before.

    The same key from the same issuer in the same group gives the task issued before. Raises as issue_once does, and Invalid for what
    cannot repeat.
    """
    digest = content_digest(draft, _told(repeats)) if draft.key else None
    with transaction.atomic():
        Stream.locked(group.stream_id)
        if known := issued_before(group, by, draft, digest):
            return Issued(known, again=True)
        member = membership_of(by, group)
        if member is None:
            raise NotThere
        if draft.parent is not None:
            raise Invalid(_("A part of a task does not repeat."), field="parent")
        if Repetition.objects.filter(group=group).exclude(state=RepetitionState.ENDED).count() >= RUNNING_LIMIT:
            raise TooMuch(_("At most %(limit)s tasks repeat in one group.") % {"limit": RUNNING_LIMIT})
        ahead = _ahead(repeats.ahead, repeats.rhythm)
        lead = named_assignee(member, draft.lead, "lead")
        hours = hours_of(lead.post.unit_id if lead.post is not None else group.unit_id)
        day, turn, deadline = first_deadline(repeats, timezone.now(), hours)
        # What the deadline was read from is how often: read anew as a single deadline it would mean nothing.
        task = issue_once(group, by, replace(draft, deadline=deadline, deadline_words=""), digest).task
        repetition = _new(task, repeats, ahead, day, turn)
        task.repetition, task.nth = repetition, 1
        task.save(update_fields=["repetition", "nth"])
        data = {"repetition": repetition.pk, "group": group.pk, "rhythm": repetition.rhythm, "ahead": ahead}
        record(repetition.stream_id, "repetition.started", by=by, data=data, sealed={"title": task.title}, about=repetition)
        data = {"repetition": repetition.pk, "task": task.pk, "n": 1, "due": day.isoformat(), "late_seconds": 0}
        record(repetition.stream_id, "repetition.issued", by=by, data=data, about=repetition)
        schedule_next(repetition)
    return Issued(task)


def _told(repeats: Repeats) -> list[Any]:
    return [repeats.rhythm.to_dict(), repeats.at, repeats.ahead, repeats.said]


def _ahead(ahead: int | None, rhythm: Rhythm) -> int:
    if ahead is None:
        return usual_ahead(rhythm)
    if not 0 <= ahead <= AHEAD_LIMIT:
        raise Invalid(_("At most %(limit)s working days ahead.") % {"limit": AHEAD_LIMIT}, field="ahead")
    return ahead


def _new(task: Task, repeats: Repeats, ahead: int, day: date, turn: date) -> Repetition:
    copied = ("title", "words", "done_when", "proof_reason", "field", "visibility", "ladder_on", "ladder_skip", "ladder_most",
              "interval_hours", "issuer", "issuer_post", "group")  # fmt: skip
    repetition = Repetition.objects.create(
        **{name: getattr(task, name) for name in copied}, stream=open_stream(f"repetition:{task.number}"),
        rhythm=repeats.rhythm.to_dict(), at=repeats.at, ahead=ahead, said=repeats.said[:60], nth=1, last_due=day, last_turn=turn,
    )  # fmt: skip
    for one in task.assignees.filter(ended_at=None):
        RepeatedAssignee.objects.create(repetition=repetition, role=one.role, person=one.person, post=one.post)
    return repetition


def locked_for(repetition: Repetition | int, by: Person, move: str = "") -> Repetition:
    """Gives the repetition, locked, for somebody who may change it. Raises NotThere, NotAllowed, WrongState."""
    found = Repetition.locked(repetition if isinstance(repetition, int) else repetition.pk)
    part = part_in(by, found)
    if not rules.may_see_repetition(part, found):
        raise NotThere
    if not rules.may_change_repetition(part):
        raise NotAllowed(_("Who has it repeated changes it."))
    if move and not REPETITION_MOVES.leads(move, found.state):
        raise WrongState(_("It is “%(state)s” by now. Look at it again.") % {"state": found.get_state_display()}, state=found.state)
    if found.group.archived_at is not None:
        raise WrongState(_("The group has ended, and with it what repeats in it."))
    return found


@dataclass(frozen=True, slots=True)
class Change:
    """What is to be otherwise from the next one on. None leaves it as it is."""

    title: str | None = None
    done_when: str | None = None
    lead: Named | None = None
    repeats: Repeats | None = None


@REPETITION_MOVES.makes("change")
def change_repetition(repetition: Repetition | int, by: Person, change: Change) -> Repetition:
    """Changes what comes from now on; what was issued stays as it is. Raises Invalid with the field for what cannot be."""
    with transaction.atomic():
        found = locked_for(repetition, by)
        if not REPETITION_MOVES.leads("change", found.state):
            raise WrongState(_("It has ended. Take it up again first."))
        changed = [name for name in ("title", "done_when") if _write(found, name, getattr(change, name))]
        if change.lead is not None:
            changed += ["lead"] if _change_lead(found, by, change.lead) else []
        if change.repeats is not None:
            changed += _change_rhythm(found, change.repeats)
        if changed:
            found.save()
            data = {"repetition": found.pk, "fields": changed, "rhythm": found.rhythm, "ahead": found.ahead}
            record(found.stream_id, "repetition.changed", by=by, data=data, sealed={"title": found.title}, about=found)
            schedule_next(found)
    return found


def _write(found: Repetition, name: str, words: str | None) -> bool:
    if words is None:
        return False
    try:
        cleaned = clean_words(words, LIMITS[name], indented=name == "text")
    except TooLong as error:
        told = _("This has %(length)s characters; %(limit)s fit.") % {"length": error.length, "limit": error.limit}
        raise TooMuch(told, field=name) from error
    if name == "title" and not cleaned:
        raise Invalid(_("Say what is to be done."), field="title")
    if cleaned == getattr(found, name):
        return False
    setattr(found, name, cleaned)
    return True


def _change_lead(found: Repetition, by: Person, lead: Named) -> bool:
    member = membership_of(by, found.group)
    if member is None:
        raise NotAllowed(_("Come into the group first; then you can give it to somebody else."))
    named = named_assignee(member, lead, "lead")
    old = found.assignees.get(role="lead")
    if (old.person_id, old.post_id) == (named.person_id, named.post_id):
        return False
    found.assignees.filter(role="helper", person=named.person, post=named.post).delete()
    old.person, old.post = named.person, named.post
    old.save(update_fields=["person", "post"])
    return True


def _change_rhythm(found: Repetition, repeats: Repeats) -> list[str]:
    before = (found.rhythm, found.at, found.ahead)
    old = found.pattern
    found.rhythm, found.at, found.ahead = repeats.rhythm.to_dict(), repeats.at, _ahead(repeats.ahead, repeats.rhythm)
    if replace(old, moved=repeats.rhythm.moved) != repeats.rhythm:
        # Another rhythm begins today; the day that had its task keeps it, where the new rhythm names that day too.
        last = found.last_due
        same = last is not None and next((d.day for d in dues_after(repeats.rhythm, last - timedelta(1), days_set())), None) == last
        found.last_due, found.last_turn = (last, None) if same else (timezone.localdate() - timedelta(1), None)
    if next_one(found) is None:
        raise Invalid(_("This rhythm names no day in the coming years."), field="rhythm")
    pass_over(found, timezone.now())
    names = ("rhythm", "at", "ahead")
    return [name for name, was, now in zip(names, before, (found.rhythm, found.at, found.ahead), strict=True) if was != now]


@REPETITION_MOVES.makes("pause")
def pause_repetition(repetition: Repetition | int, by: Person) -> Repetition:
    """Nothing is issued until it is resumed; what falls due meanwhile is passed over."""
    return _move(repetition, by, "pause", "repetition.paused")


@REPETITION_MOVES.makes("resume")
def resume_repetition(repetition: Repetition | int, by: Person) -> Repetition:
    """Goes on with the next day ahead: from a pause, or from an ending that was a mistake."""
    return _move(repetition, by, "resume", "repetition.resumed")


@REPETITION_MOVES.makes("end")
def end_repetition(repetition: Repetition | int, by: Person) -> Repetition:
    """Nothing more is issued; what was issued stays. It can be taken up again."""
    return _move(repetition, by, "end", "repetition.ended")


def _move(repetition: Repetition | int, by: Person, move: str, kind: str) -> Repetition:
    with transaction.atomic():
        found = locked_for(repetition, by, move)
        now = timezone.now()
        found.state = REPETITION_MOVES.after(move, found.state)
        found.ended_at = now if found.state == RepetitionState.ENDED else None
        if move == "resume":
            pass_over(found, now)
        found.save()
        if found.state == RepetitionState.RUNNING:
            schedule_next(found)
        else:
            clocks.cancel(CLOCK, subject(found))
        data: dict[str, object] = {"repetition": found.pk}
        record(found.stream_id, kind, by=by, data=data | ({"because": "said"} if move == "end" else {}), about=found)
    return found


@reacts_to("group.archived")
def group_ended(entry: Entry) -> None:
    """What repeats in a group ends with it; its stream is held by who ends it."""
    repeating: Sequence[int] = list(
        Repetition.objects.filter(group=entry.data["group"], ended_at=None).order_by("pk").values_list("pk", flat=True)
    )
    for pk in repeating:
        found = Repetition.locked(pk)
        found.state, found.ended_at = RepetitionState.ENDED, timezone.now()
        found.save(update_fields=["state", "ended_at"])
        clocks.cancel(CLOCK, subject(found))
        data = {"repetition": found.pk, "because": "group"}
        record(found.stream_id, "repetition.ended", by=entry.by_id, data=data, about=found)
