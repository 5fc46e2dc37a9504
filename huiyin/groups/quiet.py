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


def notice(messages: Sequence[Message]) -> None:
    """Called within the posting transaction: messages that came in quiet time wait for its end. Urgent ones do not."""
    waiting: dict[int, list[Message]] = {}
    for message in messages:
        if not message.urgent_reason:
            waiting.setdefault(message.group_id, []).append(message)
    ends = {group_id: quiet_now(of_group[-1].group, of_group[-1].at) for group_id, of_group in waiting.items()}
    quiet = [group_id for group_id, end in ends.items() if end is not None]
    wound = clocks.scheduled(CLOCK, [f"group:{pk}" for pk in quiet]) if quiet else set()
    for group_id in quiet:
        if f"group:{group_id}" not in wound and (end := ends[group_id]) is not None:
            clocks.schedule(CLOCK, f"group:{group_id}", end, {"from_n": waiting[group_id][0].n})


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
