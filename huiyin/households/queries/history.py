"""Everything of one person or household: a line for each case, and what was said once somebody has told why they look."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef
from django.utils import timezone

from huiyin.cases.models import Case, Look, Party, Recusal
from huiyin.cases.queries.page import case_for
from huiyin.cases.rules import Speaker, in_office, speaker_of
from huiyin.core.errors import NotThere
from huiyin.households.models import Entitlement, Household, Member
from huiyin.households.queries.belonging import cases_about, cases_of, everybody, household_of
from huiyin.households.rules import has_looked, may_open
from huiyin.people.models import Person

MOST = 100


@dataclass
class Earlier:
    """A case before this one. `opens`: the reader has it in hand too, and may go to its page."""

    case: Case
    opens: bool


@dataclass
class History:
    """What one reader sees. `open`: they said why; before that there are lines only, and nothing of `members`."""

    case: Case
    open: bool
    earlier: list[Earlier]
    household: Household | None = None
    members: list[Member] = field(default_factory=list)


def case_in_hand(user: Any, number: int) -> tuple[Speaker, Case]:
    """Gives who asks, and the case of this number, which they have in hand. Raises NotThere."""
    who = speaker_of(user)
    case = case_for(who, number)
    if not may_open(who, case):
        raise NotThere
    return who, case


def history_of(who: Speaker, case: Case) -> History:
    """Gives everything of whoever asked and of their household. Raises NotThere for whoever does not
    have the case in hand."""
    if not may_open(who, case):
        raise NotThere
    household, opened = household_of(case), has_looked(who, case)
    out = Exists(Recusal.objects.filter(case=OuterRef("pk"), person=who.person))
    rows = cases_of(everybody(case, household)).exclude(out).exclude(pk=case.pk).select_related("unit").order_by("-registered_at", "-pk")
    cases = list((rows.prefetch_related("answers__unit") if opened else rows)[:MOST])
    seen = set(Case.objects.filter(in_office(who), pk__in=[one.pk for one in cases]).values_list("pk", flat=True))
    shown = History(case, opened, [Earlier(one, one.pk in seen) for one in cases], household)
    if opened and household is not None:
        rows_of = household.members.prefetch_related("entitlements__unit", "earlier_work__unit").select_related("person")
        shown.members = list(rows_of.order_by("pk"))
    return shown


def counted(who: Speaker, case: Case) -> int | None:
    """Gives how many earlier cases the view holds, a hundred at most; None where the reader may not open it."""
    if not may_open(who, case):
        return None
    return cases_of(everybody(case, household_of(case))).exclude(pk=case.pk).order_by()[:MOST].count()


@dataclass(frozen=True)
class Looked:
    """That a unit looked, on which day; with the reason for whoever's own case it was opened from."""

    unit: str
    on: date
    reason: str


def looks_at(person: Person) -> list[Looked]:
    """Gives which units looked at what somebody and their household asked for, the latest first; never who it was. What is confidential
    has no part in it."""
    looks = Look.objects.filter(case__in=cases_about(person)).select_related("unit", "case").order_by("-at")[:200]
    mine = set(Party.objects.filter(person=person).values_list("case", flat=True))
    return [
        Looked(look.unit.name if look.unit else "", timezone.localdate(look.at),
               look.reason if look.case.author_id == person.pk or look.case_id in mine else "") for look in looks
    ]  # fmt: skip


def noted_of(person: Person) -> list[Entitlement]:
    """Gives what somebody is entitled to be seen as, as it is written down now."""
    rows = Entitlement.objects.filter(member__person=person, ended_at=None)
    return list(rows.select_related("unit").order_by("pk"))
