"""The page of a pebble."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from huiyin.people.auth import PersonRequest, require_person
from tests.house.pebble.actions import lift_pebble
from tests.house.pebble.queries import pebble_for
from tests.house.pebble.rules import may_lift


@require_http_methods(["GET", "POST"])
@require_person
def pebble(request: PersonRequest, pk: int) -> HttpResponse:
    """Shows it; whoever holds the post lifts it with an answer."""
    found = pebble_for(request.user, pk)
    if request.method == "POST":
        lift_pebble(found, request.user, request.POST.get("answer", ""))
        return redirect("pebble", pk)
    return render(request, "pebble/pebble.html", {"pebble": found, "may_lift": may_lift(request.user, found)})
