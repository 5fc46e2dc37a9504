"""Our own drawings, read once from the sprite that browsers may also use (web/static/web/icons.svg); and faces. For Django's templates
and for Jinja's alike: a page of moments bears hundreds of them."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

SPRITE = Path(__file__).parent.parent / "web" / "static" / "web" / "icons.svg"
HUES = 24


@lru_cache(maxsize=1)
def drawings() -> dict[str, str]:
    """Gives the inside of every symbol by its name."""
    return dict(re.findall(r'<symbol id="([a-z-]+)"[^>]*>(.*?)</symbol>', SPRITE.read_text("utf-8"), re.S))


@lru_cache(maxsize=1024)
def icon(name: str, size: str = "", label: str = "") -> SafeString:
    """Draws an icon: `size` sm or lg; with a `label` it is read aloud, without it is decoration. Raises KeyError for an unknown name."""
    kind = f"ic {size}".strip()
    # The drawings are ours: nothing a person wrote is in them.
    inside = mark_safe(drawings()[name])
    if label:
        return format_html('<svg class="{}" viewBox="0 0 24 24" role="img" aria-label="{}">{}</svg>', kind, label, inside)
    return format_html('<svg class="{}" viewBox="0 0 24 24" aria-hidden="true">{}</svg>', kind, inside)


def hue_step(thing: Any) -> int:
    """Gives which of the 24 hues a person's or a group's face has (CSS classes h0 … h23)."""
    hue = getattr(thing, "hue", None)
    if hue is None:
        hue = (getattr(thing, "pk", None) or 0) * 67 % 360
    return int(hue) // (360 // HUES) % HUES


def initial(name: str) -> str:
    """Gives what stands on a face: the first character of a name, a Latin one as a capital."""
    return (name.strip() or "·")[0].upper()


def face(thing: Any, size: str = "") -> SafeString:
    """Draws the face of a person or a group (`name`, `pk`, maybe `hue`); `size` xs, sm, lg or xl.

    The name stands beside it, so it is not read aloud.
    """
    name = getattr(thing, "name", None) or str(thing or "")
    return mark_safe(f'<span class="face {escape(size)} h{hue_step(thing)}" aria-hidden="true">{escape(initial(name))}</span>')
