"""Earlier answers to like cases, for who writes the next one. Sealed matters never stand beside others, and nobody's data does."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from huiyin.cases.masking import masked
from huiyin.cases.models import Answer, Case, Series
from huiyin.cases.queries.topics import topic_name
from huiyin.cases.rules import Speaker, in_office
from huiyin.language.ranking import Ranker, Texts

POOL = 200  # answers looked through: the latest of the same topic, and the latest of all
SHOWN = 5
WORDS = 1200  # characters of an answer shown
LEAST = 0.15  # of what the likest scores: whatever is less like it is another matter


@dataclass(frozen=True)
class Earlier:
    """An answer to a like case as a colleague reads it: no name, no number of whoever asked then."""

    case: int
    number: str
    topic: str
    closing: str
    unit: str
    at: datetime
    words: str


def earlier_answers(case: Case, who: Speaker) -> list[Earlier]:
    """Gives the answers to the likest cases this person sees by what they hold, the likest first."""
    if case.is_confidential:
        return []
    seen = Case.objects.filter(in_office(who), series=Series.PUBLIC, private=False).exclude(pk=case.pk)
    closed = Answer.objects.filter(~Q(closing=Answer.Closing.DECLINED), case__in=seen.values("pk")).order_by("-at", "-pk")
    wanted = list(closed.values_list("pk", flat=True)[:POOL])
    if case.topic:
        wanted += list(closed.filter(case__topic=case.topic).values_list("pk", flat=True)[:POOL])
    answers = Answer.objects.filter(pk__in=set(wanted)).select_related("case__author", "unit").order_by("-at")
    latest: dict[int, Answer] = {}
    for answer in answers:
        latest.setdefault(answer.case_id, answer)
    # By what was asked and what was answered: measured, answers found by both are liker to what is then written than by either alone.
    ranker = Ranker(((pk, f"{one.case.title} {one.case.text} {one.words}") for pk, one in latest.items()), of=Texts.ANSWERS)
    hits = ranker.rank(f"{case.title} {case.text}"[:1000], SHOWN)
    best = hits[0].score if hits else 0.0
    return [_shown(latest[hit.key]) for hit in hits if hit.score >= best * LEAST]


def _shown(answer: Answer) -> Earlier:
    case = answer.case
    names = [case.name, case.author.name if case.author else ""]
    words = masked(answer.words, names)
    return Earlier(
        case.pk, case.number, topic_name(case.topic), str(answer.get_closing_display()), answer.unit.name if answer.unit else "", answer.at,
        words if len(words) <= WORDS else words[:WORDS] + "…",
    )  # fmt: skip
