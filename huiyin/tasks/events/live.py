"""What browsers are told of a task: its card, drawn anew where it hangs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from huiyin.journal.event_types import Live
from huiyin.journal.models import Entry
from huiyin.tasks.models import Task
from huiyin.tasks.rendering import card_html, cards_of


def _tasks(entries: Sequence[Entry], abouts: Sequence[Any]) -> list[Any]:
    ids = {e.data["task"] for e, about in zip(entries, abouts, strict=True) if about is None}
    tasks = Task.objects.filter(pk__in=ids).select_related("issuer", "lead_post", "lead_unit", "message") if ids else ()
    cards = cards_of(list(tasks))
    return [about or cards.get(e.data["task"]) for e, about in zip(entries, abouts, strict=True)]


def _card(entry: Entry, card: Any, language: str) -> dict[str, Any]:
    return {"g": entry.data["group"], "n": entry.data["n"], "task": entry.data["task"], "html": str(card_html(card, language))}


CARD = Live(_tasks, _card)
