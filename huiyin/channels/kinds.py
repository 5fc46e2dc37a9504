"""The destinations of this app: a group's robots, and a person's mailbox."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import F, QuerySet
from django.utils.translation import gettext_lazy as _

from huiyin.channels import cards
from huiyin.channels.actions.robots import record_of
from huiyin.channels.extension_points import DestinationKind, Place, Said
from huiyin.channels.mail.sender import MAIL, to_mailbox
from huiyin.channels.models import Delivery, Destination
from huiyin.channels.registry import ROBOTS
from huiyin.channels.rules import may_be_mailed, may_be_told
from huiyin.channels.sealing import unseal
from huiyin.channels.transport import Card
from huiyin.journal.event_types import notice_types

LETTER = 50  # things one letter says


def _by_robot(robot: Destination, claimed: Sequence[Delivery]) -> Said:
    delivery = claimed[0]
    card = cards.card_of_entry(delivery.entry, robot.bare) if delivery.entry is not None else cards.card_of_test(robot.group)
    return Said(unseal(robot.sealed), card, claimed)


def _stream(robot: Destination) -> int | None:
    return robot.group.stream_id if robot.group is not None else None


def _robot_stopped(robot: Destination) -> None:
    record_of(robot, "robot.stopped", None)


def _robot_resumed(robot: Destination, by: Any) -> None:
    record_of(robot, "robot.resumed", by)


def _robots_place(robot: Destination) -> Place:
    assert robot.group is not None
    return Place(robot.group.name, robot.by.name if robot.by else "")


def _by_mail(box: Destination, claimed: Sequence[Delivery]) -> Said | None:
    ready = [(one, card) for one in claimed if (card := _card(box, one)) is not None]
    if not ready:
        return None
    card = cards.card_of_several([card for _one, card in ready])
    return Said(unseal(box.sealed), to_mailbox(card, ready[0][0]), [one for one, _card_of_it in ready])


def _card(box: Destination, delivery: Delivery) -> Card | None:
    """What a letter says of one delivery; None where it was read, is no longer wanted, or may no longer be told."""
    notice = delivery.notice
    if notice is None:
        return cards.card_of_test(None)
    wanted = notice_types()[notice.kind].family in box.told  # crossed out while it waited
    if notice.read_at is not None or not wanted or box.person is None or not may_be_mailed(box.person, notice):
        return None
    return cards.card_of_notice(notice, box.bare)


def _of_the_night(first: Delivery, due: QuerySet[Delivery]) -> Sequence[Delivery]:
    """With a letter that waited for the end of the quiet goes everything else that did: it is one letter."""
    if first.notice_id is None or first.due_at <= first.made_at:
        return [first]
    return list(due.filter(notice__isnull=False, due_at__gt=F("made_at"))[:LETTER])


def _mailboxs_place(box: Destination) -> Place:
    return Place(_("A person's mailbox"), box.person.name if box.person else "")


ROBOT = DestinationKind(
    "robots", tuple(ROBOTS), _by_robot, _robots_place, related=("group", "by"), may_be_told=may_be_told, stream=_stream,
    stopped=_robot_stopped, resumed=_robot_resumed,
)  # fmt: skip
MAILBOX = DestinationKind("mail", (MAIL.name,), _by_mail, _mailboxs_place, related=("person",), with_it=_of_the_night, threads=2)
