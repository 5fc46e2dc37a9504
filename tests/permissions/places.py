"""The addresses of the house, what each is asked about, and how an answer is read.

What an address is about, each app's tests make: `tests/<app>/matrix_objects.py`, a function `objects(county)` that gives an `Asked`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver, reverse

from huiyin.core.access import ACCESS_DECLARED
from tests.api.test_scopes import operations as declared_operations

#: name of an address, or an operation of the API → who gets an answer, as each app's access.py says it.
TABLE: dict[str, Set[str]] = {one.name: one.roles for one in ACCESS_DECLARED}
#: The same → who reads the member's number there.
NUMBERS: dict[str, Set[str]] = {one.name: one.number for one in ACCESS_DECLARED}
NAMED, NAMED_IN_API = re.compile(r"<(?:\w+:)?(\w+)>"), re.compile(r"\{(\w+)\}")
Arguments = Mapping[str, Mapping[str, Any]]
_ABSENT = object()


@dataclass(frozen=True)
class Asked:
    """What the addresses of an app are asked about.

    `arguments`: by the beginning of addresses, as urls.py or the API writes it, the arguments of all that begin so; a longer beginning
    speaks before a shorter one (`{"tasks/<int:pk>": {"pk": 7}, "/tasks/{task_id}": {"task_id": 7}}`). `forms`: by the
    name of an address, or by an operation ("post /moments"), what is sent there; nothing is sent to the others.
    """

    arguments: Arguments = field(default_factory=dict)
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

    def path(self, arguments: Arguments, missing: Any = _ABSENT) -> str:
        """Gives the address with what it is about filled in. `missing` stands for what nobody says; else it raises LookupError."""
        return reverse(self.name, kwargs=_values(self.name, self.plain, NAMED.findall(self.plain), arguments, missing))


@dataclass(frozen=True)
class Operation:
    """An operation of the API."""

    method: str
    plain: str

    @property
    def name(self) -> str:
        """By which access.py and forms know it."""
        return f"{self.method} {self.plain}"

    def path(self, arguments: Arguments) -> str:
        """Gives its address with what it is about filled in. Raises LookupError."""
        return "/api/v1" + self.plain.format(**_values(self.name, self.plain, NAMED_IN_API.findall(self.plain), arguments))


def _values(name: str, plain: str, names: Sequence[str], arguments: Arguments, missing: Any = _ABSENT) -> dict[str, Any]:
    said: dict[str, Any] = {}
    for beginning in sorted(filter(plain.startswith, arguments), key=len):
        said.update(arguments[beginning])
    values = {one: said.get(one, missing) for one in names}
    unsaid = [one for one, value in values.items() if value is _ABSENT]
    if unsaid:
        raise LookupError(f"{name}: what is {' and '.join(unsaid)}? Say it in the app's tests/<app>/matrix_objects.py")
    return values


def operations() -> list[Operation]:
    """Gives every operation of the API."""
    return [Operation(method, path) for method, path, _scope in declared_operations()]


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
