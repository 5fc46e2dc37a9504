"""For those who answer the telephone and hand over: orders, call-back queue, the form for callers, stock, lists, the producer's day."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from huiyin.core.errors import Invalid, Refused
from huiyin.market import actions
from huiyin.market.amounts import grams_in
from huiyin.market.queries import (
    caller_of,
    deliveries_of,
    listing_handled_by,
    listing_reported_to,
    name_given_before,
    orders_handled,
)
from huiyin.market.reporting import report_of
from huiyin.market.rules import listing_buttons
from huiyin.market.views.frame import new_key, page
from huiyin.market.views.listings import draft_in
from huiyin.people.auth import PersonRequest, require_person
from huiyin.people.phones import clean_phone
from huiyin.people.throttles import looks_up


@never_cache
@require_GET
@require_person
def orders(request: PersonRequest, pk: int) -> HttpResponse:
    """All orders of a listing: first whom to call back, then what is to be confirmed, then the rest as it came."""
    listing = listing_handled_by(request.user, pk)
    found = orders_handled(listing)
    return page(request, "market/orders.html", listing=listing, to_call=found.to_call, waiting=found.waiting, rest=found.rest,
                may=listing_buttons(listing))  # fmt: skip


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@require_person
def phone(request: PersonRequest, pk: int) -> HttpResponse:
    """Takes an order while the caller speaks: number, amount, Enter. The keyboard does it all."""
    listing, refused, placed = listing_handled_by(request.user, pk), None, None
    if request.method == "POST":
        try:
            looks_up(request.user)
            draft = draft_in(request, listing)
            if not draft.phone.strip():
                clean_phone("")  # says what a number looks like
            if not draft.name.strip():
                draft.name = name_given_before(request.user, clean_phone(draft.phone))
            placed = actions.place_order(pk, request.user, draft)
        except Refused as error:
            refused = error
    return page(request, "market/phone.html", refused, listing=listing, placed=placed, code=placed.code if placed else "",
                key=(request.POST.get("key") if refused else None) or new_key())  # fmt: skip


@never_cache
@require_GET
@require_person
def caller(request: PersonRequest, pk: int) -> HttpResponse:
    """Who calls, and what they ordered before: found by the whole number, of those listings that one takes calls for."""
    listing = listing_handled_by(request.user, pk)
    looks_up(request.user)
    try:
        number = clean_phone(request.GET.get("phone", ""))
    except Invalid:
        return render(request, "market/_caller.html", {"listing": listing})
    known = caller_of(request.user, number)
    shown = {"listing": listing, "name": known.name, "before": known.before, "known": known.person, "number": number}
    return render(request, "market/_caller.html", shown)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@require_person
def stock(request: PersonRequest, pk: int) -> HttpResponse:
    """Corrects the stock: shown first, to the gram, then done in one step."""
    listing, refused, shown = listing_handled_by(request.user, pk), None, None
    if request.method == "POST":
        rule, doing = request.POST.get("rule", ""), request.POST.get("do") == "1"
        try:
            grams = grams_in(request.POST.get("offered", ""), listing.per, "offered_grams")
            shown = actions.set_stock(pk, request.user, grams, rule, preview=not doing, key=request.POST.get("key", "")[:40])
            if doing:
                return redirect("listing-orders", pk)
        except Refused as error:
            refused = error
    return page(request, "market/stock.html", refused, listing=listing, shown=shown, offered=request.POST.get("offered", ""),
                rule=request.POST.get("rule", ""), key=request.POST.get("key") or new_key())  # fmt: skip


@never_cache
@require_GET
@require_person
def report(request: PersonRequest, pk: int) -> HttpResponse:
    """What became of it: for those who take calls, and its producers."""
    listing = listing_reported_to(request.user, pk)
    told = report_of(listing)
    most = max((grams for _hour, grams in told.hours), default=1)
    bars = [(hour, grams, max(1, 100 * grams // most)) for hour, grams in told.hours]
    return page(request, "market/report.html", listing=listing, report=told, bars=bars)


@never_cache
@require_GET
@require_person
def deliveries(request: PersonRequest) -> HttpResponse:
    """A producer's day on a simple phone: whom to call, what to weigh in, what was handed over today."""
    day = deliveries_of(request.user)
    return page(request, "market/deliveries.html", ready=day.ready, waiting=day.waiting, done=day.done)
