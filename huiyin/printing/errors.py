"""Why something is not printed, in words that say what to do instead. Callers offer a page in place of it."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from huiyin.core.errors import Invalid, Refused


class NoChineseFont(Refused):
    """This machine cannot write Chinese; `huiyin check` says so to who runs it."""

    status = 503
    code = "no_chinese_font"
    default_words = _("This server has no Chinese font, so it cannot make a picture. Share the page instead; tell your administrator.")


class CharactersMissing(Invalid):
    """`characters` are those no font has, each once, in the order in which they stand."""

    code = "characters_missing"

    def __init__(self, characters: Sequence[str]) -> None:
        self.characters = list(characters)
        words = _("No font here can write %(characters)s. Write it another way, or share the page instead.")
        super().__init__(words % {"characters": " ".join(map(_said, characters))}, field="words", characters=self.characters)


class PressBusy(Refused):
    """More is being printed than this machine prints at once."""

    status = 503
    code = "press_busy"
    default_words = _("Many pictures are being made just now. Try again in a moment.")

    def __init__(self, wait_seconds: int) -> None:
        super().__init__(wait_seconds=wait_seconds)


def _said(character: str) -> str:
    """The character and its number: who has no font for it either sees which it is."""
    return f"{character} (U+{ord(character):04X})"
