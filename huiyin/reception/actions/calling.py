"""The line: the next is called, who is not there is called again twice and then passed over, with a record of it."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from huiyin.cases.rules import Speaker
from huiyin.core.errors import NotThere, WrongState
from huiyin.journal.recording import record
from huiyin.reception.models import Day, Visit, VisitState
from huiyin.reception.moves import CALLS, MOVES
from huiyin.reception.rules import may_receive

LINE = ("turn", "calls", "number")  # who was not there waits behind the next one


def begin_move(visit: Visit, who: Speaker, name: str) -> Visit:
    """Locks the line of a visit for a move; call it inside the action's transaction. Gives the visit.

    Raises NotThere for who does not receive, WrongState where the table leads nowhere from here.
    """
    day = Day.locked(visit.day_id)
    if not may_receive(who, day):
        raise NotThere
    locked = Visit.objects.select_related("case").get(pk=visit.pk)
    locked.day = day
    if not MOVES.leads(name, locked.state):
        raise WrongState
    return locked


def entry(visit: Visit, kind: str, who: Speaker, **more: object) -> None:
    """Records what happened in the line: by number, never by name."""
    record(visit.day.stream_id, kind, by=who.person, data={"day": visit.day_id, "number": visit.number, **more}, about=visit)


def call_next(day: Day, who: Speaker) -> Visit | None:
    """Calls whoever is next. Gives the visit; None where nobody waits. Several rooms may call at once: each gets another number.

    Raises NotThere for who does not receive, WrongState before the day and after it.
    """
    with transaction.atomic():
        day = Day.locked(day.pk)
        if not may_receive(who, day):
            raise NotThere
        if day.state != "announced" or day.date != timezone.localdate():
            raise WrongState(_("Numbers are called on the day itself."))
        visit = Visit.objects.filter(day=day, state=VisitState.WAITING).order_by(*LINE).first()
        if visit is None:
            return None
        visit.day = day
        visit.state, visit.called_at, visit.calls = MOVES.after("call", visit.state), timezone.now(), visit.calls + 1
        visit.save(update_fields=["state", "called_at", "calls"])
        entry(visit, "visit.called", who, calls=visit.calls)
    return visit


@MOVES.makes("absent")
def absent(visit: Visit, who: Speaker) -> Visit:
    """Who was called is not there: they are called again after the next one, twice; then they are passed over. Gives the visit."""
    with transaction.atomic():
        visit = begin_move(visit, who, "absent")
        if visit.calls >= CALLS:
            visit.state, visit.ended_at = MOVES.after("pass", visit.state), timezone.now()
            entry(visit, "visit.passed", who, calls=visit.calls)
        else:
            following = Visit.objects.filter(day=visit.day, state=VisitState.WAITING).order_by(*LINE).first()
            visit.state = MOVES.after("absent", visit.state)
            visit.turn = max(visit.turn, following.turn if following else 0)
            entry(visit, "visit.absent", who, calls=visit.calls)
        visit.save(update_fields=["state", "turn", "ended_at"])
    return visit


@MOVES.makes("return")
def come_back(visit: Visit, who: Speaker) -> Visit:
    """Who was passed over is here after all: they are the next. Gives the visit."""
    with transaction.atomic():
        visit = begin_move(visit, who, "return")
        first = Visit.objects.filter(day=visit.day, state=VisitState.WAITING).order_by(*LINE).first()
        visit.state, visit.calls, visit.ended_at = MOVES.after("return", visit.state), 0, None
        visit.turn = min(visit.turn, first.turn) if first else visit.turn
        visit.save(update_fields=["state", "calls", "turn", "ended_at"])
        entry(visit, "visit.returned", who)
    return visit


@MOVES.makes("done")
def done(visit: Visit, who: Speaker) -> Visit:
    """Who was called was heard. Gives the visit. What was taken down and not yet agreed can still be read back."""
    with transaction.atomic():
        visit = begin_move(visit, who, "done")
        visit.state, visit.ended_at = MOVES.after("done", visit.state), timezone.now()
        visit.save(update_fields=["state", "ended_at"])
        entry(visit, "visit.done", who)
    return visit
