"""What apps declare of the files they keep in the storage: each its own in `extensions.py`."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from huiyin.core.declarations import Extension, Registry


@dataclass(frozen=True)
class StoredFiles(Extension):
    """Files of the storage that an app's rows name: a backup takes them along. `rows`: those rows of a database, by its alias; `names`: how
    the files of one of them are called there."""

    rows: Callable[[str], QuerySet[Any]]
    names: Callable[[Any], Iterable[str]]


STORED_FILES: Registry[StoredFiles] = Registry("extensions", "EXTENSIONS", StoredFiles, lambda one: one.name, only=True)
