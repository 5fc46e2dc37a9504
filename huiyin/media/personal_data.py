"""What of media is about a person, and when it goes."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from huiyin.core.personal_data import Fate, PersonalData, RetentionKind
from huiyin.media.actions import UNCLAIMED_FOR, remove_unclaimed
from huiyin.media.models import Upload

PERSONAL_DATA = [
    PersonalData("media.upload", "the file and its name go; the row says that there was one", {"owner": Fate.EMPTIED}),
    PersonalData("media.linkcard", "what a public address shows; nobody's"),
]


def _uploads(now: datetime) -> QuerySet[Upload]:
    return Upload.objects.filter(Q(claimed_at=None, created_at__lt=now - UNCLAIMED_FOR) | Q(erased_at__isnull=False, size__gt=0))


RETENTION = [
    RetentionKind("uploads", "media.upload", _("Photos and files nobody sent"), 70, lambda now: _uploads(now).count(), remove_unclaimed),
]
