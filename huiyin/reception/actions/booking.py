"""A number is given: to whoever books, without an account, and to who walks in; and it is given back."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from huiyin.cases.actions.parties import TOO_MANY
from huiyin.cases.rules import Speaker
from huiyin.core.errors import Invalid, NotAllowed, NotThere, WrongState
from huiyin.core.random_id import random_id
from huiyin.journal.recording import record
from huiyin.language.clean import one_line
from huiyin.media.idempotency import KEY_LIMIT, content_digest, require_same
from huiyin.people.phones import clean_phone
from huiyin.reception.codes import code_digest, code_of
from huiyin.reception.models import Day, Visit, VisitState
from huiyin.reception.moves import MOVES
from huiyin.reception.rules import may_receive, roles

NAME = 40
REPRESENTATIVES = 5  # Regulations on Petitions, art. 20
MOST_A_DAY = 400  # who come, booked or not: numbers given back make room
LAST = 30_000  # the highest number of a day, whatever was given back


class Full(WrongState):
    """All numbers that can be booked are given."""

    code = "full"
    default_words = _("All numbers of this day are given. Choose another day, or come and take a number at the desk.")


@dataclass(slots=True)
class VisitDraft:
    """Somebody who wants to come. `coming`: how many come with one matter."""

    name: str
    phone: str = ""
    coming: int = 1
    key: str = ""


@dataclass(frozen=True, slots=True)
class Booked:
    """A number that was given, with the code that gives it back. `again`: it was given before under this key."""

    visit: Visit
    code: str
    again: bool = False


def book(day: Day, draft: VisitDraft, who: Speaker, *, walk_in: bool = False) -> Booked:
    """Gives somebody the next number of a day. Whoever works at the desk gives it to who walks in, also when all others are given.

    Raises Full where no number is left, WrongState where the day is over or called off, Invalid with the field, NotAllowed for a walk-in
    by somebody else. The same key gives the number given before.
    """
    try:
        return _booked(day, draft, who, walk_in)
    except IntegrityError:  # the same key on two days at the same moment: the other was first
        if not draft.key:
            raise
        return _booked(day, draft, who, walk_in)


def _booked(day: Day, draft: VisitDraft, who: Speaker, walk_in: bool) -> Booked:
    digest, key_of = content_digest(draft, day.pk, walk_in), f"person:{who.person.pk}" if who.person else "visitor"
    with transaction.atomic():
        day = Day.locked(day.pk)
        first = Visit.objects.filter(key_of=key_of, key=draft.key[:KEY_LIMIT]).first() if draft.key else None
        if first is not None:
            require_same(first.key_digest, digest)
            return Booked(first, code_of(first.pk), again=True)
        if walk_in and not may_receive(who, day):
            raise NotAllowed
        _require_room(day, walk_in)
        visit = _new(day, draft, who, walk_in)
        visit.key_of, visit.key, visit.key_digest = (key_of, draft.key[:KEY_LIMIT], digest) if draft.key else ("", "", None)
        day.last += 1
        day.save(update_fields=["last"])
        visit.number, visit.turn = day.last, day.last
        visit.save(force_insert=True)
        # Who books stays out of the record: it is kept for good, and a visit is not.
        data = {"day": day.pk, "number": visit.number, "walk_in": walk_in}
        record(day.stream_id, "visit.booked", by=who.person if walk_in else None, data=data, about=visit)
    return Booked(visit, code_of(visit.pk))


def _require_room(day: Day, walk_in: bool) -> None:
    if not day.is_open:
        raise WrongState(_("This day is over, or it was called off."))
    coming = Visit.objects.filter(day=day).exclude(state=VisitState.CANCELLED).count()
    if coming >= MOST_A_DAY or day.last >= LAST or (not walk_in and free_of(day) < 1):
        raise Full


def free_of(day: Day) -> int:
    """Gives how many numbers of a day can still be booked."""
    taken = Visit.objects.filter(day=day, walk_in=False).exclude(state=VisitState.CANCELLED).count()
    return max(day.slots - taken, 0)


def _new(day: Day, draft: VisitDraft, who: Speaker, walk_in: bool) -> Visit:
    name = one_line(draft.name)[:NAME]
    if not name:
        raise Invalid(_("Say your name, so that you can be received."), field="name")
    if not walk_in and not draft.phone.strip():
        raise Invalid(_("Give a number under which you can be told if the day is called off."), field="phone")
    if draft.coming > REPRESENTATIVES:
        raise Invalid(TOO_MANY, field="coming")
    if draft.coming < 1:
        raise Invalid(field="coming")
    phone = clean_phone(draft.phone) if draft.phone.strip() else ""
    pk = random_id()
    return Visit(
        pk=pk, day=day, code_digest=code_digest(pk, code_of(pk)), walk_in=walk_in, name=name, phone=phone, coming=draft.coming,
        person=None if walk_in else who.person, by=who.person if walk_in else None,
    )  # fmt: skip


@MOVES.makes("cancel")
def give_back(visit: Visit, who: Speaker, held: Collection[int] = ()) -> Visit:
    """Whoever booked gives the number back, as long as it was not called; the place is free for somebody else. Gives the visit.

    Raises NotThere for anybody else, WrongState where it was called or given back before.
    """
    with transaction.atomic():
        Day.locked(visit.day_id)
        visit = Visit.objects.select_related("day").get(pk=visit.pk)
        if not roles(who, visit, held):
            raise NotThere
        if not MOVES.leads("cancel", visit.state):
            raise WrongState
        visit.state, visit.ended_at = MOVES.after("cancel", visit.state), timezone.now()
        visit.save(update_fields=["state", "ended_at"])
        by = who.person if "holder" not in roles(who, visit, held) else None
        record(visit.day.stream_id, "visit.cancelled", by=by, data={"day": visit.day_id, "number": visit.number}, about=visit)
    return visit
