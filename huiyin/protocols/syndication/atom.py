"""Atom feeds of what is public: official accounts, one account, one person, one topic. Newest first; asked again, only what changed."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime
from email.utils import format_datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape, linebreaks
from django.utils.http import parse_http_date_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from huiyin.core.addresses import absolute
from huiyin.core.errors import NotThere
from huiyin.feed.markdown import in_short
from huiyin.feed.models import Account, Moment
from huiyin.feed.queries.cards import MomentCard, cards_of
from huiyin.feed.queries.square import of_account, of_person, of_topic, square
from huiyin.feed.views.opened import open_card, title_of
from huiyin.language.clean import one_line
from huiyin.people.models import Person

ENTRIES = 30
TITLE = 60  # characters of a moment that has no title


@require_safe
def official(request: HttpRequest) -> HttpResponse:
    """What official accounts made public."""
    return feed(request, _("Official accounts"), reverse("square") + "?tab=official", square(None, "official", limit=ENTRIES))


@require_safe
def account(request: HttpRequest, pk: int) -> HttpResponse:
    """What one account made public."""
    found = get_object_or_404(Account, pk=pk)
    return feed(request, found.name, reverse("welcome"), of_account(None, found.pk, limit=ENTRIES))


@require_safe
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """What one person made public in their own name. Who made nothing public has an empty feed under no name, there or not."""
    who = Person.objects.filter(pk=pk, erased_at=None).first()
    moments = of_person(None, who, limit=ENTRIES) if who is not None else []
    return feed(request, who.name if who is not None and moments else _("Moments"), reverse("welcome"), moments)


@require_safe
def topic(request: HttpRequest, name: str) -> HttpResponse:
    """What was made public on a topic."""
    if one_line(name) != name:
        raise NotThere
    return feed(request, f"#{name}", reverse("topic", args=[name]), of_topic(None, name, limit=ENTRIES))


def feed(request: HttpRequest, title: str, page: str, moments: Sequence[Moment]) -> HttpResponse:
    """Answers with a feed, or with 304 where the program has it already (RFC 9110, 13.1). Takes its title, the page it belongs to, and
    moments that a stranger may see."""
    cards = cards_of(moments, None)
    newest = max((_changed(one) for one in moments), default=datetime.fromtimestamp(0, UTC))
    body = _written(request, title, page, cards).encode()
    tag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    headers = {
        "ETag": tag, "Last-Modified": format_datetime(newest.astimezone(UTC), usegmt=True),
        "Cache-Control": "no-cache",  # asked again each time, which costs little: what is narrowed must not stand in a copy
    }  # fmt: skip
    if _has_it(request, tag, newest):
        return HttpResponse(status=304, headers=headers)
    return HttpResponse(body, content_type="application/atom+xml; charset=utf-8", headers=headers)


def _has_it(request: HttpRequest, tag: str, newest: datetime) -> bool:
    known = request.headers.get("If-None-Match")
    if known is not None:  # the stronger of the two decides alone: a moment that was taken out changes no date
        return tag in known
    since = parse_http_date_safe(request.headers.get("If-Modified-Since", ""))
    return since is not None and int(newest.timestamp()) <= since and bool(newest.timestamp())


def _changed(moment: Moment) -> datetime:
    return moment.edited_at or moment.at


def _written(request: HttpRequest, title: str, page: str, cards: Sequence[MomentCard]) -> str:
    written = Atom1Feed(
        title=f"{title} · {_('Huiyin')}", link=absolute(request, page), description="", language=get_language() or "zh-hans",
        feed_url=absolute(request, request.path), feed_guid=absolute(request, request.path),
    )  # fmt: skip
    for card in cards:
        moment = card.moment
        address = absolute(request, reverse("moment", args=[moment.pk]))
        written.add_item(
            title=_title(card), link=address, description=_content(request, card), unique_id=address, author_name=card.name,
            pubdate=moment.at, updateddate=_changed(moment), categories=[moment.topic] if moment.topic else (),
        )  # fmt: skip
    if not cards:  # an empty feed says the same each time it is asked
        written.latest_post_date = lambda: datetime.fromtimestamp(0, UTC)  # type: ignore[method-assign]
    return str(written.writeString("utf-8"))


def _title(card: MomentCard) -> str:
    if card.article:
        return title_of(card)
    line = card.moment.text.strip().partition("\n")[0]
    return (line[: TITLE - 1] + "…" if len(line) > TITLE else line) or card.name


def _content(request: HttpRequest, card: MomentCard) -> str:
    """Words and picture as HTML. The words are a person's: escaped. Pictures are ours, at their own address, by the rule of the day."""
    told = open_card(request, card, reverse("moment", args=[card.moment.pk]))
    own = in_short(card.article.summary, card.article.body) if card.article else card.moment.text
    root = card.root if card.root is not None and not card.root.moment.gone else None
    words = linebreaks(own, autoescape=True) if own else ""
    if root is not None:
        words += f"<blockquote><p>{escape(root.name)}</p>{linebreaks(_root_words(root), autoescape=True)}</blockquote>"
    picture = f'<p><img src="{escape(told["open_picture"])}" alt=""></p>' if told["open_picture"] else ""
    return f"{words}{picture}"


def _root_words(root: MomentCard) -> str:
    return f"{root.article.title}\n\n{root.article.summary}" if root.article else root.moment.text
