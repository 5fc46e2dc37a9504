"""The pages of who keeps a circle: who waits, who is in it, one of them with visits and promises; words that rose to who stands above."""

from __future__ import annotations

import uuid
from datetime import date

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from huiyin.circles import actions
from huiyin.circles.queries import circle as queries
from huiyin.circles.queries.waiting import waiting_in
from huiyin.circles.rules import may_keep
from huiyin.core.errors import Invalid, NotAllowed, Refused
from huiyin.people.auth import PersonRequest, require_person
from huiyin.people.rules import is_official
from huiyin.worktime.bounds import day_in, whole_in


def _official(request: PersonRequest) -> None:
    if not is_official(request.user):
        raise NotAllowed


@require_GET
@require_person
def circle(request: PersonRequest) -> HttpResponse:
    """My circle: whose word waits, the longest first; what I promised; who is in it."""
    _official(request)
    q, page = request.GET.get("q", "")[:40], max(1, min(whole_in(request.GET.get("page")) or 1, 1000))
    shown = queries.circle_page(request.user, q, page)
    pages = Paginator(range(shown.count), queries.PAGE).get_page(page)
    told = {"shown": shown, "q": q, "pages": pages, "today": timezone.localdate(), "may_keep": may_keep(request.user)}
    return render(request, "circles/circle.html", told | {"risen": queries.risen_count(request.user)})


@require_GET
@require_person
def risen_words(request: PersonRequest) -> HttpResponse:
    """Words that nobody answered below me: in whose circle and since when, not what was said."""
    _official(request)
    return render(request, "circles/risen.html", {"words": list(queries.risen(request.user)[:100])})


@require_GET
@require_person
def tie(request: PersonRequest, pk: int) -> HttpResponse:
    """One resident of my circle."""
    return _page(request, pk)


def _page(request: PersonRequest, pk: int, refusal: Refused | None = None) -> HttpResponse:
    found = queries.tie_for(request.user, pk)
    told = {
        "tie": found, "visits": queries.visits_of(found), "refusal": refusal,
        "waiting": [one for one in waiting_in(found.circle, request.user, timezone.now()) if one.tie.pk == found.pk],
        "typed": request.POST if refusal else {}, "today": timezone.localdate(), "key": uuid.uuid4().hex,
    }  # fmt: skip
    return render(request, "circles/tie.html", told, status=refusal.status if refusal else 200)


def _day(text: str, field: str) -> date | None:
    if not text:
        return None
    found = day_in(text)
    if found is None:
        raise Invalid(field=field)
    return found


@require_POST
@require_person
def visit(request: PersonRequest, pk: int) -> HttpResponse:
    """Notes a visit; refused, the page comes back with what was typed."""
    found, told = queries.tie_for(request.user, pk), request.POST
    try:
        on = _day(told.get("on", ""), "on") or timezone.localdate()
        by = _day(told.get("promise_by", ""), "promise_by")
        actions.note_visit(found, request.user, on, told.get("words", ""), told.get("promise", ""), by, told.get("key", "")[:40])
    except Refused as refusal:
        if refusal.status == 404:
            raise
        return _page(request, pk, refusal)
    return redirect("circle-tie", pk)


@require_POST
@require_person
def kept(request: PersonRequest, pk: int, visit: int) -> HttpResponse:
    """What was promised is done."""
    actions.keep_promise(queries.visit_for(request.user, pk, visit), request.user, request.POST.get("words", ""))
    return redirect("circle-tie", pk)


@require_POST
@require_person
def let_go(request: PersonRequest, pk: int) -> HttpResponse:
    """Takes somebody out of my circle."""
    actions.let_go(pk, request.user)
    return redirect("circle")
