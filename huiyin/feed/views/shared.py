"""A moment under a sharer's short code: readable without account or app, in one answer before pictures."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from huiyin.core.addresses import absolute
from huiyin.core.errors import NotThere
from huiyin.feed.models import Moment
from huiyin.feed.parts import parts_of
from huiyin.feed.queries.public import article_part, card_with_path, shared_file, shared_moment, shown_of
from huiyin.feed.reach.counting import seen
from huiyin.feed.views.alone import alone
from huiyin.feed.views.common import number, viewer
from huiyin.feed.views.opened import open_card
from huiyin.feed.views.posters import poster_answer, poster_page
from huiyin.media.serving import served_anew
from huiyin.people.drawn_once import drawn_once


@require_safe
def show(request: HttpRequest, code: str) -> HttpResponse:
    """The moment of a code. A code widens no audience: what is not public opens only to who may see it, others are asked to sign in."""
    person = viewer(request)
    try:
        moment = shared_moment(code, person)
    except NotThere:
        if person is not None:
            raise
        # The same for a code that nobody has, for one that is not for everybody, and for what is gone.
        closed = render(request, "feed/shared_closed.html", {"next": request.path}, status=404)
        closed.headers["Cache-Control"] = "no-store"
        return closed
    if person is not None:
        return redirect(f"{reverse('moment', args=[moment.pk])}?via={code}")
    answer = drawn_once(request, lambda: shown_of(moment), lambda: _page(request, moment, code), heeds=("part",))
    seen(request, moment.pk, code)
    return answer


def _page(request: HttpRequest, moment: Moment, code: str) -> HttpResponse:
    card, path = card_with_path(moment, None)
    parts = parts_of(card.article.body if card.article else "")
    part = min(max(number(request, "part") or 1, 1), len(parts))
    shown: dict[str, Any] = {
        "card": card, "path": path, "code": code, "moment": moment, "body": parts[part - 1], "part": part,
        "drawn": article_part(card.article, parts[part - 1], code) if card.article else None, "parts": len(parts),
        "further": part + 1 if part < len(parts) else None, **open_card(request, card, reverse("shared", args=[code]), code),
    }  # fmt: skip
    return alone(request, "shared", shown)


@require_safe
def file(request: HttpRequest, code: str, key: str, variant: str) -> HttpResponse:
    """A picture of what a code shows to everybody; asked anew each time, so that it goes when the moment does."""
    return served_anew(request, shared_file(shared_moment(code, None), key, None), variant, everybody=True)


@require_safe
def poster(request: HttpRequest, code: str) -> HttpResponse:
    """The poster of what is public, with this code on it (?layout=)."""
    card, path = card_with_path(shared_moment(code, None), None)
    return poster_answer(request, card, path, absolute(request, reverse("shared", args=[code])))


@require_safe
def page(request: HttpRequest, code: str) -> HttpResponse:
    """The poster as a page, for machines without a Chinese font."""
    card, path = card_with_path(shared_moment(code, None), None)
    return poster_page(request, card, path, absolute(request, reverse("shared", args=[code])), code)
