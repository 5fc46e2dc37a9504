"""Locked by the security administrator: signed out everywhere at once, and not let in until unlocked."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from huiyin.core.errors import NotAllowed, WrongState
from huiyin.journal.models import Stream
from huiyin.journal.recording import open_stream, record
from huiyin.people.actions.devices import end_all_devices
from huiyin.people.models import Person
from huiyin.people.rules import may_lock_persons, require_by


def lock_person(person: Person, by: Person | None = None) -> Person:
    """Locks an account and ends all its devices. Gives the person. `by` None: from the command line.

    Raises NotAllowed unless the security administrator does it, and for oneself; WrongState where it is locked or erased.
    """
    require_by(by, may_lock_persons)
    if by is not None and by.pk == person.pk:
        raise NotAllowed(_("Nobody locks themselves out."))
    with transaction.atomic():
        stream = Stream.locked(open_stream(f"person:{person.pk}").pk)
        person = Person.objects.get(pk=person.pk)
        if not person.is_active:
            raise WrongState(_("This account is locked already."))
        person.locked_at = timezone.now()
        person.save(update_fields=["locked_at"])
        record(stream, "person.locked", by=by, data={"person": person.pk})
        end_all_devices(person, by)
    return person


def unlock_person(person: Person, by: Person | None = None) -> Person:
    """Opens a locked account again; its devices stay ended. Raises NotAllowed, WrongState where it is not locked."""
    require_by(by, may_lock_persons)
    with transaction.atomic():
        stream = Stream.locked(open_stream(f"person:{person.pk}").pk)
        person = Person.objects.get(pk=person.pk)
        if person.locked_at is None or person.erased_at is not None:
            raise WrongState(_("This account is not locked."))
        person.locked_at = None
        person.save(update_fields=["locked_at"])
        record(stream, "person.unlocked", by=by, data={"person": person.pk})
    return person
