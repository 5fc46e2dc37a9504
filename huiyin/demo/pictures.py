"""The invented county's pictures, drawn by code when the demo is loaded: nobody's photograph is needed, none is shown."""

from __future__ import annotations

import io
from functools import lru_cache

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from huiyin.media.actions import keep_upload
from huiyin.people.models import Person

from .county.scenes import SCENES

NAMES = tuple(SCENES)


def draw(slug: str) -> Image.Image:
    """The picture `slug` names, RGB, 1280×960 or 960×1280, the same every time. Raises KeyError for an unknown one."""
    return SCENES[slug](slug).finish()


@lru_cache(maxsize=40)
def jpeg(slug: str, quality: int = 85) -> bytes:
    """Gives the picture as a camera would save it."""
    drawn = io.BytesIO()
    draw(slug).save(drawn, "JPEG", quality=quality)
    return drawn.getvalue()


def uploaded(by: Person, scene: str) -> str:
    """Draws a picture as a photograph somebody sends. Gives the upload's key."""
    return keep_upload(by, SimpleUploadedFile(f"{scene}.jpg", jpeg(scene)), f"{scene}.jpg").key
