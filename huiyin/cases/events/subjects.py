"""What the streams of cases and matters are about, for whoever was told of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiyin.cases.models import Case, Matter
from huiyin.cases.queries.joined import as_read
from huiyin.cases.rules import in_office, speaker_of, visible_to
from huiyin.core.dates import clock_words
from huiyin.journal.event_types import StreamType, Subject
from huiyin.people.models import Person


def _cases(person: Person, streams: Sequence[int]) -> Mapping[int, Subject]:
    who = speaker_of(person)
    found = Case.objects.filter(visible_to(who), stream__in=streams).select_related("unit")
    return {case.stream_id: _case(case) for case in as_read(who, found)}


def _case(case: Case) -> Subject:
    facts = [("number", f"№ {case.number}")]
    if case.deadline_at is not None and case.is_open:
        facts.append(("deadline", _("by %(deadline)s") % {"deadline": clock_words(case.deadline_at)}))
    words = {"title": case.title, "number": case.number, "unit": case.unit.name if case.unit else "", "group": ""}
    return Subject(reverse("case", args=[case.pk]), words, facts, case.number, f"case:{case.pk}")


def _matters(person: Person, streams: Sequence[int]) -> Mapping[int, Subject]:
    """Those of which they see a case by what they hold: nobody else learns that there is such a thing."""
    hanging = Case.objects.filter(in_office(speaker_of(person)), matter__stream__in=streams)
    found = Matter.objects.filter(pk__in=hanging.values("matter"))
    return {one.stream_id: Subject(reverse("matter", args=[one.pk]), {"title": one.title}, thread=f"matter:{one.pk}") for one in found}


STREAMS = [
    StreamType("case", gettext_lazy("Cases"), _cases),
    StreamType("matter", gettext_lazy("Matters of like cases"), _matters),
]
