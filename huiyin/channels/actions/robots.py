"""A group's robots: added, tried, changed, removed by those who lead it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from huiyin.channels.cards import robot_events
from huiyin.channels.models import Delivery, Destination
from huiyin.channels.registry import ROBOTS
from huiyin.channels.rules import may_keep_robots, may_see_robots
from huiyin.channels.sealing import seal
from huiyin.core.errors import Invalid, NotThere, WrongState
from huiyin.groups.models import Group
from huiyin.groups.rules import membership_of, require
from huiyin.journal.models import Stream
from huiyin.journal.recording import record
from huiyin.language.clean import clean_name
from huiyin.people.models import Person

ROBOTS_LIMIT = 10  # in a group
SECRET_LIMIT = 200  # characters


def add_robot(
    group: Group, by: Person, channel: str, *, name: str, address: str, secret: str = "", events: Sequence[str] = (), bare: bool = False
) -> Destination:
    """Somebody who leads a group has a robot of another chat program told what becomes of its tasks, from now on.

    Takes the channel's name, what the robot is called here, its address and secret as that program shows them, names of robot events.
    Raises NotAllowed, Invalid with the field, WrongState.
    """
    if channel not in ROBOTS:
        raise Invalid(field="channel")
    robot = ROBOTS[channel]
    url, hint = robot.address(address)
    secret = secret.strip()
    if len(secret) > SECRET_LIMIT or not secret.isprintable():
        raise Invalid(_("That is no secret of a robot."), field="secret")
    told = _told(events)
    with transaction.atomic():
        Stream.locked(group.stream_id)
        require(may_keep_robots(membership_of(by, group), group))
        if Destination.objects.filter(group=group, ended_at=None).count() >= ROBOTS_LIMIT:
            raise WrongState(_("A group has at most %(limit)s robots. Remove one that is no longer used.") % {"limit": ROBOTS_LIMIT})
        made = Destination.objects.create(
            channel=channel, group=group, by=by, name=_name(name), sealed=seal({"address": url, "secret": secret if robot.signs else ""}),
            hint=hint, told=told, bare=bare, language=by.language,
        )  # fmt: skip
        record(group.stream_id, "robot.added", by=by, data={"group": group.pk, "robot": made.pk, "channel": channel})
    return made


def change_robot(robot: Destination, by: Person, events: Sequence[str], bare: bool) -> Destination:
    """Somebody who leads the group chooses anew what a robot is told."""
    told = _told(events)
    with transaction.atomic():
        kept = _locked(robot, by)
        kept.told, kept.bare = told, bare
        kept.save(update_fields=["told", "bare"])
        record_of(kept, "robot.changed", by)
    return kept


def send_test(robot: Destination, by: Person) -> Delivery:
    """Somebody who leads the group has a test sent. The caller sends it at once (sending.send_round)."""
    with transaction.atomic():
        kept = _locked(robot, by)
        if kept.stopped_at is not None:
            raise WrongState(_("It is stopped. Set it going again first."))
        if kept.deliveries.filter(entry=None, state=Delivery.State.WAITING).count() >= 3:
            raise WrongState(_("Tests are waiting already."))
        kept.next_at = min(kept.next_at, timezone.now())
        kept.save(update_fields=["next_at"])
        test = Delivery.to(kept)
        test.save()
    return test


def send_again(delivery: Delivery, by: Person) -> None:
    """Somebody who leads the group has sent once more what may not have arrived: they looked, the house cannot know."""
    assert delivery.destination is not None
    with transaction.atomic():
        kept = _locked(delivery.destination, by)
        now = timezone.now()
        again = Delivery.objects.filter(pk=delivery.pk, destination=kept, state__in=Delivery.LOST)
        if not again.update(state=Delivery.State.WAITING, due_at=now, recovered=False):
            raise WrongState(_("This was delivered or waits already. Nothing is sent twice."))
        Destination.objects.filter(pk=kept.pk).update(next_at=now)


def resume_robot(robot: Destination, by: Person) -> None:
    """Somebody who leads the group sets a stopped robot going again, at once, and answers for it from now on."""
    with transaction.atomic():
        kept = _locked(robot, by)
        if kept.stopped_at is None:
            raise WrongState(_("It is being sent already."))
        kept.go_on(timezone.now())
        kept.by = by
        kept.save(update_fields=[*kept.OF_TROUBLE, "by"])
        record_of(kept, "robot.resumed", by)


def remove_robot(robot: Destination, by: Person) -> None:
    """Somebody who leads the group removes a robot: what waits is not sent, its address and secret are gone from here."""
    with transaction.atomic():
        kept = _locked(robot, by, ended_too=True)
        kept.ended_at, kept.sealed = timezone.now(), ""
        kept.save(update_fields=["ended_at", "sealed"])
        kept.deliveries.filter(state=Delivery.State.WAITING).update(state=Delivery.State.SPARED)
        record_of(kept, "robot.removed", by)


def _locked(robot: Destination, by: Person, ended_too: bool = False) -> Destination:
    """The destination, after the group's stream: in this order everywhere. `ended_too`: also where the group has ended."""
    assert robot.group is not None
    Stream.locked(robot.group.stream_id)
    kept = Destination.objects.select_for_update(of=("self",)).select_related("group").filter(pk=robot.pk, ended_at=None).first()
    if kept is None or kept.group is None:
        raise NotThere
    member = membership_of(by, kept.group)
    require(may_see_robots(member) if ended_too else may_keep_robots(member, kept.group))
    return kept


def record_of(robot: Destination, kind: str, by: Person | None) -> None:
    """Records a kind of entry about a robot, in its group's stream. `by` None: the house did it."""
    assert robot.group is not None
    record(robot.group.stream_id, kind, by=by, data={"group": robot.group_id, "robot": robot.pk})


def _told(events: Sequence[str]) -> list[str]:
    told = [name for name in robot_events() if name in events]
    if not told:
        raise Invalid(_("Choose at least one thing to be told of."), field="events")
    return told


def _name(name: Any) -> str:
    try:
        return clean_name(name, 30)
    except ValueError as error:
        raise Invalid(_("Say in 1 to 30 characters where the robot speaks."), field="name") from error
