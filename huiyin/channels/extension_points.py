"""Where other apps seal something under the server's key: each declares its own rows in `extensions.py`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from huiyin.core.declarations import Extension, Registry


@dataclass(frozen=True)
class SealedRows(Extension):
    """Rows whose column `sealed` is sealed under the server's key (channels/sealing.py): sealed anew when it is changed."""

    rows: Callable[[], QuerySet[Any]]


SEALED_ROWS: Registry[SealedRows] = Registry("extensions", "EXTENSIONS", SealedRows, lambda one: one.name, only=True)
