"""What of notices is about a person, and how long those that were read are kept."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from huiyin.core.personal_data import Fate, PersonalData, RetentionKind
from huiyin.core.retention_periods import gone_before
from huiyin.db.batches import delete_some
from huiyin.notices.models import Notice

PERSONAL_DATA = [PersonalData("notices.notice", "told to them and to nobody else", {"person": Fate.REMOVED})]


def _read(now: datetime) -> QuerySet[Notice]:
    return Notice.objects.filter(read_at__lte=gone_before("notices", now))


RETENTION = [
    RetentionKind(
        "notices", "notices.notice", _("Notices that were read"), 40,
        lambda now: _read(now).count(), lambda now: delete_some(_read(now)), term="notices",
    ),
]  # fmt: skip
