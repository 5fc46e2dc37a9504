"""What ./dev shots pictures: a page, who looks at it, what is done before; and where the pictures and their county lie."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tests import shots_sessions as sessions

if TYPE_CHECKING:
    from tests.shots_county import County

SHOTS = Path(__file__).resolve().parent.parent / "shots"
DATA = SHOTS / ".data"
Find = Callable[["County"], str]


@dataclass(frozen=True)
class Shown:
    """A page to be pictured: its name, who looks ("" is a visitor), its path or how to find it."""

    name: str
    who: str
    path: str | Find
    fill: tuple[tuple[str, str], ...] = ()  # what is typed before the picture: (selector, words)
    then: sessions.Step | None = None  # what is done before the picture, with the tab
