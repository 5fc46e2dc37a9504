"""The directory: units and people, found by looking down the tree or by what one remembers."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from huiyin.core.errors import NotThere
from huiyin.people.auth import PersonRequest, require_person
from huiyin.people.phones import phone_for_reading
from huiyin.people.queries import directory, person_page, search_people, search_units, unit_tree
from huiyin.people.rendering import grid_html, tree_html
from huiyin.people.rules import may_delegate, person_seen
from huiyin.people.throttles import looks_up


@require_person
def people(request: PersonRequest) -> HttpResponse:
    """The tree, or what was found; `part=found` gives only the inner list, for searching while typing."""
    words = request.GET.get("q", "").strip()[:60]
    top = None if words else next((node.unit for node in unit_tree()), None)
    shown: dict[str, Any] = {"words": words, "tree": tree_html() if top else ""}
    if words:
        looks_up(request.user)
        shown |= {"found": search_people(words, request.user), "units": search_units(words)}
    if request.GET.get("part") == "found":
        return render(request, "people/_found.html", shown)
    if top:
        shown |= {"page": directory(top), "grid": grid_html(top)}
    return render(request, "people/people.html", shown)


@require_person
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """One person: posts, line upward, who acts for whom, and the number where the rules allow it."""
    somebody = person_seen(request.user, pk)
    if somebody is None:
        raise NotThere
    page = person_page(somebody, request.user)
    own = [held for held in page.posts if not held.delegated]
    mine = [held for held in own if not held.acting and may_delegate(request.user, held.post)]
    phone = phone_for_reading(page.phone)
    where = own[0].post.unit if own else somebody.home
    shown = {"page": page, "person": somebody, "phone": phone, "own": own, "mine": mine, "tree": tree_html(where)}
    return render(request, "people/person.html", shown)


@require_person
def suggest(request: PersonRequest) -> JsonResponse:
    """Up to eight persons for a field that asks for one: name, and the post that tells two of one name apart."""
    looks_up(request.user)
    found = search_people(request.GET.get("q", ""), request.user, limit=8)
    return JsonResponse({"people": [{"name": one.person.name, "post": one.post or one.person.about} for one in found]})
