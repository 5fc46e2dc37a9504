"""What the house proposes for a new case, with reasons and certainty: it proposes, people decide."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from huiyin.cases.models import Case, Learned
from huiyin.cases.queries.topics import topic_name
from huiyin.cases.rules import Speaker
from huiyin.core.memory import Memory
from huiyin.language.triage import Proposal, Triage, from_bytes
from huiyin.people.queries.organisation import open_unit
from huiyin.worktime.bounds import whole_in

SURE = 0.5  # below this nothing is proposed: a wrong guess costs more than none
_kept: Memory[str, tuple[datetime, Triage]] = Memory(2)


@dataclass(frozen=True)
class Proposed:
    """A topic and a unit, each only where it is sure enough; how sure in whole percent, and which words said so."""

    topic: str = ""
    topic_name: str = ""
    topic_sure: int = 0
    unit: int | None = None
    unit_name: str = ""
    unit_sure: int = 0
    words: list[str] = field(default_factory=list)


def proposals(case: Case, who: Speaker) -> Proposed | None:
    """Gives what is proposed for a case; None where nothing is sure enough, for what is sealed, and for who does not give cases out."""
    if case.is_confidential or not who.desks:
        return None
    told: dict[str, Any] = {}
    topic = _proposed("topic", case)
    if topic is not None and topic.topic is not None and topic.topic != case.topic:
        told |= {"topic": topic.topic, "topic_name": topic_name(topic.topic), "topic_sure": round(topic.certainty * 100)}
    unit = _proposed("unit", case)
    found = open_unit(whole_in(unit.topic, 9)) if unit is not None and unit.topic else None
    if unit is not None and found is not None:
        told |= {"unit": found.pk, "unit_name": found.name, "unit_sure": round(unit.certainty * 100)}
    if not told:
        return None
    why = unit if found is not None else topic
    return Proposed(**told, words=[reason.word for reason in (why.reasons if why else ())[:3]])


def _proposed(kind: str, case: Case) -> Proposal | None:
    at = Learned.objects.filter(kind=kind).values_list("at", flat=True).first()
    if at is None:
        return None
    known = _kept.get(kind)
    if known is None or known[0] != at:
        row = Learned.objects.get(kind=kind)
        known = _kept.put(kind, (row.at, from_bytes(bytes(row.body))))
    return known[1].propose(case.text, case.title, sure=SURE)
