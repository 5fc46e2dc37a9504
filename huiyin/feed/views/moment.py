"""One moment with what stands under it; its pictures."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from huiyin.core.errors import Refused
from huiyin.feed import rules
from huiyin.feed.actions import study_opened
from huiyin.feed.models import Flag, Moment
from huiyin.feed.queries.accounts import article_page
from huiyin.feed.queries.cards import cards_of, file_of, moment_for, named_in, versions_of
from huiyin.feed.queries.comments import PAGE, asked_by, comments_of, studies_of
from huiyin.feed.queries.public import shown_of
from huiyin.feed.reach.counting import seen
from huiyin.feed.reach.queries import code_of
from huiyin.feed.views.common import done_words, new_key, number, status_of, viewer
from huiyin.feed.views.opened import oembed_address, open_card
from huiyin.media.serving import served_anew
from huiyin.people.drawn_once import drawn_once
from huiyin.people.rules import seen_among


@require_safe
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """A moment, its comments, what this reader may do with it. A stranger sees what is public."""
    moment = moment_for(viewer(request), pk)
    answer = drawn_once(request, lambda: shown_of(moment), lambda: page(request, moment), heeds=("via",))
    if not moment.gone:
        seen(request, pk, code_of(moment, request.GET.get("via", "")))
    return answer


def page(request: HttpRequest, moment: Moment, refusal: Refused | None = None, typed: dict[str, Any] | None = None) -> HttpResponse:
    """Answers with the page of a moment; `refusal` is shown on it and gives the status, what was `typed` stays."""
    person = viewer(request)
    after = number(request, "after") or 0
    comments = comments_of(moment, person, after, PAGE + 1)
    studies = studies_of(moment, person) if person else []
    for part in studies:
        if part.opened_at is None and not moment.gone:
            study_opened(part.study, person)  # type: ignore[arg-type]
    card = cards_of([moment], person)[0]
    shown = {
        "card": card, "shown": article_page(card.article) if card.article and not moment.gone else None, "moment": moment,
        "comments": comments[:PAGE], "linked": seen_among(person, [one.by for one in comments[:PAGE]]),
        "later": comments[PAGE - 1].pk if len(comments) > PAGE else None, "after": after,
        "last_comment": comments[:PAGE][-1].pk if comments else after, "refusal": refusal, "typed": typed or {},
        "reply_to": (typed or {}).get("reply_to") or number(request, "reply"),
        "key": new_key(), "done": done_words(request), "may_answer": rules.may_answer(person, moment),
        "may_study": person is not None and rules.may_ask_to_study(person, moment), "studies": studies,
        "asked": asked_by(moment, person) if person and rules.may_ask_to_study(person, moment) else [], "reasons": Flag.Reason.choices,
        "named": named_in(moment) if moment.audience == Moment.Audience.PEOPLE and person and rules.writes(person, moment) else [],
        "versions": versions_of(moment), "stranger": person is None,
        "via": code_of(moment, request.GET.get("via", "")),
    }  # fmt: skip
    if person is None and not moment.gone:
        shown |= open_card(request, shown["card"], request.path) | {"open_oembed": oembed_address(request, request.path)}
    return render(request, "feed/moment.html", shown, status=status_of(refusal))


@require_safe
def file(request: HttpRequest, pk: int, key: str, variant: str) -> HttpResponse:
    """A picture or film of a moment, for who may see the moment now."""
    return served_anew(request, file_of(moment_for(viewer(request), pk), key), variant)
