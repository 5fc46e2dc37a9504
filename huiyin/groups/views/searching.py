"""Finding again what was said, and by whom."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from huiyin.groups.models import Message
from huiyin.groups.queries_settings import authors_called
from huiyin.groups.rendering import preview
from huiyin.groups.rendering_hits import hits_html, options_html
from huiyin.groups.search_index import PAGE, Hit, SearchPage, groups_to_search, search_messages
from huiyin.groups.views.frame import number, page
from huiyin.people.auth import PersonRequest, require_person
from huiyin.people.models import Person
from huiyin.people.queries import search_people
from huiyin.people.throttles import searches
from huiyin.worktime.bounds import day_in, midnight

KINDS = (
    ("text", _("Words")), ("photo", _("Photos")), ("video", _("Videos")), ("file", _("Files")), ("link", _("Links")),
    ("place", _("Places")),
)  # fmt: skip


@dataclass(frozen=True)
class Besides:
    """Something another app finds for the words: where it leads, its icon, its title and what stands under it."""

    href: str
    icon: str
    title: str
    words: str


#: Asked for what else these words may mean. Takes who searches and what they typed.
finders: list[Callable[[Person, str], list[Besides]]] = []
PEOPLE = 6
GROUPS = 6


@require_GET
@require_person
def search(request: PersonRequest) -> HttpResponse:
    """One field; group, author, days and kind narrow. Without narrowing also people and groups of that name."""
    asked = _asked(request)
    words = asked["q"]
    author, namesakes, unknown = _author(request.user, asked["from"], asked["author"])
    filtered = any(asked[name] for name in ("from", "since", "until", "kind"))
    narrowed = filtered or bool(asked["group"])
    shown: dict[str, Any] = {"asked": asked, "q": words, "narrowed": narrowed, "namesakes": namesakes, "author": author, "unknown": unknown}
    groups = groups_to_search(request.user)
    shown |= {"groups": groups, "kinds": KINDS, "in_group": next((g for g in groups if g.pk == asked["group"]), None)}
    if unknown:
        shown["found"] = SearchPage([], 0, 1, 1)
    elif (words or filtered) and not namesakes:
        searches(request.user)
        found = search_messages(
            request.user, words, asked["group"], author.pk if author else None, _begin(asked["since"]), _begin(asked["until"], 1),
            asked["kind"] or None, asked["order"] or "best", asked["page"], [g.pk for g in groups],
        )  # fmt: skip
        for hit in found.hits:
            _dress(hit)
        shown |= {"found": found, "hits": hits_html(found.hits, shown["in_group"] is None)}
        shown["paged"] = Paginator(range(found.total), PAGE).get_page(found.page)
    if words and not narrowed and asked["page"] == 1:
        shown["besides"] = [one for find in finders for one in find(request.user, words)]
        shown["people"] = search_people(words, request.user, limit=PEOPLE)
        shown["named"] = [g for g in groups if words.lower() in g.name.lower()][:GROUPS]
    shown["options"] = options_html(groups, asked["group"])
    return page(request, "groups/search.html", **shown)


def _asked(request: PersonRequest) -> dict[str, Any]:
    """What the address asks for; what makes no sense is left out."""
    asked = request.GET
    kind, order = asked.get("kind", ""), asked.get("order", "")
    return {
        "q": asked.get("q", "").strip()[:200], "group": number(request, "group"), "author": number(request, "author"),
        "from": asked.get("from", "").strip()[:40], "since": day_in(asked.get("since")), "until": day_in(asked.get("until")),
        "kind": kind if kind in Message.Kind.values else "", "order": order if order == "newest" else "",
        "page": number(request, "page") or 1,
    }  # fmt: skip


def _author(me: Person, name: str, chosen: int | None) -> tuple[Person | None, list[Person], bool]:
    """Gives whose messages are meant, or those among whom to choose; and whether nobody is called so."""
    if not name:
        return None, [], False
    called = authors_called(me, name)
    if chosen:
        called = [p for p in called if p.pk == chosen] or called
    return (called[0], [], False) if len(called) == 1 else (None, called, not called)


def _dress(hit: Hit) -> None:
    """What is shown of a hit that has no words of its own: a photo, a place."""
    if not any(text.strip() for text, _match in hit.pieces):
        hit.message.said = preview(hit.message, get_language() or "zh-hans", named=False)  # type: ignore[attr-defined]


def _begin(day: date | None, later: int = 0) -> datetime | None:
    return midnight(day, timezone.get_default_timezone(), later) if day else None
