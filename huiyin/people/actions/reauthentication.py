"""Once more: it is you. A device left open on a desk does nothing grave; its person shows a code or a passkey first.

Who signed in, or showed it, within ten minutes is believed. The code is that of the door, with its limits; it goes only to the
number that the person already has here.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from huiyin.core.errors import NotAllowed
from huiyin.journal.models import Stream
from huiyin.journal.recording import open_stream, record
from huiyin.people import codes, passkeys
from huiyin.people.actions.passkeys import used_passkey
from huiyin.people.actions.sign_in import ask_code, check_code, note_refusal, pending_phone
from huiyin.people.models import Device, Person

GOOD_FOR = timedelta(minutes=10)


class ProveAgain(NotAllowed):
    """What was asked for is grave, and it is a while since this device's person showed who they are."""

    code = "prove_again"
    default_words = _("Before this, show once more that it is you: open the page in a browser and follow what it says.")


def proved_lately(device: Device) -> bool:
    """Whether the device's person showed within ten minutes who they are. The demo's doors ask nobody, so neither does this there."""
    if settings.DEMO and device.how == "demo":
        return True
    return timezone.now() - (device.proved_at or device.started_at) <= GOOD_FOR


def send_code_again(request: HttpRequest, person: Person) -> None:
    """Sends a code to the person's own number. Raises TooOften, CodeNotSent; NotAllowed for who has no number here."""
    if not person.phone:
        raise NotAllowed(_("There is no number of yours here. Sign out and in again, then do it within ten minutes."))
    ask_code(request, person.phone)


def code_is_on_its_way(request: HttpRequest, person: Person) -> bool:
    """Whether a code was asked for in this browser, for this person."""
    return bool(person.phone) and pending_phone(request) == person.phone


def prove_by_code(request: HttpRequest, person: Person, device: Device, code: str) -> None:
    """The person typed the code. Raises WrongCode (`tries_left`), CodeOver."""
    if check_code(request, code) != person.phone:
        raise codes.CodeOver
    _proved(person, device, "code")


def prove_by_passkey(request: HttpRequest, person: Person, device: Device, credential: dict[str, Any]) -> None:
    """The person's device answered with one of their own passkeys. Raises PasskeyRefused."""
    challenge = passkeys.take_challenge(request, "again")
    try:
        used_passkey(request, credential, challenge, of=person)
    except passkeys.PasskeyRefused:
        note_refusal(request, "passkey", once=True)
        raise
    _proved(person, device, "passkey")


def _proved(person: Person, device: Device, how: str) -> None:
    with transaction.atomic():
        stream = Stream.locked(open_stream(f"person:{person.pk}").pk)
        device.proved_at = timezone.now()
        if not Device.objects.filter(pk=device.pk, ended_at=None).update(proved_at=device.proved_at):
            raise NotAllowed  # it was signed out meanwhile
        record(stream, "session.proved", by=person, data={"device": device.pk, "how": how})
