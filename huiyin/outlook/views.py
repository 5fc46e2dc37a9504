"""The calendar of what is to come, the page on which it is announced, outlets and thresholds."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from huiyin.core.errors import Invalid, NotAllowed, Refused
from huiyin.outlook import actions, queries, rules
from huiyin.outlook.amounts import amount_in
from huiyin.outlook.months import AHEAD, month_in, month_of, months_from
from huiyin.people.auth import PersonRequest, require_person
from huiyin.people.queries.tree import tree, with_below
from huiyin.worktime.bounds import whole_in

UNITS = 400  # villages offered in the form


@never_cache
@require_GET
@require_person
def calendar(request: PersonRequest) -> HttpResponse:
    """The heat calendar of a region (?region=, ?from=2027-03); who answers for none is led to what they announce themselves."""
    regions = rules.regions_of(request.user)
    if not regions:
        return redirect("outlook-mine")
    region = whole_in(request.GET.get("region", "")) or regions[0]
    today = timezone.localdate()
    first = month_in(request.GET.get("from", ""), today) or month_of(today)
    told = queries.calendar_of(request.user, region, first)
    later = months_from(month_of(today), AHEAD)[AHEAD - queries.MONTHS]
    shown = {
        "calendar": told, "regions": [(one, _name(one)) for one in regions], "region": region, "name": _name(region),
        "first": first, "later": later if first < later else None, "begin": month_of(today) if first > month_of(today) else None,
        "latest": queries.announced(request.user, limit=1),
    }  # fmt: skip
    return render(request, "outlook/calendar.html", shown)


def _name(unit: int) -> str:
    known = tree().nodes.get(unit)
    return known.unit.name if known is not None else ""


def _named(units: Any) -> list[tuple[int, str]]:
    known = tree().nodes
    return sorted(((one, known[one].unit.name) for one in units if one in known), key=lambda one: one[1])[:UNITS]


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@require_person
def mine(request: PersonRequest) -> HttpResponse:
    """What I announce, as a producer or for a village; a POST says more, or corrects it."""
    refused = None
    if request.method == "POST":
        try:
            actions.announce(request.user, _draft_in(request))
            return redirect(reverse("outlook-mine") + "?done=1")
        except Refused as error:
            refused = error
    me, today = request.user, timezone.localdate()
    own = rules.answers_for(me)
    homes = [one for one in tree().nodes if rules.grows_in(me, one)] if me.home_id is None else []
    near = sorted(own) or list(with_below(me.home_id) if me.home_id else ())
    shown = {
        "refused": refused, "field": getattr(refused, "field", ""), "typed": request.POST if refused else {},
        "announced": queries.announced(me, mine=True), "months": months_from(month_of(today), AHEAD), "units": _named(own),
        "homes": _named(homes),
        "as_producer": rules.may_announce_as_producer(me), "home": _name(me.home_id) if me.home_id else "",
        "produces": queries.known_produces(near), "done": request.GET.get("done") == "1" and refused is None,
    }  # fmt: skip
    return render(request, "outlook/mine.html", shown, status=refused.status if refused else 200)


def _draft_in(request: PersonRequest) -> actions.AnnouncementDraft:
    said = request.POST
    unit = whole_in(said.get("unit", "")) if said.get("unit") else None  # for a village as such
    home = whole_in(said.get("home", "")) if said.get("home") else None
    return actions.AnnouncementDraft(
        said.get("produce", ""), _month_in(said.get("month", "")), amount_in(said.get("amount", "")), unit or home, own=unit is None,
        note=said.get("note", ""), key=said.get("key", "")[:40],
    )  # fmt: skip


def _month_in(text: str) -> date:
    month = month_in(text, timezone.localdate())
    if month is None:
        raise Invalid(_("Choose one of the months to come."), field="month")
    return month


@require_POST
@require_person
def withdraw(request: PersonRequest, pk: int) -> HttpResponse:
    """Takes an announcement back."""
    actions.withdraw(pk, request.user)
    return redirect("outlook-mine")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@require_person
def settings(request: PersonRequest) -> HttpResponse:
    """Who takes what, and from how much on we are told: of a region one answers for."""
    regions = rules.regions_of(request.user)
    said: Any = request.POST
    region = whole_in(said.get("region", "") or request.GET.get("region", "")) or (regions[0] if regions else 0)
    if region not in regions:
        raise NotAllowed
    refused = None
    if request.method == "POST":
        try:
            if said.get("what") == "outlet":
                actions.add_outlet(request.user, region, said.get("produce", ""), said.get("name", ""), amount_in(said.get("amount", "")))
            else:
                amount = amount_in(said.get("amount", "")) if said.get("amount", "").strip() else None
                actions.set_watch(request.user, region, said.get("produce", ""), amount)
            return redirect(f"{reverse('outlook-settings')}?region={region}")
        except Refused as error:
            refused = error
    shown = {
        "refused": refused, "field": getattr(refused, "field", ""), "typed": said if refused else {}, "what": said.get("what", ""),
        "region": region, "name": _name(region), "outlets": queries.outlets_of(region),
        "watches": queries.watches_of(region), "produces": queries.known_produces(with_below(region)),
    }  # fmt: skip
    return render(request, "outlook/settings.html", shown, status=refused.status if refused else 200)


@require_POST
@require_person
def end_outlet(request: PersonRequest, pk: int) -> HttpResponse:
    """An outlet takes nothing more."""
    actions.end_outlet(pk, request.user)
    return redirect("outlook-settings")
