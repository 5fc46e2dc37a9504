"""The page of a listing, ordering from it, opening one."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from huiyin.core.errors import NotThere, Refused
from huiyin.core.ten_digits import for_reading
from huiyin.market import actions, rules
from huiyin.market.amounts import fen_in, grams_in, grams_or_none
from huiyin.market.models import Listing, Order
from huiyin.market.queries import (
    certificate_for,
    certificates_of,
    listing_for,
    may_be_named_to_answer,
    moment_to_sell_on,
    own_orders,
    producer_with_number,
)
from huiyin.market.rendering import figures_html
from huiyin.market.unanswered import still_running
from huiyin.market.views.frame import count_order, new_key, order_seen, page, show_code, who
from huiyin.media.actions import keep_upload
from huiyin.media.serving import served_anew
from huiyin.people import codes, sms
from huiyin.people.actions import sign_in as door
from huiyin.people.auth import PersonRequest, require_person
from huiyin.people.drawn_once import Shows, drawn_once, key_of
from huiyin.people.models import Person
from huiyin.people.phones import clean_phone
from huiyin.people.throttles import looks_up
from huiyin.tasks.views.form_fields import moment_in
from huiyin.worktime.bounds import whole_in


@require_GET
def listing(request: HttpRequest, pk: int) -> HttpResponse:
    """Shows a listing to whoever may see its moment, with the form to order."""
    found = listing_for(who(request), pk)
    if who(request) is not None:
        return _listing(request, found)
    shows = Shows((found.stream_id, found.moment.stream_id), (found.answers_for_id,))
    return drawn_once(request, lambda: shows, lambda: _listing(request, found), heeds=("via",), beside=f"texts {_texts()}")


def _texts() -> bool:
    """Whether numbers are proved by text message here."""
    try:
        sms.require_channel()
    except sms.NoGateway:
        return False
    return True


def _listing(request: HttpRequest, found: Listing, refused: Refused | None = None) -> HttpResponse:
    me = who(request)
    operates = rules.takes_calls(me, found)
    may = rules.listing_buttons(found) if operates else {}
    if operates and not (rules.may_answer_for(me, found) and still_running(found)):
        del may["answer"]
    return page(
        request, "market/listing.html", refused, listing=found, operates=operates, produces=rules.produces(me, found),
        mine=own_orders(me, found), may=may, key=request.POST.get("key") or key_of(request, new_key),
        via=(request.POST.get("via") or request.GET.get("via", ""))[:12], texts=_texts(),
        certificates=certificates_of(found), said=found.moment.text if rules.sees_moment(me, found.moment) else "",
    )  # fmt: skip


@require_GET
def paper(request: HttpRequest, pk: int, paper: int, variant: str) -> HttpResponse:
    """A certificate's picture, for whoever may see the listing."""
    found = certificate_for(who(request), pk, paper)
    if variant not in ("large", "thumb"):
        raise NotThere
    return served_anew(request, found.upload, variant)


@require_GET
def figures(request: HttpRequest, pk: int) -> HttpResponse:
    """The thermometer alone: an open page asks for it while it is looked at."""
    answer = HttpResponse(figures_html(listing_for(who(request), pk)))
    answer["Cache-Control"] = "no-store"
    return answer


def draft_in(request: HttpRequest, found: Listing) -> actions.OrderDraft:
    """Gives the order that a form describes. Raises Invalid with the field."""
    said = request.POST
    pieces = whole_in(said.get("pieces", ""), 6) if found.piece_to_grams else None
    grams = pieces * found.piece_to_grams if pieces and found.piece_to_grams else grams_in(said.get("grams", ""), found.per)
    least = grams_or_none(said.get("min_grams", ""), found.per, "min_grams") or 0
    take = said.get("take", Order.Take.PART)
    return actions.OrderDraft(
        grams, take, least if take == Order.Take.PART else 0, said.get("wait", "1") == "1", said.get("name", ""), said.get("phone", ""),
        said.get("place") or None, said.get("via", "")[:12], said.get("source", ""), pieces, key=said.get("key", "")[:40],
    )  # fmt: skip


@require_POST
def order(request: HttpRequest, pk: int) -> HttpResponse:
    """Orders. A member is led to the order; a stranger is shown its number and code, and asked to prove their number."""
    me, found = who(request), listing_for(who(request), pk)
    try:
        if me is None:
            count_order(request, clean_phone(request.POST.get("phone", "")))
        draft = draft_in(request, found)
        if me is not None:
            draft.name = draft.phone = ""
        placed = actions.place_order(pk, me, draft)
    except NotThere:
        raise
    except Refused as refused:
        return _listing(request, found, refused)
    if me is not None:
        return redirect("order", placed.order.pk)
    show_code(request, placed.order)
    return _ordered(request, placed)


def _ordered(request: HttpRequest, placed: actions.Placed) -> HttpResponse:
    """The number and the code, once; sent again, the same form gives them again."""
    one = placed.order
    sent, refused = False, None
    if one.state == Order.State.UNPROVED:
        try:
            door.ask_code(request, one.phone, may_be_new=True)
            sent = True
        except sms.NoGateway:
            pass
        except Refused as error:
            sent, refused = door.pending_phone(request) == one.phone, error if door.pending_phone(request) != one.phone else None
    code = for_reading(placed.code)
    return page(request, "market/ordered.html", refused, order=one, code=code, sent=sent, shown_code=door.shown_code(request))


@require_POST
def prove(request: HttpRequest, pk: int) -> HttpResponse:
    """The six digits that came to a stranger's number: the order is theirs."""
    one, _by_code = order_seen(request, pk)
    try:
        phone = door.check_code(request, request.POST.get("code", ""))
        actions.prove_number(pk, phone)
    except codes.WrongCode as refused:
        return page(request, "market/ordered.html", refused, order=one, sent=True, shown_code=door.shown_code(request))
    except Refused as refused:
        return page(request, "market/ordered.html", refused, order=one, sent=False, tried=True)
    return redirect("order", pk)


@require_http_methods(["GET", "HEAD", "POST"])
@require_person
def new(request: PersonRequest, pk: int) -> HttpResponse:
    """Hangs a listing on a moment."""
    found = moment_to_sell_on(request.user, pk)
    refused = None
    if request.method == "POST":
        try:
            return redirect("listing", actions.open_listing(pk, request.user, _listing_in(request)).listing.pk)
        except Refused as error:
            refused = error
    return page(request, "market/new.html", refused, moment=found, key=request.POST.get("key") or new_key(),
                pers=Listing.Per.choices, answering=may_be_named_to_answer(request.user))  # fmt: skip


def _listing_in(request: PersonRequest) -> actions.ListingDraft:
    said: Any = request.POST
    per = said.get("per", "jin") if said.get("per") in Listing.Per.values else "jin"
    closes = moment_in(said.get("closes_at", ""), "closes_at", needed=True)
    names, begins, ends = said.getlist("place"), said.getlist("from"), said.getlist("to")
    places = [
        actions.PlaceDraft(name, moment_in(begin, "places"), moment_in(end, "places"))
        for name, begin, end in zip(names, begins, ends, strict=False) if name.strip()
    ]  # fmt: skip
    stock, producers = _producers_in(request.user, said, per)
    low, high = said.get("piece_from", ""), said.get("piece_to", "")
    return actions.ListingDraft(
        said.get("title", ""), stock, closes, whole_in(said.get("answers_for", "")) or request.user.pk,  # type: ignore[arg-type]
        min_grams=grams_or_none(said.get("min_grams", ""), per, "min_grams") or 1,
        most_grams=grams_or_none(said.get("most_grams", ""), per, "most_grams"), per=per, price_fen=fen_in(said.get("price", ""), "price"),
        about=said.get("about", ""), piece_from_grams=grams_or_none(low, per, "piece_from_grams"),
        piece_to_grams=grams_or_none(high, per, "piece_from_grams"), producers=producers, places=places,
        certificates=_papers_in(request), key=said.get("key", "")[:40],
    )  # fmt: skip


def _papers_in(request: PersonRequest) -> list[actions.CertificateDraft]:
    """The certificate whose picture came with the form, if one did."""
    file = request.FILES.get("paper")
    if file is None:
        return []
    kept = keep_upload(request.user, file, file.name or "", file.content_type or "")
    return [actions.CertificateDraft(kept.key, request.POST.get("paper_name", ""), request.POST.get("paper_number", ""))]


def _producers_in(by: Person, said: Any, per: str) -> tuple[int, list[tuple[int, int]]]:
    """The stock, and what each producer has of it. A line a producer: their number, how much."""
    found = []
    for phone, amount in zip(said.getlist("producer"), said.getlist("amount"), strict=False):
        if phone.strip():
            looks_up(by)
            found.append((producer_with_number(by, clean_phone(phone)).pk, grams_in(amount, per, "producers")))
    if found:
        return sum(grams for _pk, grams in found), found
    return grams_in(said.get("stock", ""), per, "stock_grams"), []


@require_POST
@require_person
def take_up(request: PersonRequest, pk: int) -> HttpResponse:
    """Answers for what was proposed."""
    listing_for(request.user, pk)
    actions.take_up(pk, request.user)
    return redirect("listing", pk)


@require_POST
@require_person
def answer(request: PersonRequest, pk: int) -> HttpResponse:
    """Answers from now on for a listing whose answerer has left."""
    listing_for(request.user, pk)
    actions.answer_for(pk, request.user)
    return redirect("listing", pk)


@require_POST
@require_person
def close(request: PersonRequest, pk: int) -> HttpResponse:
    """Takes no more orders."""
    listing_for(request.user, pk)
    actions.close_listing(pk, request.user)
    return redirect(reverse("listing-orders", args=[pk]))
