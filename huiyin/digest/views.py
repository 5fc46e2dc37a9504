"""The page of the digest, for fifteen spare minutes."""

from __future__ import annotations

import re
import uuid
from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from huiyin.core.errors import Invalid, NotAllowed, NotThere, Refused
from huiyin.digest import actions
from huiyin.digest.models import Decided
from huiyin.digest.queries.cards import Card, card_of, cards_from, decided_last, digest_of, place_kept
from huiyin.digest.queries.drawing import draw
from huiyin.digest.rules import may_read
from huiyin.people.auth import PersonRequest, require_person
from huiyin.tasks.views.form_fields import moment_in
from huiyin.worktime.bounds import whole_in

PAGE = 12
BIG = 15  # digits
POSITION = re.compile(r"[0-9]{1,18}\.[0-9]{1,18}")


@never_cache
@require_GET
@require_person
def digest(request: PersonRequest) -> HttpResponse:
    """What was said since I last looked, a dozen cards at a time; opened again, it goes on where I stopped."""
    if not may_read(request.user):
        raise NotAllowed
    return page(request)


def page(request: PersonRequest, refusal: Refused | None = None, about: int = 0, what: str = "") -> HttpResponse:
    """Draws it; after a refusal with its words at the card it is about, and what was typed."""
    found = digest_of(request.user)
    first = _first(request, found.cards, about)
    shown = found.cards[first : first + PAGE]
    draw(shown, request.user)
    if request.method == "GET" and shown:
        actions.keep_place(request.user, shown[0])
    after = found.cards[first + PAGE] if first + PAGE < len(found.cards) else None
    done = decided_last(request.user)
    told: dict[str, Any] = {
        "digest": found, "cards": shown, "first": first, "after": after, "done": done, "key": uuid.uuid4().hex, "refusal": refusal,
        "about": about, "what": what, "stands": any(card.alike == about for card in shown),
        "typed": request.POST if refusal else {}, "upto": found.upto,
    }  # fmt: skip
    return render(request, "digest/digest.html", told, status=refusal.status if refusal else 200)


def _first(request: PersonRequest, cards: Sequence[Card], about: int) -> int:
    """Which card a page begins with: the one named, else the one at its place in the order, since it may be decided; at the end, from the
    beginning."""
    asked, position = whole_in(request.GET.get("from"), BIG), request.GET.get("at", "")
    if asked is None and not about:
        asked, position = place_kept(request.user)
    named = next((n for n, card in enumerate(cards) if card.alike == (asked or about)), None)
    if named is not None or not POSITION.fullmatch(position):
        return named or 0
    weight, own = position.split(".")
    at = cards_from(cards, (int(weight), int(own)))
    return at if at < len(cards) else 0


@require_POST
@require_person
def decide(request: PersonRequest, alike: int, what: str) -> HttpResponse:
    """Does something with a card. A script is given the card as it is then."""
    told = request.POST
    try:
        deadline = moment_in(told.get("deadline", ""))
        first, upto = whole_in(told.get("first"), BIG), whole_in(told.get("upto"), BIG)
        if first is None or upto is None:  # a page of an older version, kept open or on the device
            raise Invalid(_("This page is from before. Look again, then decide."), field="upto")
        words, key = told.get("words", ""), told.get("key", "")[:40]
        made = actions.decide(
            request.user, alike,
            actions.Decision(what, first, upto, words, whole_in(told.get("group")), whole_in(told.get("lead")), deadline, key),
        ).decided  # fmt: skip
    except Invalid as refusal:
        if "X-Fragment" in request.headers:
            raise
        return page(request, refusal, alike, what)
    if "X-Fragment" in request.headers:
        return render(request, "digest/_card.html", {"card": _done(request, made)})
    return redirect(f"{reverse('digest')}?done={made.pk}")


def _done(request: PersonRequest, made: Decided) -> Card:
    card = card_of(request.user, made.alike, 1, made.upto)
    if card is None:
        raise NotThere
    draw([card], request.user)
    card.done = made
    return card


@require_POST
@require_person
def undo(request: PersonRequest, pk: int) -> HttpResponse:
    """Takes back what was done with a card."""
    found = actions.undo(request.user, pk)
    return redirect(f"{reverse('digest')}?from={found.alike}")


@require_POST
@require_person
def finish(request: PersonRequest) -> HttpResponse:
    """Everything up to what was shown is read."""
    upto = whole_in(request.POST.get("upto"), BIG)
    if upto is None:
        raise Invalid(field="upto")
    actions.finish(request.user, min(upto, digest_of(request.user).upto))
    return redirect("digest")
