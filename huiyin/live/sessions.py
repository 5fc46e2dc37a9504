"""Whose connection this is: the session behind the cookie, remembered for a short while and forgotten at once when it ends."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings

from huiyin.core.memory import Memory
from huiyin.people.actions.tokens import token_of
from huiyin.people.auth import session_of
from huiyin.people.devices import good_until

KEPT_SECONDS = 30
UNTOLD_SECONDS = 1  # where another process may end a session without this one being told
KEPT_SESSIONS = 20_000


@dataclass(frozen=True, slots=True)
class Principal:
    """Whose connection it is: the ids of the person and of their device (of a token its id, negative), the language they read."""

    person: int
    device: int
    language: str
    scopes: frozenset[str] | None = None  # of a program that shows a token; None: a person at their browser
    until: float = math.inf  # the second (of the clock on the wall) from which it opens nothing, however it is remembered


class Sessions:
    """Finds the person behind a session key; a found one is remembered for 30 seconds, so that posting needs no query for it."""

    def __init__(self, run: Callable[..., Any], told: Callable[[], bool] = lambda: True) -> None:
        """Takes how to run a query, and whether this process is told at once of sessions that end in others."""
        self.run, self.told = run, told
        self.kept: Memory[str, tuple[float, Principal]] = Memory(KEPT_SESSIONS)
        self.asking: set[_Asking] = set()  # what is being asked of the database just now

    async def who(self, headers: dict[bytes, bytes], sender: str = "") -> Principal | None:
        """Gives who sent a request, or None. Takes its headers and the address it came from. Raises TooOften who guesses tokens."""
        shown = token_in(headers)
        # Who shows a token is that program, whatever cookie comes with it.
        key = shown if shown is not None else session_key(headers.get(b"cookie", b""))
        if not key:
            return None
        now = time.monotonic()
        kept = self.kept.get(key)
        if kept is not None and now - kept[0] < (KEPT_SECONDS if self.told() else UNTOLD_SECONDS) and time.time() < kept[1].until:
            return kept[1]
        asking = _Asking()
        self.asking.add(asking)
        try:
            found: Principal | None = await (self.run(_who_shows, key, sender) if shown is not None else self.run(_who_sits_at, key))
            if found is None:
                self.kept.drop(key)
                return None
            # Remembered first, then looked whether it ended meanwhile; `forget` goes the other way round. So whichever of the two
            # threads is the faster, what has ended is not remembered.
            self.kept.put(key, (now, found))
            if asking.barred(found):
                self.kept.drop(key)
                return None
            if asking.everything:
                self.kept.drop(key)
            return found
        finally:
            self.asking.discard(asking)

    def forget(self, device: int | None = None, person: int | None = None) -> None:
        """A device was signed out, or a person locked: what was remembered of them is dropped at once, and what is being read about
        them just now opens nothing. Called in any thread."""
        for asking in tuple(self.asking):
            asking.ended.append((device, person))
        self.kept.drop_where(lambda kept: kept[1].device == device or kept[1].person == person)

    def forget_all(self) -> None:
        """It was not heard what ended: nothing is remembered, nor is what is being read just now."""
        for asking in tuple(self.asking):
            asking.everything = True
        self.kept.clear()


class _Asking:
    """A question to the database, and what ended while it was under way: the answer may be older than that."""

    __slots__ = ("ended", "everything")

    def __init__(self) -> None:
        self.ended: list[tuple[int | None, int | None]] = []  # (device, person)
        self.everything = False

    def barred(self, who: Principal) -> bool:
        return any(who.device == device or who.person == person for device, person in self.ended)


def _who_sits_at(key: str) -> Principal | None:
    device = session_of(key)
    if device is None:
        return None
    return Principal(device.person_id, device.pk, device.person.language, until=good_until(device).timestamp())


def _who_shows(shown: str, sender: str) -> Principal | None:
    token = token_of(shown, sender)
    if token is None:
        return None
    return Principal(token.person_id, -token.pk, token.person.language, frozenset(token.scopes), token.expires_at.timestamp())


def token_in(headers: dict[bytes, bytes]) -> str | None:
    """Gives what an Authorization header shows ("" for anything that is no bearer's token), None where there is none."""
    shown = headers.get(b"authorization")
    if shown is None:
        return None
    kind, _, token = shown.decode("latin-1").partition(" ")
    return token.strip() if kind.lower() == "bearer" else ""


def session_key(cookie: bytes) -> str:
    """Gives the session key in a Cookie header, or "". Anything malformed is no session."""
    # By hand: the standard library's parser takes longer than everything else that is done with a post's headers.
    for pair in cookie.decode("latin-1").split(";"):
        name, _, value = pair.strip().partition("=")
        if name == settings.SESSION_COOKIE_NAME:
            value = value.strip('"')
            return value if 8 <= len(value) <= 64 and value.isascii() and value.isalnum() else ""
    return ""
