"""Published cases like what somebody is about to send: offered before it is sent, so that they can join instead of asking once more.

The public words alone are compared, kept in memory as an index by which they are found; what is offered is read anew from the database, so
that what was taken back is never offered, and neither sealed nor unpublished cases are looked at at all.
"""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Max, Q
from django.utils import timezone

from huiyin.cases.models import OPEN, Case, State
from huiyin.cases.queries.public import PublicCase, published, shown
from huiyin.cases.queries.topics import is_topic
from huiyin.cases.towns import town_of
from huiyin.core.memory import Memory
from huiyin.language.likeness import Near

MOST = 3  # offered
COMPARED = 3000  # published cases, the latest
KEPT_SECONDS = 60
ENDED = timedelta(days=90)  # so long an answered or settled one is still offered: the answer may do
ALIKE = 0.42  # so much in common; same town and same topic make up for some of it
SAME_TOWN, SAME_TOPIC = 0.14, 0.08

Signature = tuple[int, datetime | None]


@dataclass(frozen=True)
class _Index:
    signature: Signature
    at: float
    near: Near[int]


_lock = threading.Lock()
_kept: Memory[None, _Index] = Memory(1)


def like(text: str, place: str = "", topic: str = "") -> list[PublicCase]:
    """Gives the published cases likest to what was typed, the likest first, at most three, one of a matter. Those in another town than the
    one typed are none. Takes any text."""
    if len(text.strip()) < 4:
        return []
    found = _index().near.like(text)
    if not found:
        return []
    town = town_of(place) or town_of(text)
    since = timezone.now() - ENDED
    still = Q(state__in=(*OPEN, State.ANSWERED)) | Q(state=State.SETTLED, answered_at__gte=since)
    scored = [(_score(case, found[case.pk], town, topic), case) for case in published().filter(still, pk__in=found)]
    offered: dict[int, Case] = {}
    for score, case in sorted(scored, key=lambda pair: (-pair[0], pair[1].number)):
        if score >= ALIKE:
            offered.setdefault(case.matter_id or case.pk, case)
    return shown(list(offered.values())[:MOST])


def _score(case: Case, alike: float, town: int | None, topic: str) -> float:
    theirs = case.publication.town_id
    if town is not None and theirs is not None and town != theirs:
        return 0.0  # another town's street lamp is another lamp
    same = topic == case.topic and is_topic(topic)
    return alike + (SAME_TOWN if town is not None and town == theirs else 0.0) + (SAME_TOPIC if same else 0.0)


def _index() -> _Index:
    """The public words as an index: made anew when something was published or taken back, and once a minute for what was changed."""
    rows = published().order_by()
    counted = rows.aggregate(n=Count("pk"), last=Max("published_at"))
    signature: Signature = (counted["n"], counted["last"])
    kept = _kept.get(None)
    if kept is not None and kept.signature == signature and time.monotonic() - kept.at < KEPT_SECONDS:
        return kept
    with _lock:
        words = rows.order_by("-published_at").values_list("pk", "public_title", "public_text")[:COMPARED]
        near = Near((pk, text if text.startswith(title) else f"{title}\n{text}") for pk, title, text in words)
        return _kept.put(None, _Index(signature, time.monotonic(), near))
