"""What a group sees and its programs are told of a case that sprang from one of its messages: the number and where it stands."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from huiyin.cases.models import Case
from huiyin.cases.rendering import card_html
from huiyin.journal.event_types import Live, Parts
from huiyin.journal.models import Entry


def _loaded(entries: Sequence[Entry], abouts: Sequence[Any]) -> list[Any]:
    missing = [e.data["case"] for e, about in zip(entries, abouts, strict=True) if not isinstance(about, Case)]
    found = Case.objects.in_bulk(missing) if missing else {}
    return [about if isinstance(about, Case) else found.get(e.data["case"]) for e, about in zip(entries, abouts, strict=True)]


def _present(entry: Entry, case: Case | None, language: str) -> dict[str, Any]:
    html = card_html(case, language) if case is not None else ""
    return {"g": entry.data["group"], "n": entry.data["n"], "case": entry.data["case"], "html": html}


OF_GROUP: Parts = {
    "message": ("integer", "The number, in the group, of the message it sprang from."),
    "case": {
        "id": ("integer", "The number of the case in addresses."), "number": ("string", "Its number, as people say it."),
        "state": ("string", "Where it stands now, as GET /api/v1/cases/… says it."),
    },
}  # fmt: skip


def of_group(entry: Entry) -> dict[str, Any]:
    """Gives what a webhook of the group is told: nothing of who asked."""
    case = entry.about if isinstance(entry.about, Case) else Case.objects.get(pk=entry.data["case"])
    return {"message": entry.data["n"], "case": {"id": case.pk, "number": case.number, "state": case.state}}


SHOWN = Live(_loaded, _present)
