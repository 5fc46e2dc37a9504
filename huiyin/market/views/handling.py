"""For those who answer the telephone and hand over: orders, call-back queue, the form for callers, stock, lists, the producer's day."""

from __future__ import annotations

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from huiyin.core.errors import Invalid, NotThere, Refused
from huiyin.market import actions, rules
from huiyin.market.amounts import grams_in
from huiyin.market.models import Listing, Order, OrderPart
from huiyin.market.queries import listing_for, with_all
from huiyin.market.reporting import report_of
from huiyin.market.views.frame import new_key, page
from huiyin.market.views.listings import draft_in
from huiyin.people.auth import PersonRequest, require_person
from huiyin.people.models import Person
from huiyin.people.phones import clean_phone
from huiyin.people.throttles import looks_up

SHOWN = 200  # orders on one page


def handled(person: Person, pk: int) -> Listing:
    """Gives a listing that this person takes calls for. Raises NotThere for anybody else."""
    found = listing_for(person, pk)
    if not rules.takes_calls(person, found):
        raise NotThere
    return found


@never_cache
@require_GET
@require_person
def orders(request: PersonRequest, pk: int) -> HttpResponse:
    """All orders of a listing: first whom to call back, then what is to be confirmed, then the rest as it came."""
    listing = handled(request.user, pk)
    found = with_all(Order.objects.filter(listing=listing))
    to_call = found.filter(Q(state=Order.State.UNPROVED) | Q(state=Order.State.OFFERED, person=None)).order_by("line_place")[:SHOWN]
    waiting = found.filter(waiting_grams__gt=0).order_by("line_place")[:SHOWN]
    rest = found.exclude(state=Order.State.UNPROVED).order_by("-pk")[:SHOWN]
    return page(request, "market/orders.html", listing=listing, to_call=to_call, waiting=waiting, rest=rest)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@require_person
def phone(request: PersonRequest, pk: int) -> HttpResponse:
    """Takes an order while the caller speaks: number, amount, Enter. The keyboard does it all."""
    listing, refused, placed = handled(request.user, pk), None, None
    if request.method == "POST":
        try:
            looks_up(request.user)
            draft = draft_in(request, listing)
            if not draft.phone.strip():
                clean_phone("")  # says what a number looks like
            if not draft.name.strip():
                draft.name = _known_name(request.user, draft.phone)
            placed = actions.place_order(pk, request.user, draft)
        except Refused as error:
            refused = error
    return page(request, "market/phone.html", refused, listing=listing, placed=placed, code=placed.code if placed else "",
                key=(request.POST.get("key") if refused else None) or new_key())  # fmt: skip


def _known_name(by: Person, phone: str) -> str:
    """By what name whoever has this number ordered before, of the listings that one takes calls for."""
    before = Order.objects.filter(phone=clean_phone(phone), listing__in=rules.answered_by(by)).exclude(name="").order_by("-pk").first()
    return before.name if before is not None else ""


@never_cache
@require_GET
@require_person
def caller(request: PersonRequest, pk: int) -> HttpResponse:
    """Who calls, and what they ordered before: found by the whole number, of those listings that one takes calls for."""
    listing = handled(request.user, pk)
    looks_up(request.user)
    try:
        number = clean_phone(request.GET.get("phone", ""))
    except Invalid:
        return render(request, "market/_caller.html", {"listing": listing})
    known = Person.objects.filter(phone=number, erased_at=None).first()
    mine = Q(phone=number) | Q(person=known) if known is not None else Q(phone=number)
    before = with_all(Order.objects.filter(mine, listing__in=rules.answered_by(request.user))).order_by("-pk")[:5]
    name = known.name if known is not None else _known_name(request.user, number)
    return render(request, "market/_caller.html", {"listing": listing, "name": name, "before": before, "known": known, "number": number})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@require_person
def stock(request: PersonRequest, pk: int) -> HttpResponse:
    """Corrects the stock: shown first, to the gram, then done in one step."""
    listing, refused, shown = handled(request.user, pk), None, None
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
    listing = listing_for(request.user, pk)
    if not (rules.takes_calls(request.user, listing) or rules.produces(request.user, listing)):
        raise NotThere
    told = report_of(listing)
    most = max((grams for _hour, grams in told.hours), default=1)
    bars = [(hour, grams, max(1, 100 * grams // most)) for hour, grams in told.hours]
    return page(request, "market/report.html", listing=listing, report=told, bars=bars)


@never_cache
@require_GET
@require_person
def deliveries(request: PersonRequest) -> HttpResponse:
    """A producer's day on a simple phone: whom to call, what to weigh in, what was handed over today."""
    by_office = Q(producer__listing__answers_for=request.user) & ~Q(producer__listing__in=rules.answered_by(request.user))
    mine = OrderPart.objects.filter(~by_office, producer__person=request.user)
    parts = mine.select_related("order__listing", "order__person", "order__place")
    today = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    ready = parts.filter(confirmed_grams__gt=0).order_by("order__place__starts_at", "order__pk")[:SHOWN]
    waiting = parts.filter(reserved_grams__gt=0, order__state=Order.State.RESERVED).order_by("order__pk")[:SHOWN]
    done = parts.filter(delivered_at__gte=today).order_by("-delivered_at")[:SHOWN]
    return page(request, "market/deliveries.html", ready=ready, waiting=waiting, done=done)
