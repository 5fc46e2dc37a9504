"""What the house has learned from the desk's decisions, as its head may look into it: topics and units, and the words that speak for each.

Only words that at least three requests had in common are known at all; no sentence is.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from huiyin.cases.models import Learned
from huiyin.cases.queries.topics import topic_name
from huiyin.core.memory import Memory
from huiyin.language.triage import Reason, from_bytes
from huiyin.people.models import Unit
from huiyin.worktime.bounds import whole_in

WORDS = 12


@dataclass(frozen=True)
class LearnedOf:
    """What was learned of topics (`kind` "topic") or of units ("unit"): from how many decisions, when last, and each with its words."""

    kind: str
    cases: int = 0
    at: datetime | None = None
    labels: list[tuple[str, list[Reason]]] = field(default_factory=list)


def learned() -> list[LearnedOf]:
    """Gives what was learned of topics and of units."""
    rows = {row.kind: row for row in Learned.objects.defer("body")}
    found = []
    for kind in ("topic", "unit"):
        row = rows.get(kind)
        if row is None:
            found.append(LearnedOf(kind))
            continue
        words = _words(kind, row.at)
        found.append(LearnedOf(kind, row.cases, row.at, [(name, words[key]) for key, name in _named(kind, list(words)) if words[key]]))
    return found


_kept: Memory[tuple[str, datetime], dict[str, list[Reason]]] = Memory(4)


def _words(kind: str, at: datetime) -> dict[str, list[Reason]]:
    kept = _kept.get((kind, at))
    if kept is None:
        kept = _kept.put((kind, at), from_bytes(bytes(Learned.objects.get(kind=kind).body)).words_by_topic(WORDS))
    return kept


def _named(kind: str, keys: list[str]) -> list[tuple[str, str]]:
    if kind == "topic":
        return [(key, topic_name(key)) for key in keys]
    names = dict(Unit.objects.filter(pk__in=[whole_in(key, 9) or 0 for key in keys]).values_list("pk", "name"))
    return [(key, names[pk]) for key in keys if (pk := whole_in(key, 9) or 0) in names]


def learned_as_data() -> dict[str, object]:
    """Gives the same for a file that is taken away."""
    return {
        one.kind: {
            "decisions": one.cases, "learned_at": one.at.isoformat(timespec="seconds") if one.at else None,
            "labels": [{"name": name, "words": [{"word": w.word, "weight": w.weight} for w in words]} for name, words in one.labels],
        }
        for one in learned()
    }  # fmt: skip
