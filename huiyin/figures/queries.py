"""The lines of the open file from the cases: what is sealed is not asked for at all, so that no gap tells of it."""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.utils import timezone

from huiyin.cases.models import Answer, Case, CaseClock, FollowUp, Series, State
from huiyin.cases.queries.topics import is_topic
from huiyin.cases.towns import town_of
from huiyin.core.memory import Memory
from huiyin.figures.lines import NO, YES, Line, read
from huiyin.figures.models import Edition
from huiyin.figures.reckoning import Figures, figures_of
from huiyin.people.queries.tree import tree

_MOMENT = timedelta(minutes=1)


@dataclass(frozen=True)
class Published:
    """What is published of all cases: the lines, merged, and their figures, as they were at a moment; None where nothing is yet."""

    lines: list[Line]
    figures: Figures
    at: datetime | None


_kept: Memory[tuple[int, datetime, str], Published] = Memory(1)


def published() -> Published:
    """Gives what is published: the edition that is held, by the formula of this deployment."""
    last = Edition.objects.order_by("-week").values_list("pk", "at").first()
    if last is None:
        return Published([], figures_of([], settings.FORMULA), None)
    of = (*last, settings.FORMULA)
    kept = _kept.get(of)
    if kept is None:
        edition = Edition.objects.filter(pk=last[0]).first()
        if edition is None:  # the next took its place in between
            return published()
        lines = read(zlib.decompress(edition.packed).decode())[0]
        kept = _kept.put(of, Published(lines, figures_of(lines, settings.FORMULA), edition.at))
    return kept


def lines_of_all() -> list[Line]:
    """Gives a line for each case that is not sealed, as it is, in no order."""
    now = timezone.now()
    known = {pk: node.unit.name for pk, node in tree().nodes.items()}
    answers, words, again = _first_answers(), _last_words(), _opened_again()
    parents = set(Case.objects.exclude(parent=None).values_list("parent", flat=True))
    towns = lru_cache(maxsize=20_000)(lambda place: known.get(town_of(place) or 0, ""))
    rows = Case.objects.filter(series=Series.PUBLIC).order_by().values_list(
        "pk", "registered_at", "topic", "procedure", "state", "ground", "deadline_at", "place"
    )  # fmt: skip
    lines = []
    for pk, registered_at, topic, procedure, state, ground, deadline_at, place in rows.iterator(chunk_size=5000):
        first, declined = answers.get(pk), state == State.DECLINED
        outcome = "split" if pk in parents else "declined" if declined else "answered" if first else "open"
        told: dict[str, str] = {
            "period": f"{timezone.localtime(registered_at):%Y-%m}", "topic": topic if is_topic(topic) else "", "procedure": procedure,
            "town": towns(place), "outcome": outcome, "ground": str(ground or "") if declined else "",
        }  # fmt: skip
        if outcome == "open":
            told["overdue"] = _yes(deadline_at is not None and deadline_at < now)
        elif outcome != "split" and first is not None:
            told |= {"days": str(_days(registered_at, first[0])), "in_time": _yes(not first[1])}
        if outcome == "answered":
            told |= _words(words.get(pk), again.get(pk)) | {"reopened": _yes(pk in again)}
        lines.append(Line(**told))
    return lines


def _yes(so: bool) -> str:
    return YES if so else NO


def _days(begun: datetime, ended: datetime) -> int:
    return max(0, (timezone.localdate(ended) - timezone.localdate(begun)).days)


def _first_answers() -> dict[int, tuple[datetime, bool]]:
    rows = Answer.objects.filter(case__series=Series.PUBLIC).order_by("-at", "-pk").values_list("case", "at", "late")
    return {case: (at, late) for case, at, late in rows.iterator(chunk_size=5000)}


def _opened_again() -> dict[int, datetime]:
    """When whoever asked last had a case opened again, or asked for a review: then it was not solved, by their own word."""
    kinds = ("again", "review", "rereview")
    rows = CaseClock.objects.filter(kind__in=kinds, case__series=Series.PUBLIC).order_by("started_at", "pk")
    return dict(rows.values_list("case", "started_at").iterator(chunk_size=5000))


Word = tuple[datetime, bool, bool | None, bool | None, bool | None]


def _last_words() -> dict[int, Word]:
    rows = FollowUp.objects.filter(case__series=Series.PUBLIC, for_all=True).order_by("at", "pk")
    told: Iterable[Any] = rows.values_list("case", "at", "reached", "answered", "solved", "satisfied").iterator(chunk_size=5000)
    return {case: (at, reached, answered, solved, satisfied) for case, at, reached, answered, solved, satisfied in told}


def _words(last: Word | None, again: datetime | None) -> dict[str, str]:
    """The last word of whoever asked. Who had it opened again after all that was asked has said that it is not solved."""
    if again is not None and (last is None or again > last[0] + _MOMENT):
        return {"asked": "reached", "solved": NO}
    if last is None:
        return {}
    _at, reached, *words = last
    said = {name: _yes(word) for name, word in zip(("answered", "solved", "satisfied"), words, strict=True) if word is not None}
    return {"asked": "reached", **said} if reached else {"asked": "not_reached"}
