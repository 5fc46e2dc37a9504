"""What everybody may read of cases: those whose authors agreed, as they agreed to it. No other query feeds a public page.

Nothing here is kept: what is taken back is gone with the next answer. Cases are named by the numbers people say; the number drawn by lot,
from which a code is reckoned, stays inside.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from huiyin.cases.models import OPEN, Answer, Case, Joiner, Series, State, TownPlace
from huiyin.cases.preview import shown_answers
from huiyin.cases.queries.listing import number_in
from huiyin.cases.queries.topics import is_topic, topic_name
from huiyin.cases.rendering import look_of
from huiyin.core.errors import or_404
from huiyin.media.models import Upload
from huiyin.people.models import Unit

PAGE = 20
MOST_WORDS = 6
#: Which states a visitor chooses from, in their words.
CHOICES: dict[str, tuple[str, ...]] = {
    "open": tuple(OPEN), "answered": (State.ANSWERED,), "settled": (State.SETTLED,), "declined": (State.DECLINED,),
}  # fmt: skip


@dataclass(frozen=True)
class PublicAnswer:
    """What was answered, without whose name it may hold."""

    closing: str
    words: str
    unit: str
    on: date


@dataclass(frozen=True)
class PublicCase:
    """A case as everybody may read it. `by`: the promised day, while it is open; `others`: how many ask for this, its author too."""

    number: str
    title: str
    text: str
    topic: str
    topic_name: str
    town: Unit | None
    unit: str
    state: str
    state_words: str
    look: str
    is_open: bool
    registered_on: date
    by: date | None
    late: bool
    answered_on: date | None
    picture: Upload | None
    published_at: datetime
    others: int = 1
    answers: Sequence[PublicAnswer] = ()

    @property
    def may_be_joined(self) -> bool:
        """Whether somebody may still join it: it is neither settled nor declined."""
        return self.state not in (State.SETTLED, State.DECLINED)


@dataclass(frozen=True)
class Narrowed:
    """What the public list is narrowed to; what is empty narrows nothing. `town`: a unit's number."""

    q: str = ""
    topic: str = ""
    town: int | None = None
    state: str = ""

    def __bool__(self) -> bool:
        return any((self.q, self.topic, self.town, self.state))


def published() -> QuerySet[Case]:
    """Gives the cases everybody may read now."""
    found = Case.objects.filter(published_at__isnull=False, wished_at__isnull=False, series=Series.PUBLIC, private=False)
    return found.select_related("unit", "publication__town", "publication__picture")


def public_list(narrowed: Narrowed, before: tuple[datetime, str] | None = None, limit: int = PAGE) -> tuple[list[PublicCase], bool]:
    """Gives a page of published cases, the latest published first, and whether there are more. `before`: the last of the page before."""
    found = _narrowed(published(), narrowed)
    if before is not None:
        at, number = before
        found = found.filter(Q(published_at__lt=at) | Q(published_at=at, number__lt=number))
    rows = list(found.order_by("-published_at", "-number")[: limit + 1])
    return shown(rows[:limit]), len(rows) > limit


def _narrowed(found: QuerySet[Case], narrowed: Narrowed) -> QuerySet[Case]:
    if narrowed.q:
        found = found.filter(_said(narrowed.q))
    if narrowed.topic:  # what somebody typed as a topic is nobody's to find out
        found = found.filter(topic=narrowed.topic) if is_topic(narrowed.topic) else found.none()
    if narrowed.town:
        found = found.filter(publication__town=narrowed.town)
    if narrowed.state in CHOICES:
        found = found.filter(state__in=CHOICES[narrowed.state])
    return found


def _said(words: str) -> Q:
    """Narrows to a number, or to words that everybody may read; those of whoever asked are not looked at."""
    if number := number_in(words):
        return Q(number=number)
    found = Q()
    for word in words.split()[:MOST_WORDS]:
        found &= Q(public_title__contains=word) | Q(public_text__contains=word)
    return found


def public_case(number: str) -> PublicCase:
    """Gives a published case with its answers. Raises NotThere alike for a number nobody has and for what is not public."""
    case = case_of(number)
    return _public(case, asking([case]), _answers(case))


def case_of(number: str) -> Case:
    """Gives the published case of a number, for actions. Raises NotThere."""
    return or_404(published().filter(number=number).select_related("author", "source").first())


def to_join(pk: int) -> Case:
    """Gives a case that was published, for whoever asks for the same; whether they may join it the action asks. Raises NotThere."""
    return or_404(Case.objects.filter(pk=pk, published_at__isnull=False).select_related("source").first())


def shown(cases: Iterable[Case]) -> list[PublicCase]:
    """Gives published cases as everybody reads them."""
    cases = list(cases)
    counts = asking(cases)
    return [_public(case, counts) for case in cases]


def asking(cases: Sequence[Case]) -> dict[int, int]:
    """Gives how many ask for each of these published cases: authors and joiners, those of published ones under the same matter too. What is
    not public is not counted."""
    matters = {case.matter_id for case in cases if case.matter_id}
    beside = dict(published().filter(matter__in=matters).order_by().values_list("pk", "matter")) if matters else {}
    joined = Joiner.objects.filter(case__in={*beside, *(case.pk for case in cases)}, own__isnull=False).order_by()
    counts = dict(joined.values_list("case").annotate(n=Count("pk")))
    hung: dict[int, int] = {}
    for pk, matter in beside.items():
        if matter is not None:
            hung[matter] = hung.get(matter, 0) + 1 + counts.get(pk, 0)
    return {case.pk: hung.get(case.matter_id or 0, 1 + counts.get(case.pk, 0)) for case in cases}


def _public(case: Case, counts: dict[int, int], answers: Sequence[PublicAnswer] = ()) -> PublicCase:
    row, topic = case.publication, case.topic if is_topic(case.topic) else ""
    picture = row.picture if row.picture is not None and row.picture.erased_at is None else None
    due = case.deadline_at if case.is_open else None
    assert case.published_at is not None
    return PublicCase(
        case.number, case.public_title, case.public_text, topic, topic_name(topic), row.town, case.unit.name if case.unit else "",
        case.state, str(State(case.state).label), look_of(case), case.is_open, timezone.localdate(case.registered_at),
        timezone.localdate(due) if due else None, due is not None and due < timezone.now(),
        timezone.localdate(case.answered_at) if case.answered_at else None, picture, case.published_at, counts.get(case.pk, 1), answers,
    )  # fmt: skip


def _answers(case: Case) -> list[PublicAnswer]:
    """Those that were looked at and agreed to, in exactly these words; what was answered since then waits."""
    return [
        PublicAnswer(str(Answer.Closing(one.answer.closing).label), one.words, one.answer.unit.name if one.answer.unit else "",
                     timezone.localdate(one.answer.at)) for one in shown_answers(case)
    ]  # fmt: skip


def topics_published() -> list[tuple[str, str]]:
    """Gives the topics that published cases have: key and name."""
    keys = published().exclude(topic="").order_by().values_list("topic", flat=True).distinct()[:60]
    return sorted(((key, topic_name(key)) for key in keys if is_topic(key)), key=lambda one: one[1])


@dataclass(frozen=True)
class TownCount:
    """A town with how many published cases lie in it, how many of them are open, and where it lies, if somebody said so."""

    town: Unit
    cases: int
    open: int
    latitude: float | None
    longitude: float | None


def by_town() -> list[TownCount]:
    """Gives the towns with published cases, in the order of the tree."""
    rows = published().filter(publication__town__isnull=False).order_by().values_list("publication__town")
    counts = {pk: (n, open_) for pk, n, open_ in rows.annotate(n=Count("pk"), open=Count("pk", filter=Q(state__in=OPEN)))}
    places = {one.unit_id: (float(one.latitude), float(one.longitude)) for one in TownPlace.objects.filter(unit__in=counts)}
    found = []
    for unit in Unit.objects.filter(pk__in=counts).order_by("order", "pk"):
        latitude, longitude = places.get(unit.pk, (None, None))
        found.append(TownCount(unit, *counts[unit.pk], latitude, longitude))
    return found
