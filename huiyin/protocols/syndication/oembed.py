"""oEmbed 1.0 (oembed.com): another site asks how to show a page of ours, and gets a frame of it. Public moments, the gallery."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import Resolver404, resolve, reverse
from django.utils.html import escape
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from huiyin.core.addresses import absolute
from huiyin.core.errors import Invalid, NotThere, Refused
from huiyin.feed.queries.cards import cards_of, moment_for
from huiyin.feed.queries.public import shared_moment
from huiyin.feed.views.opened import title_of
from huiyin.worktime.bounds import whole_in

WIDTH, HEIGHT = 560, 480  # pixels, where nobody asks for less
LEAST = 240
AN_HOUR = 3600


class OtherFormat(Refused):
    """The standard's answer to a format that is not offered."""

    status, code = 501, "not_implemented"
    default_words = _("Only JSON is given: ask with format=json.")


@require_safe
def answer(request: HttpRequest) -> HttpResponse:
    """What shows the page at `url` (maxwidth, maxheight in pixels; format json). 404 for what is not public, 501 for another format."""
    if request.GET.get("format", "json") != "json":
        raise OtherFormat
    wide, high = _at_most(request, "maxwidth", WIDTH), _at_most(request, "maxheight", HEIGHT)
    title, author, frame = _page(request.GET.get("url", ""), request)
    address = absolute(request, frame)
    told: dict[str, Any] = {
        "version": "1.0", "type": "rich", "provider_name": "Huiyin", "provider_url": absolute(request, "/"), "title": title,
        "width": wide, "height": high, "cache_age": AN_HOUR,
        "html": f'<iframe src="{escape(address)}" width="{wide}" height="{high}" title="{escape(title)}" loading="lazy"></iframe>',
    }  # fmt: skip
    if author:
        told["author_name"] = author
    response = JsonResponse(told, json_dumps_params={"ensure_ascii": False})
    response.headers["Access-Control-Allow-Origin"] = "*"  # nothing here depends on who asks
    response.headers["Cache-Control"] = "no-cache"
    return response


def _at_most(request: HttpRequest, name: str, usual: int) -> int:
    asked = whole_in(request.GET.get(name), 5)
    return usual if asked is None else max(min(asked, usual), LEAST)


def _page(url: str, request: HttpRequest) -> tuple[str, str, str]:
    """Gives title, author and the frame's path. Raises NotThere for any page that is not ours and public, Invalid for no address."""
    if not url:
        raise Invalid(field="url")
    try:
        parts = urlsplit(url[:2000])
    except ValueError as error:
        raise NotThere from error
    ours = urlsplit(absolute(request, "/"))
    if parts.scheme not in ("http", "https") or parts.netloc != ours.netloc:
        raise NotThere
    try:
        found = resolve(parts.path)
    except (Resolver404, Http404) as error:
        raise NotThere from error
    if found.view_name in ("gallery", "embed-gallery"):
        query = f"?{parts.query}" if parts.query else ""
        return "Huiyin", "", reverse("embed-gallery") + query
    if found.view_name in ("map", "embed-map"):
        return "Huiyin", "", reverse("embed-map")
    if found.view_name in ("moment", "embed-moment"):
        moment = moment_for(None, found.kwargs["pk"])
    elif found.view_name == "shared":
        moment = shared_moment(found.kwargs["code"], None)
    else:
        raise NotThere
    if moment.gone:
        raise NotThere
    card = cards_of([moment], None)[0]
    return title_of(card), card.name, reverse("embed-moment", args=[moment.pk])
