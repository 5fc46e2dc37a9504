"""What of mailboxes and robots is about a person, and how long what was sent is kept."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from huiyin.channels.actions import outgoing, sending
from huiyin.channels.kinds import MAILBOX, ROBOT
from huiyin.channels.models import Delivery, Destination, MailCode
from huiyin.channels.sealing import Unreadable, unseal
from huiyin.core.personal_data import CopyPart, Erased, Fate, PersonalData, PieceByPiece, RetentionKind, Row, at
from huiyin.db.batches import delete_some, update_some
from huiyin.people import codes
from huiyin.people.models import Person

PERSONAL_DATA = [
    PersonalData("channels.destination", "their mailbox goes; a robot is its group's, and who set it up is a number",
                 {"person": Fate.REMOVED, "by": Fate.KEPT}),
    PersonalData("channels.mailcode", "codes sent to their mailbox", {"person": Fate.REMOVED}),
    PersonalData("channels.delivery", "goes with the mailbox or the webhook it was for"),
    PersonalData("channels.outgoing", "address and words are gone when it was sent, or three days after it was refused; all of it "
                 "after the term of deliveries, and with whoever has the number"),
    PersonalData("channels.textmonth", "a number"),
]  # fmt: skip


def _codes(now: datetime) -> QuerySet[MailCode]:
    return MailCode.objects.filter(made_at__lte=now - codes.KEPT)


def _told(erased: Erased) -> tuple[int, int] | None:
    """What was told to their number, or is still to be."""
    gone = delete_some(outgoing.of_address("text", erased.phone)) if erased.phone else 0
    return (0, 0) if gone else None


def _to_own(now: datetime) -> QuerySet[Delivery]:
    """Old deliveries to the destinations this app has itself."""
    own = [*ROBOT.channels, *MAILBOX.channels]
    return sending.old_ones(now).filter(destination__isnull=False, channel__in=own)


def _outgoing(now: datetime) -> QuerySet[Delivery]:
    """Old deliveries that bear their address themselves."""
    return sending.old_ones(now).filter(destination=None)


ERASED_AFTER = [PieceByPiece("outgoing", 43, _told)]
RETENTION = [
    RetentionKind(
        "codes", "channels.mailcode", _("Codes"), 30, lambda now: _codes(now).count(), lambda now: delete_some(_codes(now))
    ),
    RetentionKind(
        "outgoing", "channels.outgoing", _("What the house told by text message and e-mail"), 61,
        lambda now: _outgoing(now).count(), lambda now: delete_some(_outgoing(now)), term="deliveries",
    ),
    RetentionKind(
        "outgoing_sealed", "channels.outgoing", _("Numbers and codes of messages that were not taken"), 62,
        lambda now: outgoing.unsealed(now).count(), lambda now: update_some(outgoing.unsealed(now), sealed=""),
    ),
    RetentionKind(
        "outbox", "channels.delivery", _("Mails and robots' messages"), 60,
        lambda now: _to_own(now).count(), lambda now: delete_some(_to_own(now)), term="deliveries",
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
