"""What of intake waits for a person: whoever left a number for text messages, while the month has none left, is called."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from django.db.models import Exists, OuterRef
from django.utils import timezone

from huiyin.cases.models import Case, FollowUp
from huiyin.cases.rules import in_office, speaker_of
from huiyin.channels.models import Outgoing
from huiyin.core.today import Section
from huiyin.people.models import Person
from huiyin.worktime.bounds import whole_in

SINCE = timedelta(days=31)
MOST = 50


def _to_call(person: Person) -> Sequence[Case]:
    """The requests of the desk whose authors were told nothing, the longest waiting first; who was asked how it was since was called."""
    who = speaker_of(person)
    if not who.desks:
        return []
    rows = Outgoing.objects.filter(state=Outgoing.State.CALL, made_at__gt=timezone.now() - SINCE).order_by("made_at")
    last = {whole_in((one.about or "").split(":")[1]) or 0: one.made_at for one in rows[:500]}
    asked = FollowUp.objects.filter(case=OuterRef("pk"), at__gte=timezone.now() - SINCE)
    found = Case.objects.filter(in_office(who), pk__in=last).exclude(phone="").alias(asked=Exists(asked)).filter(asked=False)
    return sorted(found.select_related("unit"), key=lambda case: last[case.pk])[:MOST]


SECTIONS = (Section("to-call", 56, _to_call, "intake/_to_call.html"),)
