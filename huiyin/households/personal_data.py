"""What of households is about a person: what goes when they are erased, what goes into their copy, how long it is kept."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy, pgettext_lazy

from huiyin.core.personal_data import CopyPart, Erased, Fate, PersonalData, PieceByPiece, RetentionKind, Row
from huiyin.db.batches import delete_some
from huiyin.households.models import Household, Member
from huiyin.households.queries.history import looks_at
from huiyin.people.models import Person

KEPT = timedelta(days=3 * 366)  # after the last thing was written down: as long as names in cases
_OFFICE = "the record of an office, under the office; it goes with the member it is about"
PERSONAL_DATA = [
    PersonalData("households.household", "it has no name; it goes with its last member", {"by": Fate.KEPT}),
    PersonalData("households.member", "that they belong to it, and all that was written down of them with it", {"person": Fate.REMOVED}),
    PersonalData("households.entitlement", _OFFICE, {"by": Fate.KEPT}),
    PersonalData("households.earlierwork", _OFFICE, {"by": Fate.KEPT}),
]


def _by_number(erased: Erased) -> tuple[int, int] | None:
    """Where they stand by their number only, without an account."""
    rows = Member.objects.filter(phone=erased.phone) if erased.phone else Member.objects.none()
    return (0, 0) if delete_some(rows) else None


def _empty(erased: Erased) -> tuple[int, int] | None:
    """A household without anybody left."""
    return (0, 0) if delete_some(Household.objects.filter(members=None)) else None


ERASED_AFTER = [PieceByPiece("household_members", 47, _by_number), PieceByPiece("households", 48, _empty)]


def _noted(person: Person) -> Iterator[Row]:
    """With whom they were written down, and what of them."""
    for member in Member.objects.filter(person=person).order_by("pk"):
        for one in member.entitlements.select_related("unit").order_by("pk"):
            yield {"noted": f"{one.get_kind_display()}（{one.proof}）", "since": one.since, "until": one.until,
                   "unit": one.unit.name if one.unit else ""}  # fmt: skip
        for work in member.earlier_work.select_related("unit").order_by("pk"):
            yield {"noted": f"{work.office}: {work.words}", "since": work.on, "until": None, "unit": work.unit.name if work.unit else ""}


def _looked(person: Person) -> Iterator[Row]:
    """Which units looked, on which day: not who it was, and of what is confidential nothing."""
    for look in looks_at(person):
        yield {"on": look.on, "unit": look.unit, "reason": look.reason}


COPY = [
    CopyPart("households", "households", pgettext_lazy("part of my data", "My household, as offices wrote it down"), 75, _noted,
             {"noted": pgettext_lazy("part of my data", "Noted"), "until": pgettext_lazy("part of my data", "Until"),
              "unit": gettext_lazy("Unit")}),
    CopyPart("household_looks", "household_looks", pgettext_lazy("part of my data", "Which units looked at what my household asked for"),
             76, _looked, {"on": pgettext_lazy("part of my data", "Day"), "reason": pgettext_lazy("part of my data", "Reason"),
                       "unit": gettext_lazy("Unit")}),
]  # fmt: skip


def _old(now: datetime) -> QuerySet[Household]:
    return Household.objects.filter(touched_at__lte=now - KEPT)


RETENTION = [
    RetentionKind("households", "households.household", pgettext_lazy("what is kept for a time", "Households in which nothing happened"),
                  101, lambda now: _old(now).count(), lambda now: delete_some(_old(now))),
]  # fmt: skip
