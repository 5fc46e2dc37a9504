"""What of a moment goes to programs that preview links, and its pictures for whoever may see them now."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse

from huiyin.core.addresses import absolute
from huiyin.feed.markdown import in_short
from huiyin.feed.queries.cards import MomentCard
from huiyin.media.models import Upload

SAYS = 120  # characters of a preview


def first_picture(card: MomentCard) -> Upload | None:
    """Gives the first picture (or a film's still) of a moment, else of what it reposts, if the card's reader may see that."""
    files = [*card.files, *(card.root.files if card.root is not None else ())]
    return next((one for one in files if one.kind == Upload.Kind.PHOTO or one.poster), None)


def still_of(upload: Upload) -> str:
    """Gives which variant of an upload is its still picture."""
    return "poster" if upload.kind == Upload.Kind.VIDEO else "large"


def place_of(card: MomentCard, picture: Upload | None, code: str = "") -> str:
    """Gives the path of a card's first picture: under a code, or under the moment that bears it. "" where there is none."""
    if picture is None:
        return ""
    if code:
        return reverse("shared-file", args=[code, picture.key, still_of(picture)])
    bears = card.moment.pk if picture in card.files else card.moment.root_id
    return reverse("moment-file", args=[bears, picture.key, still_of(picture)])


def title_of(card: MomentCard) -> str:
    """Gives an article's title, else under whose name a moment stands."""
    return card.article.title if card.article else card.name


def words_of(card: MomentCard) -> str:
    """Gives what a moment says in short: an article's summary, its own words, else those of what it reposts."""
    own = in_short(card.article.summary, card.article.body) if card.article else card.moment.text
    return own or (words_of(card.root) if card.root is not None and not card.root.moment.gone else "")


def open_card(request: HttpRequest, card: MomentCard, path: str, code: str = "") -> dict[str, Any]:
    """Gives what templates/feed/_open_card.html shows. Takes a card made for a stranger, the page's path, and the code it is under."""
    picture = first_picture(card)
    place = place_of(card, picture, code)
    here = absolute(request, path)
    return {
        "open_title": title_of(card), "open_says": " ".join(words_of(card).split())[:SAYS], "open_url": here,
        "open_picture": absolute(request, place) if place else "", "picture": picture,
    }  # fmt: skip


def oembed_address(request: HttpRequest, path: str) -> str:
    """Gives where a program that embeds asks about a page of ours."""
    return absolute(request, f"{reverse('oembed')}?") + urlencode({"url": absolute(request, path), "format": "json"})
