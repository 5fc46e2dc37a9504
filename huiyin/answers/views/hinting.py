"""Hints for plain words, said in words of the reader's language."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from huiyin.language.plain import Hint, hints


def shown_hints(text: str) -> list[str]:
    """Gives the hints for a text as sentences. They are advice: nothing is refused for them, but blanks."""
    return [_said(one) for one in hints(text)]


def _said(one: Hint) -> str:
    told = {"said": one.said, "better": one.better, "n": one.length}
    if one.kind == "blank":
        return _("Still empty: %(said)s. It is not sent before that is filled in.") % told
    if one.kind == "long":
        return ngettext("A long sentence (%(n)s word): “%(said)s”. Two short ones are read more easily.",
                        "A long sentence (%(n)s words): “%(said)s”. Two short ones are read more easily.", one.length) % told  # fmt: skip
    if one.kind == "paragraph":
        return _("A long paragraph: “%(said)s”. Begin a new line where something new begins.") % told
    if one.kind == "abbreviation":
        return _("“%(said)s”: not everybody knows these letters. Write them out once.") % told
    if one.better:
        return _("“%(said)s” is office language. Plainer: %(better)s") % told
    return _("“%(said)s” is office language. It can be left out.") % told
