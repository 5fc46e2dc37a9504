"""Keys for programs that send requests in: made, shown, ended."""

from __future__ import annotations

import hashlib
import re
import secrets

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from huiyin.core.errors import Invalid, TooMuch
from huiyin.core.throttle import throttle
from huiyin.journal.models import Stream
from huiyin.journal.recording import open_stream, record
from huiyin.language.clean import clean_name
from huiyin.open311.errors import NoKey
from huiyin.open311.models import SendingKey
from huiyin.open311.rules import may_manage_keys
from huiyin.people.devices import neighbourhood
from huiyin.people.models import Person
from huiyin.people.rules import require_by

PREFIX = "hy311_"  # so that a scanner finds one that was published by mistake
LIVING = 50
USUAL_AN_HOUR, MOST_AN_HOUR = 120, 5000
WRONG, WRONG_SECONDS = 30, 600  # wrong keys from one place
_SHAPE = re.compile(rf"{PREFIX}[A-Za-z0-9_-]{{43}}")


def make_key(name: str, by: Person | None, per_hour: int = USUAL_AN_HOUR, tells_code: bool = False) -> tuple[SendingKey, str]:
    """Makes a key for a program. Takes its name, how much it may send within an hour, and whether it is told the code with which whoever
    asked looks their request up. Gives the key and what the program shows, which is told this once and kept nowhere.

    Raises NotAllowed, Invalid with the field, TooMuch beyond fifty living keys. `by` None is the installation itself.
    """
    require_by(by, may_manage_keys)
    try:
        name = clean_name(name, 40)
    except ValueError as error:
        raise Invalid(_("Say which program it is for, in at most 40 characters."), field="name") from error
    if not 1 <= per_hour <= MOST_AN_HOUR:
        raise Invalid(_("From 1 to %(limit)s an hour.") % {"limit": MOST_AN_HOUR}, field="per_hour")
    shown = PREFIX + secrets.token_urlsafe(32)
    with transaction.atomic():
        stream = Stream.locked(open_stream("open311").pk)  # two at once are counted one after the other
        if SendingKey.objects.filter(ended_at=None).count() >= LIVING:
            raise TooMuch(_("There are %(limit)s keys already. End one first.") % {"limit": LIVING}, field="name")
        key = SendingKey.objects.create(name=name, digest=_digest(shown), per_hour=per_hour, tells_code=tells_code, by=by)
        data = {"key": key.pk, "per_hour": per_hour, "tells_code": tells_code}
        record(stream, "sending_key.made", by=by, data=data, sealed={"name": name})
    return key, shown


def end_key(key: SendingKey, by: Person | None) -> None:
    """Ends a key: from now on it sends nothing and reads nothing but what everybody reads. What came in with it stays."""
    require_by(by, may_manage_keys)
    with transaction.atomic():
        stream = Stream.locked(open_stream("open311").pk)
        if SendingKey.objects.filter(pk=key.pk, ended_at=None).update(ended_at=timezone.now()):
            record(stream, "sending_key.ended", by=by, data={"key": key.pk})


def key_shown(shown: str, sender: str) -> SendingKey:
    """Gives the living key behind what a program at a network address showed. Notes the day.

    Raises NoKey for anything else, TooOften for who shows wrong ones without end: a right one goes through all the same.
    """
    found = SendingKey.objects.filter(digest=_digest(shown), ended_at=None).first() if _SHAPE.fullmatch(shown) else None
    if found is None:
        throttle(f"open311:wrong:{neighbourhood(sender)}", WRONG, WRONG_SECONDS)
        raise NoKey
    today = timezone.localdate()
    if found.used_on != today:
        SendingKey.objects.filter(pk=found.pk).update(used_on=today)
    return found


def count_sending(key: SendingKey) -> None:
    """Counts one more that a key sends. Raises TooOften beyond what it may within an hour."""
    throttle(f"open311:sent:{key.pk}", key.per_hour, 3600)


def _digest(shown: str) -> str:
    # 256 bits of chance: there is nothing to guess that a slow digest would make dearer.
    return hashlib.sha256(shown.encode()).hexdigest()
