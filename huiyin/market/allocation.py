"""Who keeps how much when there is less than was promised: three named rules, to the gram. Pure: no database, no clock.

Whoever said "all or nothing" stays whole or is released whole; whoever takes a part gets at least their least, or nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Claim:
    """What somebody was promised. `place`: their place in time; `least`: the least they take, where a part is fine (`whole` False)."""

    id: int
    grams: int
    place: int
    whole: bool = False
    least: int = 0


def allocate(available: int, claims: Sequence[Claim], rule: str) -> dict[int, int]:
    """Gives how many grams each keeps, by the claim's id. Takes what there is, and "time", "pro_rata" or "smallest".

    Never more than there is, nor more than was claimed. Raises KeyError for another rule, ValueError for a negative amount.
    """
    if available < 0:
        raise ValueError("less than nothing cannot be shared")
    if sum(claim.grams for claim in claims) <= available:
        return {claim.id: claim.grams for claim in claims}
    return RULES[rule](available, claims)


def _by_time(available: int, claims: Sequence[Claim]) -> dict[int, int]:
    """First come, first served; who does not fit is passed, and what is left goes to the next."""
    return _in_turn(available, sorted(claims, key=lambda claim: claim.place))


def _smallest(available: int, claims: Sequence[Claim]) -> dict[int, int]:
    """The smallest first: as many as can be are served. Of equals the earlier."""
    return _in_turn(available, sorted(claims, key=lambda claim: (claim.grams, claim.place)))


def _in_turn(available: int, claims: Sequence[Claim]) -> dict[int, int]:
    kept = {claim.id: 0 for claim in claims}
    for claim in claims:
        grams = min(available, claim.grams)
        if grams == claim.grams or (not claim.whole and grams >= max(1, min(claim.least, claim.grams))):
            kept[claim.id] = grams
            available -= grams
    return kept


def _pro_rata(available: int, claims: Sequence[Claim]) -> dict[int, int]:
    """Everybody bears the same part of the loss.

    Those who take all or nothing have together what they would have under it, and are kept whole by time as far as that reaches; the
    others share the rest. What they cannot use goes to further whole ones, by time.
    """
    whole = sorted((claim for claim in claims if claim.whole), key=lambda claim: claim.place)
    parts = [claim for claim in claims if not claim.whole]
    total = sum(claim.grams for claim in claims)
    kept = _in_turn(available * sum(claim.grams for claim in whole) // total, whole)
    kept |= _with_least(available - sum(kept.values()), parts)
    left = available - sum(kept.values())
    return kept | _in_turn(left, [claim for claim in whole if not kept[claim.id]]) | {pk: grams for pk, grams in kept.items() if grams}


def _with_least(available: int, claims: Sequence[Claim]) -> dict[int, int]:
    """Shares among those who take a part. Who would get less than their least is released, the latest of them first, and the others
    share anew."""
    sharing = sorted(claims, key=lambda claim: claim.place)
    while True:
        shares = largest_remainder(available, {claim.id: claim.grams for claim in sharing})
        short = [claim for claim in sharing if shares[claim.id] < min(claim.least, claim.grams)]
        if not short:
            return {claim.id: shares.get(claim.id, 0) for claim in claims}
        sharing.remove(short[-1])


def largest_remainder(available: int, weights: Mapping[int, int]) -> dict[int, int]:
    """Shares an amount by weight; nobody gets more than their weight, and the sum is exact: min(available, all weights).

    What is left after rounding down goes, a gram each, to the largest remainders; of equals to the earlier in the mapping.
    """
    total = sum(weights.values())
    available = min(available, total)
    if not total:
        return dict.fromkeys(weights, 0)
    shares = {pk: available * weight // total for pk, weight in weights.items()}
    order = sorted(weights, key=lambda pk: -(available * weights[pk] % total))
    for pk in order[: available - sum(shares.values())]:
        shares[pk] += 1
    return shares


def greedy(grams: int, free: Iterable[tuple[int, int]]) -> dict[int, int]:
    """Takes an amount from stocks, the fullest first: as few producers as can be in one order. Takes (id, free grams) of each.

    Raises ValueError where all together have less.
    """
    taken = {}
    for pk, has in sorted(free, key=lambda one: (-one[1], one[0])):
        if grams and has > 0:
            taken[pk] = min(grams, has)
            grams -= taken[pk]
    if grams:
        raise ValueError("more than there is")
    return taken


RULES: dict[str, Callable[[int, Sequence[Claim]], dict[int, int]]] = {"time": _by_time, "pro_rata": _pro_rata, "smallest": _smallest}
