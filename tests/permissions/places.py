"""The addresses of the house, what each is asked about, and how an answer is read.

What an address is about, each app's tests make: `tests/<app>/matrix_objects.py`, a function `objects(county)` that gives an `Asked`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver, reverse

from huiyin.core.access import ACCESS_DECLARED

#: address name → who gets an answer, as each app's access.py says it.
TABLE: dict[str, Set[str]] = {one.name: one.roles for one in ACCESS_DECLARED}
NAMED = re.compile(r"<(?:\w+:)?(\w+)>")
_ABSENT = object()


@dataclass(frozen=True)
class Asked:
    """What the addresses of an app are asked about.

    `arguments`: by the beginning of addresses, as urls.py writes it, the arguments of all that begin so; a longer beginning speaks before a
    shorter one (`{"tasks/<int:pk>": {"pk": 7}}`). `forms`: by the name of an address what is sent there; nothing is sent to the others.
    """

    arguments: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    forms: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)


@dataclass(frozen=True)
class Place:
    """An address of the table."""

    name: str
    pattern: str

    @cached_property
    def plain(self) -> str:
        """The pattern as a beginning is compared with it."""
        return self.pattern.lstrip("^").replace("\\", "")

    def path(self, arguments: Mapping[str, Mapping[str, Any]], missing: Any = _ABSENT) -> str:
        """Gives the address with what it is about filled in. `missing` stands for what nobody says; else it raises LookupError."""
        said: dict[str, Any] = {}
        for beginning in sorted(filter(self.plain.startswith, arguments), key=len):
            said.update(arguments[beginning])
        values = {name: said.get(name, missing) for name in NAMED.findall(self.plain)}
        unsaid = [name for name, value in values.items() if value is _ABSENT]
        if unsaid:
            raise LookupError(f"{self.name}: what is {' and '.join(unsaid)}? Say it in the app's tests/<app>/matrix_objects.py")
        return reverse(self.name, kwargs=values)


def places(patterns: Any = None, before: str = "") -> Iterator[Place]:
    """Gives every address but those of the API: tokens open these, and nothing else (test_api_matrix.py)."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(pattern, URLResolver) and pattern.namespace != "api":
            yield from places(pattern.url_patterns, before + str(pattern.pattern))
        elif isinstance(pattern, URLPattern):
            yield Place(pattern.name or "", before + str(pattern.pattern))


def outcome(answer: Any) -> str:
    """answer: an answer or words about what was sent; door: sent to sign in; closed: learns nothing."""
    if answer.status_code == 401 or (answer.status_code == 302 and answer.headers["Location"].startswith("/sign-in?")):
        return "door"
    return "closed" if answer.status_code in (403, 404) else "answer"
