"""Amounts and months as the calendar says them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django import template
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from huiyin.outlook.queries import Cell

register = template.Library()
JIN = 500  # grams
WAN = 10_000


@register.filter
def jin(grams: int | None) -> str:
    """Says grams in jin; in Chinese by the ten thousand from there on: 200万斤, 3,200斤."""
    return _said(Decimal(grams or 0) / JIN)


@register.filter
def jin_span(cell: Cell) -> str:
    """Says from how much to how much: 200–300万斤."""
    return _said(Decimal(cell.low) / JIN, Decimal(cell.high) / JIN)


def _said(*amounts: Decimal) -> str:
    wan = (get_language() or "").startswith("zh") and min(amounts) >= WAN
    figures = "–".join(f"{one / WAN:,.1f}".removesuffix(".0") if wan else f"{one:,.0f}" for one in dict.fromkeys(amounts))
    return f"{figures}万斤" if wan else _("%(amount)s jin") % {"amount": figures}


@register.filter
def month_short(month: date) -> str:
    """Says a month as it stands above a column: 3月, Mar."""
    return f"{month.month}月" if (get_language() or "").startswith("zh") else date_format(month, "M")


@register.filter
def fullness(cell: Cell) -> str:
    """Says how full a month is, in words: what the colour says too."""
    if cell.times is None:
        return _("nobody known takes it") if cell.grams else _("nothing announced")
    if cell.times > 999:
        return _("more than ten times what is taken")
    return _("%(share)s of what is taken") % {"share": f"{cell.times}%"}
