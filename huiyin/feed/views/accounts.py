"""Official accounts: all of them, one, opening, changing, closing, following."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST, require_safe

from huiyin.core.errors import NotAllowed, Refused
from huiyin.feed import actions, rules
from huiyin.feed.actions.accounts import ABOUT_LIMIT, NAME_LIMIT
from huiyin.feed.models import Account
from huiyin.feed.queries import accounts
from huiyin.feed.queries.public import shown_of_account
from huiyin.feed.queries.square import PAGE, of_account
from huiyin.feed.views.common import back_to, done_words, number, status_of, viewer
from huiyin.feed.views.square import listing
from huiyin.people.auth import PersonRequest, require_person
from huiyin.people.drawn_once import drawn_once
from huiyin.worktime.bounds import whole_in


@require_GET
@require_person
def every(request: PersonRequest) -> HttpResponse:
    """All accounts, those one writes for first; ?after= goes on."""
    after = number(request, "after") or 0
    found = accounts.open_accounts(after, accounts.PAGE + 1)
    own = accounts.written_for(request.user)
    mine = {one.pk for one in own}
    shown = {
        "own": accounts.lines_of(own, request.user) if not after else [], "after": after, "done": done_words(request),
        "lines": accounts.lines_of([one for one in found[: accounts.PAGE] if one.pk not in mine], request.user),
        "later": found[accounts.PAGE - 1].pk if len(found) > accounts.PAGE else None,
        "may_open": bool(accounts.units_without(request.user)),
    }  # fmt: skip
    return render(request, "feed/accounts.html", shown)


@require_safe
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """An account with what it published, newest first; who writes for it sees its drafts too. A stranger sees what is public."""
    account, before = accounts.account_seen(pk), number(request, "before")
    return drawn_once(
        request, lambda: shown_of_account(account, before, PAGE + 1), lambda: _page(request, account, before), heeds=("before",)
    )


def _page(request: HttpRequest, account: Account, before: int | None) -> HttpResponse:
    person = viewer(request)
    line = accounts.lines_of([account], person)[0]
    more = {
        "account": account, "line": line, "before": before, "stranger": person is None,
        "unpublished": accounts.waiting_articles(account) if line.writes and not before else [],
        "may_change": person is not None and account.closed_at is None and rules.may_change_account(person, account),
    }  # fmt: skip
    return listing(request, "feed/account.html", of_account(person, account.pk, before, PAGE + 1), **more)


@require_http_methods(["GET", "POST"])
@require_person
def new(request: PersonRequest) -> HttpResponse:
    """The form by which a unit's account is opened."""
    units = accounts.units_without(request.user)
    if not units and not rules.own_units(request.user):
        raise NotAllowed
    chosen = whole_in(request.POST.get("unit") or request.GET.get("unit"))
    typed: dict[str, Any] = {"name": request.POST.get("name", ""), "about": request.POST.get("about", ""), "unit": chosen}
    refusal = None
    unit = next((one for one in units if one.pk == chosen), None) or (units[0] if len(units) == 1 else None)
    if request.method == "POST" and unit is not None:
        try:
            made = actions.open_account(unit, request.user, typed["name"], typed["about"])
            return redirect(f"{reverse('account', args=[made.pk])}?done=opened")
        except Refused as refused:
            refusal = refused
    return _form(request, {"units": units, "typed": typed, "own": accounts.written_for(request.user)}, refusal)


@require_http_methods(["GET", "POST"])
@require_person
def edit(request: PersonRequest, pk: int) -> HttpResponse:
    """What an account is called and what it is about."""
    account = accounts.account_open(pk)
    if not rules.may_change_account(request.user, account):
        raise NotAllowed
    refusal = None
    if request.method == "POST":
        try:
            actions.change_account(account, request.user, request.POST.get("name", ""), request.POST.get("about", ""))
            return back_to(request, "account", pk, done="saved")
        except Refused as refused:
            refusal = refused
    typed = {"name": request.POST.get("name", account.name), "about": request.POST.get("about", account.about)}
    return _form(request, {"account": account, "typed": typed}, refusal)


def _form(request: PersonRequest, shown: dict[str, Any], refusal: Refused | None) -> HttpResponse:
    shown |= {"refusal": refusal, "name_limit": NAME_LIMIT, "about_limit": ABOUT_LIMIT}
    return render(request, "feed/account_form.html", shown, status=status_of(refusal))


@require_POST
@require_person
def close(request: PersonRequest, pk: int) -> HttpResponse:
    """Closes an account; the page asked before."""
    actions.close_account(accounts.account_open(pk), request.user)
    return back_to(request, "accounts", done="closed")


@require_POST
@require_person
def follow(request: PersonRequest, pk: int) -> HttpResponse:
    """Follows an account, or no longer (`follow`: yes or no)."""
    account, wanted = accounts.account_seen(pk), request.POST.get("follow") != "no"
    (actions.follow if wanted else actions.unfollow)(request.user, account=account)
    return back_to(request, "account", pk, done="followed" if wanted else "unfollowed", anchor=request.POST.get("anchor", "")[:20])
