"""What browsers are told of messages, and of who comes and goes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from huiyin.groups import rendering
from huiyin.groups.models import Message
from huiyin.groups.quiet import quiet_now
from huiyin.journal.event_types import Live
from huiyin.journal.models import Entry
from huiyin.people.erased_name import in_language
from huiyin.people.models import Person


def _messages(entries: Sequence[Entry], abouts: Sequence[Any]) -> list[tuple[Any, bool] | None]:
    """The messages, as they are now: what was recalled since is not told again. With each: did it come in quiet time."""
    missing = [e.data["message"] for e, about in zip(entries, abouts, strict=True) if about is None]
    found = {m.pk: m for m in Message.objects.filter(pk__in=missing).select_related("group", "author")} if missing else {}
    messages = [about or found.get(e.data["message"]) for e, about in zip(entries, abouts, strict=True)]
    ready = rendering.preload([m for m in messages if m is not None])
    by_id = {r.pk: r for r in ready}
    quiet: dict[int, bool] = {}
    given: list[tuple[Any, bool] | None] = []
    for message in messages:
        if message is None:
            given.append(None)
            continue
        if message.group_id not in quiet:
            quiet[message.group_id] = quiet_now(message.group, message.at) is not None
        given.append((by_id.get(message.pk, message), quiet[message.group_id] and not message.urgent_reason))
    return given


def _message(entry: Entry, about: tuple[Any, bool], language: str) -> dict[str, Any]:
    message, quiet = about
    told: dict[str, Any] = {
        "g": message.group_id,
        "n": message.n,
        "html": rendering.message_html(message, language),
    }
    if entry.kind == "message.pinned":
        told["pin"] = {"by": str(message.speaker), "words": rendering.preview(message, language, named=False)}
    if entry.kind == "message.posted":
        told["preview"] = rendering.preview(message, language)
        told["quiet"] = quiet
        if named := message.extra.get("mentions"):
            told["mentions"] = sorted({p for m in named for p in m.get("people", ())})
            told["everyone"] = any(m.get("all") for m in named)
        if message.key:
            told["key"] = message.key
    return told


def _people(entries: Sequence[Entry], abouts: Sequence[Any]) -> list[str]:
    names = dict(Person.objects.filter(pk__in={e.data["person"] for e in entries}).values_list("pk", "name"))
    return [names.get(e.data["person"], "") for e in entries]


def _member(entry: Entry, name: str, language: str) -> dict[str, Any]:
    return {"g": entry.data["group"], "person": entry.data["person"], "name": in_language(name, language)}


MESSAGE = Live(_messages, _message)
MEMBER = Live(_people, _member)
