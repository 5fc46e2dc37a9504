"""The supervision board and its saved views."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.views.decorators.http import require_GET, require_POST

from huiyin.people.auth import PersonRequest, for_officials, require_person
from huiyin.tasks.actions.viewing import forget_view, save_view
from huiyin.tasks.lights import Light
from huiyin.tasks.queries.board import NAMES, View, board
from huiyin.tasks.queries.offered import choices, saved_views
from huiyin.tasks.queries.stale_cache import Later
from huiyin.tasks.queries.visibility import visibility_of
from huiyin.tasks.rendering import ledger_html


@require_GET
@require_person
@for_officials
def show(request: PersonRequest) -> HttpResponse:
    """The board: open tasks of my line of sight, or as the filters say."""
    view = View.from_address(request.GET.dict())
    sight = visibility_of(request.user)
    later: Later = []
    found = board(request.user, view, sight, request.GET.get("after", ""), request.GET.get("before", ""), later)
    now = timezone.now()
    lights = [
        {"name": one.value, "words": one.label, "count": found.counts[one.value], "here": view.light == one.value,
         "href": view.address(light="" if view.light == one.value else one.value)}
        for one in (Light.LATE, Light.NEAR, Light.CALM, Light.DONE, Light.OFF)
    ]  # fmt: skip
    offered = choices(sight, later)
    chosen = {"units": view.unit, "groups": view.group, "issuers": view.issuer, "fields": view.field}
    context: dict[str, Any] = {
        "board": found, "view": view, "ledger": ledger_html(found.rows, now) if found.rows else "", "lights": lights, "now": now,
        "options": {name: _options(offered[name], value) for name, value in chosen.items()},
        "saved": saved_views(request.user), "here": view.address(),
        "view_fields": [(name, getattr(view, name) or "") for name in NAMES],
        "earlier": found.earlier, "later": found.later,
    }  # fmt: skip
    answer = render(request, "tasks/board.html", context)
    answer.afterwards = later  # type: ignore[attr-defined]  # live/bridge.py does it when the page has been sent
    return answer


def _options(offered: SafeString, chosen: Any) -> SafeString:
    """The options of a filter, the chosen one marked."""
    value = format_html('value="{}"', chosen or "")
    return SafeString(offered.replace(f"<option {value}", f"<option selected {value}", 1))


@require_POST
@require_person
@for_officials
def save(request: PersonRequest) -> HttpResponse:
    """Keeps the filters under a name, for this person alone."""
    view = View.from_address(request.POST.dict())
    save_view(request.user, request.POST.get("name", ""), view.address())
    return redirect(reverse("board") + view.address())


@require_POST
@require_person
@for_officials
def forget(request: PersonRequest, pk: int) -> HttpResponse:
    """Takes a saved view away."""
    forget_view(request.user, pk)
    return redirect("board")
