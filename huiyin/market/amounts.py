"""How much somebody typed: "200斤", "两百多斤", "1.5吨", or a bare number in the listing's unit."""

from __future__ import annotations

from fractions import Fraction

from django.utils.translation import gettext_lazy as _

from huiyin.core.errors import Invalid
from huiyin.language.numbers import money_in, number_in, weight_in
from huiyin.market.weights import GRAMS, MOST


def grams_in(text: str, unit: str, field: str = "grams") -> int:
    """Gives grams, to the nearest. What is rough counts as the figure that was said: 两百多斤 is 200 jin. Raises Invalid."""
    text = text.strip()[:60]
    weight = weight_in(text)
    if weight is not None:
        grams = weight.said_grams
    else:
        number = number_in(text)
        grams = round(number.said * GRAMS[unit]) if number is not None else 0
    if not 1 <= grams <= MOST:
        raise Invalid(_("Write how much, like 200斤, 1.5吨 or 30 kg."), field=field)
    return int(grams)


def grams_or_none(text: str, unit: str, field: str) -> int | None:
    """As `grams_in`; None where nothing is typed."""
    return grams_in(text, unit, field) if text.strip() else None


def fen_in(text: str, field: str) -> int | None:
    """Gives a sum in fen, None where nothing is typed. Takes "6.5", "6块5", "13元". Raises Invalid."""
    text = text.strip()[:40]
    if not text:
        return None
    money = money_in(text)
    number = number_in(text) if money is None else None
    said = money.said if money is not None else number.said if number is not None else Fraction(-1)
    if not 0 <= said <= 10**7:
        raise Invalid(_("Write the sum in yuan, like 6.5."), field=field)
    return round(said * 100)
