"""What of receptions is about a person: what becomes of it, what goes into a copy, how long it is kept."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet
from django.utils.translation import pgettext_lazy

from huiyin.core.personal_data import CopyPart, Erased, Fate, PersonalData, PieceByPiece, RetentionKind, Row, at
from huiyin.db.batches import delete_some, update_some
from huiyin.people.models import Person
from huiyin.reception.models import Made, Petitioner, Visit, VisitState

#: Who came is known to the request that was registered; the line itself is not asked for again after a season.
KEPT = timedelta(days=92)
_LINE = "that a number was given and called stays; who had it, and in which words, goes"
PERSONAL_DATA = [
    PersonalData("reception.day", "an office announced when it receives", {"by": Fate.KEPT}),
    PersonalData("reception.visit", _LINE, {"person": Fate.EMPTIED, "by": Fate.KEPT, "written_by": Fate.KEPT}),
    PersonalData("reception.petitioner", "names and numbers of those who came; they go with the visit, and after a term"),
    PersonalData("reception.made", "so that what is sent twice is done once; nobody sends any more", {"person": Fate.REMOVED}),
]
_EMPTY = {"name": "", "phone": "", "words": "", "summary": ""}


def _told() -> Q:
    return ~Q(name="", phone="", words="", summary="")


def _empty(erased: Erased) -> tuple[int, int] | None:
    """What they booked, and what was taken down under their number."""
    theirs = Q(person=erased.person) | (Q(phone=erased.phone) if erased.phone else Q(pk__in=()))
    return (0, 0) if update_some(Visit.objects.filter(_told(), theirs), **_EMPTY) else None


def _named(erased: Erased) -> tuple[int, int] | None:
    """Where they stand among those who came with one matter."""
    rows = Petitioner.objects.filter(phone=erased.phone) if erased.phone else Petitioner.objects.none()
    return (0, 0) if delete_some(rows) else None


ERASED_AFTER = [PieceByPiece("visits", 55, _empty), PieceByPiece("petitioners", 56, _named)]


def _booked(person: Person) -> Iterator[Row]:
    for visit in Visit.objects.filter(person=person).select_related("day__unit").order_by("booked_at"):
        yield {
            "at": at(visit.day.begins_at), "unit": visit.day.unit.name, "place": visit.day.place, "number": visit.reference,
            "state": str(VisitState(visit.state).label), "name": visit.name, "phone": visit.phone, "words": visit.words,
        }  # fmt: skip


COPY = [CopyPart("reception", "visits", pgettext_lazy("part of my data", "Reception days I booked"), 74, _booked)]


def _old(now: datetime) -> QuerySet[Visit]:
    return Visit.objects.filter(_told(), day__ends_at__lte=now - KEPT)


def _old_petitioners(now: datetime) -> QuerySet[Petitioner]:
    return Petitioner.objects.filter(visit__day__ends_at__lte=now - KEPT)


def _old_moves(now: datetime) -> QuerySet[Made]:
    return Made.objects.filter(day__ends_at__lte=now - KEPT)


RETENTION = [
    RetentionKind(
        "visit_moves", "reception.made", pgettext_lazy("what is kept for a time", "Keys of what was done once on a reception day"), 97,
        lambda now: _old_moves(now).count(), lambda now: delete_some(_old_moves(now)),
    ),
    RetentionKind(
        "visits", "reception.visit", pgettext_lazy("what is kept for a time", "Who came to a reception day"), 98,
        lambda now: _old(now).count(), lambda now: update_some(_old(now), **_EMPTY),
    ),
    RetentionKind(
        "petitioners", "reception.petitioner", pgettext_lazy("what is kept for a time", "Names of those who came with one matter"), 99,
        lambda now: _old_petitioners(now).count(), lambda now: delete_some(_old_petitioners(now)),
    ),
]  # fmt: skip
