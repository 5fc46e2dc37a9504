"""What may be done to a message once it is said: recalled, pinned, forwarded, given its link card, erased by rule. Never edited."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from huiyin.core.errors import NotThere, WrongState
from huiyin.groups.actions.drafts import Posted
from huiyin.groups.actions.posting import post_once
from huiyin.groups.message_search.index import forget
from huiyin.groups.models import Group, Mention, Message
from huiyin.groups.rules import may_pin, may_recall, may_see, membership_of, require
from huiyin.journal.models import Stream
from huiyin.journal.recording import record
from huiyin.media.actions import erase_upload
from huiyin.media.models import LinkCard
from huiyin.people.models import Person

PINS_LIMIT = 20


def recall_message(message: Message, by: Person, now: datetime | None = None) -> Message:
    """The author takes a message back within two minutes. Its words go, a trace stays. Raises NotAllowed after that.

    `now` is for histories brought from elsewhere: the moment it was taken back.
    """
    now = now or timezone.now()
    with transaction.atomic():
        message = _locked(message)
        if message.author_id == by.pk and message.recalled_at is not None:
            return message
        require(
            may_recall(membership_of(by, message.group), message, now),
            _("A message can be taken back within two minutes, by the one who wrote it."),
        )
        _wipe(message)
        message.recalled_at = now
        message.save(update_fields=["recalled_at"])
        record(message.group.stream_id, "message.recalled", by=by, data=_place(message), about=message)
        return message


def erase_message(message: Message, by: Person | None) -> Message:
    """Erases a message's content by rule (retention, a person's request); a tombstone stays and the chain still verifies."""
    with transaction.atomic():
        message = _locked(message)
        _wipe(message)
        record(message.group.stream_id, "message.erased", by=by, data=_place(message), about=message)
        return message


def pin_message(message: Message, by: Person) -> Message:
    """A manager keeps a message at the top of the group."""
    with transaction.atomic():
        message = _locked(message)
        require(may_pin(membership_of(by, message.group), message.group))
        if message.recalled_at or message.erased_at:
            raise WrongState(_("This message was taken back."))
        if message.pinned_at is None:
            if Message.objects.filter(group=message.group, pinned_at__isnull=False).count() >= PINS_LIMIT:
                raise WrongState(_("At most %(limit)s messages are pinned. Unpin one first.") % {"limit": PINS_LIMIT})
            message.pinned_at, message.pinned_by = timezone.now(), by
            message.save(update_fields=["pinned_at", "pinned_by"])
            record(message.group.stream_id, "message.pinned", by=by, data=_place(message), about=message)
        return message


def unpin_message(message: Message, by: Person) -> Message:
    """A manager lets a pinned message go back among the others."""
    with transaction.atomic():
        message = _locked(message)
        require(may_pin(membership_of(by, message.group), message.group))
        if message.pinned_at is not None:
            message.pinned_at = message.pinned_by = None
            message.save(update_fields=["pinned_at", "pinned_by"])
            record(message.group.stream_id, "message.unpinned", by=by, data=_place(message), about=message)
        return message


def forward_message(message: Message, to_group: Group, by: Person, key: str = "") -> Message:
    """Says a message again in another group; see `forward_once`. Gives what is said there."""
    return forward_once(message, to_group, by, key).message


def forward_once(message: Message, to_group: Group, by: Person, key: str = "") -> Posted:
    """Says a message again in another group, with its author's name and time beside it. Its files are shared, not copied.

    The group it comes from is kept as a number only: its name may be secret to those who read it there, and a number opens nothing.
    """
    if not may_see(membership_of(by, message.group)):
        raise NotThere
    if message.recalled_at or message.erased_at:
        raise WrongState(_("This message was taken back."))
    origin: dict[str, Any] = message.extra.get("forwarded") or {
        "author": message.speaker,
        "from": [message.group_id, message.n],
        "at": message.at.isoformat(timespec="seconds"),
    }
    keys = [f.upload.key for f in message.files.select_related("upload")]
    return post_once(
        to_group, by, message.text, key=key, uploads=keys, place=message.extra.get("place"), forwarded=origin
    )


def forward_to_all(message: Message, to_groups: Iterable[Group], by: Person, key: str = "") -> list[Posted]:
    """Says a message again in several groups, everywhere or nowhere; see `forward_once`. Gives what is said there, by group number."""
    with transaction.atomic():
        # Groups are locked in the order of their numbers, as by everybody.
        return [forward_once(message, group, by, key) for group in sorted(to_groups, key=lambda one: one.pk)]


def add_card(message: Message, card: LinkCard) -> None:
    """Puts the fetched card of its first link under a message."""
    with transaction.atomic():
        message = _locked(message)
        if message.recalled_at is None and message.erased_at is None and message.link_card_id is None:
            message.link_card = card
            message.save(update_fields=["link_card"])
            record(message.group.stream_id, "message.card_added", data=_place(message), about=message)


def _locked(message: Message) -> Message:
    Stream.locked(message.group.stream_id)
    return Message.objects.select_related("group", "author").get(pk=message.pk)


def _place(message: Message) -> dict[str, Any]:
    return {"message": message.pk, "n": message.n}


def _wipe(message: Message) -> None:
    """Removes the words, what belongs to them and, where no other message shares them, the files."""
    forget(message)
    uploads = [f.upload for f in message.files.select_related("upload")]
    message.files.all().delete()
    for upload in uploads:
        if not Message.objects.filter(files__upload=upload).exists():
            erase_upload(upload)
    Mention.objects.filter(message=message).delete()
    message.text, message.extra, message.salt, message.link_card = "", {}, "", None
    message.urgent_reason = ""
    message.erased_at, message.pinned_at, message.indexed = timezone.now(), None, True
    message.save(update_fields=["text", "extra", "salt", "link_card", "urgent_reason", "erased_at", "pinned_at", "indexed"])
