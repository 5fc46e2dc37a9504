"""A published case carried on: a poster with a code that leads back, and a feed of what was published."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, time

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import linebreaks
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from huiyin.cases.queries.public import PublicCase, public_case, public_list
from huiyin.cases.views.public import narrowed_in
from huiyin.core.addresses import absolute
from huiyin.core.throttle import throttle
from huiyin.media.actions import storage
from huiyin.people.auth import wants_page
from huiyin.people.devices import address_of, neighbourhood
from huiyin.printing.errors import CharactersMissing, NoChineseFont
from huiyin.printing.poster_cache import kept_poster, tag_of
from huiyin.printing.posters import Figure, Poster

MADE_A_MINUTE = 20  # posters drawn for one place of strangers
ENTRIES = 30


@require_safe
def poster(request: HttpRequest, number: str) -> HttpResponse:
    """The poster of a published case: what was asked, what was answered, and the code of its page; that page where it cannot be written."""
    one = public_case(number)
    told, picture = told_of(one, absolute(request, reverse("case-public", args=[number]))), one.picture
    name = picture.key if picture is not None else ""
    headers = {"ETag": f'"{tag_of(told, name)}"', "Cache-Control": "no-cache"}
    if headers["ETag"] in request.headers.get("If-None-Match", ""):
        return HttpResponse(status=304, headers=headers)
    place = neighbourhood(address_of(request))

    def read() -> bytes:
        assert picture is not None
        with storage().open(picture.path("large")) as file:
            return bytes(file.read())

    try:
        png = kept_poster(told, read if picture else None, name, about_to_make=lambda: throttle(f"posters:{place}", MADE_A_MINUTE))
    except (NoChineseFont, CharactersMissing):
        if not wants_page(request) or not request.headers.get("Sec-Fetch-Dest"):
            raise
        return redirect("case-public", number)
    return HttpResponse(png, content_type="image/png", headers=headers)


def told_of(one: PublicCase, address: str) -> Poster:
    """Gives the poster of a published case, without its picture."""
    last = one.answers[-1] if one.answers else None
    words = f"{last.closing}：{last.words}" if last is not None else one.text if one.text != one.title else ""
    byline = " · ".join(part for part in (f"№ {one.number}", one.state_words, one.town.name if one.town else "") if part)
    figures = [Figure(_("%(n)s ask for it") % {"n": one.others}, str(one.others))] if one.others > 1 else []
    return Poster(address, words=words, title=one.title, author=(last.unit if last else "") or one.unit, byline=byline, figures=figures)


@require_safe
def feed(request: HttpRequest) -> HttpResponse:
    """What was published last, as Atom (RFC 4287), narrowed as the list is; asked anew each time, so that what is taken back is gone."""
    found, _more = public_list(narrowed_in(request), limit=ENTRIES)
    at = absolute(request, request.get_full_path())
    written = Atom1Feed(
        title=f"{_('Requests asked and answered')} · {_('Huiyin')}", link=absolute(request, reverse("cases-public")), description="",
        language=get_language() or "zh-hans", feed_url=at, feed_guid=at,
    )  # fmt: skip
    for one in found:
        address = absolute(request, reverse("case-public", args=[one.number]))
        changed = datetime.combine(one.answered_on, time(), timezone.get_current_timezone()) if one.answered_on else one.published_at
        written.add_item(
            title=one.title, link=address, description=linebreaks(one.text, autoescape=True), unique_id=address,
            author_name=one.unit or None, pubdate=one.published_at, updateddate=max(changed, one.published_at),
            categories=[one.topic_name] if one.topic_name else (),
        )  # fmt: skip
    if not found:
        written.latest_post_date = lambda: datetime.fromtimestamp(0, UTC)  # type: ignore[method-assign]
    body = str(written.writeString("utf-8")).encode()
    headers = {"ETag": f'"{hashlib.sha256(body).hexdigest()[:32]}"', "Cache-Control": "no-cache"}
    if headers["ETag"] in request.headers.get("If-None-Match", ""):
        return HttpResponse(status=304, headers=headers)
    return HttpResponse(body, content_type="application/atom+xml; charset=utf-8", headers=headers)
