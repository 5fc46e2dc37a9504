"""What of mailboxes and robots is about a person, and how long what was sent is kept."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from huiyin.channels.actions import outgoing, sending
from huiyin.channels.models import Destination, MailCode
from huiyin.channels.sealing import Unreadable, unseal
from huiyin.core.personal_data import CopyPart, Fate, PersonalData, RetentionKind, Row, at
from huiyin.db.batches import delete_some
from huiyin.people import codes
from huiyin.people.models import Person

PERSONAL_DATA = [
    PersonalData("channels.destination", "their mailbox goes; a robot is its group's, and who set it up is a number",
                 {"person": Fate.REMOVED, "by": Fate.KEPT}),
    PersonalData("channels.mailcode", "codes sent to their mailbox", {"person": Fate.REMOVED}),
    PersonalData("channels.delivery", "goes with the mailbox it was for"),
    PersonalData("channels.outgoing", "address and words are gone when it was sent, all of it after the term of deliveries"),
]  # fmt: skip


def _codes(now: datetime) -> QuerySet[MailCode]:
    return MailCode.objects.filter(made_at__lte=now - codes.KEPT)


RETENTION = [
    RetentionKind(
        "codes", "channels.mailcode", _("Codes"), 30, lambda now: _codes(now).count(), lambda now: delete_some(_codes(now))
    ),
    RetentionKind(
        "outgoing", "channels.outgoing", _("What the house told by text message and e-mail"), 61,
        lambda now: outgoing.old_outgoing(now).count(), lambda now: delete_some(outgoing.old_outgoing(now)), term="deliveries",
    ),
    RetentionKind(
        "outbox", "channels.delivery", _("Mails and robots' messages"), 60,
        lambda now: sending.old_ones(now).count(), lambda now: delete_some(sending.old_ones(now)), term="deliveries",
    ),
]  # fmt: skip


def _address(box: Destination) -> str:
    """The whole address, to its owner; what is shown of it where the server's key is another by now."""
    try:
        return unseal(box.sealed)["address"] if box.sealed else ""
    except Unreadable:
        return box.hint


def _mailboxes(person: Person) -> Iterator[Row]:
    for box in Destination.objects.filter(person=person).order_by("pk"):
        yield {"what": gettext("Mailbox"), "name": _address(box), "since": at(box.made_at), "ended": at(box.ended_at)}


COPY = [CopyPart("keys", "mailboxes", _("Passkeys, programs, links"), 41, _mailboxes)]
