"""What the house says in a group of what became of a task."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils import translation
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from huiyin.core.dates import clock_words
from huiyin.people.erased_name import PLACE, Gone
from huiyin.tasks.rendering import span_words_of


def event_words(event: Mapping[str, Any], language: str) -> str:
    """Gives the line that says in the group what became of a task. Takes the event as it is kept with the message."""
    with translation.override(language):
        facts = {name: value for name, value in event.items() if isinstance(value, str | int)}
        if facts.get("person") == PLACE:
            facts["person"] = str(Gone())
        facts["number"] = f"№ {facts.get('number', '')}"
        if (at := parse_datetime(str(facts.get("deadline", "")))) is not None:
            facts["deadline"] = clock_words(at)
        facts["late"] = (
            _(" (told %(span)s late)") % {"span": span_words_of(int(facts.get("late_seconds") or 0))} if facts.get("late_seconds") else ""
        )
        return _event(str(event.get("name", "")), facts)


def _event(name: str, facts: dict[str, Any]) -> str:
    words = {
        "overdue": _("%(number)s is overdue without a report%(late)s."),
        "rung": _("%(number)s is overdue: %(post)s %(person)s was told and is asked for an explanation%(late)s."),
        "settled": _("%(number)s is settled: %(person)s accepted the report."),
        "returned": _("%(person)s sent the report on %(number)s back."),
        "withdrawn": _("%(person)s withdrew %(number)s."),
        "granted": _("%(number)s: %(person)s gave more time, until %(deadline)s."),
        "not_granted": _("%(number)s: %(person)s did not give more time; the deadline stands."),
        "moved": _("%(number)s: %(person)s moved the deadline to %(deadline)s."),
        "calendar": _("%(number)s: the year's calendar is out; the deadline is now %(deadline)s."),
        "explained": _("%(number)s: %(post)s %(person)s wrote an explanation."),
    }  # fmt: skip
    return words[name] % facts if name in words else str(facts["number"])
