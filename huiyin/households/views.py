"""The history of a household, from the page of a case; and who looked, for whoever was looked at."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from huiyin.cases.actions import open_history
from huiyin.cases.models import Case
from huiyin.cases.rules import Speaker
from huiyin.core.errors import Invalid, Refused
from huiyin.households import actions
from huiyin.households.actions import Entitled
from huiyin.households.models import Entitlement
from huiyin.households.queries.history import case_in_hand, history_of, looks_at, noted_of
from huiyin.people.auth import PersonRequest, require_person
from huiyin.worktime.bounds import day_in, whole_in


@require_http_methods(["GET", "POST"])
@require_person
def household(request: PersonRequest, pk: int) -> HttpResponse:
    """A line for each case; with the reason told (POST), what was said and what is written down."""
    who, case = case_in_hand(request.user, pk)
    if request.method == "POST":
        return _done(request, who, case, "look", lambda: open_history(case, who, request.POST.get("reason", "")))
    return _page(request, who, case)


def _page(request: PersonRequest, who: Speaker, case: Case, refusal: Refused | None = None, act: str = "") -> HttpResponse:
    told = {
        "shown": history_of(who, case), "case": case, "refusal": refusal, "act": act, "kinds": Entitlement.Kind.choices,
        "typed": request.POST if refusal else {},
    }  # fmt: skip
    return render(request, "households/history.html", told, status=refusal.status if refusal else 200)


def _done(request: PersonRequest, who: Speaker, case: Case, act: str, do: Callable[[], object]) -> HttpResponse:
    """Does it and leads back to the view; a refusal stands beside what was typed."""
    try:
        do()
    except Refused as refusal:
        if refusal.status == 404:
            raise
        return _page(request, who, case, refusal, act)
    return redirect("household", case.pk)


@require_POST
@require_person
def member(request: PersonRequest, pk: int) -> HttpResponse:
    """Somebody belongs to the household."""
    (who, case), told = case_in_hand(request.user, pk), request.POST
    return _done(request, who, case, "member", lambda: actions.add_member(
        case, who, told.get("name", "")[:200], told.get("phone", "")[:40], told.get("relation", "")[:200]))  # fmt: skip


@require_POST
@require_person
def member_gone(request: PersonRequest, pk: int, n: int) -> HttpResponse:
    """Somebody does not belong to it."""
    who, case = case_in_hand(request.user, pk)
    return _done(request, who, case, "member", lambda: actions.remove_member(case, who, n))


@require_POST
@require_person
def entitlement(request: PersonRequest, pk: int) -> HttpResponse:
    """What somebody is entitled to be seen as."""
    (who, case), told = case_in_hand(request.user, pk), request.POST

    def do() -> None:
        draft = Entitled(told.get("kind", "")[:20], told.get("proof", "")[:1000], _day(told, "since"), _day(told, "until"))
        actions.entitle(case, who, _number(told), draft)

    return _done(request, who, case, "entitlement", do)


@require_POST
@require_person
def entitlement_ended(request: PersonRequest, pk: int, n: int) -> HttpResponse:
    """It holds no longer."""
    who, case = case_in_hand(request.user, pk)
    return _done(request, who, case, "entitlement", lambda: actions.end_entitlement(case, who, n))


@require_POST
@require_person
def work(request: PersonRequest, pk: int) -> HttpResponse:
    """What another office did before."""
    (who, case), told = case_in_hand(request.user, pk), request.POST

    def do() -> None:
        actions.note_work(case, who, _number(told), told.get("office", "")[:400], told.get("words", ""), _day(told, "on"))

    return _done(request, who, case, "work", do)


@require_GET
@require_person
def looked(request: PersonRequest) -> HttpResponse:
    """Which unit looked at what I and my household asked for, on which day; and what is written down of me."""
    return render(request, "households/looked.html", {"looks": looks_at(request.user), "noted": noted_of(request.user)})


def _number(told: dict[str, str]) -> int:
    found = whole_in(told.get("member", "0"))
    return found if found is not None else -1


def _day(told: dict[str, str], name: str) -> date | None:
    """Gives a day that may be left empty. Raises Invalid for what is none."""
    said = told.get(name, "").strip()
    if not said:
        return None
    if (day := day_in(said)) is None:
        raise Invalid(_("This is no day. Write it as 2026-11-29."), field=name)
    return day
