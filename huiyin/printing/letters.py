"""A unit's letter as PDF: what a case sends to somebody who wants it on paper. It knows no cases."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from huiyin.core.errors import TooMuch
from huiyin.printing.fonts import require_printable
from huiyin.printing.press import printed
from huiyin.printing.words import for_paper, on_one_line

TITLE, LINE = 200, 120  # characters
BODY = 20_000  # characters, some thirty pages
PARAGRAPHS = 500


@dataclass(frozen=True)
class Letter:
    """What a letter says. `unit` signs it; `number` and `date` as they are to be read; `to` is how the reader is addressed."""

    title: str
    paragraphs: Sequence[str]
    unit: str
    date: str
    number: str = ""
    to: str = ""


def letter(told: Letter) -> bytes:
    """Gives a PDF whose text can be sought and copied. Raises NoChineseFont, CharactersMissing, PressBusy; TooMuch for a text of more than
    20,000 characters or 500 paragraphs: of a letter nothing is left out."""
    if len(told.paragraphs) > PARAGRAPHS or sum(map(len, told.paragraphs)) > BODY:
        raise TooMuch(_("A letter holds at most 20,000 characters."), field="text", limit=BODY)
    lines: dict[str, str] = {name: on_one_line(getattr(told, name), LINE) for name in ("unit", "date", "number", "to")}
    body = [for_paper(one, BODY) for one in told.paragraphs if one.strip()]
    title = on_one_line(told.title, TITLE)
    require_printable("".join([title, *lines.values(), *body]))
    return printed("letter", {**lines, "title": title, "paragraphs": body}, "pdf")[0]
