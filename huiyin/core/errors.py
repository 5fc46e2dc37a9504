"""Errors that carry words for the person. One place (huiyin/web/refusals.py) turns them into a page, a fragment or JSON."""

from __future__ import annotations

from typing import Any, TypeVar

from django.utils.translation import gettext_lazy as _

Found = TypeVar("Found")
PLAIN = (str, int, float, bool, list, tuple, dict, type(None))  # what JSON can say as it is; lazy words are said in the active language


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
    """A rule does not let this person do it."""

    status = 403
    code = "not_allowed"
    default_words = _("You may not do this. If you think you should, ask the group's owner or your administrator.")


class NotThere(Refused):
    """Also the answer where something exists but its existence is nobody else's business."""

    status = 404
    code = "not_there"
    default_words = _("This is not here, or not for you to see.")


class WrongState(Refused):
    """What it was about does not stand where it would have to for this; perhaps somebody was faster."""

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
    """More than can be taken at once: too long, too large or too many; `field` names where."""

    status = 413
    code = "too_much"
    default_words = _("That is more than can be taken at once.")


class TooOften(Refused):
    """`wait_seconds` in facts says how long to wait."""

    status = 429
    code = "too_often"
    default_words = _("That was a lot in a short time. Wait a little, then try again.")


def or_404(found: Found | None) -> Found:
    """Gives what was found. Raises NotThere where that is nothing."""
    if found is None:
        raise NotThere
    return found


def as_json(refusal: Refused) -> dict[str, Any]:
    """Gives the one shape in which programs and our own pages read a refusal, in the language that is active.

    `error` (never translated), `words`, `field` (empty where it is about no field), whole `wait_seconds` where waiting helps, and the
    refusal's other facts beside them.
    """
    facts = {name: fact if isinstance(fact, PLAIN) else str(fact) for name, fact in refusal.facts.items()}
    told: dict[str, Any] = {**facts, "error": refusal.code, "words": str(refusal.words), "field": getattr(refusal, "field", "")}
    if wait := refusal.facts.get("wait_seconds"):
        told["wait_seconds"] = int(wait)
    return told
