"""The page of a pebble, and its photo."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from huiyin.core.errors import NotThere
from huiyin.media.serving import served_anew
from huiyin.people.auth import PersonRequest, require_person
from tests.house.pebble.actions import lift_pebble
from tests.house.pebble.queries import pebble_for, steps_of
from tests.house.pebble.rules import may_lift


@require_http_methods(["GET", "POST"])
@require_person
def pebble(request: PersonRequest, pk: int) -> HttpResponse:
    """Shows it; whoever holds the post lifts it with an answer. A script is given the card as it is then."""
    found = pebble_for(request.user, pk)
    if request.method == "POST":
        found = lift_pebble(found, request.user, request.POST.get("answer", ""), request.POST.get("key", ""))
        return render(request, "pebble/_pebble.html", {"one": found}) if "X-Fragment" in request.headers else redirect("pebble", pk)
    return render(request, "pebble/pebble.html", {"pebble": found, "steps": steps_of(found), "may_lift": may_lift(request.user, found)})


@require_GET
@require_person
def photo(request: PersonRequest, pk: int, variant: str) -> HttpResponse:
    """Its photo, for who may see it now."""
    found = pebble_for(request.user, pk).photo
    if found is None:
        raise NotThere
    return served_anew(request, found, variant)
