"""What of circles waits for a person: whose words wait, what they promised, words that rose to them; for residents who asks them."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from huiyin.circles.models import Circle, HomeVisit, Tie, Word
from huiyin.circles.queries.circle import NEAR, circle_kept, promises_of, risen
from huiyin.circles.queries.waiting import waiting_in
from huiyin.circles.rules import kept_by, risen_in
from huiyin.core.today import Section, remembered
from huiyin.db.compiled import Compiled
from huiyin.people.models import Person
from huiyin.people.queries.holders import ask_posts

SHOWN, MOST = 5, 100


def _count(person: Person) -> int:
    """Promises that are due, words that rose to them, or circles that ask."""
    if person.kind != Person.Kind.OFFICIAL:
        return Tie.objects.filter(person=person, state=Tie.State.ASKED)[:MOST].count()
    posts = tuple(sorted(ask_posts(person)()))
    return len(_promised(person)) + (len(_rose(posts)) if posts else 0)


_due = Compiled[tuple[int, int]](
    lambda keeper, day: HomeVisit.objects.filter(
        tie__circle__keeper=keeper, tie__state=Tie.State.IN, kept_at=None, promise_by__lte=day,
    ).order_by().values_list("pk", "tie__circle")[:MOST]
)  # fmt: skip
_rose = Compiled[int](lambda posts: Word.objects.filter(risen_in(posts)).order_by().values_list("pk", flat=True)[:MOST])


def _promised(person: Person) -> list[int]:
    """The promises that are due in circles a person keeps now. Whether they still hold the post is asked only where there are any."""
    due = _due(person.pk, timezone.localdate())
    kept = set(Circle.objects.filter(kept_by(person)).values_list("pk", flat=True)) if due else ()
    return [visit for visit, circle in due if circle in kept]


def _found(person: Person) -> dict[str, Any] | None:
    if person.kind != Person.Kind.OFFICIAL:
        ties = Tie.objects.filter(person=person, state=Tie.State.ASKED)
        asked = list(ties.select_related("circle__post__unit", "circle__keeper")[:SHOWN])
        return {"asked": asked} if asked else None
    rose = list(risen(person)[:SHOWN])
    circle = circle_kept(person)
    waiting = waiting_in(circle, person, timezone.now()) if circle is not None else []
    soon = timezone.localdate() + NEAR
    promised = [one for one in promises_of(person) if one.promise_by is not None and one.promise_by <= soon] if circle is not None else []
    if not (rose or waiting or promised):
        return None
    return {"risen": rose, "waiting": waiting[:SHOWN], "more": max(0, len(waiting) - SHOWN), "promised": promised[:SHOWN],
            "today": timezone.localdate()}  # fmt: skip


TODAY = (remembered("circle", 60, _count),)
SECTIONS = (Section("circle", 58, _found, "circles/_today.html", residents=True),)
