"""Weights as people say them, and grams as they are kept. Pure."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

GRAMS = {"jin": 500, "kg": 1000, "t": 1_000_000}
#: More than any harvest: what is larger was typed wrong. Far below what 64 bits hold, so that no sum overflows.
MOST = 10**13


def in_unit(grams: int, unit: str) -> str:
    """Gives an amount in jin, kg or t without needless zeros: 12345678 g in kg is "12345.678"."""
    text = f"{Decimal(grams) / GRAMS[unit]:.6f}"
    return text.rstrip("0").rstrip(".")


def said_about(grams: int, unit: str) -> str:
    """Gives an amount for a picture of the whole: from a hundred on without what lies behind the point, 126,978."""
    amount = Decimal(grams) / GRAMS[unit]
    return f"{amount:,.0f}" if amount >= 100 else in_unit(grams, unit)


def to_grams(amount: Decimal, unit: str) -> int:
    """Gives grams, to the nearest. Takes an amount in jin, kg or t."""
    return int((amount * GRAMS[unit]).to_integral_value(ROUND_HALF_UP))


def price_of(grams: int, fen: int, unit: str) -> int:
    """Gives what an amount costs in fen, to the nearest. Takes the price of one jin, kg or t."""
    return int((Decimal(grams) * fen / GRAMS[unit]).to_integral_value(ROUND_HALF_UP))
