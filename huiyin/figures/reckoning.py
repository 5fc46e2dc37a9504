"""The figures of a file of lines: the same for the page, the command and whoever writes their own. Whole numbers only. Pure Python."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field

from huiyin.figures.formula import FORMULAS, USUAL, Formula
from huiyin.figures.lines import NO, YES, Line

QUESTIONS = ("answered", "solved", "satisfied")
#: Days from registering to the first answer: from, to (nothing: and more).
SPANS: tuple[tuple[int, int | None], ...] = (
    (0, 0), (1, 1), (2, 3), (4, 5), (6, 7), (8, 10), (11, 15), (16, 30), (31, 60), (61, 90), (91, None),
)  # fmt: skip


@dataclass(frozen=True)
class Rate:
    """A rate with all it rests on. `share`: numerator of denominator with four places as text ("0.8750"), "" of nothing. Denominator,
    those not reached and the excluded are all lines, none twice; where the formula counts who was not reached, the first holds them."""

    question: str
    numerator: int
    denominator: int
    not_reached: int
    not_reached_counts: bool
    excluded: dict[str, int]
    share: str


@dataclass(frozen=True)
class Days:
    """How long it took to the first answer. `counts`: a number for each of SPANS; `half`, `nine_tenths`: within so many days so many had
    one (nearest rank; None of nothing); `in_time` of `timed` before their time was up."""

    counts: list[int]
    half: int | None
    nine_tenths: int | None
    in_time: int
    timed: int
    open: int
    overdue: int


@dataclass(frozen=True)
class Figures:
    """What a file says. `topics`, `towns`: how many lines name each, by name and not by number; "" is what was merged."""

    formula: str
    lines: int
    rates: list[Rate]
    days: Days
    reopened: int
    topics: dict[str, int] = field(default_factory=dict)
    towns: dict[str, int] = field(default_factory=dict)


def figures_of(lines: Sequence[Line], version: str = USUAL) -> Figures:
    """Gives the figures of these lines by a version of the formula. Raises KeyError for a version that is none."""
    formula = FORMULAS[version]
    return Figures(
        version, len(lines), [_rate(lines, question, formula) for question in QUESTIONS], _days(lines),
        sum(line.reopened == YES for line in lines), _counted(line.topic for line in lines), _counted(line.town for line in lines),
    )  # fmt: skip


def as_told(figures: Figures) -> dict[str, object]:
    """Gives them as plain values, for json."""
    return asdict(figures)


def _counted(values: object) -> dict[str, int]:
    counts = Counter(values)  # type: ignore[call-overload]
    return {name: counts[name] for name in sorted(counts)}


def _rate(lines: Sequence[Line], question: str, formula: Formula) -> Rate:
    said = Counter(_part(line, question, formula) for line in lines)
    yes, no, not_reached = said.pop(YES, 0), said.pop(NO, 0), said.pop("not_reached", 0)
    denominator = yes + no + (not_reached if formula.not_reached_counts else 0)
    excluded = {reason: said[reason] for reason in sorted(said)}
    return Rate(question, yes, denominator, not_reached, formula.not_reached_counts, excluded, share_of(yes, denominator))


def _part(line: Line, question: str, formula: Formula) -> str:
    """Where a line belongs: yes, no, not_reached, or the reason why it is excluded."""
    if line.outcome == "declined":
        return f"declined_{line.ground}" if line.ground else "declined"
    if line.outcome == "split":
        return "split"
    if line.outcome == "open":
        return NO if formula.overdue_counts and line.overdue == YES and question == "answered" else "open"
    if line.asked == "not_reached":
        return "not_reached"
    if line.asked != "reached":
        return "not_asked"
    word = getattr(line, question)
    return word if word in (YES, NO) else "no_word"


def share_of(part: int, whole: int) -> str:
    """Gives a share as text with four places, half of the last rounded up, by whole numbers: the same on every machine."""
    if not whole:
        return ""
    found = (20_000 * part + whole) // (2 * whole)
    return f"{found // 10_000}.{found % 10_000:04d}"


def _days(lines: Sequence[Line]) -> Days:
    days = sorted(int(line.days) for line in lines if line.days)
    counts = [sum(first <= day and (last is None or day <= last) for day in days) for first, last in SPANS]
    timed = [line for line in lines if line.in_time in (YES, NO)]
    waits = [line for line in lines if line.outcome == "open"]
    return Days(
        counts, _rank(days, 5), _rank(days, 9), sum(line.in_time == YES for line in timed), len(timed), len(waits),
        sum(line.overdue == YES for line in waits),
    )  # fmt: skip


def _rank(ordered: Sequence[int], tenths: int) -> int | None:
    return ordered[(len(ordered) * tenths + 9) // 10 - 1] if ordered else None
