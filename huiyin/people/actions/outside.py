"""Signed in by the government's own sign-in: linked once, by a number it vouches for; from then on by who the person is there."""

from __future__ import annotations

from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from huiyin.core.errors import Invalid, NotAllowed
from huiyin.journal.models import Stream
from huiyin.journal.recording import open_stream, record
from huiyin.people.actions.sign_in import note_refusal, sign_in
from huiyin.people.models import OutsideIdentity, Person
from huiyin.people.phones import clean_phone


def sign_in_from_outside(request: HttpRequest, issuer: str, subject: str, phone: str) -> Person:
    """Signs in who is (issuer, subject) at the provider; the first time, who has the phone number it vouches for.

    Takes "" for no such number. Raises NotAllowed where nobody here is meant, or the person is locked.
    """
    person = Person.objects.filter(identities__issuer=issuer, identities__subject=subject).first()
    if person is None:
        person = _link(issuer, subject, phone)
    if person is None:
        note_refusal(request, "oidc:unknown", phone)
        raise NotAllowed(_("The government knows you, but this place does not yet. Ask your administrator to add you."))
    sign_in(request, person, how="oidc")
    return person


def _link(issuer: str, subject: str, phone: str) -> Person | None:
    try:
        person = Person.objects.filter(phone=clean_phone(phone), locked_at=None, erased_at=None).first()
    except Invalid:
        return None
    if person is None:
        return None
    with transaction.atomic():
        stream = Stream.locked(open_stream(f"person:{person.pk}").pk)
        # A number passes to somebody else one day; the person who was linked by it before must not pass with it.
        if OutsideIdentity.objects.filter(issuer=issuer, person=person).exists():
            return None
        identity = OutsideIdentity.objects.create(person=person, issuer=issuer, subject=subject)
        told = {"issuer": issuer, "subject": subject}
        record(stream, "identity.linked", by=person, data={"identity": identity.pk}, sealed=told)
    return person
