"""Our own drawings, read once from the sprite that browsers may also use (static/web/icons.svg)."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

SPRITE = Path(__file__).parent / "static" / "web" / "icons.svg"


@lru_cache(maxsize=1)
def drawings() -> dict[str, str]:
    """Gives the inside of every symbol by its name."""
    return dict(re.findall(r'<symbol id="([a-z-]+)"[^>]*>(.*?)</symbol>', SPRITE.read_text("utf-8"), re.S))
