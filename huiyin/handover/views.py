"""Handing over a post: the list, the review, the two signatures."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from huiyin.core.errors import Refused
from huiyin.core.handover import HANDED_OVER, how_shown
from huiyin.handover.actions import acknowledge_items, cancel_handover, give_over, listed, open_handover, take_over
from huiyin.handover.models import Handover, HandoverItem
from huiyin.handover.queries import colleagues, handover_for, handovers_listed, items_seen, numbers_of, post_spoken_for
from huiyin.handover.rules import may_acknowledge, may_cancel, may_give, may_take
from huiyin.people.auth import PersonRequest, for_officials, require_person
from huiyin.people.queries import posts_held
from huiyin.people.queries.administration import administrators_of
from huiyin.worktime.bounds import whole_in


@require_GET
@require_person
@for_officials
def show_all(request: PersonRequest) -> HttpResponse:
    """My handovers, those of posts right below mine, and the way to begin one of my own."""
    mine = posts_held([request.user.pk])
    own = [h.post for h in mine if not h.delegated and not h.acting]
    return render(request, "handover/list.html", {"rows": handovers_listed(request.user), "own": own})


@require_POST
@require_person
@for_officials
def begin(request: PersonRequest) -> HttpResponse:
    """Before leaving: lists what I would hand over at a post of mine."""
    post = post_spoken_for(request.user, whole_in(request.POST.get("post")) or 0)
    made = open_handover(post, request.user, by=request.user)
    return redirect("handover", made.pk) if made is not None else redirect(f"{reverse('handovers')}?done=nothing")


@require_http_methods(["GET", "POST"])
@require_person
def one(request: PersonRequest, pk: int) -> HttpResponse:
    """The review; a POST hands over."""
    handover = handover_for(request.user, pk)
    if request.method == "POST":
        choices = {item: request.POST.get(f"item-{item}", "successor") for item in numbers_of(handover)}
        try:
            give_over(handover, request.user, choices, request.POST.get("words", ""))
        except Refused as refusal:
            return _page(request, handover, refusal)
        return redirect("handover", pk)
    return _page(request, handover)


def _page(request: PersonRequest, handover: Handover, refusal: Refused | None = None) -> HttpResponse:
    rows, giving = listed(items_seen(request.user, handover)), may_give(request.user, handover)
    others = colleagues(handover) if giving and handover.successor_id else []
    for person, _post in others:
        person.handed = f"other:{person.pk}"  # type: ignore[attr-defined]
    _shown(rows, request)
    context: dict[str, Any] = {
        "handover": handover, "items": rows, "refusal": refusal, "may_give": giving, "may_take": may_take(request.user, handover),
        "may_acknowledge": may_acknowledge(request.user, handover, rows), "wrong": getattr(refusal, "field", ""),
        "may_cancel": may_cancel(request.user, handover),
        "appointing": administrators_of("system") if handover.successor_id is None else [],
        "others": others, "words": request.POST.get("words", ""),
    }  # fmt: skip
    return render(request, "handover/handover.html", context, status=refusal.status if refusal else 200)


def _shown(rows: list[HandoverItem], request: PersonRequest) -> None:
    """Lays beside each item how the app whose it is shows it, and what was chosen for it in a form that was refused."""
    found = how_shown(((row.kind, row.number) for row in rows), request.user)
    for row in rows:
        kind = HANDED_OVER.get(row.kind)
        row.handed, row.words, row.may_stay = (  # type: ignore[attr-defined]
            found.get((row.kind, row.number)), kind.words if kind is not None else "", kind is not None and kind.may_stay,
        )  # fmt: skip
        row.field_name, row.typed = f"item-{row.pk}", request.POST.get(f"item-{row.pk}", "")  # type: ignore[attr-defined]


@require_POST
@require_person
def cancel(request: PersonRequest, pk: int) -> HttpResponse:
    """Who leaves takes back what they listed before their time."""
    cancel_handover(pk, request.user)
    return redirect("handovers")


@require_POST
@require_person
def take(request: PersonRequest, pk: int) -> HttpResponse:
    """The successor signs."""
    take_over(pk, request.user)
    return redirect("handover", pk)


@require_POST
@require_person
def acknowledge(request: PersonRequest, pk: int) -> HttpResponse:
    """A third person knows what came to them."""
    acknowledge_items(pk, request.user)
    return redirect("handover", pk)
