"""The words of the command line, in the language of the terminal, read from the same catalogue as the pages (without Django)."""

from __future__ import annotations

import gettext as _gettext
import os
from functools import cache
from pathlib import Path

CATALOGUES = Path(__file__).resolve().parent.parent / "locale"


@cache
def language() -> str:
    """Gives "zh-hans" where the terminal speaks Chinese (LC_ALL, LC_MESSAGES, LANG), otherwise "en"."""
    spoken = next((os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), "")
    return "zh-hans" if spoken.lower().startswith("zh") else "en"


@cache
def _catalogue() -> _gettext.NullTranslations:
    if language() != "zh-hans":
        return _gettext.NullTranslations()
    return _gettext.translation("django", CATALOGUES, ["zh_Hans"], fallback=True)


def gettext(words: str) -> str:
    """Gives the words in the terminal's language."""
    return _catalogue().gettext(words) if words else ""


def ngettext(one: str, many: str, n: int) -> str:
    """Gives the words for one or for many, in the terminal's language."""
    return _catalogue().ngettext(one, many, n)
