"""The kinds of entries there are. Each app lists its own in one table, `entries.py`, with the shape of its data."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from huiyin.journal.models import Entry

#: Gives for entries (id → Entry) the sealed content that still exists: entry id → (salt, body). Erased content is left out.
ContentReader = Callable[[Mapping[int, Entry]], Mapping[int, tuple[str, object]]]


@dataclass(frozen=True)
class Kind:
    """`fields`: the keys of its data, all required. `words`: what it is called where people read the record.
    `content`: where its sealed content lies, if not in `Sealed`."""

    name: str
    fields: frozenset[str]
    words: Any = ""
    content: ContentReader | None = None


KINDS: dict[str, Kind] = {}


def declare(name: str, fields: Iterable[str] = (), *, words: Any = "", content: ContentReader | None = None) -> str:
    """Makes an entry kind known. Takes a name `noun.verb` in the past tense, the keys of its data and what people call it;
    gives the name."""
    if name in KINDS:
        raise ValueError(f"entry kind declared twice: {name}")
    KINDS[name] = Kind(name, frozenset(fields), words or name, content)
    return name
