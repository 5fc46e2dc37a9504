"""Lists of cases: a clerk's, an author's, a program's; narrowed by the rule, read on by place."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from huiyin.cases.models import OPEN, Case, State
from huiyin.cases.queries.joined import as_read, worded
from huiyin.cases.rules import Speaker, in_office, joined_by, visible_to

_NUMBER = re.compile(r"\s*(?:№|[Nn][Oo]\.?|[#＃])?\s*(J?[0-9]{4})[-－—]([0-9]{1,6})\s*")


@dataclass(frozen=True)
class Wanted:
    """What a list is narrowed to. `state`: a state, "open" for all that wait for an answer, "late" for those whose time has passed."""

    state: str = ""
    topic: str = ""
    unit: int | None = None
    q: str = ""
    channel: str = ""

    def __bool__(self) -> bool:
        return any((self.state, self.topic, self.unit, self.q, self.channel))


def cases_of(who: Speaker, wanted: Wanted, now: datetime, office: bool = False) -> QuerySet[Case]:
    """Gives the cases somebody may see, newest first; with `office` only what they see by what they hold."""
    found = Case.objects.filter(in_office(who) if office else visible_to(who))
    if wanted.state == "open":
        found = found.filter(state__in=OPEN)
    elif wanted.state == "late":
        found = found.filter(state__in=OPEN, deadline_at__lt=now)
    elif wanted.state:
        found = found.filter(state=wanted.state)
    if wanted.topic:
        found = found.filter(topic=wanted.topic)
    if wanted.unit:
        found = found.filter(unit=wanted.unit)
    if wanted.channel:
        found = found.filter(channel=wanted.channel)
    if wanted.q:
        found = found.filter(said(wanted.q) if office else worded(who, *both_said(wanted.q)))
    return found.select_related("unit", "matter").order_by("-registered_at", "-pk")


def both_said(q: str) -> tuple[Q, Q]:
    """Gives what narrows to a search among the words of whoever asked, and among those everybody may read."""
    return said(q), said(q, "public_")


def said(q: str, of: str = "") -> Q:
    """Narrows to cases of this number, or in whose own words (`of` "public_": published words) these stand."""
    if typed := _NUMBER.fullmatch(q[:40]):
        return Q(number=f"{typed[1]}-{int(typed[2]):06d}")
    found = Q()
    for word in q.split()[:6]:
        found &= Q(**{f"{of}title__contains": word}) | Q(**{f"{of}text__contains": word})
    return found


def after(found: QuerySet[Case], at: datetime, pk: int) -> QuerySet[Case]:
    """Gives what comes after a place in the order."""
    return found.filter(Q(registered_at__lt=at) | Q(registered_at=at, pk__lt=pk))


def state_counts(who: Speaker) -> dict[str, int]:
    """Gives how many open cases there are in each state among those somebody sees by what they hold; a hundred at most of each."""
    found = {}
    for state in OPEN:
        found[str(state)] = Case.objects.filter(in_office(who), state=state).order_by()[:100].count()
    return {str(State(name).label): count for name, count in found.items() if count}


def earlier_of(case: Case, who: Speaker) -> QuerySet[Case]:
    """Gives what the same person asked before, as far as the reader may see it: by their account, or the number they gave."""
    same = Q(author=case.author_id) if case.author_id else Q(pk__in=())
    if case.phone:
        same |= Q(phone=case.phone)
    return Case.objects.filter(same, in_office(who)).exclude(pk=case.pk).select_related("unit").order_by("-registered_at")


def earlier_by_phone(phone: str, who: Speaker) -> QuerySet[Case]:
    """Gives what was asked under a number, as far as the reader may see it: a line for each stands beside a call."""
    return Case.objects.filter(Q(phone=phone) | Q(author__phone=phone), in_office(who)).select_related("unit").order_by("-registered_at")


def mine_of(who: Speaker) -> list[Case]:
    """Gives what somebody asked for, or joined, or has shown number and code of, as they may read it; the latest first."""
    asked = Q(pk__in=who.holds) | joined_by(who)
    if who.person is not None:
        asked |= Q(author=who.person)
    return as_read(who, Case.objects.filter(asked).select_related("unit").order_by("-registered_at", "-pk")[:200])


def of_matter(who: Speaker, pk: int) -> list[Case]:
    """Gives the cases that hang under a matter, as far as somebody sees them by what they hold, the earliest first."""
    found = Case.objects.filter(in_office(who), matter=pk).select_related("unit").order_by("registered_at", "number")
    return list(found[:500])
