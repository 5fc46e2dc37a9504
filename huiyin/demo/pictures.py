"""The invented county's pictures, drawn by code when the demo is loaded: nobody's photograph is needed, none is shown."""

from __future__ import annotations

from PIL import Image

from .county.scenes import SCENES

NAMES = tuple(SCENES)


def draw(slug: str) -> Image.Image:
    """The picture `slug` names, RGB, 1280×960 or 960×1280, the same every time. Raises KeyError for an unknown one."""
    return SCENES[slug](slug).finish()
