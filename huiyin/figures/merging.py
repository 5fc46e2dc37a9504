"""No description of a case stands in the file that fewer than five cases share: cells that are too small are merged with coarser ones, step
by step, until none is. No case is left out for it, so the figures are those of all. Pure Python."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence

from huiyin.figures.lines import DESCRIBES, Line, without
from huiyin.worktime.bounds import whole_in

LEAST = 5
Cell = tuple[str, ...]


def _quarter(line: Line) -> Line:
    year, _dash, month = line.period.partition("-")
    number = whole_in(month, 2)
    return _period(line, f"{year}-Q{(number + 2) // 3}" if number is not None else line.period)


def _year(line: Line) -> Line:
    return _period(line, line.period[:4])


def _period(line: Line, period: str) -> Line:
    told = {name: getattr(line, name) for name in line.__dataclass_fields__} | {"period": period}
    return Line(**told)


#: From the finest to the coarsest: each takes a line as registered, in its month.
STEPS: tuple[Callable[[Line], Line], ...] = (
    lambda line: line,
    _quarter,
    _year,
    lambda line: without(_year(line), "town"),
    lambda line: without(_year(line), "town", "topic"),
    lambda line: without(line, *DESCRIBES),
)


def merged(lines: Sequence[Line]) -> list[Line]:
    """Gives the lines as they are published, in an order that tells nothing. Fewer than five in all are not published: []."""
    if len(lines) < LEAST:
        return []
    kept: list[tuple[int, list[Line]]] = []  # which step a cell was kept at, and its lines as they came
    rest = list(lines)
    for number, step in enumerate(STEPS):
        cells: defaultdict[Cell, list[Line]] = defaultdict(list)
        for line in rest:
            cells[cell_of(step(line))].append(line)
        kept += [(number, cell) for cell in cells.values() if len(cell) >= LEAST]
        rest = [line for cell in cells.values() if len(cell) < LEAST for line in cell]
    rest += _lent(kept, LEAST - len(rest)) if rest else []
    kept += [(len(STEPS) - 1, rest)] if rest else []
    return sorted(STEPS[number](line) for number, cell in kept for line in cell)


def _lent(kept: list[tuple[int, list[Line]]], missing: int) -> list[Line]:
    """Too few are left for a cell of their own: cells that can spare some lend them, the coarsest first; else one joins them whole."""
    lent: list[Line] = []
    for _number, cell in sorted(kept, key=lambda one: (-one[0], min(one[1]))):
        cell.sort()
        while len(lent) < missing and len(cell) > LEAST:
            lent.append(cell.pop())
    if len(lent) < missing:
        number, cell = max(kept, key=lambda one: (one[0], min(one[1])))
        kept.remove((number, cell))
        lent += cell
    return lent


def cell_of(line: Line) -> Cell:
    """Gives what describes a case of a line."""
    return tuple(getattr(line, name) for name in DESCRIBES)
