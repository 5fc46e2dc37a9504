"""By what somebody, or a program of theirs, comes in."""

from __future__ import annotations

from django.db.models import QuerySet

from huiyin.people.devices import devices_of
from huiyin.people.models import ApiToken, Passkey, Person


def passkeys_of(person: Person) -> QuerySet[Passkey]:
    """Gives a person's passkeys, the latest first."""
    return Passkey.objects.filter(person=person).order_by("-made_at")


def tokens_of(person: Person) -> QuerySet[ApiToken]:
    """Gives the tokens of a person's programs that are not revoked, the latest first."""
    return ApiToken.objects.filter(person=person, revoked_at=None).order_by("-made_at")


def count_passkeys(person: Person) -> int:
    """Gives how many passkeys a person has."""
    return passkeys_of(person).count()


def count_devices(person: Person) -> int:
    """Gives on how many devices a person is signed in."""
    return devices_of(person).count()
