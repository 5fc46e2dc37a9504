"""Whose word waits in a circle, and how long: what the house calls unanswered, of the residents in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse

from huiyin.cases.models import OPEN, Case, Desk, Part, Recusal, Series
from huiyin.cases.rules import in_office, speaker_of
from huiyin.circles.models import Circle, Tie, Word
from huiyin.groups.models import Group, Message
from huiyin.groups.rules import LEADS
from huiyin.people.models import Person
from huiyin.tasks.queries.today import UNANSWERED_AFTER, nobody_answered, said_in_vain

SINCE = timedelta(days=60)
CASE_AFTER = timedelta(days=1)
MOST = 100
AT_DESK = ("registered", "accepted")


@dataclass(frozen=True)
class Waits:
    """A word that waits: whose, since when, what it says as its reader may read it, and where it is answered."""

    tie: Tie
    since: datetime
    words: str
    place: str
    href: str
    kind: str
    step: int = 0


def waiting_in(circle: Circle, person: Person, now: datetime) -> list[Waits]:
    """Gives the words that wait in a circle its keeper has, the longest first, as far as they may read them. Takes the keeper."""
    ties = {tie.person_id: tie for tie in circle.ties.filter(state=Tie.State.IN).select_related("person")}
    if not ties:
        return []
    messages = said_in_vain(person.pk, now, now - SINCE).filter(author__in=ties).select_related("group").order_by("at")[:MOST]
    cases = Case.objects.filter(in_office(speaker_of(person)), author__in=ties, state__in=OPEN, series=Series.PUBLIC)
    rising = Word.objects.filter(tie__circle=circle, ended_at=None).values_list("message", "case", "step")
    steps: dict[tuple[int | None, int | None], int] = {(message, case): step for message, case, step in rising}
    found = [
        Waits(ties[one.author_id], one.at, one.text, one.group.name, f"{reverse('group', args=[one.group_id])}?around={one.n}#m{one.n}",
              "message", steps.get((one.pk, None), 0))
        for one in messages
    ]  # fmt: skip
    found += [
        Waits(ties[case.author_id or 0], case.registered_at, case.title, f"№ {case.number}", reverse("case", args=[case.pk]), "case",
              steps.get((None, case.pk), 0))
        for case in cases.order_by("registered_at")[:MOST]
    ]  # fmt: skip
    return sorted(found, key=lambda one: one.since)


NewWord = tuple[Tie, int | None, int | None, datetime, int | None]


def new_words(now: datetime, limit: int) -> list[NewWord]:
    """Gives words of residents in circles that have waited long enough and are not taken up yet: (tie, message, case, said at, group).

    In groups where who keeps the circle answers (owner, manager; anybody in office in a listening group), for four hours; cases that their
    unit has in hand, or that wait at their desk, for a day.
    """
    return _messages(now, limit) + _cases(now, limit)


def _messages(now: datetime, limit: int) -> list[NewWord]:
    answers = Q(circle__keeper__memberships__role__in=LEADS) | Q(circle__keeper__memberships__group__kind=Group.Kind.LISTENING)
    near = Tie.objects.filter(
        answers, person=OuterRef("author"), state=Tie.State.IN, since__lte=OuterRef("at"), circle__keeper__memberships__left_at=None,
        circle__keeper__memberships__group=OuterRef("group"),
    )  # fmt: skip
    said = Message.objects.filter(
        at__gt=now - timedelta(days=14), at__lte=now - UNANSWERED_AFTER, recalled_at=None, erased_at=None,
        author__kind=Person.Kind.RESIDENT, group__archived_at=None,
    ).exclude(group__kind=Group.Kind.NOTICE)  # fmt: skip
    said = said.filter(Exists(near)).exclude(Exists(Word.objects.filter(message=OuterRef("pk")))).filter(nobody_answered())
    fresh: list[NewWord] = []
    for message in said.order_by("at")[:limit]:
        ties = Tie.objects.filter(
            answers, person=message.author_id, state=Tie.State.IN, since__lte=message.at, circle__keeper__memberships__left_at=None,
            circle__keeper__memberships__group=message.group_id,
        )  # fmt: skip
        fresh += [(tie, message.pk, None, message.at, message.group_id) for tie in ties]
    return fresh


def _cases(now: datetime, limit: int) -> list[NewWord]:
    """Those that nobody has to be told of are left out before the oldest are taken: cases that lie elsewhere hold up none of these."""
    tied = Tie.objects.filter(state=Tie.State.IN).values("person")
    waiting = Case.objects.filter(state__in=OPEN, series=Series.PUBLIC, author__in=tied, registered_at__gt=now - timedelta(days=92),
                                  registered_at__lte=now - CASE_AFTER)  # fmt: skip
    outer, author = OuterRef(OuterRef("pk")), OuterRef("author")
    at_desk = Q(state__in=AT_DESK) & Q(Exists(_ties_near(outer, author, at_desk=True)))
    waiting = waiting.filter(Q(Exists(_ties_near(outer, author))) | at_desk)
    fresh: list[NewWord] = []
    for case in waiting.order_by("registered_at", "pk")[:limit]:
        ties = {tie.pk: tie for tie in _ties_near(case.pk, case.author_id)}
        if case.state in AT_DESK:
            ties |= {tie.pk: tie for tie in _ties_near(case.pk, case.author_id, at_desk=True)}
        fresh += [(tie, None, case.pk, case.registered_at, None) for tie in ties.values()]
    return fresh


def _ties_near(case: Any, author: Any, at_desk: bool = False) -> QuerySet[Tie]:
    """The ties of a case's author to who has it in hand (or sits at the desk where it waits), near it themself, and not told of it yet.
    Takes the case as the questions within see it."""
    unit = OuterRef("circle__post__unit")
    there = Desk.objects.filter(sealed=False, unit=unit) if at_desk else Part.objects.filter(case=case, ended_at=None, unit=unit)
    told = Word.objects.filter(case=case, tie=OuterRef("pk"), ended_at=None)
    out = Recusal.objects.filter(case=case, person=OuterRef("circle__keeper"))
    ties = Tie.objects.filter(Exists(there), ~Exists(told), ~Exists(out), person=author, state=Tie.State.IN)
    return ties.select_related("circle")


def no_longer_waiting(limit: int, pk: int | None = None) -> QuerySet[Word]:
    """Gives words that rose and were answered since, or are gone; with `pk` that one alone, if it is one of them."""
    waits = Message.objects.filter(nobody_answered(), pk=OuterRef("message"), recalled_at=None, erased_at=None, group__archived_at=None)
    open_case = Case.objects.filter(pk=OuterRef("case"), state__in=OPEN)
    words = Word.objects.filter(ended_at=None, **({"pk": pk} if pk is not None else {}))
    over = Q(message__isnull=False) & ~Exists(waits) | Q(case__isnull=False) & ~Exists(open_case)
    return words.filter(over).select_related("tie__circle").order_by("pk")[:limit]
