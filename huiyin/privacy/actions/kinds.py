"""What goes after its term, kind by kind: how much is due, and removing some of it. Nothing else is ever removed by the clock.

Each removal is one short transaction of its own: people who post are waiting for it. Whatever is removed twice is removed once.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from huiyin.channels.actions import sending as outbox
from huiyin.channels.models import MailCode
from huiyin.core.retention_periods import gone_before
from huiyin.groups.actions import erase_message
from huiyin.groups.models import Export, Message
from huiyin.hooks.actions import sending as hooks
from huiyin.journal.models import Sealed
from huiyin.media.actions import UNCLAIMED_FOR, remove_unclaimed, storage
from huiyin.media.models import Upload
from huiyin.notices.models import Notice
from huiyin.people import codes
from huiyin.people.devices import AT_MOST, session_hash
from huiyin.people.models import Device, SignInCode, StaffImport

BATCH = 500
TOMBSTONES_AT_ONCE = 50  # each is an entry in its group's stream
LIST_KEPT = timedelta(days=30)  # a staff list that was brought in: names and numbers that stand with the persons by then


@dataclass(frozen=True)
class Kind:
    """`count`: how many are due at a moment. `remove`: removes some of them, gives how many; nought when none is left."""

    name: str
    words: Any
    count: Callable[[datetime], int]
    remove: Callable[[datetime], int]


def _some(rows: QuerySet[Any]) -> int:
    """Deletes a batch of rows; gives how many of them (not of what hung on them)."""
    with transaction.atomic():
        pks = list(rows.order_by("pk").values_list("pk", flat=True)[:BATCH])
        if pks:
            rows.model._default_manager.filter(pk__in=pks).delete()
        return len(pks)


def _exports(now: datetime) -> QuerySet[Export]:
    """The clock of each copy lets it go; here what it missed, and the rows of what is gone for as long again."""
    before = gone_before("exports", now)
    assert before is not None
    gone = Q(state__in=(Export.State.GONE, Export.State.FAILED), asked_at__lte=before - (now - before))
    return Export.objects.filter(Q(state=Export.State.READY, expires_at__lte=now) | gone)


def _remove_exports(now: datetime) -> int:
    with transaction.atomic():
        rows = list(_exports(now).order_by("pk")[:BATCH])
        paths = [row.path for row in rows]
        Export.objects.filter(pk__in=[row.pk for row in rows]).delete()
        transaction.on_commit(lambda: _drop(paths))
    return len(rows)


def _drop(paths: list[str]) -> None:
    for path in paths:
        storage().delete(path)


def dead_sessions(now: datetime, most: int | None = None) -> list[str]:
    """Gives keys of sessions that open nothing any more: run out, or their device was signed out. A device keeps only its key's digest,
    so the keys are digested here and held against the dead. Takes how many are enough."""
    dead = list(Session.objects.filter(expire_date__lte=now).values_list("session_key", flat=True)[:most])
    last, ended = "", Device.objects.filter(ended_at__isnull=False)
    living = Session.objects.filter(expire_date__gt=now).order_by("session_key").values_list("session_key", flat=True)
    while most is None or len(dead) < most:
        hashes = {session_hash(key): key for key in living.filter(session_key__gt=last)[:BATCH]}
        if not hashes:
            break
        last = max(hashes.values())
        dead += [hashes[digest] for digest in ended.filter(session_hash__in=list(hashes)).values_list("session_hash", flat=True)]
    return dead[:most]


def _remove_sessions(now: datetime) -> int:
    with transaction.atomic():
        keys = dead_sessions(now, BATCH)
        Session.objects.filter(session_key__in=keys).delete()
    return len(keys)


def _sign_in_codes(now: datetime) -> QuerySet[SignInCode]:
    return SignInCode.objects.filter(made_at__lte=now - codes.KEPT)


def _mail_codes(now: datetime) -> QuerySet[MailCode]:
    return MailCode.objects.filter(made_at__lte=now - codes.KEPT)


def _notices(now: datetime) -> QuerySet[Notice]:
    return Notice.objects.filter(read_at__lte=gone_before("notices", now))


def _uploads(now: datetime) -> QuerySet[Upload]:
    return Upload.objects.filter(Q(claimed_at=None, created_at__lt=now - UNCLAIMED_FOR) | Q(erased_at__isnull=False, size__gt=0))


def _seen_at_the_door(now: datetime) -> QuerySet[Sealed]:
    """Numbers and addresses of who was not let in. The entries stay, as everything in the record; what they held of a person goes."""
    return Sealed.objects.filter(erased_at=None, entry__stream__key="security", entry__at__lte=gone_before("security", now))


def _devices(now: datetime) -> QuerySet[Device]:
    """Where somebody was signed in: signed out, or run out of itself, that long ago."""
    before = gone_before("security", now)
    assert before is not None
    return Device.objects.filter(Q(ended_at__lte=before) | Q(ended_at=None, started_at__lte=before - AT_MOST))


def _remove_security(now: datetime) -> int:
    with transaction.atomic():
        pks = list(_seen_at_the_door(now).order_by("pk").values_list("pk", flat=True)[:BATCH])
        Sealed.objects.filter(pk__in=pks).update(body=None, salt="", erased_at=timezone.now())
    return len(pks) or _some(_devices(now))


def _staff_lists(now: datetime) -> QuerySet[StaffImport]:
    return StaffImport.objects.filter(made_at__lte=now - LIST_KEPT).exclude(rows={})


def _remove_staff_lists(now: datetime) -> int:
    with transaction.atomic():
        pks = list(_staff_lists(now).order_by("pk").values_list("pk", flat=True)[:BATCH])
        StaffImport.objects.filter(pk__in=pks).update(rows={})
    return len(pks)


def _archived(now: datetime) -> QuerySet[Message]:
    """Messages of groups that ended; not those on which a task stands: they are the record of an office."""
    before = gone_before("archived", now)
    if before is None:
        return Message.objects.none()
    return Message.objects.filter(group__archived_at__lte=before, erased_at=None).exclude(extra__has_key="task")


def _remove_archived(now: datetime) -> int:
    some = list(_archived(now).select_related("group", "author").order_by("group", "n")[:TOMBSTONES_AT_ONCE])
    for message in some:
        erase_message(message, by=None)
    return len(some)


KINDS: tuple[Kind, ...] = (
    Kind("exports", _("Copies that were made"), lambda now: _exports(now).count(), _remove_exports),
    Kind("sessions", _("Sessions that ended"), lambda now: len(dead_sessions(now)), _remove_sessions),
    Kind(
        "codes", _("Codes"), lambda now: _sign_in_codes(now).count() + _mail_codes(now).count(),
        lambda now: _some(_sign_in_codes(now)) or _some(_mail_codes(now)),
    ),
    Kind("notices", _("Notices that were read"), lambda now: _notices(now).count(), lambda now: _some(_notices(now))),
    Kind("webhooks", _("Deliveries of webhooks"), lambda now: hooks.old_ones(now).count(), lambda now: _some(hooks.old_ones(now))),
    Kind("outbox", _("Mails and robots' messages"), lambda now: outbox.old_ones(now).count(), lambda now: _some(outbox.old_ones(now))),
    Kind("uploads", _("Photos and files nobody sent"), lambda now: _uploads(now).count(), remove_unclaimed),
    Kind("staff_lists", _("Staff lists that were brought in"), lambda now: _staff_lists(now).count(), _remove_staff_lists),
    Kind(
        "security", _("Numbers and addresses of sign-ins"), lambda now: _seen_at_the_door(now).count() + _devices(now).count(),
        _remove_security,
    ),
    Kind("archived", _("Messages of ended groups"), lambda now: _archived(now).count(), _remove_archived),
)  # fmt: skip
