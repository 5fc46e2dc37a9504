"""Weights, prices and numbers as pages say them."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import template
from django.utils import timezone

from huiyin.core.dates import clock_words
from huiyin.core.moves import Move
from huiyin.market import rules
from huiyin.market.models import Listing, Order, Place
from huiyin.market.moves import ORDER_MOVES
from huiyin.market.rendering import about, figures_html, price, yuan
from huiyin.market.weights import GRAMS
from huiyin.people.phones import phone_for_reading, veiled_phone

register = template.Library()
register.filter("clock", clock_words)
register.filter(about)
register.filter(yuan)
register.filter(price)
register.simple_tag(figures_html, name="figures")


@register.filter
def weight(grams: int | None, per: str) -> str:
    """Says grams in a unit: 1,234.5 斤. Takes "jin", "kg" or "t"."""
    amount = f"{Decimal(grams or 0) / GRAMS[per]:,.3f}".rstrip("0").rstrip(".")
    return f"{amount} {Listing.Per(per).label}"


@register.filter
def span(place: Place) -> str:
    """Says from when to when something can be fetched; the second day only where it is another."""
    begins, ends = place.starts_at, place.ends_at
    if begins is None or ends is None:
        return clock_words(begins)
    first, last = timezone.localtime(begins), timezone.localtime(ends)
    return f"{clock_words(begins)} – {last:%H:%M}" if first.date() == last.date() else f"{clock_words(begins)} – {clock_words(ends)}"


@register.filter
def buyer(order: Order) -> str:
    """Gives the name by which an order is fetched."""
    return order.name or (order.person.name if order.person is not None else "")


@register.simple_tag
def number_for(order: Order, reader: Any, operates: bool | None = None) -> dict[str, str]:
    """Gives a buyer's number as this reader may see it: {"shown", "dial"}; nothing to dial where it is masked. `operates`: whether they
    take calls, where the page has asked already."""
    phone = order.phone or (order.person.phone if order.person is not None else "") or ""
    if rules.number_shown(reader, order, operates):
        return {"shown": phone_for_reading(phone), "dial": phone}
    return {"shown": veiled_phone(phone), "dial": ""}


@register.simple_tag
def name_for(order: Order, reader: Any) -> str:
    """Gives a buyer's name as this reader may see it."""
    name = buyer(order)
    return name if rules.number_shown(reader, order) else f"{name[:1]}•"


@register.simple_tag
def order_move(name: str) -> Move:
    """Gives a move of an order, from the table of them."""
    return ORDER_MOVES[name]


@register.simple_tag
def buttons(order: Order, role: str) -> dict[str, Move]:
    """Gives the moves of an order for which a button stands before who is this to it, by name."""
    return rules.buttons(order, (role,))
