"""What could not be delivered is tried again or given up by an administrator; whoever owns a robot or a webhook does so on its own page."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from huiyin.channels.actions import outgoing
from huiyin.channels.extension_points import kind_of
from huiyin.channels.models import Delivery, Destination
from huiyin.channels.rules import may_see_troubles
from huiyin.core.errors import NotThere, WrongState
from huiyin.journal.models import Stream
from huiyin.people.models import Person
from huiyin.people.rules import require


def try_delivery(pk: int, by: Person) -> None:
    """Has something that was not delivered sent once more, now. Raises NotAllowed, NotThere, WrongState."""
    require(may_see_troubles(by))
    with transaction.atomic():
        found = Delivery.objects.filter(pk=pk).first()
        if found is None:
            raise NotThere
        if found.destination_id is None:
            outgoing.send_again(pk, by)
            return
        destination = _locked(found.destination_id)
        if destination.stopped_at is not None:
            raise WrongState(_("It is stopped. Set it going again first."))
        again = Delivery.objects.filter(pk=pk, state__in=Delivery.LOST)
        if not again.update(state=Delivery.State.WAITING, due_at=timezone.now(), recovered=False):
            raise WrongState(_("This was delivered or waits already. Nothing is sent twice."))
        Destination.objects.filter(pk=destination.pk).update(next_at=timezone.now())


def give_up_delivery(pk: int, by: Person) -> None:
    """Says that something that was not delivered is not needed any more: its address goes too. Raises NotAllowed, NotThere, WrongState."""
    require(may_see_troubles(by))
    with transaction.atomic():
        found = Delivery.objects.select_for_update().filter(pk=pk).first()
        if found is None:
            raise NotThere
        if found.state not in Delivery.LOST:
            raise WrongState(_("This was delivered or waits already. Nothing is sent twice."))
        found.state, found.sealed = Delivery.State.SPARED, ""
        found.save(update_fields=["state", "sealed"])


def try_destination(pk: int, by: Person) -> None:
    """Has a destination tried again now, one that stopped too. It goes on in the right of whoever set it up: where that is gone, whoever
    leads there now decides. Raises NotAllowed, NotThere, WrongState."""
    require(may_see_troubles(by))
    with transaction.atomic():
        destination = _locked(pk)
        if destination.stopped_for == Destination.Stopped.RIGHT:
            raise WrongState(_("Whoever owns the group sets it going again, and answers for it from then on."))
        if destination.stopped_at is not None:
            destination.go_on(timezone.now())
            kind_of(destination.channel).resumed(destination, by)
        destination.next_at = timezone.now()
        destination.save(update_fields=Destination.OF_TROUBLE)


def give_up_waiting(pk: int, by: Person) -> int:
    """What waits for a destination is not needed any more. Gives how many. Raises NotAllowed, NotThere, WrongState where what is told in
    order may have no gap."""
    require(may_see_troubles(by))
    with transaction.atomic():
        destination = _locked(pk)
        if kind_of(destination.channel).until_answered:
            raise WrongState(_("A program is told everything in order: only the group's owner ends that."))
        waiting = Delivery.objects.filter(destination=destination, state=Delivery.State.WAITING)
        return waiting.update(state=Delivery.State.SPARED)


def _locked(pk: int) -> Destination:
    """The destination, after its group's stream: in this order everywhere."""
    found = Destination.objects.filter(pk=pk, ended_at=None).first()
    if found is None:
        raise NotThere
    stream = kind_of(found.channel).stream(found)
    if stream is not None:
        Stream.locked(stream)
    return Destination.objects.select_for_update().get(pk=pk)
