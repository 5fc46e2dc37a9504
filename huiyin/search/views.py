"""The one search page: one field for all that apps let be found (huiyin/core/search.py)."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django.http import HttpResponse
from django.views.decorators.http import require_GET

from huiyin.core.search import Asked, Found, Searchable, searchables
from huiyin.groups.views.frame import number, page
from huiyin.people.auth import PersonRequest, require_person
from huiyin.people.throttles import searches

Pair = tuple[Searchable, Found]


@require_GET
@require_person
def search(request: PersonRequest) -> HttpResponse:
    """One field; what apps understand narrows. Narrowed, only those are asked that understand it."""
    asked = Asked(request.GET.get("q", "").strip()[:200], number(request, "page") or 1, request.GET.dict())
    everything = searchables()
    narrowed = any(one.narrows(asked) for one in everything)
    if asked.words or narrowed:
        searches(request.user)
    also = bool(asked.words) and not narrowed and asked.page == 1
    pairs = [(one, one.find(request.user, asked, one.limit)) for one in everything if one.fields or also]
    return page(request, "search/search.html", q=asked.words, narrowed=narrowed, **_shown(pairs))


def _shown(pairs: list[Pair]) -> dict[str, Any]:
    """What the page draws: sections by heading, what narrows, and what stands there where nothing was found."""
    results = [found for _one, found in pairs]
    there = [pair for pair in pairs if pair[1].hits or pair[1].question]
    return {
        "sections": [(heading, list(of)) for heading, of in groupby(there, key=lambda pair: str(pair[0].heading))],
        "narrowing": [pair for pair in pairs if pair[0].fields],
        "searched": any(found.searched for found in results),
        "none_words": next((found.none for found in results if found.none), ""),
        "into": next((found for found in results if found.within), None),
    }
