"""What apps say of finding: what of theirs the one search page finds, and how a hit looks.

Each app declares its own in `search.py`; the page asks all of them, or, where somebody narrowed the search, those that understand the
narrowing, and names no noun.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from operator import attrgetter
from typing import Any, TypeVar

from huiyin.core.declarations import Registry, in_order

T = TypeVar("T")


@dataclass(frozen=True)
class Asked:
    """What somebody typed (`words`), the page of finds, and all the address says, for the filters an app understands."""

    words: str
    page: int
    query: Mapping[str, str]
    _known: dict[Any, Any] = field(default_factory=dict)

    def once(self, ask: Callable[[Any], T], of: Any) -> T:
        """Gives `ask(of)`, asked once for all that an app finds on one page."""
        if ask not in self._known:
            self._known[ask] = ask(of)
        return self._known[ask]


@dataclass(frozen=True)
class Found:
    """What was found: how many `hits`, and what the template draws them from (`shown`).

    `searched`: whether it was looked for at all; `question`: whether a choice is asked for first; `none`: what helps where there is
    nothing; `within`, `back`: the name and the address of the one thing the search is narrowed to.
    """

    hits: int
    shown: Any = None
    searched: bool = True
    question: bool = False
    none: str = ""
    within: str = ""
    back: str = ""


def _never(_asked: Asked) -> bool:
    return False


@dataclass(frozen=True)
class Searchable:
    """Something that can be found.

    `find(person, asked, limit)` gives no more than the person may see, by the app's own rule; `template` draws it with `found`.
    Those of one `heading` stand in one card, in `order`; without a heading the template draws the whole section.
    `fields` and `chips` are templates of what narrows it; `narrows(asked)` says whether the address does. What has fields is asked each
    time, the rest only for words and on the first page.
    """

    name: str
    find: Callable[[Any, Asked, int], Found]
    template: str
    order: int
    heading: Any = ""
    limit: int = 6
    fields: str = ""
    chips: str = ""
    narrows: Callable[[Asked], bool] = _never


_SEARCHES: Registry[Searchable] = Registry("search", "SEARCHES", Searchable, attrgetter("name"))


def searchables() -> list[Searchable]:
    """Gives all that can be found, in the order in which the page shows it."""
    return in_order(_SEARCHES)
