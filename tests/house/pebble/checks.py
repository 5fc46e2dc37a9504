"""What `huiyin check` asks about pebbles."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from django.core import checks

from tests.house.pebble.moves import MOVES


@checks.register()
def every_move_has_its_verb(**_more: Any) -> list[checks.CheckMessage]:
    """Names each move of the table for which there is no action."""
    import_module("tests.house.pebble.actions")  # an action says itself which move it makes
    return [checks.Error(f"{name}: no action makes this move.", id="pebble.E001") for name in MOVES.without_action()]
