"""Amounts and months as the calendar says them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django import template
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from huiyin.outlook.queries import Cell

register = template.Library()
JIN = 500  # grams
WAN = 10_000


@register.filter
def jin(grams: int | None) -> str:
    """Says grams in jin, in ten thousands of them from there on: 200 万斤, 3,200 斤."""
    amount = Decimal(grams or 0) / JIN
    if amount >= WAN:
        short = f"{amount / WAN:,.1f}".removesuffix(".0")
        return pgettext("tens of thousands", "%(n)s×10,000 jin") % {"n": short}
    return _("%(amount)s jin") % {"amount": f"{amount:,.0f}"}


@register.filter
def month_words(month: date) -> str:
    """Says a month: 2027年3月."""
    return date_format(month, "YEAR_MONTH_FORMAT")


@register.filter
def fullness(cell: Cell) -> str:
    """Says how full a month is, in words: what the colour says too."""
    if cell.times is None:
        return _("nobody known takes it") if cell.grams else _("nothing announced")
    if cell.times > 999:
        return _("more than ten times what is taken")
    return _("%(share)s of what is taken") % {"share": f"{cell.times}%"}
