"""How an official asks residents into their circle: a code to show, those they met in groups and at the desk."""

from __future__ import annotations

import uuid

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from huiyin.circles import actions
from huiyin.circles.queries.asking import code_made, met_at_desk, met_in_groups, named
from huiyin.circles.queries.circle import circle_kept, states_in
from huiyin.circles.rules import may_keep
from huiyin.core.addresses import absolute
from huiyin.core.errors import NotAllowed, Refused
from huiyin.people.auth import PersonRequest, require_person
from huiyin.people.queries import person_for
from huiyin.printing.codes import code_drawn
from huiyin.worktime.bounds import whole_in

MOST = 60


def _keeper(request: PersonRequest) -> None:
    if not may_keep(request.user):
        raise NotAllowed


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@require_person
def code(request: PersonRequest) -> HttpResponse:
    """The form for where one is, then the code, large enough to be scanned across a table."""
    _keeper(request)
    if request.method == "POST":
        made = actions.make_code(request.user, request.POST.get("met", ""), request.POST.get("key", "")[:40])
        return redirect(f"{reverse('circle-code')}?n={made.pk}")
    found = code_made(request.user, whole_in(request.GET.get("n")) or 0)
    shown: dict[str, object] = {"key": uuid.uuid4().hex}
    if found is not None:
        actions.open_code(found.key)
        address = absolute(request, reverse("circle-in", args=[found.key]))
        shown |= {"code": found, "address": address, "drawn": code_drawn(address)}
    return render(request, "circles/code.html", shown)


@require_http_methods(["GET", "HEAD", "POST"])
@require_person
def ask(request: PersonRequest) -> HttpResponse:
    """Whom I met: those of my groups are asked and answer themselves; those of the desk said yes in person."""
    _keeper(request)
    way = "desk" if request.GET.get("way") == "desk" else "group"
    if request.method == "POST":
        person = person_for(whole_in(request.POST.get("person")) or 0)
        try:
            actions.ask_in(request.user, person, way, request.POST.get("met", ""), request.POST.get("said_yes") == "yes")
        except Refused as refusal:
            if refusal.status == 404:
                raise
            return _page(request, way, refusal)
        return redirect(f"{reverse('circle-ask')}?way={way}")
    return _page(request, way)


def _page(request: PersonRequest, way: str, refusal: Refused | None = None) -> HttpResponse:
    q = request.GET.get("q", "")[:40]
    people = named(met_at_desk(request.user) if way == "desk" else met_in_groups(request.user), q)[: MOST + 1]
    states = states_in(circle_kept(request.user))
    rows = [(person, states.get(person.pk, "")) for person in list(people)[:MOST]]
    told = {"way": way, "rows": rows, "more": len(people) > MOST, "q": q, "refusal": refusal}
    return render(request, "circles/ask.html", told, status=refusal.status if refusal else 200)
