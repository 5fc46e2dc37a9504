"""What goes at once when a person is erased: everything by which they came in, were reached, or were known beside what they said."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils import timezone

from huiyin.channels.models import MailCode, Outlet
from huiyin.groups.exporting.actions import EXPIRE_CLOCK
from huiyin.groups.models import Export
from huiyin.hooks.models import Delivery as HookDelivery
from huiyin.hooks.models import IncomingHook, Subscription
from huiyin.journal import clocks
from huiyin.journal.recording import record
from huiyin.media.actions import storage
from huiyin.notices.models import Notice
from huiyin.people.codes import number_digest
from huiyin.people.devices import session_hash
from huiyin.people.models import ApiToken, Delegation, Device, OutsideIdentity, Passkey, Person, SignInCode
from huiyin.protocols.ical.models import CalendarLink
from huiyin.tasks.models import MoveMade, SavedView

BATCH = 500


def sessions_of(person: Person) -> list[str]:
    """Gives the keys of the sessions in which a person is or was signed in: devices keep only digests, so all keys are digested."""
    hashes = set(Device.objects.filter(person=person).values_list("session_hash", flat=True))
    if not hashes:
        return []
    keys = Session.objects.values_list("session_key", flat=True).iterator(chunk_size=5000)
    return [key for key in keys if session_hash(key) in hashes]


def forget_rows(person: Person, session_keys: Sequence[str]) -> None:
    """Removes the rows, within the erasing transaction; files of copies they had asked for go after it."""
    _end_hooks(person)
    for start in range(0, len(session_keys), BATCH):
        Session.objects.filter(session_key__in=session_keys[start : start + BATCH]).delete()
    if person.phone:
        SignInCode.objects.filter(phone_hash=number_digest(person.phone)).delete()
    for rows in (Device, Passkey, ApiToken, OutsideIdentity, CalendarLink, MailCode, Notice, SavedView, MoveMade, Outlet):
        rows._default_manager.filter(person=person).delete()
    Delegation.objects.filter(by=person).exclude(reason="").update(reason="")
    _remove_copies(person)


def _end_hooks(person: Person) -> None:
    """Programs for which this person answers: nobody does any more, so they end. What they said stands under their own name."""
    now = timezone.now()
    for hook in IncomingHook.objects.filter(by=person, revoked_at=None).select_related("group"):
        IncomingHook.objects.filter(pk=hook.pk).update(revoked_at=now)
        record(hook.group.stream_id, "hook.revoked", data={"group": hook.group_id, "hook": hook.pk})
    for told in Subscription.objects.filter(by=person, ended_at=None).select_related("group"):
        Subscription.objects.filter(pk=told.pk).update(ended_at=now)
        record(told.group.stream_id, "subscription.ended", data={"group": told.group_id, "subscription": told.pk})
    Subscription.objects.filter(by=person).update(address="", salt="")
    HookDelivery.objects.filter(subscription__by=person).delete()


def _remove_copies(person: Person) -> None:
    copies = list(Export.objects.filter(by=person).exclude(state=Export.State.GONE))
    for copy in copies:
        clocks.cancel(EXPIRE_CLOCK, f"export:{copy.pk}")
    Export.objects.filter(pk__in=[copy.pk for copy in copies]).update(state=Export.State.GONE)
    paths = [copy.path for copy in copies if copy.state == Export.State.READY]
    transaction.on_commit(lambda: drop(paths))


def drop(paths: Sequence[str]) -> None:
    """Removes files from where media lie; call it after the commit."""
    for path in paths:
        storage().delete(path)
