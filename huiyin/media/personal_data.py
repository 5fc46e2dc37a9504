"""What of media is about a person, and when it goes."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from huiyin.core.personal_data import Erased, Fate, PersonalData, PieceByPiece, RetentionKind, staying
from huiyin.media.actions import UNCLAIMED_FOR, erase_upload, remove_unclaimed
from huiyin.media.models import Upload

FILES_AT_ONCE = 20

PERSONAL_DATA = [
    PersonalData("media.upload", "the file and its name go; the row says that there was one", {"owner": Fate.EMPTIED}),
    PersonalData("media.linkcard", "what a public address shows; nobody's"),
]


def _erase_files(erased: Erased) -> tuple[int, int] | None:
    """What they sent and nothing that stays shows any more. Proof of an official's act stays with the task."""
    mine = Upload.objects.filter(owner=erased.person, erased_at=None)
    stay = staying("media.upload", erased)
    some = list((mine if stay is None else mine.exclude(stay)).order_by("pk")[:FILES_AT_ONCE])
    with transaction.atomic():
        for upload in some:
            erase_upload(upload)
    return (0, len(some)) if some else None


ERASED_AFTER = [PieceByPiece("files", 50, _erase_files)]


def _uploads(now: datetime) -> QuerySet[Upload]:
    return Upload.objects.filter(Q(claimed_at=None, created_at__lt=now - UNCLAIMED_FOR) | Q(erased_at__isnull=False, size__gt=0))


RETENTION = [
    RetentionKind("uploads", "media.upload", _("Photos and files nobody sent"), 70, lambda now: _uploads(now).count(), remove_unclaimed),
]
