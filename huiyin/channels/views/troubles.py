"""The page of troubles, for the administrator: what fails, has stopped or did not arrive, by transport; tried again or given up."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from huiyin.channels import queries
from huiyin.channels.actions import troubles as actions
from huiyin.channels.cards import said_of
from huiyin.channels.extension_points import Place, kind_of
from huiyin.channels.models import Delivery, Destination
from huiyin.channels.reasons import why
from huiyin.channels.registry import TRANSPORTS
from huiyin.channels.rules import may_see_troubles
from huiyin.core.errors import NotThere, WrongState
from huiyin.people.auth import PersonRequest, require_person
from huiyin.people.models import Person
from huiyin.people.rules import require
from huiyin.people.views.forms import show
from huiyin.worktime.bounds import whole_in


@require_GET
@require_person
def troubles(request: PersonRequest) -> HttpResponse:
    """The page: `?by=` one transport, `?places=` and `?before=` go further back in either list."""
    require(may_see_troubles(request.user))
    return _page(request)


def _page(request: PersonRequest, refusal: WrongState | None = None) -> HttpResponse:
    chosen = _chosen(request.GET.get("by", ""))
    places, before = whole_in(request.GET.get("places")), whole_in(request.GET.get("before"))
    # Whoever reads on in one of the lists sees that one alone.
    failing = queries.in_trouble(chosen, places) if before is None else []
    lost = queries.lost(chosen, before) if places is None else []
    shown = {
        "refusal": refusal, "by": chosen, "failing": [_failing(one) for one in failing[: queries.TROUBLES]],
        "lost": [_lost(one) for one in lost[: queries.TROUBLES]],
        "ways": [("", _("All"), not chosen)] + [(one.name, one.words, one.name == chosen) for one in TRANSPORTS.values()],
        "more_failing": _more(chosen, places=failing[queries.TROUBLES - 1].pk) if len(failing) > queries.TROUBLES else "",
        "more_lost": _more(chosen, before=lost[queries.TROUBLES - 1].pk) if len(lost) > queries.TROUBLES else "",
        "first": places is None and before is None,
    }  # fmt: skip
    return show(request, "channels/troubles.html", shown, refusal.status if refusal else 200)


def _chosen(by: str) -> str:
    return by if by in TRANSPORTS else ""


def _more(by: str, **place: int) -> str:
    asked: dict[str, str | int] = {"by": by, **place} if by else {**place}
    return "?" + urlencode(asked)


def _failing(one: Destination) -> dict[str, Any]:
    kind = kind_of(one.channel)
    return {
        "row": one, "place": kind.place(one), "transport": TRANSPORTS[one.channel], "icon": f"{one.channel}/icon.svg",
        "stopped": one.get_stopped_for_display(), "why": why(one.trouble), "may_try": one.stopped_for != Destination.Stopped.RIGHT,
        "may_give_up": not kind.until_answered and getattr(one, "waits", 0),
    }  # fmt: skip


def _lost(one: Delivery) -> dict[str, Any]:
    going = one.destination is not None and one.destination.ended_at is None and one.destination.stopped_at is None
    place = kind_of(one.channel).place(one.destination) if one.destination is not None else Place(one.hint)
    return {
        "row": one, "place": place, "transport": TRANSPORTS[one.channel], "icon": f"{one.channel}/icon.svg", "why": why(one.answer),
        "when": one.tried_at or one.made_at, "what": _what(one), "may_try": bool(one.sealed) if one.destination is None else going,
    }  # fmt: skip


def _what(one: Delivery) -> Any:
    """What it was about, without a word of what people wrote."""
    if one.destination is None:
        return _("About a request")
    if one.notice_id is not None:
        return _("A notice")
    return said_of(one.entry) if one.entry is not None else _("Test")


_OF_ONE: dict[str, Callable[[int, Person], object]] = {"again": actions.try_delivery, "give-up": actions.give_up_delivery}
_OF_PLACE: dict[str, Callable[[int, Person], object]] = {"again": actions.try_destination, "give-up": actions.give_up_waiting}


@require_POST
@require_person
def delivery(request: PersonRequest, pk: int, do: str) -> HttpResponse:
    """Tries something that was not delivered again, or gives it up."""
    return _done(request, _OF_ONE, pk, do)


@require_POST
@require_person
def destination(request: PersonRequest, pk: int, do: str) -> HttpResponse:
    """Tries a destination again, or gives up what waits for it."""
    return _done(request, _OF_PLACE, pk, do)


def _done(request: PersonRequest, ways: dict[str, Callable[[int, Person], object]], pk: int, do: str) -> HttpResponse:
    require(may_see_troubles(request.user))
    if do not in ways:
        raise NotThere
    try:
        ways[do](pk, request.user)
    except WrongState as refusal:
        return _page(request, refusal)
    by = _chosen(request.POST.get("by", ""))
    return redirect(reverse("manage-deliveries") + (f"?{urlencode({'by': by})}" if by else ""))
