"""Blanks of a template: 【填：日期】 or [fill: date], and the lines people draw for what is still to be written."""

from __future__ import annotations

import re

LONGEST = 20_000  # characters looked through
#: What a blank is called is at most thirty characters, so that no search runs far; a line is three strokes or more.
_BLANK = re.compile(r"【\s*填\s*[:：]?([^【】\n]{0,30})】|\[\s*fill\s*:?([^\[\]\n]{0,30})\]|_{3,}|＿{2,}", re.IGNORECASE)


def blanks(text: str) -> list[str]:
    """Gives what is still to be filled in, each in the order in which it stands: its name, or the line that is drawn there."""
    return [(found[1] or found[2] or "").strip() or found[0][:10] for found in _BLANK.finditer(text[:LONGEST])]
