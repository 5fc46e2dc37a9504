"""What comes with a key is done once: what tells the same content from another, also where a form sent twice brings its files anew."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import fields, is_dataclass
from datetime import date, datetime, time
from typing import Any

from django.db import models

from huiyin.core.errors import KeyUsed
from huiyin.media.models import Upload

KEY_LIMIT = 40  # characters of a key


def require_same(first: Any, now: bytes) -> None:
    """Raises KeyUsed where what came first is something else. Takes digests; there is none of what came before there were any."""
    if first is not None and bytes(first) != now:
        raise KeyUsed(field="key")


def made_before(made: models.QuerySet[Any], key: str, digest: bytes) -> Any:
    """Gives what was remembered of a move under this key, None where it was not made. Takes the rows that remember such moves of this
    person on this, and the digest of what the move says now. Call it under the lock of what moves. Raises KeyUsed where it said
    something else."""
    first = made.filter(key=key[:KEY_LIMIT]).first()
    if first is not None:
        require_same(first.digest, digest)
    return first


def content_digest(*said: Any) -> bytes:
    """Gives 16 bytes that tell one content from another. Takes plain values, drafts, moments, files' keys under "uploads"."""
    spelled = json.dumps([_plain(one) for one in said], ensure_ascii=True, sort_keys=True)
    return hashlib.blake2b(spelled.encode(), digest_size=16).digest()


def _plain(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return _plain({one.name: getattr(value, one.name) for one in fields(value) if one.name != "key"})
    if isinstance(value, dict):
        # A form sent twice brings the same photo under another key: what counts is what it holds.
        return {str(name): digests_of(list(one)) if name == "uploads" else _plain(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    if isinstance(value, datetime):
        return value.timestamp()
    if isinstance(value, date | time):
        return value.isoformat()
    return value.pk if isinstance(value, models.Model) else value


def digests_of(uploads: Sequence[str]) -> list[str]:
    """Gives what the uploads hold, in order. Takes their keys: a form sent twice brings the same photo under another key."""
    if not uploads:
        return []
    found = dict(Upload.objects.filter(key__in=uploads).values_list("key", "digest"))
    return [found.get(key, key) for key in dict.fromkeys(uploads)]
