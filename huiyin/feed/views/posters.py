"""Posters of moments: the picture, the same as a page."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from huiyin.core.addresses import absolute
from huiyin.core.errors import NotThere
from huiyin.core.throttle import throttle
from huiyin.feed import actions
from huiyin.feed.models import Moment
from huiyin.feed.posters import picture_of, told_of
from huiyin.feed.queries.cards import MomentCard, moment_for
from huiyin.feed.queries.public import card_with_path
from huiyin.feed.rendering import audience
from huiyin.feed.views.alone import alone
from huiyin.feed.views.common import viewer
from huiyin.feed.views.opened import first_picture, place_of, still_of
from huiyin.people.auth import PersonRequest, require_person, wants_page
from huiyin.people.devices import address_of, neighbourhood
from huiyin.printing.codes import code_drawn
from huiyin.printing.errors import CharactersMissing, NoChineseFont
from huiyin.printing.poster_cache import kept_poster, tag_of
from huiyin.printing.posters import Layout, Poster, require_printable_poster

LAYOUTS = {
    Layout.TOP: _("Picture above"), Layout.BESIDE: _("Picture beside"), Layout.BAND: _("Picture behind"), Layout.WORDS: _("Words alone"),
}  # fmt: skip
MADE_A_MINUTE = 20  # posters that one person, or one place of strangers, has drawn; what is in memory is not counted


def layout_in(request: HttpRequest) -> Layout | None:
    """Gives the layout asked for (?layout=), None where it is none of ours: then the picture decides."""
    wanted = request.GET.get("layout", "")
    return Layout(wanted) if wanted in set(Layout) else None


def told_for(card: MomentCard, path: Sequence[MomentCard], address: str, layout: Layout | None) -> Poster:
    """Gives the poster of a moment, without its picture."""
    return told_of(card, path, address, audience(card)["words"], layout)


def poster_answer(request: HttpRequest, card: MomentCard, path: Sequence[MomentCard], address: str) -> HttpResponse:
    """Answers with a poster as PNG; with the page in its place where this machine cannot write it and a page was asked for.

    Raises NoChineseFont, CharactersMissing, PressBusy, TooOften.
    """
    return picture_answer(request, told_for(card, path, address, layout_in(request)), card)


def picture_answer(request: HttpRequest, told: Poster, card: MomentCard) -> HttpResponse:
    """Answers with any poster as PNG, with the first picture of a card. Raises as `poster_answer`."""
    picture = first_picture(card)
    name = picture.key if picture is not None else ""
    headers = {"ETag": f'"{tag_of(told, name)}"', "Cache-Control": "private, no-cache"}
    if headers["ETag"] in request.headers.get("If-None-Match", ""):
        return HttpResponse(status=304, headers=headers)
    read = picture_of(picture, still_of(picture)) if picture is not None else None
    try:
        png = kept_poster(told, read, name, about_to_make=lambda: _count(request))
    except (NoChineseFont, CharactersMissing):
        if not wants_page(request) or not request.headers.get("Sec-Fetch-Dest"):
            raise
        return redirect(request.path.removesuffix(".png"))
    return HttpResponse(png, content_type="image/png", headers=headers)


def _count(request: HttpRequest) -> None:
    person = viewer(request)
    who = f"m{person.pk}" if person is not None else neighbourhood(address_of(request))
    throttle(f"posters:{who}", MADE_A_MINUTE)


def poster_page(request: HttpRequest, card: MomentCard, path: Sequence[MomentCard], address: str, code: str) -> HttpResponse:
    """Answers with the poster as a page: it is written with the fonts of who looks."""
    return picture_page(request, told_for(card, path, address, layout_in(request)), card, code)


def picture_page(request: HttpRequest, told: Poster, card: MomentCard, code: str = "") -> HttpResponse:
    """Answers with any poster as a page, with the first picture of a card, which lies under `code` for strangers."""
    picture = first_picture(card)
    shown = {"told": told, "picture": picture, "place": place_of(card, picture, code), "drawn": code_drawn(told.address)}
    return alone(request, "poster", shown)


def mine(request: PersonRequest, pk: int) -> tuple[Moment, str]:
    """Gives a moment and the code of who asks, under which they carry it on. Raises NotThere, also for what is gone."""
    moment = moment_for(request.user, pk)
    if moment.gone:
        raise NotThere
    return moment, actions.share(moment, request.user).code


@require_GET
@require_person
def poster(request: PersonRequest, pk: int) -> HttpResponse:
    """The poster with my code on it (?layout=)."""
    moment, code = mine(request, pk)
    card, path = card_with_path(moment, request.user)
    return poster_answer(request, card, path, absolute(request, reverse("shared", args=[code])))


@require_GET
@require_person
def page(request: PersonRequest, pk: int) -> HttpResponse:
    """The same as a page."""
    moment, code = mine(request, pk)
    card, path = card_with_path(moment, request.user)
    return poster_page(request, card, path, absolute(request, reverse("shared", args=[code])), "")


def unprintable(told: Poster) -> object:
    """Gives why no picture can be made of it, in words, before anybody waits for one."""
    try:
        require_printable_poster(told)
    except (NoChineseFont, CharactersMissing) as refusal:
        return refusal.words
    return ""
