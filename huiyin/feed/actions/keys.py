"""What comes with a key is done once: a digest tells the same content from another."""

from __future__ import annotations

from typing import Any

from huiyin.core.errors import KeyUsed
from huiyin.tasks.actions.idempotency import content_digest as content_digest


def require_same(first: Any, now: bytes) -> None:
    """Raises KeyUsed where what came first under a key is something else."""
    if bytes(first) != now:
        raise KeyUsed(field="key")
