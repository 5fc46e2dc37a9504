"""What apps say of handing over: what of theirs goes with a post when its holder changes, and how.

Each app declares its own in `handover.py`; the handover asks all of them, lists what they found, has it reviewed, and names no noun.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from huiyin.core.declarations import Registry, in_order


@dataclass(frozen=True)
class Handed:
    """How one thing stands in a handover: its `title`; its page, if it opens to the reader; its own `number` and an `icon`, if it has."""

    title: str
    href: str = ""
    number: str = ""
    icon: str = ""


@dataclass(frozen=True)
class Giving:
    """One thing on its way: its `number`, of whom (`leaver`) at which `post`, to whom (`to`); `third`: that is not who takes the post.
    `by` signs for it; `handover`: its number, for what is recorded."""

    number: int
    leaver: Any
    post: Any
    to: Any
    third: bool
    by: Any
    handover: int


def _anybody(_giving: Giving) -> str:
    return ""


@dataclass(frozen=True)
class HandoverKind:
    """A sort of thing that goes with a post.

    `open(person, post)` gives the numbers of what somebody would leave there; what they keep by another post is not among them.
    `shown(numbers, reader)` says how each stands in the list: with its page where that opens to the reader. `give(giving)` moves one, in a
    transaction of its own, and does nothing where it is no longer the leaver's. `refuses(giving)` gives in words why it cannot go to that
    person, or nothing: that they are an official who can sign in was asked before. `words`: what the leaver does with it; `name` is kept,
    and never changes. What `may_stay` need not go: it is the person's as much as the post's.
    """

    name: str
    words: Any
    order: int
    open: Callable[[Any, Any], Iterable[int]]
    shown: Callable[[Collection[int], Any], Mapping[int, Handed]]
    give: Callable[[Giving], None]
    refuses: Callable[[Giving], Any] = _anybody
    may_stay: bool = False


HANDED_OVER: Registry[HandoverKind] = Registry("handover", "HANDOVER", HandoverKind, attrgetter("name"))


def left_open(person: Any, post: Any) -> list[tuple[str, int]]:
    """Gives what somebody would leave at a post, of all apps, as (kind, number), in order."""
    return [(kind.name, number) for kind in in_order(HANDED_OVER) for number in kind.open(person, post)]


def how_shown(things: Iterable[tuple[str, int]], reader: Any) -> dict[tuple[str, int], Handed]:
    """Gives how these stand in a list for who reads it; what an app no longer knows is left out."""
    asked: dict[str, set[int]] = {}
    for name, number in things:
        asked.setdefault(name, set()).add(number)
    return {
        (kind.name, number): handed for kind in HANDED_OVER if kind.name in asked
        for number, handed in kind.shown(asked[kind.name], reader).items()
    }  # fmt: skip
