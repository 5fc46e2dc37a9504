"""How much time words of duration come to, and a moment so much later or earlier."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from huiyin.language.deadlines.days import add_months
from huiyin.language.deadlines.model import Token


def amounts_of(tokens: Iterable[Token]) -> dict[str, float]:
    """Gives how much of each unit the durations among these tokens come to, in the order in which the units are named."""
    amounts: dict[str, float] = {}
    for token in tokens:
        if token.kind == "duration":
            for unit, number in token.value[0].items():
                amounts[unit] = amounts.get(unit, 0) + number
    return amounts


def grain_of(amounts: dict[str, float]) -> str:
    """Gives how exact an amount is: a year and a half to the month, a day and a half to the hour."""
    unit = next(reversed(amounts))
    finer = {"year": "month", "month": "day", "day": "hour"}
    if unit == "quarter":
        return "month"
    return finer[unit] if unit in finer and amounts[unit] % 1 else unit


def move(moment: datetime, amounts: dict[str, float], sign: int) -> datetime:
    """Gives a moment so much later or earlier; half a month is fifteen days. Raises OverflowError or ValueError out of bounds."""
    months = sign * (12 * amounts.get("year", 0) + 3 * amounts.get("quarter", 0) + amounts.get("month", 0))
    whole = int(months)
    if abs(whole) > 12 * 3000:
        raise OverflowError
    day = add_months(moment.date(), whole)
    at = datetime.combine(day, moment.time()) + timedelta(days=round((months - whole) * 30))
    return at + sign * timedelta(
        weeks=amounts.get("week", 0), days=amounts.get("day", 0), hours=amounts.get("hour", 0) + amounts.get("quarter-hour", 0) / 4,
        minutes=amounts.get("minute", 0), seconds=amounts.get("second", 0),
    )  # fmt: skip
