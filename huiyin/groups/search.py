"""What of groups can be found: those of a name, and what was said in them, by whom and when."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.core.paginator import Paginator
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from huiyin.core.search import Asked, Found, Searchable
from huiyin.groups.message_search.index import PAGE, Hit, SearchPage, groups_to_search, search_messages
from huiyin.groups.models import Message
from huiyin.groups.queries import authors_called
from huiyin.groups.rendering import preview
from huiyin.groups.rendering_hits import hits_html, options_html
from huiyin.people.models import Person
from huiyin.worktime.bounds import day_in, midnight, whole_in

KINDS = (
    ("text", _("Words")), ("photo", _("Photos")), ("video", _("Videos")), ("file", _("Files")), ("link", _("Links")),
    ("place", _("Places")),
)  # fmt: skip


def _groups(person: Person, asked: Asked, limit: int) -> Found:
    """Groups that the person is in, with these words in their name."""
    named = [g for g in asked.once(groups_to_search, person) if asked.words.lower() in g.name.lower()][:limit]
    return Found(len(named), named)


def _messages(person: Person, asked: Asked, _limit: int) -> Found:
    """Messages of the person's groups; group, author, days and kind narrow. Of several people of one name one is to be chosen."""
    filters = _filters(asked.query)
    author, namesakes, unknown = _author(person, filters["from"], filters["author"])
    groups = asked.once(groups_to_search, person)
    into = next((g for g in groups if g.pk == filters["group"]), None)
    shown: dict[str, Any] = {"asked": filters, "namesakes": namesakes, "author": author, "in_group": into, "kinds": KINDS}
    shown["options"] = options_html(groups, filters["group"])
    within, back = (into.name, reverse("group", args=[into.pk])) if into else ("", "")
    if unknown:
        return Found(0, shown, none=_now("Nobody in your groups is called so. Try part of the name."), within=within, back=back)
    if namesakes or not (asked.words or _by_message(filters)):
        return Found(0, shown, searched=False, question=bool(namesakes), within=within, back=back)
    found = _page(person, asked, filters, author, [g.pk for g in groups])
    shown |= {"found": found, "hits": hits_html(found.hits, into is None)}
    shown["paged"] = Paginator(range(found.total), PAGE).get_page(found.page)
    none = _now("Older messages are still being entered into the index; some of them are not found yet.") if found.growing else ""
    return Found(len(found.hits), shown, none=none, within=within, back=back)


def _page(person: Person, asked: Asked, filters: dict[str, Any], author: Person | None, groups: list[int]) -> SearchPage:
    found = search_messages(
        person, asked.words, filters["group"], author.pk if author else None, _begin(filters["since"]), _begin(filters["until"], 1),
        filters["kind"] or None, filters["order"] or "best", asked.page, groups,
    )  # fmt: skip
    for hit in found.hits:
        _dress(hit)
    return found


def _filters(query: Mapping[str, str]) -> dict[str, Any]:
    """What the address asks for; what makes no sense is left out."""
    kind, order = query.get("kind", ""), query.get("order", "")
    return {
        "group": whole_in(query.get("group")), "author": whole_in(query.get("author")), "from": query.get("from", "").strip()[:40],
        "since": day_in(query.get("since")), "until": day_in(query.get("until")),
        "kind": kind if kind in Message.Kind.values else "", "order": order if order == "newest" else "",
    }  # fmt: skip


def _by_message(filters: dict[str, Any]) -> bool:
    return any(filters[name] for name in ("from", "since", "until", "kind"))


def _narrowed(asked: Asked) -> bool:
    filters = _filters(asked.query)
    return _by_message(filters) or bool(filters["group"])


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


SEARCHES = (
    Searchable("group", _groups, "groups/_search_groups.html", 20, heading=_("Groups and people")),
    Searchable(
        "message", _messages, "groups/_search_messages.html", 90, limit=PAGE, fields="groups/_search_fields.html",
        chips="groups/_search_chips.html", narrows=_narrowed,
    ),
)  # fmt: skip
