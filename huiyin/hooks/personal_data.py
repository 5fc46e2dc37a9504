"""What of webhooks is about a person, and how long deliveries are kept."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from huiyin.channels.actions.sending import old_ones
from huiyin.channels.models import Delivery, Destination
from huiyin.core.personal_data import AtOnce, Fate, PersonalData, RetentionKind
from huiyin.db.batches import delete_some
from huiyin.hooks.actions.lifecycle import record_of
from huiyin.hooks.kinds import WEBHOOK
from huiyin.hooks.models import IncomingHook, Subscription
from huiyin.journal.recording import record
from huiyin.people.models import Person

_ENDS = "nobody answers for the program any more: it ends, and its address goes"

PERSONAL_DATA = [
    PersonalData("hooks.incominghook", _ENDS, {"by": Fate.EMPTIED}),
    PersonalData("hooks.subscription", _ENDS, {"by": Fate.EMPTIED}),
]


def _end_hooks(person: Person, _nothing: object) -> None:
    """Programs for which this person answers: nobody does any more, so they end. What they said stands under their own name."""
    now = timezone.now()
    for hook in IncomingHook.objects.filter(by=person, revoked_at=None).select_related("group"):
        IncomingHook.objects.filter(pk=hook.pk).update(revoked_at=now)
        record(hook.group.stream_id, "hook.revoked", data={"group": hook.group_id, "hook": hook.pk})
    for told in Subscription.objects.filter(by=person, destination__ended_at=None).select_related("group"):
        Destination.objects.filter(pk=told.destination_id).update(ended_at=now)
        record_of(told, "subscription.ended", None)
    Subscription.objects.filter(by=person).update(address="", salt="")
    Delivery.objects.filter(destination__subscription__by=person).delete()


def _old(now: datetime) -> QuerySet[Delivery]:
    return old_ones(now).filter(channel__in=WEBHOOK.channels)


ERASED_AT_ONCE = [AtOnce("hooks", 10, _end_hooks)]
RETENTION = [
    RetentionKind(
        "webhooks", "channels.delivery", _("Deliveries of webhooks"), 50,
        lambda now: _old(now).count(), lambda now: delete_some(_old(now)), term="deliveries",
    ),
]  # fmt: skip
