"""What of pebbles is about a person: what becomes of it, what blocks, what goes into a copy, how long it is kept."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import pgettext_lazy

from huiyin.core.personal_data import Blocker, BlockerKind, CopyPart, Erased, Fate, PersonalData, PieceByPiece, RetentionKind, Row, at
from huiyin.db.batches import delete_some, update_some
from huiyin.people.models import Person
from tests.house.pebble.models import Pebble, State

KEPT = timedelta(days=3653)
PERSONAL_DATA = [PersonalData("pebble.pebble", "that a question was put to an office stays; its words go", {"by": Fate.EMPTIED})]


def _open_ones(person: Person, named: bool) -> Iterator[Blocker]:
    for pebble in Pebble.objects.filter(by=person, state=State.LAID).order_by("pk"):
        yield Blocker(pebble.words if named else f"№ {pebble.pk}", reverse("pebble", args=[pebble.pk]))


def _empty(erased: Erased) -> tuple[int, int] | None:
    rows = Pebble.objects.filter(by=erased.person).exclude(words="")
    return (0, 0) if update_some(rows, words="") else None


def _laid(person: Person) -> Iterator[Row]:
    for pebble in Pebble.objects.filter(by=person).order_by("pk"):
        yield {"at": at(pebble.laid_at), "words": pebble.words, "state": str(State(pebble.state).label)}


def _old(now: datetime) -> QuerySet[Pebble]:
    return Pebble.objects.filter(lifted_at__lte=now - KEPT)


BLOCKERS = [BlockerKind("pebbles", 35, _open_ones)]
ERASED_AFTER = [PieceByPiece("pebbles", 45, _empty)]
COPY = [CopyPart("pebbles", "laid", pgettext_lazy("part of my data", "Pebbles"), 75, _laid)]
RETENTION = [
    RetentionKind(
        "pebbles", "pebble.pebble", pgettext_lazy("what is kept for a time", "Pebbles"), 95,
        lambda now: _old(now).count(), lambda now: delete_some(_old(now)),
    ),
]  # fmt: skip
