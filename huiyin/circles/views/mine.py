"""For residents: the circles they are in, with what was promised to them; yes, no, leave."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from huiyin.circles import actions
from huiyin.circles.queries.circle import circles_in
from huiyin.core.errors import NotThere
from huiyin.people.auth import PersonRequest, require_person


@require_GET
@require_person
def mine(request: PersonRequest) -> HttpResponse:
    """The officials who keep in touch with me."""
    ties = circles_in(request.user)
    asked, there = [tie for tie in ties if tie.state == "asked"], [tie for tie in ties if tie.state == "in"]
    return render(request, "circles/mine.html", {"asked": asked, "ties": there})


@require_POST
@require_person
def answer(request: PersonRequest, pk: int, do: str) -> HttpResponse:
    """Says yes or no to having been asked, or leaves."""
    if do in ("yes", "no"):
        actions.answer_ask(pk, request.user, do == "yes")
    elif do == "leave":
        actions.leave(pk, request.user)
    else:
        raise NotThere
    return redirect("circles-mine")
