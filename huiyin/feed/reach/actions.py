"""What is written about reach: counted views, the end of a day, figures that somebody enters."""

from __future__ import annotations

import secrets
import threading
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from hashlib import blake2b
from itertools import islice

from django.db import transaction
from django.utils import timezone

from huiyin.core.errors import Invalid
from huiyin.db.locks import write_lock
from huiyin.db.sums import add_sums
from huiyin.feed.models import DaySalt, DayViewers, Moment, ReportedReach, Views
from huiyin.feed.reach.counting import DayKey, ViewKey, counter
from huiyin.feed.reach.sketch import Sketch
from huiyin.feed.rules import may_report_reach, writes
from huiyin.language.clean import clean_name
from huiyin.people.models import Person
from huiyin.people.rules import require

MOST = 2_000_000_000
AT_ONCE = 100  # rows of sketches, of up to 4 KB each
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
    days: dict[date, dict[int, set[str]]] = {}
    for (moment, day), who in sorted(viewers.items()):
        if moment in there:
            days.setdefault(day, {})[moment] = who
    for day, whose in days.items():
        if day >= timezone.localdate():  # the salt of a day that is over is not made again: its last second counts as views alone
            _add_viewers(day, whose)


def _add_viewers(day: date, whose: Mapping[int, set[str]]) -> None:
    salt = _salt(day)
    for moments in _batches(whose):
        rows = DayViewers.objects.filter(day=day, moment__in=moments)
        new = set(moments).difference(rows.values_list("moment", flat=True))
        DayViewers.objects.bulk_create([DayViewers(moment_id=moment, day=day) for moment in sorted(new)], ignore_conflicts=True)
        more = [row for row in rows.select_for_update().order_by("moment") if _grew(row, whose[row.moment_id], salt)]
        # One insert that finds all of them there: bulk_update takes ten times as long to write its statement.
        DayViewers.objects.bulk_create(
            more, update_conflicts=True, unique_fields=["moment", "day"], update_fields=["sketch", "count"]
        )  # fmt: skip


def _batches(moments: Iterable[int]) -> Iterator[list[int]]:
    left = iter(moments)
    while some := list(islice(left, AT_ONCE)):
        yield some


def _grew(row: DayViewers, who: Iterable[str], salt: bytes) -> bool:
    """Adds viewers to a row, not stored yet. Gives whether there was a new one."""
    sketch = Sketch(bytes(row.sketch))
    sketch.add(int.from_bytes(blake2b(one.encode(), key=salt, digest_size=8).digest()) for one in who)
    before, row.sketch = bytes(row.sketch), sketch.stored()
    row.count = sketch.count()
    return row.sketch != before


def _salt(day: date) -> bytes:
    found = DaySalt.objects.filter(day=day).first()
    if found is None:
        DaySalt.objects.bulk_create([DaySalt(day=day, salt=secrets.token_bytes(16))], ignore_conflicts=True)
        found = DaySalt.objects.get(day=day)
    return bytes(found.salt)


def close_days(today: date) -> None:
    """Forgets the salts and sketches of days before this one; of each only how many there were is left."""
    with write_lock(), transaction.atomic():
        DaySalt.objects.filter(day__lt=today).delete()
        DayViewers.objects.filter(closed=False, day__lt=today).update(sketch=b"", closed=True)


def report_reach(moment: Moment, by: Person, source: str, reads: int, likes: int = 0) -> ReportedReach:
    """Keeps what another's account says of a moment: its name, how often it was read and liked there.

    Raises NotAllowed for who does not write for the moment, Invalid with the field for what cannot be.
    """
    require(may_report_reach(by, moment))
    try:
        source = clean_name(source, 60)
    except ValueError as nothing:
        raise Invalid(field="source") from nothing
    for field, figure in (("reads", reads), ("likes", likes)):
        if not 0 <= figure <= MOST:
            raise Invalid(field=field)
    with transaction.atomic():
        moment = Moment.locked(moment.pk)
        require(may_report_reach(by, moment))
        return ReportedReach.objects.create(moment=moment, source=source, reads=reads, likes=likes, by=by)


def forget_reported(reported: ReportedReach, by: Person) -> None:
    """Takes back what was entered. Raises NotAllowed for who does not write for the moment."""
    with transaction.atomic():
        require(writes(by, Moment.locked(reported.moment_id)))
        reported.delete()
