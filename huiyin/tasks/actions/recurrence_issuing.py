"""The clock of what repeats: each time once, also when the server was down; of several that were missed the latest, marked late."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from huiyin.core.errors import Refused
from huiyin.groups.actions import add_people
from huiyin.groups.models import Member
from huiyin.groups.rules import membership_of
from huiyin.journal import clocks
from huiyin.journal.models import Clock, Entry
from huiyin.journal.recording import record
from huiyin.people.extension_points import WorkingTimeChange
from huiyin.people.hours import days_set, hours_of
from huiyin.people.models import Person
from huiyin.people.queries import holders_for, posts_held
from huiyin.tasks.actions.issuing import issue_task, named_assignee
from huiyin.tasks.drafts import Named, TaskDraft
from huiyin.tasks.models import RepeatedAssignee, Repetition, RepetitionState, Task
from huiyin.tasks.recurrence.dates import coming, next_one
from huiyin.tasks.recurrence.parts import lead_unit
from huiyin.worktime.hours import add_working_hours, worked_between
from huiyin.worktime.recurrence import Due

CLOCK, CALENDAR = "repetition.due", "repetitions.calendar"
LEAST_HOURS = 1  # of working time until the deadline, where the one meant has passed
NAMED_DAYS = 60  # missed days an entry names


def subject(repetition: Repetition) -> str:
    """Gives the subject that the clock of what repeats bears."""
    return f"repetition:{repetition.pk}"


def pass_over(repetition: Repetition, now: datetime) -> None:
    """What has passed while nothing was to be issued is not issued afterwards. The caller saves."""
    for due, _issued, deadline in coming(repetition):
        if deadline > now:
            return
        repetition.last_due, repetition.last_turn = due.day, due.turn


def schedule_next(repetition: Repetition) -> None:
    """Sets the clock for the next one, in the caller's transaction."""
    following = next_one(repetition) if repetition.state == RepetitionState.RUNNING else None
    if following is None:
        clocks.cancel(CLOCK, subject(repetition))
    else:
        due, issued, _deadline = following
        clocks.schedule(CLOCK, subject(repetition), max(issued, timezone.now()), {"due": due.day.isoformat()})


def _locked(subject: str) -> Repetition:
    return Repetition.locked(int(subject.partition(":")[2]))


@clocks.on_due(CLOCK, first=_locked)
def issue_due(clock: Clock) -> None:
    """Issues what is due. What the calendar has moved meanwhile waits for its new day; of several missed only the latest is issued."""
    repetition = _locked(clock.subject)
    if repetition.state != RepetitionState.RUNNING:
        return
    now = clock.fired_at or timezone.now()
    fallen: list[tuple[Due, datetime, datetime]] = []
    for one in coming(repetition):
        if one[1] > now:
            break
        fallen.append(one)
    if fallen:
        *missed, (due, issued, deadline) = fallen
        if missed:
            _miss(repetition, [one.day for one, _issued, _deadline in missed], "down", now)
        repetition.last_due, repetition.last_turn = due.day, due.turn
        late = max(0, int((now - max(issued, clock.due_at)).total_seconds())) if not missed else int((now - issued).total_seconds())
        _issue(repetition, due, issued, deadline, now, late if late > clocks.LATE_AFTER_SECONDS else 0)
        repetition.save()
    schedule_next(repetition)


def _issue(repetition: Repetition, due: Due, issued: datetime, deadline: datetime, now: datetime, late: int) -> None:
    issuer = _issuer(repetition)
    if issuer is None:
        _miss(repetition, [due.day], "vacant", now)
        return
    try:
        with transaction.atomic():
            draft, left_out = _draft(repetition, issuer, _still_ahead(repetition, issued, deadline, now))
            task = issue_task(repetition.group, issuer, draft)
            repetition.nth += 1
            task.repetition, task.nth = repetition, repetition.nth
            task.save(update_fields=["repetition", "nth"])
    except Refused as refusal:
        # Nobody holds the post, or stands above the issuer by now: said, and tried again the next time.
        _miss(repetition, [due.day], refusal.code, now)
        return
    data = {"repetition": repetition.pk, "task": task.pk, "n": task.nth, "due": due.day.isoformat(), "late_seconds": late}
    record(repetition.stream_id, "repetition.issued", data=data, at=now, about=repetition)
    if left_out:
        people = [one.person_id for one in left_out if one.person_id]
        posts = [one.post_id for one in left_out if not one.person_id]
        data = {"repetition": repetition.pk, "task": task.pk, "people": people, "posts": posts}
        record(repetition.stream_id, "repetition.left_out", data=data, at=now, about=repetition)


def _miss(repetition: Repetition, days: list[date], because: str, now: datetime) -> None:
    data = {"repetition": repetition.pk, "count": len(days), "days": [d.isoformat() for d in days[-NAMED_DAYS:]], "because": because}
    record(repetition.stream_id, "repetition.missed", data=data, at=now, about=repetition)


def _still_ahead(repetition: Repetition, issued: datetime, deadline: datetime, now: datetime) -> datetime:
    """The deadline; where it has passed while the server was down, as much working time from now as there would have been."""
    if deadline > now:
        return deadline
    hours, days = hours_of(lead_unit(repetition)), days_set()
    worked = worked_between(issued, deadline, hours, days).total_seconds() / 3600
    return add_working_hours(now, max(LEAST_HOURS, worked), hours, days)


def _issuer(repetition: Repetition) -> Person | None:
    """Who issues it today: who had it repeated, as long as they hold the post they did it from; then who speaks for the post."""
    post = repetition.issuer_post_id
    if post is None or any(held.post_id == post for held in posts_held([repetition.issuer_id])):
        return repetition.issuer if repetition.issuer.is_active else None
    speaker = holders_for([post]).get(post)
    return speaker.person if speaker is not None and speaker.person.is_active else None


def _draft(repetition: Repetition, issuer: Person, deadline: datetime) -> tuple[TaskDraft, list[RepeatedAssignee]]:
    """What is issued, and who was to help and may not be given it by now: they hold up nobody else."""
    assignees = list(repetition.assignees.select_related("person", "post").order_by("pk"))
    lead = next(one for one in assignees if one.role == "lead")
    speakers = holders_for([one.post_id for one in assignees if one.post_id])
    named = {one.pk: _named(one) for one in assignees}
    helpers = [one for one in assignees if one.role != "lead"]
    spoken = {post: held.person for post, held in speakers.items()}
    doing = [one.person if named[one.pk].person else spoken.get(one.post_id or 0) for one in (lead, *helpers)]
    _bring_in(repetition, [issuer, *(person for person in doing if person is not None)])
    left_out = _not_to_be_given(repetition, issuer, [(one, named[one.pk]) for one in helpers])
    helping = [named[one.pk] for one in helpers if one not in left_out]
    draft = TaskDraft(
        title=repetition.title, lead=named[lead.pk], helpers=helping, words=repetition.words,
        done_when=repetition.done_when, proof_reason=repetition.proof_reason, field=repetition.field, deadline=deadline,
        visibility=repetition.visibility, ladder_on=repetition.ladder_on, ladder_skip=repetition.ladder_skip,
        ladder_most=repetition.ladder_most, interval_hours=repetition.interval_hours, from_post=repetition.issuer_post,
    )  # fmt: skip
    return draft, left_out


def _not_to_be_given(repetition: Repetition, issuer: Person, helpers: list[tuple[RepeatedAssignee, Named]]) -> list[RepeatedAssignee]:
    member = membership_of(issuer, repetition.group)
    if member is None:  # then nothing is issued at all
        return []
    refused = []
    for one, named in helpers:
        try:
            named_assignee(member, named, "helper")
        except Refused:
            refused.append(one)
    return refused


def _named(one: RepeatedAssignee) -> Named:
    """A person as the holder of a post as long as they hold it; then the post, whoever speaks for it."""
    if one.person_id and one.post_id and all(held.post_id != one.post_id for held in posts_held([one.person_id])):
        return Named(None, one.post_id)
    return Named(one.person_id, one.post_id)


def _bring_in(repetition: Repetition, people: list[Person]) -> None:
    """Who took over a post hears what is said of its tasks, as with a handover."""
    members = Member.objects.filter(group=repetition.group_id, person__in=people).select_related("group")
    known = {member.person_id: member for member in members}
    outside = [person for person in people if person.pk not in known or _may_come_back(known[person.pk])]
    owner = Member.objects.filter(group=repetition.group_id, role="owner", left_at=None).select_related("person").first()
    if outside and owner is not None:
        add_people(repetition.group, outside, by=owner.person)


def _may_come_back(member: Member) -> bool:
    """Whether somebody is out, and was not shown out: no clock lets in again whom a person removed."""
    if member.left_at is None:
        return False
    removed = Entry.objects.filter(stream=member.group.stream_id, kind="member.removed", at__gte=member.left_at)
    return not removed.filter(data__person=member.person_id).exists()


def calendar_changed(change: WorkingTimeChange) -> None:
    """Called when days were declared, or a unit's hours changed: what comes is reckoned anew soon, by the loop."""
    if Repetition.objects.filter(state=RepetitionState.RUNNING).exists():
        clocks.schedule(CALENDAR, "days", timezone.now())


@clocks.on_due(CALENDAR)
def reckon_anew(clock: Clock) -> None:
    """Winds the clock of everything that repeats by the days and hours as they are now."""
    for pk in Repetition.objects.filter(state=RepetitionState.RUNNING).order_by("group", "pk").values_list("pk", flat=True):
        schedule_next(Repetition.locked(pk))


def last_of(repetition: Repetition) -> Task | None:
    """Gives the last task it issued."""
    return Task.objects.filter(repetition=repetition).order_by("-nth").first()
