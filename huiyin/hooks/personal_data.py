"""What of webhooks is about a person, and how long deliveries are kept."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from huiyin.core.personal_data import AtOnce, Fate, PersonalData, RetentionKind
from huiyin.db.batches import delete_some
from huiyin.hooks.actions import sending
from huiyin.hooks.models import Delivery, IncomingHook, Subscription
from huiyin.journal.recording import record
from huiyin.people.models import Person

_ENDS = "nobody answers for the program any more: it ends, and its address goes"

PERSONAL_DATA = [
    PersonalData("hooks.incominghook", _ENDS, {"by": Fate.EMPTIED}),
    PersonalData("hooks.subscription", _ENDS, {"by": Fate.EMPTIED}),
    PersonalData("hooks.delivery", "goes with the address it was for"),
]


def _end_hooks(person: Person, _nothing: object) -> None:
    """Programs for which this person answers: nobody does any more, so they end. What they said stands under their own name."""
    now = timezone.now()
    for hook in IncomingHook.objects.filter(by=person, revoked_at=None).select_related("group"):
        IncomingHook.objects.filter(pk=hook.pk).update(revoked_at=now)
        record(hook.group.stream_id, "hook.revoked", data={"group": hook.group_id, "hook": hook.pk})
    for told in Subscription.objects.filter(by=person, ended_at=None).select_related("group"):
        Subscription.objects.filter(pk=told.pk).update(ended_at=now)
        record(told.group.stream_id, "subscription.ended", data={"group": told.group_id, "subscription": told.pk})
    Subscription.objects.filter(by=person).update(address="", salt="")
    Delivery.objects.filter(subscription__by=person).delete()


ERASED_AT_ONCE = [AtOnce("hooks", 10, _end_hooks)]
RETENTION = [
    RetentionKind(
        "webhooks", "hooks.delivery", _("Deliveries of webhooks"), 50,
        lambda now: sending.old_ones(now).count(), lambda now: delete_some(sending.old_ones(now)), term="deliveries",
    ),
]  # fmt: skip
