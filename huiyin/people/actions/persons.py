"""Persons: added and corrected by those who keep the staff list. Residents who join by themselves come through the door."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from huiyin.core.errors import Invalid, NotAllowed, WrongState
from huiyin.language.clean import TooLong
from huiyin.language.names import clean_person_name, pinyin_keys
from huiyin.people.book import organisation
from huiyin.people.models import Administrator, Person, Unit
from huiyin.people.normalization import one_line
from huiyin.people.phones import clean_phone
from huiyin.people.rules import may_manage_staff, require_by

PHONE_TAKEN = _("This phone number already belongs to somebody.")
ADMINISTRATORS_PHONE = _("This is an administrator: the number opens their door. The security administrator dismisses them first.")


def add_person(
    name: str,
    phone: str | None = None,
    *,
    kind: str = Person.Kind.OFFICIAL,
    by: Person | None = None,
    home: Unit | None = None,
    about: str = "",
    is_minor: bool = False,
    guardian: Person | None = None,
    language: str = "zh-hans",
) -> Person:
    """Adds a person. `phone` in any usual spelling, or None: somebody who cannot sign in but is known and answered.

    Raises Invalid with the field: name, phone (not a number, or somebody's already), kind, guardian.
    """
    with organisation() as book:
        require_by(by, may_manage_staff)
        values = _clean(name=name, phone=phone, kind=kind, about=about)
        if is_minor and guardian is None:
            raise Invalid(_("A child needs a guardian."), field="guardian")
        person = Person(home=home, is_minor=is_minor, guardian=guardian, language=language)
        _require_free_phone(values["phone"], None)
        for key, value in values.items():
            setattr(person, key, value)
        person.save()
        told = {"name": person.name, "phone": person.phone}
        book.note("person.added", by, {"person": person.pk, "kind": person.kind}, sealed=told)
    return person


def change_person(person: Person, *, by: Person | None = None, **changes: Any) -> Person:
    """Corrects what is kept of a person. Takes any of name, phone, kind, about, home; gives the person. Raises as add_person."""
    with organisation() as book:
        require_by(by, may_manage_staff)
        person = Person.objects.select_for_update().get(pk=person.pk)
        if person.erased_at is not None:
            raise WrongState(_("This person's data was erased."))
        wanted = _clean(**{k: v for k, v in changes.items() if k != "home"})
        if "phone" in wanted:
            _require_free_phone(wanted["phone"], person.pk)
            _require_no_others_key(person, wanted["phone"], by)
        if "home" in changes:
            wanted["home_id"] = changes["home"] and changes["home"].pk
        was = {key: getattr(person, key) for key, value in wanted.items() if getattr(person, key) != value}
        if was:
            for key in was:
                setattr(person, key, wanted[key])
            person.save(update_fields=list(was))
            fields = sorted(key.removesuffix("_id") for key in was if key != "name_keys")
            told = {"was": was, "now": {key: wanted[key] for key in was}}
            book.note("person.changed", by, {"person": person.pk, "fields": fields}, sealed=told)
    return person


def _require_no_others_key(person: Person, phone: str | None, by: Person | None) -> None:
    """A number is a key: who keeps the staff could set that of another administrator to their own, and be both."""
    others = by is not None and by.pk != person.pk and person.phone != phone
    if others and Administrator.objects.filter(person=person).exists():
        raise NotAllowed(ADMINISTRATORS_PHONE)


def _clean(**given: Any) -> dict[str, Any]:
    """What was given, as it is kept. Raises Invalid with the field."""
    values: dict[str, Any] = {}
    if "name" in given:
        try:
            values["name"] = clean_person_name(given["name"] or "")
        except TooLong as long:
            raise Invalid(_("This may have at most %(most)d characters.") % {"most": 40}, field="name") from long
        except ValueError as empty:
            raise Invalid(_("Write the person's name."), field="name") from empty
        values["name_keys"] = pinyin_keys(values["name"])[:200]
    if "phone" in given:
        values["phone"] = clean_phone(given["phone"]) if given["phone"] else None
    if "kind" in given:
        if given["kind"] not in Person.Kind.values:
            raise Invalid(_("Choose one of the kinds."), field="kind")
        values["kind"] = given["kind"]
    if "about" in given:
        values["about"] = one_line(given["about"] or "", 80)
    return values


def _require_free_phone(phone: str | None, own: int | None) -> None:
    if phone and Person.objects.filter(phone=phone).exclude(pk=own or 0).exists():
        raise Invalid(PHONE_TAKEN, field="phone")
