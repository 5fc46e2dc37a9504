"""What the demonstration adds: the drawn map of its county, where that county is loaded."""

from __future__ import annotations

from pathlib import Path

from huiyin.core.demonstration import is_demonstration
from huiyin.core.grounds import MapGround
from huiyin.demo.county.places import MAP


def _map() -> Path | None:
    return MAP if is_demonstration() else None


EXTENSIONS = [MapGround("county", _map)]
