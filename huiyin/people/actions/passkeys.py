"""Passkeys: added, renamed, removed by their owner; used at the door."""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from huiyin.core.errors import Invalid, TooMuch, or_404
from huiyin.journal.models import Stream
from huiyin.journal.recording import open_stream, record
from huiyin.language.clean import one_line
from huiyin.people import passkeys
from huiyin.people.actions.sign_in import note_refusal, sign_in
from huiyin.people.devices import device_label
from huiyin.people.models import Passkey, Person


def add_passkey(request: HttpRequest, person: Person, credential: dict[str, Any], label: str = "") -> Passkey:
    """Keeps the passkey that a device has just made. Raises PasskeyRefused, TooMuch where there are ten already."""
    from webauthn.helpers import bytes_to_base64url

    proved = passkeys.proved_new(request, credential)
    label = clean_label(label) if label.strip() else device_label(request.headers.get("User-Agent", "")) or str(_("Passkey"))
    try:
        with transaction.atomic():
            Stream.locked(open_stream(f"person:{person.pk}").pk)  # two at once are counted one after the other
            if person.passkeys.count() >= passkeys.MOST_A_PERSON:
                raise TooMuch(_("You have ten passkeys. Remove one that you no longer use."))
            made = Passkey.objects.create(
                person=person, credential_id=bytes_to_base64url(proved.credential_id), public_key=proved.credential_public_key,
                sign_count=proved.sign_count, label=label,
            )  # fmt: skip
            record(open_stream(f"person:{person.pk}"), "passkey.added", by=person, data={"passkey": made.pk})
            return made
    except IntegrityError as error:
        raise passkeys.PasskeyRefused from error


def rename_passkey(person: Person, pk: int, label: str) -> Passkey:
    """Gives one of the person's passkeys another name. Raises NotThere, Invalid (field "label")."""
    label = clean_label(label)
    with transaction.atomic():
        passkey = _own(person, pk)
        passkey.label = label
        passkey.save(update_fields=["label"])
        record(open_stream(f"person:{person.pk}"), "passkey.renamed", by=person, data={"passkey": passkey.pk})
    return passkey


def remove_passkey(person: Person, pk: int) -> None:
    """Forgets one of the person's passkeys: it opens nothing any more. Raises NotThere."""
    with transaction.atomic():
        passkey = _own(person, pk)
        record(open_stream(f"person:{person.pk}"), "passkey.removed", by=person, data={"passkey": passkey.pk})
        passkey.delete()


def sign_in_by_passkey(request: HttpRequest, credential: dict[str, Any]) -> Person:
    """Signs in the owner of the passkey that answered. Raises PasskeyRefused, in the same words whatever was wrong."""
    challenge = passkeys.take_challenge(request, "sign_in")
    try:
        passkey = used_passkey(request, credential, challenge)
    except passkeys.PasskeyRefused:
        note_refusal(request, "passkey", once=True)
        raise
    sign_in(request, passkey.person, how="passkey")
    return passkey.person


def used_passkey(request: HttpRequest, credential: dict[str, Any], challenge: bytes, of: Person | None = None) -> Passkey:
    """Gives the passkey that answered a challenge, its counter moved on; `of` a person: one of theirs. Raises PasskeyRefused."""
    with transaction.atomic():
        # Under its row: two answers with the same counter cannot both be the newer one.
        found = Passkey.objects.select_for_update(of=("self",)).select_related("person")
        passkey = found.filter(credential_id=str(credential.get("id", ""))[:400]).first()
        if passkey is None or not passkey.person.is_active or (of is not None and passkey.person_id != of.pk):
            raise passkeys.PasskeyRefused
        proved = passkeys.proved_owner(request, credential, passkey, challenge)
        passkey.sign_count, passkey.used_at = proved.new_sign_count, timezone.now()
        passkey.save(update_fields=["sign_count", "used_at"])
    return passkey


def clean_label(label: str) -> str:
    """Gives a passkey's name as it is kept. Raises Invalid (field "label") for none, or more than 60 characters."""
    label = one_line(label[:1000])
    if not label or len(label) > 60:
        raise Invalid(_("Give it a name with at most 60 characters."), field="label")
    return label


def _own(person: Person, pk: int) -> Passkey:
    return or_404(Passkey.objects.select_for_update().filter(pk=pk, person=person).first())
