"""Names as they are kept: one spelling however they were typed, and clear words where they cannot be taken."""

from __future__ import annotations

import unicodedata

from django.utils.translation import gettext_lazy as _

from huiyin.core.errors import Invalid
from huiyin.language import clean
from huiyin.language.names import close_up


def one_line(text: str, most: int) -> str:
    """Gives words in one line, nothing hidden in them, cut where they are too long."""
    return clean.one_line(unicodedata.normalize("NFC", text[: most * 8]))[:most].rstrip()


def clean_words(text: str | None, field: str, most: int, *, empty: bool = False) -> str:
    """Gives a unit's or post's name: spaces put in order, control characters gone. Takes the most characters it may have.

    Raises Invalid with `field`. A slash is refused: in staff lists it stands between a unit and a post.
    """
    text = close_up(clean.one_line(unicodedata.normalize("NFC", text or "")))
    if not text and not empty:
        raise Invalid(_("This cannot be empty."), field=field)
    if len(text) > most:
        raise Invalid(_("This may have at most %(most)d characters.") % {"most": most}, field=field)
    if "/" in text or "／" in text:
        raise Invalid(_("Please write it without a slash."), field=field)
    return text
