"""The name of somebody whose data was erased: a neutral word, in the language of whoever reads.

In the database such a name is a mark that nobody can type (language/clean.py takes it out of whatever comes in), and behind it, for who
held an office, the office: what was done in it stays with the post. As Person.name it is read as words, wherever it is read.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from django.db import models
from django.utils import translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

MARK = "\u2060"
PLACE = "—"  # stands where a name stood in words that somebody else wrote
_NOBODY = _("Removed person")
_FORMER = _("former %(post)s")


class Gone(str):
    """The words for somebody who is gone, in the language that was active when they were read. `post`: the office they held, or ""."""

    post: str

    def __new__(cls, post: str = "") -> Gone:
        made = super().__new__(cls, gettext("former %(post)s") % {"post": post} if post else gettext("Removed person"))
        made.post = post
        return made


def in_language(name: str, language: str) -> str:
    """Gives a name as readers of a language read it: anybody's as it is."""
    return _words(name.post, language) if isinstance(name, Gone) else name


@cache
def _words(post: str, language: str) -> str:
    with translation.override(language):
        return str(_FORMER) % {"post": post} if post else str(_NOBODY)


def kept_name(post: str = "") -> str:
    """Gives what is kept as the name of somebody who is gone. Takes the office they held, or ""."""
    return (MARK + post)[:40]


class PersonName(models.CharField):
    """A name; somebody's who is gone is read as Gone and written back as it was."""

    def from_db_value(self, value: str | None, *_more: Any) -> str | None:
        return Gone(value[1:]) if value and value[0] == MARK else value

    def get_prep_value(self, value: Any) -> Any:
        return kept_name(value.post) if isinstance(value, Gone) else super().get_prep_value(value)

    def deconstruct(self) -> Any:
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.CharField", args, kwargs  # the column is one: no table is made anew for how it is read
