"""What happens with announcements: said, corrected, withdrawn; outlets and watches; who is told when a month passes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Q, Sum
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from huiyin.core.errors import Invalid, NotThere, TooMuch
from huiyin.journal.models import Stream
from huiyin.journal.recording import open_stream, record
from huiyin.language.clean import clean_words, one_line
from huiyin.media.idempotency import KEY_LIMIT, content_digest, require_same
from huiyin.outlook import rules
from huiyin.outlook.amounts import Amount
from huiyin.outlook.models import NAME_LIMIT, NOTE_LIMIT, PRODUCE_LIMIT, Announcement, KeyedAnnouncement, Outlet, Passed, Watch
from huiyin.people.models import Person, Unit
from huiyin.people.queries.tree import with_below
from huiyin.people.rules import require

MOST_OF_PRODUCER, MOST_OF_UNIT, OUTLETS, WATCHES = 120, 2000, 200, 100


@dataclass(frozen=True, slots=True)
class AnnouncementDraft:
    """What is announced. `own`: the producer's own, at home, or in the village or town named as `unit` where nobody entered their home;
    else for that village or town as such."""

    produce: str
    month: date
    amount: Amount
    unit: int | None = None
    own: bool = True
    note: str = ""
    key: str = ""


def stream_of(unit: int) -> Stream:
    """Gives the stream in which what is announced of a unit is recorded."""
    return open_stream(f"outlook:{unit}")


def _locked(unit: int) -> Stream:
    """Gives a unit's stream, locked with those of all units above: a month that passes a watch is recorded there, and a watch that is set
    just now waits until what is announced can be counted. Taken one by one, a village and its town would wait for each other for ever."""
    own = stream_of(unit)
    return Stream.locked_all([own.pk, *(stream_of(one.pk).pk for one in rules.line_to(unit))])[own.pk]


def announce(by: Person, draft: AnnouncementDraft) -> Announcement:
    """As `announce_once`. Gives the announcement."""
    return announce_once(by, draft)[0]


def announce_once(by: Person, draft: AnnouncementDraft) -> tuple[Announcement, bool]:
    """Says how much of a produce comes in a month; said again for the same, it corrects the first. Gives it, and whether it is new: neither
    corrected nor said before under this key.

    Raises NotAllowed, Invalid with the field, TooMuch, KeyUsed where the key came with something else.
    """
    digest = content_digest(draft)
    with transaction.atomic():
        unit, producer = _where(by, draft)
        stream = _locked(unit)
        if draft.key and (first := KeyedAnnouncement.objects.filter(by=by, key=draft.key[:KEY_LIMIT]).first()):
            require_same(first.digest, digest)
            return first.announcement, False
        produce, note = _produce(draft.produce), clean_words(draft.note[:NOTE_LIMIT], NOTE_LIMIT)
        standing = Announcement.objects.filter(unit=unit, producer=producer, withdrawn_at=None)
        found = standing.filter(produce=produce, month=draft.month).first()
        if found is None and standing.count() >= (MOST_OF_PRODUCER if producer else MOST_OF_UNIT):
            raise TooMuch(_("These are too many: at most %(limit)s.") % {"limit": MOST_OF_PRODUCER if producer else MOST_OF_UNIT})
        kind = "outlook.announced" if found is None else "outlook.corrected"
        made = found or Announcement(unit_id=unit, producer=producer, produce=produce, month=draft.month)
        made.by, made.note, made.words, made.at = by, note, draft.amount.words, timezone.now()
        made.said_grams, made.low_grams, made.high_grams = draft.amount.said, draft.amount.low, draft.amount.high
        made.save()
        record(stream, kind, by=by, data=_data(made))
        if draft.key:
            KeyedAnnouncement.objects.create(by=by, key=draft.key[:KEY_LIMIT], digest=digest, announcement=made)
        look_at(unit, produce, draft.month)
    return made, found is None


def _where(by: Person, draft: AnnouncementDraft) -> tuple[int, Person | None]:
    if not draft.own:
        require(draft.unit is not None and rules.may_announce_for(by, draft.unit))
        assert draft.unit is not None
        return draft.unit, None
    require(rules.may_announce_as_producer(by))
    unit = draft.unit or by.home_id
    if unit is None or not rules.grows_in(by, unit):
        raise Invalid(_("Choose the village where it grows."), field="unit")
    return unit, by


def _produce(text: str) -> str:
    produce = one_line(clean_words(text[:200], 200))
    if not 1 <= len(produce) <= PRODUCE_LIMIT:
        raise Invalid(_("Name the produce in one to twenty characters."), field="produce")
    return produce


def withdraw(pk: int, by: Person) -> Announcement:
    """Takes an announcement back; again, nothing changes. Raises NotThere, NotAllowed."""
    with transaction.atomic():
        found = Announcement.objects.filter(rules.visible_to(by), pk=pk).first()
        if found is None:
            raise NotThere
        require(rules.may_withdraw(by, found))
        stream = _locked(found.unit_id)
        found.refresh_from_db()
        if found.withdrawn_at is None:
            found.withdrawn_at = timezone.now()
            found.save(update_fields=["withdrawn_at"])
            record(stream, "outlook.withdrawn", by=by, data=_data(found))
            look_at(found.unit_id, found.produce, found.month)
    return found


def _data(found: Announcement) -> dict[str, object]:
    return {"announcement": found.pk, "unit": found.unit_id, "month": found.month.isoformat(), "grams": found.said_grams}


def look_at(unit: int, produce: str, month: date) -> None:
    """Tells those whose watch a month passed by what was said just now; a watch it fell below may tell again."""
    above = [one.pk for one in rules.line_to(unit)]
    for watch in Watch.objects.select_for_update().filter(unit__in=above, produce=produce).order_by("pk"):
        _check(watch, month)


def _check(watch: Watch, month: date) -> None:
    within = Announcement.objects.filter(
        produce=watch.produce, month=month, unit__in=with_below(watch.unit_id), withdrawn_at=None
    )
    total = within.aggregate(all=Sum("said_grams"))["all"] or 0
    if total <= watch.grams:
        Passed.objects.filter(watch=watch, month=month).delete()
        return
    _row, made = Passed.objects.get_or_create(watch=watch, month=month)
    if made:
        data = {"watch": watch.pk, "unit": watch.unit_id, "produce": watch.produce, "month": month.isoformat(), "grams": total}
        record(stream_of(watch.unit_id), "outlook.passed", data=data)


def set_watch(by: Person, region: int, produce: str, amount: Amount | None) -> Watch | None:
    """Has a region's unit told when a month of a produce passes an amount; None: no longer. Gives the watch.

    Raises NotAllowed, Invalid, TooMuch. What has passed already is told at once.
    """
    with transaction.atomic():
        require(region in rules.regions_of(by))
        produce = _produce(produce)
        Stream.locked(stream_of(region).pk)
        if amount is None:
            Watch.objects.filter(unit=region, produce=produce).delete()
            return None
        if Watch.objects.filter(unit=region).exclude(produce=produce).count() >= WATCHES:
            raise TooMuch(_("These are too many: at most %(limit)s.") % {"limit": WATCHES})
        watch, _made = Watch.objects.update_or_create(unit_id=region, produce=produce, defaults={"grams": amount.said, "by": by})
        coming = Q(produce=produce, unit__in=with_below(region), withdrawn_at=None, month__gte=timezone.localdate().replace(day=1))
        for month in sorted(set(Announcement.objects.filter(coming).values_list("month", flat=True))):
            _check(watch, month)
    return watch


def add_outlet(by: Person, region: int, produce: str, name: str, amount: Amount) -> Outlet:
    """Enters who takes a produce, and how much a month. Gives it. Raises NotAllowed, Invalid, TooMuch."""
    with transaction.atomic():
        require(region in rules.regions_of(by))
        Unit.objects.select_for_update().get(pk=region)
        called = one_line(clean_words(name[:200], 200))[:NAME_LIMIT]
        if not called:
            raise Invalid(_("Say who takes it."), field="name")
        if Outlet.objects.filter(unit=region, ended_at=None).count() >= OUTLETS:
            raise TooMuch(_("These are too many: at most %(limit)s.") % {"limit": OUTLETS})
        produce = _produce(produce)
        known = Outlet.objects.filter(unit=region, produce=produce, name=called, ended_at=None).first()
        if known is None:
            return Outlet.objects.create(unit_id=region, by=by, produce=produce, name=called, grams_a_month=amount.said)
        known.grams_a_month, known.by = amount.said, by
        known.save(update_fields=["grams_a_month", "by"])
        return known


def end_outlet(pk: int, by: Person) -> None:
    """An outlet takes nothing more; again, nothing changes. Raises NotThere."""
    with transaction.atomic():
        found = Outlet.objects.select_for_update().filter(pk=pk, unit__in=rules.regions_of(by)).first()
        if found is None:
            raise NotThere
        if found.ended_at is None:
            found.ended_at = timezone.now()
            found.save(update_fields=["ended_at"])
