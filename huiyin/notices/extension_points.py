"""Where other apps go on with notices: each declares its own in `extensions.py`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from huiyin.core.declarations import Extension, Registry
from huiyin.notices.models import Notice


@dataclass(frozen=True)
class CarriesNotices(Extension):
    """What brings notices out of the house. `carry` is called in the transaction that made them, with each and whether it is urgent."""

    carry: Callable[[Sequence[tuple[Notice, bool]]], object]


CARRY_NOTICES: Registry[CarriesNotices] = Registry("extensions", "EXTENSIONS", CarriesNotices, lambda one: one.name, only=True)
