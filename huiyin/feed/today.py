"""What of moments waits for a person: what they are asked to study, comments under what they said, reports for moderators."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from huiyin.core.today import Section, remembered
from huiyin.db.compiled import Compiled
from huiyin.feed.models import Flag, StudyReader
from huiyin.feed.rules import may_moderate, may_see
from huiyin.people.models import Person

MOST = 20


def _to_study(person: Person) -> list[StudyReader]:
    """What a person is asked to study and has not yet read, or not yet noted."""
    return [part for part in _asked(person.pk) if may_see(person, part.study.moment)]


_asked = Compiled[StudyReader](
    lambda person: StudyReader.objects.filter(
        Q(read_at=None) | Q(notes_at=None), person=person, study__withdrawn_at=None, study__moment__deleted_at=None,
        study__moment__hidden_at=None,
    ).select_related("study__by", "study__moment__by", "study__moment__account").order_by("study__notes_by")[:MOST]
)  # fmt: skip


def _reports(person: Person) -> int:
    return Flag.objects.filter(state=Flag.State.OPEN).count() if may_moderate(person) else 0


def _count(person: Person) -> int:
    return len(_to_study(person)) + _reports(person)


def _found(person: Person) -> dict[str, Any] | None:
    parts, reports = _to_study(person), _reports(person)
    return {"parts": parts, "reports": reports} if parts or reports else None


TODAY = (remembered("study", 30, _count),)
SECTIONS = (Section("study", 60, _found, "feed/_today.html", residents=True),)
