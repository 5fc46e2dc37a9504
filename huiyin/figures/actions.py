"""Making the edition that is published for a week, and what looks whether it is time."""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from huiyin.core.background import BackgroundWorker
from huiyin.figures.lines import Line, as_json, read
from huiyin.figures.merging import LEAST, STEPS, merged
from huiyin.figures.models import Edition
from huiyin.figures.queries import lines_of_all

LOOKS = 600  # seconds between two looks


def make_edition() -> Edition | None:
    """Publishes the lines as they are now, until next Monday at least. Gives the edition, or None where the present one stays: this week
    has one, or fewer than five lines would be others, so that somebody who keeps both could tell by the difference whose they are."""
    now = timezone.now()
    today = timezone.localdate(now)
    lines = merged(lines_of_all())
    with transaction.atomic():
        last = Edition.objects.select_for_update().order_by("-week").first()
        if not _due(last, today) or (last is None and not lines):
            return None
        if last is not None and not _tells_enough(read(zlib.decompress(last.packed).decode())[0], lines):
            last.looked_on = today
            last.save(update_fields=["looked_on"])
            return None
        Edition.objects.all().delete()
        packed = zlib.compress(as_json(lines, "", f"{today:%Y-%m-%d}").encode())
        told = {"at": now, "looked_on": today, "packed": packed}
        return Edition.objects.get_or_create(week=_monday(today), defaults=told)[0]


def _due(last: Edition | None, today: date) -> bool:
    return last is None or (last.week < _monday(today) and last.looked_on < today)


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _tells_enough(before: Sequence[Line], now: Sequence[Line]) -> bool:
    """Whether at least five lines are new or others, or none is: one alone would be told by the difference. It is asked of what became of
    them by itself too: one line more can have many described otherwise, and is still one."""
    return not any(0 < _changed(map(part, before), map(part, now)) < LEAST for part in (STEPS[0], STEPS[-1]))


def _changed(before: Iterable[Line], now: Iterable[Line]) -> int:
    was, is_ = Counter(before), Counter(now)
    return max((was - is_).total(), (is_ - was).total())


def _waits() -> bool:
    return _due(Edition.objects.order_by("-week").first(), timezone.localdate())


def _make() -> bool:
    make_edition()
    return False


WORKER = BackgroundWorker("huiyin-figures", "the figures could not be made; the last ones stay", _waits, _make, every=LOOKS)
