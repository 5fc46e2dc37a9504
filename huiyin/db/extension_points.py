"""What apps declare of what they keep beside Django's tables: each its own in `extensions.py`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Model

from huiyin.core.declarations import Extension, Registry


@dataclass(frozen=True)
class IndexOfRows(Extension):
    """An index of a model's rows in no table of Django's: copied into another database they leave it behind.

    `fill` makes it of all rows there, in the caller's transaction, and takes a function that is told how many are done of how many.
    `as_copied` changes a row before it is stored there: where a row itself says that it is indexed.
    """

    model: type[Model]
    fill: Callable[[Callable[[int, int], None]], None]
    as_copied: Callable[[Any], None] = lambda row: None


INDEXES_OF_ROWS: Registry[IndexOfRows] = Registry("extensions", "EXTENSIONS", IndexOfRows, lambda one: one.name, only=True)
