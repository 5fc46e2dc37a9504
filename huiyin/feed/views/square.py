"""The square, and the pages of a person and a topic."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from huiyin.core.errors import NotThere
from huiyin.feed.models import Moment
from huiyin.feed.queries.cards import cards_of
from huiyin.feed.queries.square import PAGE, TABS, follows, muted, newer, of_person, of_topic, square
from huiyin.feed.views.common import done_words, number, viewer
from huiyin.language.clean import one_line
from huiyin.people.auth import PersonRequest, require_person
from huiyin.people.queries import display_post
from huiyin.people.rules import person_seen

TAB_WORDS = {
    "all": _("All"), "followed": _("Followed"), "nearby": _("Nearby"), "official": _("Official accounts"),
}  # fmt: skip


def _tab(request: HttpRequest) -> str:
    wanted = request.GET.get("tab", "")
    return wanted if wanted in TABS else "all"


def listing(request: HttpRequest, template: str, found: list[Moment], **more: Any) -> HttpResponse:
    """Answers with a page of moments. Takes one more than a page, if there is: it tells whether there are older ones."""
    person = viewer(request)
    cards = cards_of(found[:PAGE], person)
    older = found[PAGE - 1].pk if len(found) > PAGE else None
    newest = found[0].pk if found else 0
    return render(request, template, {"cards": cards, "older": older, "newest": newest, "done": done_words(request), **more})


@require_GET
@require_person
def show(request: PersonRequest) -> HttpResponse:
    """A page of the square: ?tab=all, followed, nearby, official; ?before= goes further back."""
    tab, before = _tab(request), number(request, "before")
    found = square(request.user, tab, before, PAGE + 1)
    return listing(request, "feed/square.html", found, tab=tab, tab_words=TAB_WORDS.items(), before=before)


@require_GET
@require_person
def new(request: PersonRequest) -> JsonResponse:
    """How many moments of a tab came after one (?after=), for the line that says so."""
    return JsonResponse({"new": newer(request.user, _tab(request), number(request, "after") or 0)})


@require_GET
@require_person
def person(request: PersonRequest, pk: int) -> HttpResponse:
    """What a person said, as far as this reader may see it."""
    found = person_seen(request.user, pk)
    if found is None:
        raise NotThere
    more = {
        "person": found, "post": display_post(found),
        "follows": follows(request.user, found), "muted": muted(request.user, found), "before": number(request, "before"),
    }  # fmt: skip
    return listing(request, "feed/person.html", of_person(request.user, found, more["before"], PAGE + 1), **more)  # type: ignore[arg-type]


@require_GET
@require_person
def topic(request: PersonRequest, name: str) -> HttpResponse:
    """What was said on a topic."""
    if one_line(name) != name:
        raise NotThere
    before = number(request, "before")
    return listing(request, "feed/topic.html", of_topic(request.user, name, before, PAGE + 1), topic=name, before=before)
