"""A person gives themselves another number: proved by a code on the new one."""

from __future__ import annotations

from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from huiyin.core.errors import Invalid, NotAllowed
from huiyin.journal.models import Stream
from huiyin.journal.recording import open_stream, record
from huiyin.people.actions.devices import end_other_devices
from huiyin.people.actions.persons import PHONE_TAKEN
from huiyin.people.actions.sign_in import ask_code, check_code
from huiyin.people.book import organisation
from huiyin.people.models import Device, Person
from huiyin.people.phones import clean_phone

FROM_THE_LIST = _("Your number comes from the staff list. Ask the system administrator to correct it.")


def ask_new_phone(request: HttpRequest, person: Person, typed: str) -> str:
    """Sends a code to the new number. Gives it cleaned. Raises NotAllowed for officials, Invalid for the number one has, TooOften.

    It is sent whoever has the number: nobody learns by it whether a number is known here.
    """
    _require_own(person)
    if clean_phone(typed) == person.phone:
        raise Invalid(_("This is your number already."), field="phone")
    return ask_code(request, typed, may_be_new=True)


def set_my_phone(request: HttpRequest, person: Person, code: str, here: Device | None) -> Person:
    """The code came back: from now on the person signs in with the new number; other devices and programs are signed out.

    Raises WrongCode, CodeOver, Invalid (field "phone") where somebody else has the number.
    """
    _require_own(person)
    phone = check_code(request, code)
    with organisation():
        stream = Stream.locked(open_stream(f"person:{person.pk}").pk)
        kept = Person.objects.select_for_update().get(pk=person.pk)
        if Person.objects.filter(phone=phone).exclude(pk=person.pk).exists():
            raise Invalid(PHONE_TAKEN, field="phone")
        was, kept.phone = kept.phone, phone
        kept.save(update_fields=["phone"])
        told = {"was": {"phone": was}, "now": {"phone": phone}}
        with transaction.atomic():
            record(stream, "person.changed", by=person, data={"person": person.pk, "fields": ["phone"]}, sealed=told)
            # Whoever had got hold of the old number or of another device does not stay inside.
            end_other_devices(kept, here)
    return kept


def _require_own(person: Person) -> None:
    if person.kind == Person.Kind.OFFICIAL:
        raise NotAllowed(FROM_THE_LIST)
