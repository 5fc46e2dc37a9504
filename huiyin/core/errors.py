"""Errors that carry words for the person. One place (huiyin/web/refusals.py) turns them into a page, a fragment or JSON."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _


class Refused(Exception):
    """Something a person asked for cannot be done; `words` say what happened and what to do, in the reader's language.

    Subclasses set `status` (HTTP), `code` (for programs, never translated) and `default_words`.
    `facts` are figures for programs: ``Refused(words, remaining_grams=500)``.
    """

    status = 400
    code = "refused"
    default_words: Any = _("That could not be done. Nothing was lost.")

    def __init__(self, words: Any = None, **facts: Any) -> None:
        super().__init__(words or self.default_words)
        self.words = words or self.default_words
        self.facts = facts

    def __str__(self) -> str:
        return str(self.words)


class NotAllowed(Refused):
    status = 403
    code = "not_allowed"
    default_words = _("You may not do this. If you think you should, ask the group's owner or your administrator.")


class NotThere(Refused):
    """Also the answer where something exists but its existence is nobody else's business."""

    status = 404
    code = "not_there"
    default_words = _("This is not here, or not for you to see.")


class WrongState(Refused):
    status = 409
    code = "wrong_state"
    default_words = _("This has changed in the meantime. Look again, then decide.")


class Invalid(Refused):
    """What was typed cannot be taken; `field` names where."""

    status = 422
    code = "invalid"
    default_words = _("Something in what you wrote cannot be taken.")

    def __init__(self, words: Any = None, field: str = "", **facts: Any) -> None:
        super().__init__(words, **facts)
        self.field = field


class KeyUsed(Invalid):
    """A key that came here before, with something else; what came first stands."""

    code = "key_used"
    default_words = _("Something else was sent from here before, and it stands. What you wrote now was not sent: send it once more.")


class TooMuch(Invalid):
    status = 413
    code = "too_much"
    default_words = _("That is more than can be taken at once.")


class TooOften(Refused):
    """`wait_seconds` in facts says how long to wait."""

    status = 429
    code = "too_often"
    default_words = _("That was a lot in a short time. Wait a little, then try again.")
