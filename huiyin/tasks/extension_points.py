"""Where other apps add to the pages of *Matters*: each declares its own in `extensions.py`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from huiyin.core.declarations import Extension, Registry


@dataclass(frozen=True)
class MattersPlace(Extension):
    """A place beside today and the board: the name of its address, an icon, words."""

    address: str
    icon: str
    words: Any


MATTERS_PLACES: Registry[MattersPlace] = Registry("extensions", "EXTENSIONS", MattersPlace, lambda one: one.name, only=True)
