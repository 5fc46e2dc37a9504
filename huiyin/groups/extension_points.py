"""Where other apps add to the pages of a group: each declares its own in `extensions.py`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from huiyin.core.declarations import Extension, Registry
from huiyin.groups.models import Group


@dataclass(frozen=True)
class Row:
    """A line for those who lead the group that leads to a page of another app. `trouble`: a word where something needs them."""

    href: str
    icon: str
    words: Any
    trouble: Any = ""


@dataclass(frozen=True)
class SettingsRow(Extension):
    """A line an app adds to a group's details. `row`: gives it for this group."""

    row: Callable[[Group], Row]


SETTINGS_ROWS: Registry[SettingsRow] = Registry("extensions", "EXTENSIONS", SettingsRow, lambda one: one.name, only=True)
