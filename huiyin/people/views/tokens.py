"""My programs: tokens made, shown once, revoked."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from huiyin.core.errors import Refused
from huiyin.people.actions.tokens import USUAL_DAYS, make_token, revoke_token
from huiyin.people.auth import PersonRequest, require_person
from huiyin.people.extension_points import token_scopes
from huiyin.people.queries.credentials import tokens_of
from huiyin.people.views.reauthentication import reauthenticated
from huiyin.worktime.bounds import whole_in


@require_http_methods(["GET", "HEAD", "POST"])
@require_person
@reauthenticated
def tokens(request: PersonRequest) -> HttpResponse:
    """The list and the form; a POST makes a token and shows it this once."""
    shown, refusal, made = "", None, None
    if request.method == "POST":
        days = request.POST.get("days", "")
        try:
            made, shown = make_token(
                request.user, request.POST.get("name", ""), request.POST.getlist("scopes"),
                (whole_in(days, 4) or 0) if days else USUAL_DAYS,
            )  # fmt: skip
        except Refused as error:
            refusal = error
    typed = {"name": request.POST.get("name", ""), "scopes": request.POST.getlist("scopes")} if refusal else {}
    context = {
        "tokens": tokens_of(request.user), "scopes": token_scopes().items(), "shown": shown, "made": made, "refusal": refusal,
        "typed": typed, "days": USUAL_DAYS,
    }  # fmt: skip
    answer = render(request, "people/tokens.html", context, status=refusal.status if refusal else 200)
    answer.headers["Cache-Control"] = "no-store"
    return answer


@require_POST
@require_person
def revoke(request: PersonRequest, pk: int) -> HttpResponse:
    """Ends a token."""
    revoke_token(request.user, pk)
    return redirect("tokens")
