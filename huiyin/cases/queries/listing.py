"""Lists of cases: a clerk's, an author's, a program's; narrowed by the rule, read on by place."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.db.models import Q, QuerySet, Value
from django.db.models.functions import Concat
from django.utils import timezone

from huiyin.cases.models import OPEN, Case, Matter, Party, State
from huiyin.cases.queries.involvement import asked_by, seen_by
from huiyin.cases.queries.joined import as_read, called_by_what_they_joined
from huiyin.cases.queries.topics import is_topic
from huiyin.cases.queries.word_search import found_in, in_public_words
from huiyin.cases.rules import Speaker, in_office, visible_to, whole_to
from huiyin.core.errors import NotThere
from huiyin.core.paging import number_of
from huiyin.db.counts import counted
from huiyin.people.models import Person
from huiyin.people.queries.directory import person_with_number
from huiyin.worktime.bounds import moment_of

_NUMBER = re.compile(r"\s*(?:№|[Nn][Oo]\.?|[#＃])?\s*([JW]?[0-9]{4})[-－—]([0-9]{1,6})\s*")


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


class Listed(NamedTuple):
    """A page of cases, and the place in the order after which the next begins; None: this is the last."""

    cases: list[Case]
    place: tuple[int, int] | None


def page_of(who: Speaker, wanted: Wanted, now: datetime, limit: int, after: tuple[int, int] | None = None, office: bool = False) -> Listed:
    """Gives a page of the cases somebody may see, newest first; with `office` only what they see by what they hold. Takes the place after
    which it begins, as the page before gave it."""
    seen = seen_by(who, office)
    if wanted.topic and not office and not is_topic(wanted.topic):
        seen = seen.filter(whole_to(who))  # what its author typed as a topic is told to nobody who only joined
    found = _narrowed(seen, wanted).select_related("unit", "matter")
    if number := number_in(wanted.q):
        return Listed(list(found.filter(number=number)), None)
    if wanted.q.strip():
        return _with_words(who, wanted, now, seen, found, limit, after, office)
    moment = moment_of(after[0]) if after else None
    if after is not None and moment is not None:
        found = found.filter(registered_at__lte=moment).filter(Q(registered_at__lt=moment) | Q(pk__lt=after[1]))
    rows = _in_order(found, wanted, now, limit + 1)
    last = rows[limit - 1] if len(rows) > limit else None
    return Listed(rows[:limit], (number_of(last.registered_at), last.pk) if last else None)


def _narrowed(found: QuerySet[Case], wanted: Wanted) -> QuerySet[Case]:
    """What its topic, unit and channel leave. Those that wait for an answer are few beside those that were answered: there a state's own
    order is walked along, and no topic's."""
    if wanted.topic and (wanted.state in OPEN or wanted.state in ("open", "late")):
        found = found.alias(about=Concat("topic", Value(""))).filter(about=wanted.topic)
    elif wanted.topic:
        found = found.filter(topic=wanted.topic)
    if wanted.unit:
        found = found.filter(unit=wanted.unit)
    return found.filter(channel=wanted.channel) if wanted.channel else found


def _in_state(found: QuerySet[Case], wanted: Wanted, now: datetime) -> list[QuerySet[Case]]:
    """What its state leaves, a part for each state: each has its own order in an index."""
    if wanted.state == "late":
        return [found.filter(state=state, deadline_at__lt=now) for state in OPEN]
    if wanted.state == "open":
        return [found.filter(state=state) for state in OPEN]
    return [found.filter(state=wanted.state) if wanted.state else found]


def _in_order(found: QuerySet[Case], wanted: Wanted, now: datetime, limit: int) -> list[Case]:
    parts = [list(part.order_by("-registered_at", "-pk")[:limit]) for part in _in_state(found, wanted, now)]
    if len(parts) == 1:
        return parts[0]
    return sorted((case for part in parts for case in part), key=lambda case: (case.registered_at, case.pk), reverse=True)[:limit]


def _with_words(who: Speaker, wanted: Wanted, now: datetime, seen: QuerySet[Case], found: QuerySet[Case], limit: int,
                after: tuple[int, int] | None, office: bool) -> Listed:  # fmt: skip
    if wanted.state in ("open", "late"):
        found = found.filter(state__in=OPEN)
    elif wanted.state:
        found = found.filter(state=wanted.state)
    if wanted.state == "late":
        found = found.filter(deadline_at__lt=now)
    below = after[0] if after else None
    if office:
        cases, further = found_in(who, wanted.q, seen, found, limit, below)
    else:
        whole = whole_to(who)
        cases, further = found_in(who, wanted.q, seen.filter(whole), found.filter(whole), limit, below)
        cases, further = _and_joined(who, wanted.q, found, (cases, further), limit, below)
    return Listed(cases, (further, 0) if further is not None else None)


def _and_joined(who: Speaker, words: str, found: QuerySet[Case], mine: tuple[list[Case], int | None], limit: int,
                below: int | None) -> tuple[list[Case], int | None]:  # fmt: skip
    """With those somebody joined, by their public words; the newest first."""
    if who.person is None:
        return mine
    joined = found.filter(asked_by(who)).filter(in_public_words(who, words)).exclude(pk__in=[case.pk for case in mine[0]])
    if below is not None:
        joined = joined.filter(words_row__lt=below)
    if mine[1] is not None:
        joined = joined.filter(words_row__gt=mine[1])
    both = sorted([*mine[0], *joined.order_by("-words_row")[: limit + 1]], key=lambda case: case.words_row or 0, reverse=True)
    if len(both) > limit:
        return both[:limit], both[limit - 1].words_row
    return both, mine[1]


def number_in(q: str) -> str:
    """Gives the number of a case that somebody typed, as it is kept; "" where it is none."""
    typed = _NUMBER.fullmatch(q[:40])
    return f"{typed[1]}-{int(typed[2]):06d}" if typed else ""


def found_by_words(who: Speaker, q: str, limit: int) -> list[Case]:
    """Gives the newest cases of this number or with these words, of all that somebody may see, as they may read them."""
    return as_read(who, page_of(who, Wanted(q=q), timezone.now(), limit).cases) if q.strip() else []


def state_counts(who: Speaker) -> list[tuple[State, int]]:
    """Gives how many open cases there are in each state among those somebody sees by what they hold; a hundred at most of each."""
    counts = counted(seen_by(who, office=True), "state", [str(state) for state in OPEN], 100)
    return [(State(state), count) for state, count in zip(OPEN, counts, strict=True) if count]


def earlier_of(case: Case, who: Speaker) -> QuerySet[Case]:
    """Gives what the same person asked before, as far as the reader may see it: by their account, or the number they gave."""
    same = Q(author=case.author_id) if case.author_id else Q(pk__in=())
    if case.phone:
        same |= Q(phone=case.phone)
    return Case.objects.filter(same, in_office(who)).exclude(pk=case.pk).select_related("unit").order_by("-registered_at")


def earlier_by_phone(phone: str, who: Speaker) -> QuerySet[Case]:
    """Gives what was asked under a number, as far as the reader may see it: a line for each stands beside a call."""
    theirs = list(Person.objects.filter(phone=phone).values_list("pk", flat=True))
    same = Q(phone=phone) | Q(author__in=theirs) if theirs else Q(phone=phone)
    return Case.objects.filter(same, in_office(who)).select_related("unit").order_by("-registered_at")


def mine_of(who: Speaker) -> list[Case]:
    """Gives what somebody asked for, or has shown number and code of, as they may read it; the latest first."""
    asked = Q(pk__in=who.holds)  # what they joined stands here as their own
    if who.person is not None:
        asked |= Q(author=who.person) | Q(pk__in=Party.objects.filter(person=who.person).values("case"))
    found = Case.objects.filter(asked_by(who)).filter(asked).select_related("unit").order_by("-registered_at", "-pk")
    return called_by_what_they_joined(as_read(who, found[:200]))


def of_matter(who: Speaker, pk: int) -> list[Case]:
    """Gives the cases that hang under a matter, as far as somebody sees them by what they hold, the earliest first."""
    found = Case.objects.filter(in_office(who), matter=pk).select_related("unit").order_by("registered_at", "number")
    return list(found[:500])


def matter_for(who: Speaker, pk: int) -> tuple[Matter, list[Case]]:
    """Gives a matter and those of its cases that somebody sees by what they hold. Raises NotThere: nobody else learns that it is there."""
    matter, cases = Matter.objects.filter(pk=pk).first(), of_matter(who, pk)
    if matter is None or not cases:
        raise NotThere
    return matter, cases


def matter_over(who: Speaker, case: Case) -> tuple[Matter, list[Case]]:
    """Gives the matter under which a case hangs now, whatever it was read with, as `matter_for` does."""
    return matter_for(who, Case.objects.values_list("matter", flat=True).get(pk=case.pk) or 0)


def parts_of(who: Speaker, case: Case) -> list[Case]:
    """Gives the parts a case was split into, as far as somebody sees them, the earliest first."""
    found = Case.objects.filter(visible_to(who), parent=case).select_related("unit")
    return list(found.order_by("registered_at", "number"))


def name_under(phone: str, who: Speaker) -> str:
    """Gives the name of whoever has this number, else the one a colleague took down with it last, as far as the reader sees it; "" for
    none."""
    caller = person_with_number(phone)
    latest = Case.objects.filter(in_office(who), phone=phone).exclude(name="").order_by("-registered_at").first()
    return caller.name if caller else latest.name if latest and latest.by_id else ""
