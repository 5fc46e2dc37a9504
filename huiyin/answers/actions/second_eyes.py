"""Whether in a unit another person reads each answer before it goes out."""

from __future__ import annotations

from huiyin.answers.models import SecondEyes
from huiyin.answers.rules import may_set_second_eyes
from huiyin.cases.rules import Speaker
from huiyin.core.errors import NotAllowed
from huiyin.people.actions.organisation import organisation
from huiyin.people.models import Unit


def set_second_eyes(who: Speaker, unit: Unit, on: bool) -> None:
    """Whoever stands at the top of a unit sets it, or no longer. Recorded in the organisation's book. Idempotent. Raises NotAllowed."""
    if not may_set_second_eyes(who, unit.pk):
        raise NotAllowed
    with organisation() as book:
        if on == SecondEyes.objects.filter(unit=unit).exists():
            return
        if on:
            SecondEyes.objects.create(unit=unit, by=who.person)
        else:
            SecondEyes.objects.filter(unit=unit).delete()
        book.note("second_eyes.set", who.person, {"unit": unit.pk, "on": on})
