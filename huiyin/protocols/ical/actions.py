"""Making and ending the link of a calendar; finding whose it is."""

from __future__ import annotations

import hashlib
import secrets

from django.db import transaction
from django.utils import timezone

from huiyin.core.errors import Invalid, NotThere
from huiyin.core.throttle import throttle
from huiyin.journal.models import Stream
from huiyin.journal.recording import open_stream, record
from huiyin.people.models import Person
from huiyin.protocols.ical.models import CalendarLink

ALARMS = (30, 120, 1440)  # minutes
UNKNOWN_A_MINUTE = 30  # tries of one sender with secrets that are none
A_MINUTE = 30  # readings of one link: programs ask every few minutes


def make_link(person: Person, bare: bool = False, alarm_minutes: int | None = None) -> str:
    """A person makes a link for their calendar; the one before ends. Takes how long before a deadline the calendar rings, if it is to.

    Gives its secret, told this once. Raises Invalid for an alarm that is none of ALARMS.
    """
    if alarm_minutes is not None and alarm_minutes not in ALARMS:
        raise Invalid(field="alarm")
    secret = secrets.token_urlsafe(32)
    with transaction.atomic():
        stream = Stream.locked(open_stream(f"person:{person.pk}").pk)
        CalendarLink.objects.filter(person=person, ended_at=None).update(ended_at=timezone.now())
        CalendarLink.objects.create(person=person, digest=_digest(secret), bare=bare, alarm_minutes=alarm_minutes)
        record(stream, "calendar.linked", by=person, data={"person": person.pk})
    return secret


def end_link(person: Person) -> None:
    """A person ends their link: the calendar reads nothing any more."""
    with transaction.atomic():
        stream = Stream.locked(open_stream(f"person:{person.pk}").pk)
        if CalendarLink.objects.filter(person=person, ended_at=None).update(ended_at=timezone.now()):
            record(stream, "calendar.unlinked", by=person, data={"person": person.pk})


def link_of(secret: str, sender: str) -> CalendarLink:
    """Gives the link a secret belongs to. Takes the secret and the network address it came from.

    Raises NotThere for a secret that is none or ended, or whose owner is locked out; TooOften for who guesses or asks without end.
    """
    link = CalendarLink.objects.select_related("person").filter(digest=_digest(secret), ended_at=None).first()
    if link is None or not link.person.is_active:
        throttle(f"ical:unknown:{sender}", UNKNOWN_A_MINUTE)
        raise NotThere
    throttle(f"ical:{link.pk}", A_MINUTE)
    now = timezone.now()
    if link.used_at is None or (now - link.used_at).total_seconds() > 3600:  # a row an hour, not a reading
        CalendarLink.objects.filter(pk=link.pk).update(used_at=now)
    return link


def _digest(secret: str) -> str:
    """It is random and long: a plain digest cannot be guessed back."""
    return hashlib.sha256(secret.encode()).hexdigest()
