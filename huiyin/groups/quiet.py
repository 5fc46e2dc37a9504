"""Quiet hours and days off in groups: who writes then disturbs nobody; when they are over, one clock says what waited."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from huiyin.core.memory import Memory
from huiyin.groups.models import Group, Message
from huiyin.journal import clocks
from huiyin.journal.models import Clock, Stream
from huiyin.journal.recording import record
from huiyin.people import hours as working
from huiyin.people.hours import days_set, hours_of
from huiyin.worktime.hours import is_quiet, quiet_ends

CLOCK = "group.quiet_over"
#: Reckoned twice for every message, once for the clock and once for whoever is told: kept for the second in which it was.
_reckoned: Memory[tuple[int | None, bool], tuple[int, int, datetime | None]] = Memory(5000)


def quiet_now(group: Group, moment: datetime) -> datetime | None:
    """Gives when the group's quiet time ends, or None when it is not quiet at this moment.

    Nights for every group that keeps quiet hours; days off too in work and notice groups. In listening groups people talk
    after work: only the night is quiet.
    """
    if not group.quiet:
        return None
    respect_days = group.kind != Group.Kind.LISTENING
    asked = working.generation(), int(moment.timestamp())  # hours begin and end with minutes
    kept = _reckoned.get((group.unit_id, respect_days))
    if kept is not None and kept[:2] == asked:
        return kept[2]
    end = _reckon(group.unit_id, moment, respect_days)
    _reckoned.put((group.unit_id, respect_days), (*asked, end))
    return end


def _reckon(unit_id: int | None, moment: datetime, respect_days: bool) -> datetime | None:
    hours, days = hours_of(unit_id), days_set(date.fromordinal(moment.toordinal() - 1), 40)
    if not is_quiet(moment, hours, days, respect_days=respect_days):
        return None
    return quiet_ends(moment, hours, days, respect_days=respect_days)


def notice(said: Sequence[tuple[Group, Message]]) -> None:
    """Called within the posting transaction: messages that came in quiet time wait for its end. Urgent ones do not.

    Takes them with their groups, those of one group in their order.
    """
    first: dict[int, Message] = {}
    last: dict[int, tuple[Group, Message]] = {}
    for group, message in said:
        if not message.urgent_reason:
            first.setdefault(group.id, message)
            last[group.id] = group, message
    ends = {f"group:{pk}": (end, first[pk]) for pk, (group, message) in last.items() if (end := quiet_now(group, message.at)) is not None}
    wound = clocks.scheduled(CLOCK, list(ends)) if ends else set()
    for subject, (end, message) in ends.items():
        if subject not in wound:
            clocks.schedule(CLOCK, subject, end, {"from_n": message.n})


def _lock(subject: str) -> None:
    """The group's stream before the clock, as posting does."""
    Stream.objects.select_for_update().get(group=int(subject.partition(":")[2]))


@clocks.on_due(CLOCK, first=_lock)
def say_what_waited(clock: Clock) -> None:
    """At the end of quiet time: one entry with how many messages waited, so that browsers say it once."""
    group = Group.objects.get(pk=int(clock.subject.partition(":")[2]))
    count = max(0, group.last_n - clock.data["from_n"] + 1)
    if count and group.archived_at is None:
        record(group.stream_id, "group.quiet_over", data={"group": group.pk, "count": count})
