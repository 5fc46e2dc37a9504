"""The time limits of cases: begun, ended, passed, reckoned anew. A statutory one is never moved."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from huiyin.cases.limits import MAIN, WORKDAYS, limit_of
from huiyin.cases.models import Case, CaseClock
from huiyin.cases.reckoning import reckon
from huiyin.db.compiled import Compiled
from huiyin.journal import clocks
from huiyin.journal.models import Stream
from huiyin.journal.recording import record
from huiyin.people.extension_points import WorkingTimeChange
from huiyin.people.hours import days_set, hours_of

DUE, ANEW = "case-due", "cases-anew"
BATCH = 200


def start_clock(case: Case, kind: str, at: datetime) -> CaseClock | None:
    """Begins a time limit of a locked case, if its procedure has one of this kind; the case's deadline follows its main one. Not saved."""
    limit = limit_of(case.procedure, kind)
    if limit is None:
        return None
    sum_ = reckon(limit, at, hours_of(case.unit_id), days_set())
    return _kept(case, CaseClock(kind=kind, started_at=at, due_at=sum_.due_at, provisional=sum_.provisional, steps=sum_.steps))


def extend_clock(case: Case, before: CaseClock, until: datetime) -> CaseClock:
    """Lets a lawful extension run after a time limit, which stays what it was."""
    CaseClock.objects.filter(pk=before.pk).update(state=CaseClock.State.EXTENDED)
    clocks.cancel(DUE, _subject(before))
    steps = [["began", before.due_at.isoformat(timespec="seconds")], ["until", until.isoformat(timespec="seconds")]]
    return _kept(case, CaseClock(kind="extension", started_at=before.due_at, due_at=until, steps=steps))


_last_of = Compiled[int](lambda case: CaseClock.objects.filter(case=case).order_by("-n").values_list("n", flat=True)[:1])


def _kept(case: Case, clock: CaseClock) -> CaseClock:
    clock.case, clock.procedure = case, case.procedure
    clock.n = (_last_of.first(case.pk) or 0) + 1
    clock.save(force_insert=True)
    clocks.begin(DUE, _subject(clock), clock.due_at)
    if clock.kind in MAIN:
        case.deadline_at = clock.due_at
    return clock


def end_clocks(case: Case, kinds: Iterable[str] | None, at: datetime) -> bool:
    """Ends the running limits of these kinds (None: all). Gives whether a main one had run out by then."""
    running = CaseClock.objects.filter(case=case, ended_at=None)
    if kinds is not None:
        running = running.filter(kind__in=tuple(kinds))
    late = False
    for clock in list(running):
        extended = clock.state == CaseClock.State.EXTENDED
        clock.state, clock.ended_at = CaseClock.State.ENDED, at
        if at > clock.due_at and not extended:
            clock.passed_at = clock.passed_at or clock.due_at
            late |= clock.kind in MAIN
        clock.save(update_fields=["state", "ended_at", "passed_at"])
        clocks.cancel(DUE, _subject(clock))
    return late


def running_main(case: Case) -> CaseClock | None:
    """Gives the limit by which whoever has the case in hand must answer, the latest begun; None where none runs."""
    return CaseClock.objects.filter(case=case, ended_at=None, kind__in=MAIN, state=CaseClock.State.RUNNING).order_by("-n").first()


def _subject(clock: CaseClock) -> str:
    return f"{clock.case_id}:{clock.pk}"


def lock_for(subject: str) -> None:
    """Locks what moves lock before they touch a clock."""
    stream = Case.objects.filter(pk=int(subject.partition(":")[0])).values_list("stream", flat=True).first()
    if stream is not None:
        Stream.locked(stream)


def pass_clock(subject: str, now: datetime) -> None:
    """A limit has run out: it stays, marked so. A main one is told to those who have the case in hand."""
    clock = CaseClock.objects.select_for_update().filter(pk=int(subject.partition(":")[2]), ended_at=None).first()
    if clock is None or clock.state != CaseClock.State.RUNNING:
        return
    clock.passed_at = now
    clock.save(update_fields=["passed_at"])
    if clock.kind in MAIN or clock.kind == "register":
        case = Case.objects.select_related("source").get(pk=clock.case_id)
        data = {"case": case.pk, "unit": case.unit_id, "group": None, "clock": clock.n}
        record(case.stream_id, "case.overdue", data=data, about=case)


def calendar_changed(change: WorkingTimeChange) -> None:
    """Called when days were declared worked or free: what is open is reckoned anew soon, by the loop."""
    if change.days is not None:
        clocks.schedule(ANEW, "all", timezone.now(), {"after": 0})


def reckon_anew(after: int, now: datetime) -> int | None:
    """Reckons open limits in working days anew, some of them; each that moves says so in its case's record. Gives where to go on, or None.

    What the days were when it began is no longer true, for both sides alike; a limit in calendar days has no list to follow.
    """
    rows = list(CaseClock.objects.filter(pk__gt=after, ended_at=None).select_related("case").order_by("pk")[:BATCH])
    for clock in rows:
        limit = limit_of(clock.procedure, clock.kind)
        if limit is not None and limit.unit == WORKDAYS and clock.kind != "extension" and clock.state == CaseClock.State.RUNNING:
            _anew(clock, now)
    return rows[-1].pk if len(rows) == BATCH else None


def _anew(clock: CaseClock, now: datetime) -> None:
    limit = limit_of(clock.procedure, clock.kind)
    assert limit is not None
    sum_ = reckon(limit, clock.started_at, hours_of(clock.case.unit_id), days_set())
    if sum_.due_at == clock.due_at and sum_.provisional == clock.provisional:
        return
    with transaction.atomic():
        case = Case.locked(clock.case_id)
        moved = sum_.due_at != clock.due_at
        steps = [*sum_.steps[:-1], ["anew", timezone.localdate(now).isoformat()], sum_.steps[-1]]
        clock.due_at, clock.provisional, clock.steps = sum_.due_at, sum_.provisional, steps
        clock.save(update_fields=["due_at", "provisional", "steps"])
        if moved:
            clocks.schedule(DUE, _subject(clock), clock.due_at)
            if clock.kind in MAIN and case.is_open:
                case.deadline_at = clock.due_at
                case.save(update_fields=["deadline_at"])
            data = {"case": case.pk, "unit": case.unit_id, "group": None, "clock": clock.n}
            record(case.stream_id, "case.reckoned_anew", data=data, about=case)
