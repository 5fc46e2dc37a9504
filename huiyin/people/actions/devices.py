"""Devices: seen, ended one by one or all others at once. What is ended is signed out with its next request, and hears nothing more.

The session's own row is dropped when its browser comes again, or expires: its key is kept nowhere, only its digest, so it
cannot be looked up; and without a living device it opens nothing (presence.WhoMiddleware).
"""

from __future__ import annotations

from datetime import timedelta

from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from huiyin.core.errors import NotThere
from huiyin.core.throttle import first_within
from huiyin.journal import clocks
from huiyin.journal.models import Clock, Stream
from huiyin.journal.recording import PendingEntry, open_stream, record_all
from huiyin.people.actions.tokens import revoke_all
from huiyin.people.devices import SEEN_EVERY
from huiyin.people.models import Device, Person

SWEEP = "sessions.swept"
_A_DAY = timedelta(days=1)


def mark_seen(device: Device) -> None:
    """Notes that a device is in use; several requests at once write it once."""
    now = timezone.now()
    if Device.objects.filter(pk=device.pk, ended_at=None, seen_at__lte=now - SEEN_EVERY).update(seen_at=now):
        device.seen_at = now


def stay_signed_in(device: Device) -> None:
    """Its person says that they are still there: what counts is this moment, not the last of the ten minutes."""
    now = timezone.now()
    if Device.objects.filter(pk=device.pk, ended_at=None).update(seen_at=now):
        device.seen_at = now


def end_device(person: Person, device_id: int) -> None:
    """Signs one of the person's own devices out. Raises NotThere where it is no living device of theirs."""
    if not _end(person, Device.objects.filter(pk=device_id), person):
        raise NotThere


def end_other_devices(person: Person, but: Device | None) -> int:
    """Signs the person out everywhere but here. Gives how many devices were ended."""
    with transaction.atomic():
        ended = _end(person, Device.objects.exclude(pk=but.pk) if but else Device.objects.all(), person)
        revoke_all(person, person)
    return ended


def end_all_devices(person: Person, by: Person | None) -> int:
    """Signs a person out everywhere: when they are locked, before they are erased. Gives how many devices were ended."""
    with transaction.atomic():
        ended = _end(person, Device.objects.all(), by)
        revoke_all(person, by)
    return ended


def end_everybody() -> int:
    """Signs everybody out, when the server's key is changed; programs' tokens do not hang on it and stay. Gives how many devices.

    Person by person: interrupted, it goes on with those who are left.
    """
    people = list(Device.objects.filter(ended_at=None).values_list("person", flat=True).distinct())
    return sum(_end(Person.objects.get(pk=person), Device.objects.all(), None) for person in people)


def _end(person: Person, devices: QuerySet[Device], by: Person | None) -> int:
    with transaction.atomic():
        stream = Stream.locked(open_stream(f"person:{person.pk}").pk)
        ended = list(devices.filter(person=person, ended_at=None).values_list("pk", flat=True))
        if ended:
            Device.objects.filter(pk__in=ended).update(ended_at=timezone.now())
            who = by.pk if by else None
            record_all(stream.pk, [PendingEntry("session.ended", who, {"device": pk}) for pk in ended], locked=stream)
        return len(ended)


@clocks.on_due(SWEEP)
def _sweep(clock: Clock) -> None:
    """Once a day sessions that have run out go: those of visitors who asked for a code and never typed it, above all."""
    Session.objects.filter(expire_date__lt=timezone.now()).delete()
    clocks.schedule(SWEEP, "sessions", timezone.now() + _A_DAY)


def keep_sweeping() -> None:
    """Sets the clock of the daily sweep if it is not set; asked at sign-in, looked up once a day by each process."""
    if first_within("door:sweep", _A_DAY.total_seconds()) and not Clock.objects.filter(kind=SWEEP, fired_at=None).exists():
        clocks.schedule(SWEEP, "sessions", timezone.now() + _A_DAY)
