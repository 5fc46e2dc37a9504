"""What of webhooks is about a person, and how long deliveries are kept."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from huiyin.core.personal_data import Fate, PersonalData, RetentionKind
from huiyin.db.batches import delete_some
from huiyin.hooks.actions import sending

_ENDS = "nobody answers for the program any more: it ends, and its address goes"

PERSONAL_DATA = [
    PersonalData("hooks.incominghook", _ENDS, {"by": Fate.EMPTIED}),
    PersonalData("hooks.subscription", _ENDS, {"by": Fate.EMPTIED}),
    PersonalData("hooks.delivery", "goes with the address it was for"),
]
RETENTION = [
    RetentionKind(
        "webhooks", "hooks.delivery", _("Deliveries of webhooks"), 50,
        lambda now: sending.old_ones(now).count(), lambda now: delete_some(sending.old_ones(now)), term="deliveries",
    ),
]  # fmt: skip
