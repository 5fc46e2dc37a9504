"""What a transport is: the way by which something leaves the house, and what came of an attempt. Each is a folder of this app."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal, Protocol

from huiyin.channels.models import Delivery

_HOST = re.compile(r"(?<=[\w-])[.\uff0e](?=[^\W\d_]{2})")  # a full stop as in "county.example", not as in 3.5
Result = Literal["sent", "later", "limited", "refused", "wrong", "unclear"]


@dataclass(frozen=True)
class Outcome:
    """What came of one attempt. later: try again, after `wait` seconds at the soonest · limited: not before `wait` seconds · refused: this
    one never · wrong: the address or the secret is · unclear: sent, and no answer came. `said`: the other side's words, or why there were
    none; `status`: of its answer, where it means something."""

    result: Result
    said: str = ""
    wait: int = 0
    coded: bool = False  # it answered in its own codes: what it says for a day does not change any more
    status: int | None = None


@dataclass(frozen=True)
class Card:
    """What leaves the house: what happened, of what, where it stands. `facts`: (what, value); `look` late, near, done or calm."""

    headline: str
    title: str
    facts: tuple[tuple[str, str], ...] = ()
    url: str = ""
    open_words: str = ""
    look: str = "calm"
    source: str = ""
    thread: str = ""  # what it is about: mails about the same are one conversation
    items: tuple[Card, ...] = ()  # of a letter that says several things


class Transport(Protocol):
    """A folder of this app, with `TRANSPORT` in its `sender.py`."""

    @property
    def name(self) -> str:
        """What it is called in rows."""
        ...

    @property
    def words(self) -> Any:
        """What it is called on pages."""
        ...

    @property
    def order(self) -> int:
        """Where it stands in lists."""
        ...

    @property
    def a_minute(self) -> int:
        """How many deliveries the other side takes in a minute, and a little less; 0: as many as there are."""
        ...

    def send(self, secrets: Mapping[str, str], said: Any, delivery: Delivery) -> Outcome:
        """Sends what is said (what that is, each transport says itself). Must end within the lease it is sent under, and not raise."""
        ...


def shown(body: bytes) -> str:
    """Gives the beginning of an answer, as words that can be shown: a stranger wrote it."""
    text = body[:2000].decode("utf-8", "replace")
    return "".join(c if c.isprintable() else " " for c in text)[:300].strip()


def unlinked(card: Card) -> Card:
    """Gives a card in whose words no chat program finds an address: what people wrote leads nowhere, only the house's own button does."""
    facts = tuple((what, without_links(value)) for what, value in card.facts)
    return replace(card, title=without_links(card.title), facts=facts)


def without_links(text: str) -> str:
    """Gives words that read the same and in which no address is found: a break nobody sees stands before "//" and in names of hosts."""
    return _HOST.sub("\u200b.", text.replace("//", "\u200b//"))


def cut(text: str, most: int) -> str:
    """Gives at most so many characters, with a mark where some are left out."""
    return text if len(text) <= most else text[: most - 1] + "…"
