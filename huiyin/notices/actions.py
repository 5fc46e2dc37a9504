"""What happens with notices: people are told, they read, old ones go."""

from __future__ import annotations

import time
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from huiyin.core.today import forget_waiting
from huiyin.db.bulk import insert_rows
from huiyin.journal.event_types import Recipient
from huiyin.journal.models import Entry
from huiyin.notices import polling
from huiyin.notices.models import Notice
from huiyin.people.attention import stir
from huiyin.people.models import Person

KEPT = timedelta(days=366)
TIDY_EVERY_SECONDS = 3600
TIDY_AT_ONCE = 2000
_tidied_at = 0.0


def tell_people(meant: Sequence[tuple[Entry, Recipient]]) -> list[tuple[Notice, bool]]:
    """Makes the notices of entries, in the transaction that records these. Gives them, and with each whether it is urgent."""
    rows = [Notice(person_id=t.person, entry=entry, kind=t.notice, stream_id=entry.stream_id, at=entry.at) for entry, t in meant]
    insert_rows(rows)
    transaction.on_commit(lambda: polling.heard([row.pk for row in rows]))
    told = {row.person_id for row in rows}
    transaction.on_commit(lambda: forget_waiting(told))
    stir(told)
    return [(row, telling.urgent) for row, (_entry, telling) in zip(rows, meant, strict=True)]


def read_notice(person: Person, pk: int) -> Notice | None:
    """A person opens one of their notices. Gives it, or None where it is not theirs."""
    with transaction.atomic():
        notice = Notice.objects.select_related("entry", "stream").filter(person=person, pk=pk).first()
        if notice is not None and notice.read_at is None:
            Notice.objects.filter(pk=pk, read_at=None).update(read_at=timezone.now())
            stir([person.pk])
    return notice


def read_all(person: Person, up_to: int) -> int:
    """A person has seen their list up to a notice (its id): what came later stays unread. Gives how many were read by it."""
    with transaction.atomic():
        count = Notice.objects.filter(person=person, pk__lte=up_to, read_at=None).update(read_at=timezone.now())
        if count:
            stir([person.pk])
    return count


def read_about(person_id: int, stream_id: int, kind: str = "") -> int:
    """A person looks at a noun's page, or did something about it: what they were told of it until then is read. `kind`: of that
    sort alone (a group's page answers who was answered there, and not that a program of it stopped). Gives how much."""
    with transaction.atomic():
        told = Notice.objects.filter(person=person_id, stream=stream_id, read_at=None)
        count = (told.filter(kind=kind) if kind else told).update(read_at=timezone.now())
        if count:
            stir([person_id])
    return count


def tidy() -> None:
    """Called about once a second by the clockwork: once an hour, what is a year old goes."""
    global _tidied_at
    if time.monotonic() - _tidied_at > TIDY_EVERY_SECONDS:
        _tidied_at = time.monotonic()
        forget_old(timezone.now())


def forget_old(now: datetime) -> int:
    """Removes notices a year old: what happened stands in the record. Gives how many, a bounded number at once."""
    old = Notice.objects.filter(at__lt=now - KEPT).order_by("at").values_list("pk", flat=True)[:TIDY_AT_ONCE]
    return Notice.objects.filter(pk__in=list(old)).delete()[0]
