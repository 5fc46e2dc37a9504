"""How much somebody says there will be: exact or rough, "两百多万斤", "三四千斤", "1.5吨", or a bare number of jin."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from huiyin.core.errors import Invalid
from huiyin.language.numbers import number_in, weight_in
from huiyin.market.weights import GRAMS, MOST


@dataclass(frozen=True, slots=True)
class Amount:
    """Grams from–to, and the figure the words name; `words` as they were typed."""

    low: int
    high: int
    said: int
    words: str


def amount_in(text: str, field: str = "amount") -> Amount:
    """Gives what a text says. Raises Invalid with the field where it names no weight, or one beyond any harvest."""
    words = " ".join(text.split())[:60]
    weight, number = weight_in(words), number_in(words)
    if weight is not None:
        low, high, said = weight.from_grams, weight.to_grams, weight.said_grams
    elif number is not None:
        low, high, said = (round(one * GRAMS["jin"]) for one in (number.low, number.high, number.said))
    else:
        low = high = said = 0
    if not 1 <= said <= MOST:
        raise Invalid(_("Write how much, like 200斤, 1.5吨 or 30 kg."), field=field)
    return Amount(max(0, low), min(max(high, said), MOST), said, words)
