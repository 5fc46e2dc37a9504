"""What the pages of circles need."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta

from django.db.models import Max, Q, QuerySet
from django.utils import timezone

from huiyin.circles.models import Circle, HomeVisit, Tie, Word
from huiyin.circles.queries.waiting import Waits, waiting_in
from huiyin.circles.rules import kept_by, risen_to
from huiyin.core.errors import or_404
from huiyin.people.models import Person

NEAR = timedelta(days=3)
PAGE = 60
VISITS = 100
RISEN_COUNTED = 20


@dataclass
class CirclePage:
    """The page of who keeps a circle: who waits, what is promised, who is in it; who comes to it, and who was asked."""

    circle: Circle | None
    waiting: list[Waits] = field(default_factory=list)
    promised: list[HomeVisit] = field(default_factory=list)
    ties: list[Tie] = field(default_factory=list)
    asked: list[Tie] = field(default_factory=list)
    count: int = 0
    coming: int = 0  # people of the circle that is on its way to them


def circle_kept(person: Person) -> Circle | None:
    """Gives the circle this person keeps now, or None."""
    return Circle.objects.filter(kept_by(person)).select_related("post__unit").order_by("pk").first()


def circle_page(person: Person, words: str = "", page: int = 1) -> CirclePage:
    """Gives the page of somebody's circle. Takes what narrows those in it by name, and which page of them."""
    circle = circle_kept(person)
    coming = Tie.objects.filter(circle__passing_to=person, state=Tie.State.IN).count()
    if circle is None:
        return CirclePage(None, coming=coming)
    there = ties_of(circle, words)
    first = (page - 1) * PAGE
    return CirclePage(
        circle, waiting_in(circle, person, timezone.now()), promises_of(person), list(there[first : first + PAGE]),
        list(circle.ties.filter(state=Tie.State.ASKED).select_related("person").order_by("-since")[:PAGE]), there.count(), coming,
    )  # fmt: skip


def ties_of(circle: Circle, words: str = "") -> QuerySet[Tie]:
    """Gives those in a circle by name, each with the day of the last visit."""
    ties = circle.ties.filter(state=Tie.State.IN).select_related("person").annotate(last=Max("visits__on"))
    words = words.strip()[:40]
    if words:
        named = Q(person__name__icontains=words) | Q(person__name_keys__icontains=words.lower()) | Q(met__icontains=words)
        ties = ties.filter(named)
    return ties.order_by("person__name_keys", "pk")


def ties_behind(circle: Circle, words: str = "", after: int = 0, limit: int = PAGE) -> list[Tie]:
    """Gives those in a circle by number, behind one, each with the day of the last visit."""
    return list(ties_of(circle, words).filter(pk__gt=after).order_by("pk")[:limit])


def states_in(circle: Circle | None) -> dict[int, str]:
    """Gives how the people of a circle stand to it, by the person's id; where there is no circle yet, nobody does."""
    return dict(circle.ties.exclude(state=Tie.State.LEFT).values_list("person", "state")) if circle is not None else {}


def visits_of(tie: Tie, limit: int = VISITS) -> list[HomeVisit]:
    """Gives the visits noted of somebody, the latest first, with who made them."""
    return list(tie.visits.select_related("by").order_by("-on", "-pk")[:limit])


def promises_of(person: Person) -> list[HomeVisit]:
    """Gives what somebody promised in the circle they keep and has not kept yet, the first due first."""
    mine = HomeVisit.objects.filter(tie__circle__in=Circle.objects.filter(kept_by(person)), tie__state=Tie.State.IN, kept_at=None)
    return list(mine.filter(promise_by__isnull=False).select_related("tie__person").order_by("promise_by", "pk")[:PAGE])


def tie_for(person: Person, pk: int) -> Tie:
    """Gives a tie of the circle this person keeps. Raises NotThere."""
    found = Tie.objects.filter(pk=pk, circle__in=Circle.objects.filter(kept_by(person))).exclude(state=Tie.State.LEFT)
    return or_404(found.select_related("person", "circle__post__unit").first())


def visit_for(person: Person, tie: int, pk: int) -> HomeVisit:
    """Gives a visit noted in the circle this person keeps. Raises NotThere."""
    return or_404(HomeVisit.objects.filter(tie=tie_for(person, tie), pk=pk).select_related("tie__circle").first())


def circles_in(person: Person) -> list[Tie]:
    """Gives the circles somebody is in or was asked into, the latest first; each bears `promises`, made to them."""
    ties = list(
        Tie.objects.filter(person=person).exclude(state=Tie.State.LEFT)
        .select_related("circle__keeper", "circle__post__unit", "circle__passing_to").order_by("-since", "-pk")[:PAGE]
    )  # fmt: skip
    made = HomeVisit.objects.filter(tie__in=[tie.pk for tie in ties]).exclude(promise="").order_by("-on", "-pk")
    for tie in ties:
        tie.promises = [one for one in made if one.tie_id == tie.pk]  # type: ignore[attr-defined]
    return ties


def risen(person: Person) -> QuerySet[Word]:
    """Gives the words that rose to a post this person speaks for, the longest waiting first. What was said is not among what is read."""
    return Word.objects.filter(risen_to(person)).select_related("tie__circle__post__unit", "tie__circle__keeper").order_by("said_at")


def risen_count(person: Person, most: int = RISEN_COUNTED) -> int:
    """Gives how many words rose to a post this person speaks for, counted up to so many."""
    return risen(person)[:most].count()
