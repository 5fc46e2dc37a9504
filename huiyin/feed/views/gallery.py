"""Photographs of moments: a gallery inside by month, one for other sites' pages, and a single moment in a frame."""

from __future__ import annotations

import re
from datetime import date
from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_safe

from huiyin.core.addresses import absolute
from huiyin.core.errors import NotThere
from huiyin.feed.markdown import in_short
from huiyin.feed.queries.cards import moment_for
from huiyin.feed.queries.gallery import Chosen, Photograph, photographs
from huiyin.feed.queries.public import card_with_path
from huiyin.feed.reach.counting import seen
from huiyin.feed.views.alone import alone
from huiyin.feed.views.common import number
from huiyin.people.auth import PersonRequest, require_person
from huiyin.people.queries.tree import tree

_MONTH = re.compile(r"(\d{4})-(\d{2})", re.ASCII)
CHIPS = 8  # places and topics offered to narrow a framed gallery


def chosen_in(request: HttpRequest) -> Chosen:
    """Gives what a gallery is narrowed to: ?place=, ?division= (a unit's number), ?topic=, ?month=2026-11."""
    division = number(request, "division")
    known = division if division is not None and division in tree().nodes else None
    place, topic = request.GET.get("place", "")[:60], request.GET.get("topic", "").strip("#")[:30]
    return Chosen(place, known, topic, _month(request.GET.get("month", "")))


def _month(said: str) -> date | None:
    match = _MONTH.fullmatch(said)
    try:
        return date(int(match[1]), int(match[2]), 1) if match else None
    except ValueError:
        return None


@require_GET
@require_person
def gallery(request: PersonRequest) -> HttpResponse:
    """The photographs I may see, by month."""
    chosen, before = chosen_in(request), number(request, "before")
    found, older = photographs(request.user, chosen, before)
    shown = {
        "albums": [(month, list(of)) for month, of in groupby(found, _album)], "older": older, "before": before, "chosen": chosen,
        "divisions": divisions(), "topics": _some(one.moment.topic for one in found), "places": _some(one.moment.place for one in found),
    }  # fmt: skip
    return render(request, "feed/gallery.html", shown)


def _album(photograph: Photograph) -> date:
    return timezone.localdate(photograph.moment.at).replace(day=1)


def _some(words: object) -> list[str]:
    return [one for one in dict.fromkeys(words) if one][:CHIPS]  # type: ignore[call-overload]


def divisions() -> list[tuple[int, str]]:
    """Gives the county and what lies right below it, to narrow a gallery by."""
    return [(node.unit.pk, node.unit.name) for root in tree().roots for node in (root, *root.below)]


@require_safe
def framed_gallery(request: HttpRequest) -> HttpResponse:
    """The public photographs that say where they were taken, for a frame in another site's page (?place=, ?division=, ?topic=)."""
    chosen, before = chosen_in(request), number(request, "before")
    found, older = photographs(None, chosen, before)
    shown = {
        "photographs": found, "older": older, "before": before, "chosen": chosen, "home": absolute(request, ""),
        "topics": _some(one.moment.topic for one in found), "places": _some(one.moment.place for one in found),
    }  # fmt: skip
    return alone(request, "gallery", shown, framed=True)


@require_safe
def framed_moment(request: HttpRequest, pk: int) -> HttpResponse:
    """One public moment for a frame. What is gone or not public says so calmly: another's page has a place for it."""
    try:
        moment = moment_for(None, pk)
        if moment.gone:
            raise NotThere
    except NotThere:
        return alone(request, "gone", {}, status=404, framed=True)
    card, path = card_with_path(moment, None)
    body = in_short(card.article.summary, card.article.body)[:600] if card.article else ""
    answer = alone(request, "moment", {"card": card, "path": path, "moment": moment, "body": body, "code": card.code}, framed=True)
    seen(request, moment.pk)
    return answer
