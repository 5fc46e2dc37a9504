"""When something was told of a request: which entries of its record count outside, and the moments of the latest."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Exists, Max, OuterRef, Q
from django.utils.crypto import salted_hmac

from huiyin.cases.models import Case
from huiyin.journal.models import Entry

#: What changes where a request stands, and whether that is open; nothing that only offices say among themselves.
TOLD = {
    "case.registered": "open", "case.accepted": "open", "case.dispatched": "open", "case.begun": "open", "case.extension_approved": "open",
    "case.reopened": "open", "case.review_asked": "open", "case.answered": "closed", "case.declined": "closed", "case.settled": "closed",
}  # fmt: skip


def last_told(cases: Iterable[Case]) -> dict[int, datetime]:
    """Gives when something was last told of each of these cases, by their ids: of a published one not before it was."""
    cases = list(cases)
    if not cases:
        return {}
    entries = Entry.objects.filter(stream__in=[case.stream_id for case in cases], kind__in=TOLD)
    latest = dict(entries.order_by().values_list("stream").annotate(last=Max("at")))
    return {
        case.pk: max(one for one in (latest.get(case.stream_id), case.registered_at, case.published_at) if one is not None)
        for case in cases
    }


def told_since(at: datetime) -> Q:
    """Narrows cases to those of which something was told at a moment or after it."""
    later = Entry.objects.filter(stream=OuterRef("stream"), kind__in=TOLD, at__gte=at)
    return Q(Exists(later)) | Q(published_at__gte=at)


def told_until(at: datetime) -> Q:
    """Narrows cases to those of which nothing was told after a moment."""
    later = Entry.objects.filter(stream=OuterRef("stream"), kind__in=TOLD, at__gt=at)
    return ~Q(Exists(later)) & (Q(published_at=None) | Q(published_at__lte=at))


def update_number(entry: int) -> str:
    """Gives the number of an update: it counts nothing, and is the same whenever it is asked for."""
    return salted_hmac("huiyin.open311.update", str(entry), algorithm="sha256").hexdigest()[:24]
