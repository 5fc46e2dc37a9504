"""Updates of requests, for programs that poll: where a request stands from when on. No words of anybody."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import F, Q

from huiyin.cases.models import Series
from huiyin.journal.event_types import EVENT_TYPES
from huiyin.journal.models import Entry
from huiyin.open311.models import SendingKey
from huiyin.open311.parameters import MOST
from huiyin.open311.queries.requests import moment
from huiyin.open311.queries.told import TOLD, update_number


def updates_for(key: SendingKey | None, begin: datetime, end: datetime, page: int = 1, size: int = MOST) -> list[dict[str, Any]]:
    """Gives what was told of requests between two moments, both inclusive, the earliest first: of published ones since they are, of those
    that came in with the key from the beginning. The same window gives the same, however often it is asked for."""
    public = Q(
        stream__case__published_at__lte=F("at"), stream__case__wished_at__isnull=False, stream__case__private=False,
    )  # fmt: skip
    mine = Q(stream__case__in=key.sent.values("case")) if key is not None else Q(pk__in=())
    entries = Entry.objects.filter(public | mine, kind__in=TOLD, at__gte=begin, at__lte=end, stream__case__series=Series.PUBLIC)
    found = entries.order_by("at", "pk").values_list("pk", "kind", "at", "stream__case__pk")
    return [_update(*row) for row in found[(page - 1) * size : page * size]]


def _update(entry: int, kind: str, at: datetime, case: int) -> dict[str, Any]:
    step = EVENT_TYPES[kind].step
    return {
        "update_id": update_number(entry), "service_request_id": str(case), "status": TOLD[kind].upper(),
        "updated_datetime": moment(at), "description": str(step.words) if step is not None else "", "media_url": None,
        "external_status_code": kind.partition(".")[2],
    }  # fmt: skip
