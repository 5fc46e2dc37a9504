"""Looking a case up by its number and code; the requests somebody sent."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from huiyin.cases.actions import look_up
from huiyin.cases.actions.lookup import held
from huiyin.cases.queries.listing import mine_of
from huiyin.cases.rendering import look_of
from huiyin.cases.rules import speaker_of
from huiyin.core.errors import Refused
from huiyin.people.auth import PersonRequest, require_person


@require_http_methods(["GET", "POST"])
def look(request: HttpRequest) -> HttpResponse:
    """Number and code; what does not fit is answered alike, whichever of the two was wrong."""
    refusal: Refused | None = None
    if request.method == "POST":
        try:
            case = look_up(request, request.POST.get("number", "")[:60], request.POST.get("code", "")[:60])
            return redirect("case", case.pk)
        except Refused as refused:
            refusal = refused
    # A page that says "no such request" is a page: 404 would have browsers and proxies treat it otherwise.
    status = refusal.status if refusal is not None and refusal.status == 429 else 422 if refusal else 200
    return render(request, "cases/look_up.html", {"refused": refusal, "number": request.POST.get("number", "")[:60]}, status=status)


@require_GET
@require_person
def mine(request: PersonRequest) -> HttpResponse:
    """What somebody asked for and what became of it, what waits first."""
    who = speaker_of(request.user, held(request))
    cases = [(case, look_of(case)) for case in mine_of(who)]
    open_ones, ended = [c for c in cases if c[0].is_open], [c for c in cases if not c[0].is_open]
    context = {"open": open_ones, "ended": ended, "now": timezone.now(), "desk": bool(who.units)}
    return render(request, "cases/mine.html", context)
