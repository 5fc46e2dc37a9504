"""What of the digest is about a person: how far they have read, and what they did in passing."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.utils.translation import pgettext_lazy

from huiyin.core.personal_data import Fate, PersonalData, RetentionKind
from huiyin.db.batches import delete_some
from huiyin.digest.models import Decided, Saying

KEPT = timedelta(days=90)
PERSONAL_DATA = [
    PersonalData("digest.sorted", "how far the sorting is, by numbers"),
    PersonalData("digest.saying", "numbers of sets; the words lie where they were said, and go from there"),
    PersonalData("digest.reading", "how far they have read is theirs alone", {"person": Fate.REMOVED}),
    PersonalData("digest.decided", "what they did stands where it was done", {"person": Fate.REMOVED}),
]


def _old(now: datetime) -> QuerySet[Saying]:
    return Saying.objects.filter(at__lte=now - KEPT)


def _decided(now: datetime) -> QuerySet[Decided]:
    return Decided.objects.filter(at__lte=now - KEPT)


RETENTION = [
    RetentionKind("digest", "digest.saying", pgettext_lazy("what is kept for a time", "What the digest was sorted by"), 100,
                  lambda now: _old(now).count(), lambda now: delete_some(_old(now))),
    RetentionKind("digest", "digest.decided", pgettext_lazy("what is kept for a time", "What the digest was sorted by"), 101,
                  lambda now: _decided(now).count(), lambda now: delete_some(_decided(now))),
]  # fmt: skip
