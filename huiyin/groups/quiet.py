"""Quiet hours and days off in groups: who writes then disturbs nobody; when they are over, one clock says what waited."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import connection

from huiyin.groups.models import Group, Message
from huiyin.journal import clocks
from huiyin.journal.models import Clock
from huiyin.journal.recording import record
from huiyin.journal.rows import table
from huiyin.people.hours import days_set, hours_of
from huiyin.worktime.hours import is_quiet, quiet_ends

CLOCK = "group.quiet_over"


def quiet_now(group: Group, moment: datetime) -> datetime | None:
    """Gives when the group's quiet time ends, or None when it is not quiet at this moment.

    Nights for every group that keeps quiet hours; days off too in work and notice groups. In listening groups people talk
    after work: only the night is quiet.
    """
    if not group.quiet:
        return None
    hours, days = hours_of(group.unit_id), days_set(date.fromordinal(moment.toordinal() - 1), 40)
    respect_days = group.kind != Group.Kind.LISTENING
    if not is_quiet(moment, hours, days, respect_days=respect_days):
        return None
    return quiet_ends(moment, hours, days, respect_days=respect_days)


def notice(group: Group, messages: Sequence[Message]) -> None:
    """Called within the posting transaction: messages that came in quiet time wait for its end. Urgent ones do not."""
    waiting = [m for m in messages if not m.urgent_reason]
    if not waiting:
        return
    ends = quiet_now(group, waiting[-1].at)
    if ends is None or _pending(group):
        return
    clocks.wind(CLOCK, f"group:{group.pk}", ends, {"from_n": waiting[0].n})


def _pending(group: Group) -> bool:
    # Written out: asked with every batch of messages of a night.
    sql = f"SELECT 1 FROM {table(Clock)} WHERE kind = %s AND subject = %s AND fired_at IS NULL"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(sql, [CLOCK, f"group:{group.pk}"])
        return cursor.fetchone() is not None


@clocks.rings(CLOCK)
def say_what_waited(clock: Clock) -> None:
    """At the end of quiet time: one entry with how many messages waited, so that browsers say it once."""
    group = Group.objects.get(pk=int(clock.subject.partition(":")[2]))
    count = max(0, group.last_n - clock.data["from_n"] + 1)
    if count and group.archived_at is None:
        record(group.stream_id, "group.quiet_over", data={"group": group.pk, "count": count})
