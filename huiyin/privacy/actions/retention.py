"""The daily round: what is past its term goes, kind by kind, in short transactions; the round is recorded once, with its counts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time, timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone

from huiyin.core.background import BackgroundWorker
from huiyin.core.declarations import in_order
from huiyin.core.personal_data import RETENTION_KINDS, retention_names
from huiyin.core.throttle import first_within
from huiyin.journal import clocks
from huiyin.journal.models import Clock
from huiyin.people.book import organisation
from huiyin.privacy.models import Round

CLOCK, SUBJECT = "retention.due", "retention"
AT = time(3, 40)  # when the fewest are about, in the house's zone
STALLED = timedelta(minutes=10)  # without a sign of life: its maker is gone, another goes on
LOOK_SECONDS = 3600
#: Told (done, total, what) as a round goes on.
Progress = Callable[[int, int, str], None]
_beside = BackgroundWorker(
    "huiyin-retention", "a round of retention stumbled; it is made again",
    waits=lambda: _to_do(timezone.now()).exists(), make_next=lambda: make_next() is not None,
)  # fmt: skip


def due(now: datetime | None = None) -> dict[str, int]:
    """Gives, kind by kind, how much is past its term. Removes nothing."""
    moment = now or timezone.now()
    counts = dict.fromkeys(retention_names(), 0)
    for kind in RETENTION_KINDS:
        counts[kind.name] += kind.count(moment)
    return counts


def next_round(after: datetime) -> datetime:
    """Gives the next 03:40 of the house's zone after a moment."""
    local = timezone.localtime(after, timezone.get_default_timezone())
    today = datetime.combine(local.date(), AT, timezone.get_default_timezone())
    return today if today > after else datetime.combine(local.date() + timedelta(days=1), AT, timezone.get_default_timezone())


@clocks.on_due(CLOCK)
def _fall_due(clock: Clock) -> None:
    """The clock only says that a round is due, once a day however often the server was down; a thread makes it."""
    Round.objects.create(begun_at=clock.fired_at or timezone.now())
    clocks.schedule(CLOCK, SUBJECT, next_round(clock.fired_at or timezone.now()))


def step() -> None:
    """Called about once a second by the clockwork: sets the clock where there is none, and hands a round that waits to a thread."""
    if first_within("retention:look", LOOK_SECONDS) and not Clock.objects.filter(kind=CLOCK, fired_at=None).exists():
        clocks.schedule(CLOCK, SUBJECT, next_round(timezone.now()))
    _beside.begin()


def _to_do(now: datetime) -> QuerySet[Round]:
    return Round.objects.filter(Q(beat_at=None) | Q(beat_at__lt=now - STALLED), done_at=None)


def make_next(now: datetime | None = None, progress: Progress = lambda done, total, what: None) -> Round | None:
    """Makes the round that has waited longest, in this thread. Gives it; None when none waits, or another process has it."""
    moment = now or timezone.now()
    round_ = _to_do(moment).order_by("begun_at", "pk").first()
    if round_ is None or not _to_do(moment).filter(pk=round_.pk).update(beat_at=timezone.now()):
        return None
    return _make(round_, moment, progress)


def run_now(progress: Progress = lambda done, total, what: None) -> Round:
    """Makes a round by hand, at the server's own command line. Gives it."""
    return _make(Round.objects.create(by_clock=False, beat_at=timezone.now()), timezone.now(), progress)


def _make(round_: Round, now: datetime, progress: Progress) -> Round:
    total, done = sum(due(now).values()), 0
    for kind in in_order(RETENTION_KINDS):
        while removed := kind.remove(now):
            done += removed
            # A round taken up again after its maker died goes on counting where that one stopped.
            round_.removed[kind.name] = round_.removed.get(kind.name, 0) + removed
            Round.objects.filter(pk=round_.pk, done_at=None).update(removed=round_.removed, beat_at=timezone.now())
            progress(done, max(total, done), str(kind.words))
    with organisation() as book:
        if Round.objects.filter(pk=round_.pk, done_at=None).update(done_at=timezone.now()):
            book.note("retention.ran", None, {"removed": round_.removed, "by_clock": round_.by_clock})
    round_.refresh_from_db()
    return round_
