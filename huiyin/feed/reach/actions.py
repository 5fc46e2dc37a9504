"""What is written about reach: counted views, the end of a day, figures that somebody enters."""

from __future__ import annotations

import secrets
import threading
from collections.abc import Iterable
from datetime import date
from hashlib import blake2b

from django.db import transaction
from django.utils import timezone

from huiyin.core.errors import Invalid, NotAllowed
from huiyin.db.locks import write_lock
from huiyin.db.sums import add_sums
from huiyin.feed.models import DaySalt, DayViewers, Moment, ReportedReach, Views
from huiyin.feed.reach.counting import DayKey, ViewKey, counter
from huiyin.feed.reach.sketch import Sketch
from huiyin.feed.rules import writes
from huiyin.language.clean import clean_name
from huiyin.people.models import Person

MOST = 2_000_000_000
_flushing = threading.Lock()


def flush() -> None:
    """Writes this process's views. What cannot be written waits for the next time; the failure is raised."""
    with _flushing:
        if not counter:
            return
        views, viewers = counter.take()
        try:
            with write_lock(), transaction.atomic():
                _store(views, viewers)
        except BaseException:
            counter.give_back(views, viewers)
            raise


def step() -> None:
    """Called about once a second by the clockwork: writes what was counted, and closes days that are over."""
    flush()
    today = timezone.localdate()
    if DaySalt.objects.filter(day__lt=today).exists():
        close_days(today)


def _store(views: dict[ViewKey, int], viewers: dict[DayKey, set[str]]) -> None:
    # One removed in between would have the database refuse all the others with it. In one order, or two processes wait for each other.
    there = set(Moment.objects.filter(pk__in={moment for moment, _hour, _code in views}).values_list("pk", flat=True))
    rows = [(*key, count) for key, count in sorted(views.items()) if key[0] in there]
    add_sums(Views, ("moment", "hour", "code"), "count", rows)
    today = timezone.localdate()
    for (moment, day), who in sorted(viewers.items()):
        if moment in there and day >= today:  # the salt of a day that is over is not made again: its last second counts as views alone
            _add_viewers(moment, day, who)


def _add_viewers(moment: int, day: date, who: Iterable[str]) -> None:
    salt = _salt(day)
    DayViewers.objects.bulk_create([DayViewers(moment_id=moment, day=day)], ignore_conflicts=True)
    row = DayViewers.objects.select_for_update().get(moment=moment, day=day)
    sketch = Sketch(bytes(row.sketch))
    sketch.add(int.from_bytes(blake2b(one.encode(), key=salt, digest_size=8).digest()) for one in who)
    stored = sketch.stored()
    if stored != bytes(row.sketch):
        row.sketch, row.count = stored, sketch.count()
        row.save(update_fields=["sketch", "count"])


def _salt(day: date) -> bytes:
    DaySalt.objects.bulk_create([DaySalt(day=day, salt=secrets.token_bytes(16))], ignore_conflicts=True)
    return bytes(DaySalt.objects.get(day=day).salt)


def close_days(today: date) -> None:
    """Forgets the salts and sketches of days before this one; of each only how many there were is left."""
    with write_lock(), transaction.atomic():
        DaySalt.objects.filter(day__lt=today).delete()
        DayViewers.objects.filter(closed=False, day__lt=today).update(sketch=b"", closed=True)


def report_reach(moment: Moment, by: Person, source: str, reads: int, likes: int = 0) -> ReportedReach:
    """Keeps what another's account says of a moment: its name, how often it was read and liked there.

    Raises NotAllowed for who does not write for the moment, Invalid with the field for what cannot be.
    """
    try:
        source = clean_name(source, 60)
    except ValueError as nothing:
        raise Invalid(field="source") from nothing
    for field, figure in (("reads", reads), ("likes", likes)):
        if not 0 <= figure <= MOST:
            raise Invalid(field=field)
    with transaction.atomic():
        moment = Moment.locked(moment.pk)
        if moment.gone or not writes(by, moment):
            raise NotAllowed
        return ReportedReach.objects.create(moment=moment, source=source, reads=reads, likes=likes, by=by)


def forget_reported(reported: ReportedReach, by: Person) -> None:
    """Takes back what was entered. Raises NotAllowed for who does not write for the moment."""
    with transaction.atomic():
        if not writes(by, Moment.locked(reported.moment_id)):
            raise NotAllowed
        reported.delete()
