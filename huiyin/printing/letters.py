"""A unit's letter as PDF: what a case sends to somebody who wants it on paper. It knows no cases."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from huiyin.core.errors import TooMuch
from huiyin.printing.codes import code_as_svg
from huiyin.printing.fonts import require_printable
from huiyin.printing.press import printed
from huiyin.printing.words import for_paper, on_one_line

TITLE, LINE = 200, 120  # characters
BODY = 20_000  # characters, some thirty pages
PARAGRAPHS = 500


@dataclass(frozen=True)
class Letter:
    """What a letter says. `unit` signs it; `number` and `date` as they are to be read; `to` is how the reader is addressed.
    `after`: short lines below the signature, under `after_title`; `code`: an address drawn as QR code beside them, with `code_words`."""

    title: str
    paragraphs: Sequence[str]
    unit: str
    date: str
    number: str = ""
    to: str = ""
    after_title: str = ""
    after: Sequence[str] = ()
    code: str = ""
    code_words: str = ""


def letter(told: Letter) -> bytes:
    """Gives a PDF whose text can be sought and copied. Raises NoChineseFont, CharactersMissing, PressBusy; TooMuch for a text of more than
    20,000 characters or 500 paragraphs: of a letter nothing is left out."""
    if len(told.paragraphs) + len(told.after) > PARAGRAPHS or sum(map(len, (*told.paragraphs, *told.after))) > BODY:
        raise TooMuch(_("A letter holds at most 20,000 characters."), field="text", limit=BODY)
    short = ("unit", "date", "number", "to", "after_title", "code_words")
    lines: dict[str, str] = {name: on_one_line(getattr(told, name), LINE) for name in short}
    body = [for_paper(one, BODY) for one in told.paragraphs if one.strip()]
    title = on_one_line(told.title, TITLE)
    after = [for_paper(one, BODY) for one in told.after if one.strip()]
    require_printable("".join([title, *lines.values(), *body, *after]))
    code = code_as_svg(told.code) if told.code else ""
    return printed("letter", {**lines, "title": title, "paragraphs": body, "after": after, "code": code}, "pdf")[0]
