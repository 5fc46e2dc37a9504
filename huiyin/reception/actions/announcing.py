"""A unit announces a reception day, and calls one off."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from huiyin.cases.actions.transition import said
from huiyin.cases.rules import Speaker
from huiyin.core.errors import Invalid, NotAllowed, NotThere, WrongState
from huiyin.core.random_id import random_id
from huiyin.journal.recording import open_stream, record
from huiyin.language.clean import one_line
from huiyin.media.idempotency import KEY_LIMIT, content_digest, require_same
from huiyin.people.models import Person, Post, Unit
from huiyin.people.queries.organisation import open_unit
from huiyin.reception.models import Day, DayState, Visit, VisitState
from huiyin.reception.rules import may_announce, may_receive

PLACE, SITS, ABOUT, REASON = 200, 60, 200, 200
MOST_SLOTS = 200
LONGEST_HOURS = 14


@dataclass(slots=True)
class DayDraft:
    """A reception day before it is announced. `post`: whoever holds it then sits; `sits`: who sits, named, in its stead."""

    unit: int
    place: str
    begins_at: datetime
    ends_at: datetime
    slots: int
    post: int | None = None
    sits: str = ""
    about: str = ""
    key: str = ""


def announce_day(draft: DayDraft, who: Speaker) -> Day:
    """As `announce_once`. Gives the day."""
    return announce_once(draft, who)[0]


def announce_once(draft: DayDraft, who: Speaker) -> tuple[Day, bool]:
    """Announces a reception day. Gives it, and whether the same key from the same person announced it before.

    Raises NotAllowed for who does not speak for the unit, Invalid with the field for what cannot be.
    """
    if who.person is None:
        raise NotAllowed
    try:
        return _announced(draft, who, who.person)
    except IntegrityError:  # the same key at the same moment: the other was first
        if not draft.key or not Day.objects.filter(by=who.person, key=draft.key[:KEY_LIMIT]).exists():
            raise
        return _announced(draft, who, who.person)


def _announced(draft: DayDraft, who: Speaker, by: Person) -> tuple[Day, bool]:
    digest = content_digest(draft) if draft.key else None
    with transaction.atomic():
        unit = open_unit(draft.unit)
        if unit is None or not may_announce(who, unit):
            raise NotAllowed(_("A day is announced by somebody of the unit, or of the office that receives requests."))
        first = Day.objects.filter(by=by, key=draft.key[:KEY_LIMIT]).first() if draft.key else None
        if first is not None:
            require_same(first.key_digest, digest or b"")
            return first, True
        day = _checked(draft, unit)
        day.by, day.key, day.key_digest = by, draft.key[:KEY_LIMIT], digest
        day.stream = open_stream(f"reception:{random_id()}")
        day.save(force_insert=True)
        record(day.stream_id, "reception.announced", by=by, data={"day": day.pk, "unit": unit.pk}, about=day)
    return day, False


def _checked(draft: DayDraft, unit: Unit) -> Day:
    if not draft.begins_at < draft.ends_at:
        raise Invalid(_("It ends before it begins."), field="ends_at")
    if (draft.ends_at - draft.begins_at).total_seconds() > LONGEST_HOURS * 3600:
        raise Invalid(_("A reception lasts a day at most. Announce each day by itself."), field="ends_at")
    if draft.ends_at <= timezone.now():
        raise Invalid(_("That has passed already."), field="begins_at")
    if not 1 <= draft.slots <= MOST_SLOTS:
        raise Invalid(_("Between 1 and %(limit)s people can be heard in a day.") % {"limit": MOST_SLOTS}, field="slots")
    post = Post.objects.filter(pk=draft.post, closed_at=None).first() if draft.post else None
    sits = one_line(draft.sits)[:SITS]
    if draft.post and post is None:
        raise Invalid(_("This post is not here."), field="post")
    if post is None and not sits:
        raise Invalid(_("Say who sits: a post, or a name."), field="sits")
    return Day(
        unit=unit, place=one_line(said(draft.place, "place", PLACE)), begins_at=draft.begins_at, ends_at=draft.ends_at, post=post,
        sits=sits, about=one_line(draft.about)[:ABOUT], slots=draft.slots,
    )  # fmt: skip


def cancel_day(day: Day, who: Speaker, reason: str) -> Day:
    """Calls a reception day off, with the reason, which everybody reads; whoever booked with an account is told. Gives the day.

    Raises WrongState for one that was called off or on which somebody was heard.
    """
    with transaction.atomic():
        day = Day.locked(day.pk)
        if not may_receive(who, day):
            raise NotThere
        heard = Visit.objects.filter(day=day, state__in=(VisitState.CALLED, VisitState.DONE)).exists()
        if day.state != DayState.ANNOUNCED or heard:
            raise WrongState(_("Somebody was called already, or it was called off before."))
        day.state, day.reason = DayState.CANCELLED, one_line(said(reason, "reason", REASON))
        day.save(update_fields=["state", "reason"])
        record(day.stream_id, "reception.cancelled", by=who.person, data={"day": day.pk, "unit": day.unit_id}, about=day)
    return day
