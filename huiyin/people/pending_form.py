"""What somebody wrote before they were signed out, carried through the door in the pages themselves: nothing of it lies on the server.

A form that nobody may send any more is not lost where there is no JavaScript to keep a draft: the page that asks for the number
carries it, the page that asks for the code carries it on, and behind the door it stands there to be sent, by hand.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

from django.http import HttpRequest

from huiyin.core.bounded_json import read_json
from huiyin.people.auth import HOME, safe_next

FIELDS, CHARACTERS = 100, 40_000
NEVER = {"csrfmiddlewaretoken", "code", "again_code", "token", "kept"}
HIDDEN = {"key", "next"}  # the mark by which a message is sent once; nobody wrote it
WRITTEN = 24  # characters: a form with nothing longer in it is a button, not something written


@dataclass(frozen=True, slots=True)
class PendingForm:
    """A form that waits: where it goes, and its fields."""

    to: str
    fields: tuple[tuple[str, str], ...]

    def __str__(self) -> str:
        """As a field of a page carries it."""
        return json.dumps([self.to, self.fields], ensure_ascii=False)

    def shown(self) -> list[dict[str, object]]:
        """Gives the fields for a page: what was written to be read, the rest hidden."""
        return [{"name": name, "value": value, "long": _written(name, value)} for name, value in self.fields]

    @classmethod
    def of(cls, request: HttpRequest) -> Self | None:
        """Gives what a form held that came when nobody was signed in any more; None where nothing was written in it."""
        fields = [(name, value) for name, values in request.POST.lists() for value in values if name not in NEVER]
        return cls._bounded(request.get_full_path(), fields)

    @classmethod
    def carried(cls, said: str | None) -> Self | None:
        """Gives what a page of the door carried; None for anything else."""
        try:
            to, fields = read_json(said or "", 2 * CHARACTERS)
            return cls._bounded(str(to), [(str(name), str(value)) for name, value in fields])
        except (ValueError, TypeError):
            return None

    @classmethod
    def _bounded(cls, to: str, fields: Iterable[tuple[str, str]]) -> Self | None:
        kept = tuple((name, value) for name, value in fields if name not in NEVER)
        small = len(kept) <= FIELDS and sum(len(name) + len(value) for name, value in kept) <= CHARACTERS
        known = safe_next(to) == to != HOME
        return cls(to, kept) if small and known and any(_written(name, value) for name, value in kept) else None


def _written(name: str, value: str) -> bool:
    return bool(value.strip()) and name not in HIDDEN and (len(value) > WRITTEN or name in ("text", "words", "title"))
