"""The arithmetic of the chain: what is hashed, in which order. Pure; `huiyin journal verify` and the writers share it."""

from __future__ import annotations

import hashlib
import os
from datetime import UTC, datetime, timedelta
from typing import Any

from huiyin.core.json_spelling import speller

START = "0" * 64
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_spell = speller(ascii_only=False, sort_keys=True, separators=(",", ":"))


def canonical(data: Any) -> str:
    """Gives the one spelling of JSON data that is hashed: sorted keys, no spaces, characters as they are."""
    return _spell(data)


def new_salt() -> str:
    """Gives 128 random bits in hex. Without its salt a digest says nothing of the words, not even to someone who guesses them."""
    return os.urandom(16).hex()


def digest(salt: str, body: Any) -> str:
    """Gives the salted SHA-256 (hex) of content that lies outside the chain and may be erased."""
    return digest_spelled(salt, canonical(body))


def digest_spelled(salt: str, body: str) -> str:
    """Gives what `digest` gives, for content that is spelled as `canonical` spells it."""
    return hashlib.sha256(f"{salt}\n{body}".encode()).hexdigest()


def microseconds(at: datetime) -> int:
    """Gives an aware moment as whole microseconds since 1970: both databases keep exactly these."""
    return (at - _EPOCH) // timedelta(microseconds=1)


def link(previous: str, *, seq: int, kind: str, at: datetime, by: int | None, data: Any, sealed: str) -> str:
    """Gives the hash (hex) of an entry, chained to the one before it in its stream.

    Takes the previous entry's hash (START for the first), the entry's place, kind, moment, author's id, data and the
    digest of its sealed content ("" where there is none).
    """
    return link_spelled(previous, seq, kind, microseconds(at), by, canonical(data), sealed)


def link_spelled(previous: str, seq: int, kind: str, micros: int, by: int | None, data: str, sealed: str) -> str:
    """Gives what `link` gives, for a moment in microseconds and data that is spelled as `canonical` spells it."""
    return hashlib.sha256(f"{previous}\n{seq}\n{kind}\n{micros}\n{by or ''}\n{data}\n{sealed}".encode()).hexdigest()
