"""What the frame of every page needs: who, which tab, how many unread, language, text size, colours, words for scripts."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.html import json_script
from django.utils.safestring import SafeString
from django.utils.translation import get_language, to_locale
from django.utils.translation import gettext_lazy as _

from huiyin.core.demonstration import is_demonstration
from huiyin.core.tabs import paths_under
from huiyin.core.today import waiting_count
from huiyin.groups.queries import unread_total
from huiyin.people.auth import FIRST_STEPS_LEFT
from huiyin.people.devices import good_until
from huiyin.people.drawn_once import PROOF, is_for_all
from huiyin.people.models import Person
from huiyin.web.words import SCRIPT_WORDS
from huiyin.worktime.bounds import whole_in

#: What start.js imports, named in the page so that all come at once instead of one after the other.
SCRIPTS = tuple(f"web/js/{name}.js" for name in ("addresses", "dialogs", "menu", "prefs", "net", "words", "toast", "session", "sizes"))
TEXT_SIZES = ("normal", "large")
THEMES = ("auto", "light", "dark")


@dataclass(frozen=True)
class Tab:
    """A tab of the bottom bar and the rail. `official`: only officials have it (True), only those who hold no office (False)."""

    name: str
    icon: str
    href: str
    words: Any
    official: bool | None = None

    def holds(self, path: str) -> bool:
        """Whether a path lies in this tab."""
        return any(path == p or path.startswith(p + "/") for p in (self.href, *paths_under(self.name)))


TABS = (
    Tab("messages", "messages", "/messages", _("Messages")),
    Tab("square", "square", "/square", _("Square")),
    Tab("matters", "tasks", "/today", _("Matters"), official=True),
    Tab("requests", "reply", "/cases", _("Requests"), official=False),
    Tab("people", "people", "/people", _("People")),
    Tab("me", "me", "/me", _("Me")),
)


def tabs_of(person: Any) -> list[Tab]:
    """Gives the tabs of somebody: an official's matters are not a resident's, who has what they said instead."""
    official = person.kind == Person.Kind.OFFICIAL
    return [tab for tab in TABS if tab.official in (None, official)]


def shell(request: HttpRequest) -> dict[str, Any]:
    """Gives the context of the frame; what the tabs count is asked for only where they are drawn."""
    person: Any = getattr(request, "user", None)
    known = person is not None and person.is_authenticated
    device = getattr(request, "device", None)
    return {
        **({"csrf_token": PROOF} if is_for_all(request) else {}),
        "me": person if known else None,
        "until": int(good_until(device).timestamp()) if known and device else None,
        "tabs": [{"tab": tab, "here": tab.holds(request.path)} for tab in tabs_of(person)] if known else [],
        "first_steps_left": (whole_in(request.COOKIES.get(FIRST_STEPS_LEFT), 2) or 0) if known else 0,
        "unread_in_all": SimpleLazyObject(lambda: unread_total(person) if known else 0),
        "waiting_in_all": SimpleLazyObject(lambda: waiting_count(person) if known else 0),
        "page_lang": _html_language(),
        "text_size": _chosen(request, person if known else None, "text_size", TEXT_SIZES),
        "theme": _chosen(request, person if known else None, "theme", THEMES),
        "demo": is_demonstration(),
        "card_origin": settings.ORIGIN,
        "script_words": _script_words(get_language() or ""),
        "script_names": SCRIPTS,
    }


def _html_language() -> str:
    """zh-hans → zh-Hans, as screen readers and fonts want it."""
    return to_locale(get_language() or settings.LANGUAGE_CODE).replace("_", "-")


def _chosen(request: HttpRequest, person: Any, name: str, allowed: tuple[str, ...]) -> str:
    """A person's choice; a visitor's lies in a cookie that prefs.js wrote."""
    choice = getattr(person, name, "") if person is not None else request.COOKIES.get(f"huiyin_{name}", "")
    return choice if choice in allowed else allowed[0]


@cache
def _script_words(language: str) -> SafeString:
    """The words for scripts as JSON, the same for everybody of one language: translated and spelled once."""
    return json_script({name: str(words) for name, words in SCRIPT_WORDS.items()}, "script-words")
