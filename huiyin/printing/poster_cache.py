"""Posters made lately, kept in this process's memory: a poster that a chat carries to a thousand people is drawn once.

What a poster shows is its key, so one that would look different is another; whether somebody may have it is asked before, each time.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace

from django.utils.translation import get_language

from huiyin.core.byte_cache import byte_cache
from huiyin.printing.posters import Poster, Source, poster


def tag_of(told: Poster, picture_name: str = "") -> str:
    """Gives a name for what a poster shows, good as an ETag. Takes the poster without its picture, and a name for the picture's content."""
    shown = repr((replace(told, picture=None), picture_name, get_language()))
    return hashlib.sha256(shown.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def kept_poster(
    told: Poster, picture: Callable[[], Source] | None = None, picture_name: str = "", about_to_make: Callable[[], None] | None = None
) -> bytes:
    """Gives a poster, from memory where the same was made lately.

    Takes the poster without its picture, a way to the picture and a name for its content. `about_to_make` is called before one is drawn,
    and may refuse. Raises what `poster` raises. Who asks for the same at the same time waits for the one that is being drawn.
    """
    key = tag_of(told, picture_name)
    found = byte_cache.get(key)
    if found is not None:
        return found
    if about_to_make is not None:
        about_to_make()
    with byte_cache.making(key):
        found = byte_cache.get(key)
        if found is None:
            found = poster(replace(told, picture=picture() if picture is not None else None))
            byte_cache.put(key, found)
        return found
