"""An address to the division it lies in, within the deployment's own tree.

Every name that stands in the address is evidence for its division and for all that lie below it; a division gets the sum along its line to
the top. So a province may be missing, a district may stand alone, and a town tells its county. Names that go on as a road's (上海路) hardly
count, short forms only where they stand in line with others.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from math import exp

from huiyin.language.folding import fold
from huiyin.language.places.names import SHORT, WHOLE, Division, forms, is_shelf

LENGTH = 120  # characters of an address that are read
DEEPEST = 40  # divisions from one to the top, itself among them: no county has more than six, and every one of them is weighed for each
MOST_FOR_SLIPS = 6000  # divisions: in a larger tree only the upper levels are looked for with one wrong character
SLIP = 1.3
_LONGEST = 16
_FAR = 30
_BY_ROAD = 0.12
_LOOSE = 0.35
_ROADS = ("路", "街", "大道", "大街", "巷", "弄", "高速", "公路", "国道", "支路", "胡同", "桥", "商会", "大厦", "宾馆", "饭店", "银行")
_SHARP = 1.6
_BEFORE = 0.4


@dataclass(frozen=True, slots=True)
class Candidate:
    """A division an address may lie in: its code, its names from the top down, and how sure that is."""

    code: str
    path: tuple[str, ...]
    certainty: float


@dataclass(frozen=True, slots=True)
class _Match:
    start: int
    end: int
    node: int
    weight: float


class Gazetteer:
    """A tree of divisions, made once and asked often."""

    def __init__(self, divisions: Iterable[Division], home: str = "") -> None:
        """Takes the tree, and the code of the division at home: of equals what lies in it comes first."""
        self.divisions = list(divisions)
        by_code = {division.code: at for at, division in enumerate(self.divisions)}
        self._parents = [by_code.get(division.parent, -1) for division in self.divisions]
        self._lines = [self._line(at) for at in range(len(self.divisions))]
        self._home = by_code.get(home, -1)
        self._forms: dict[str, list[tuple[int, float]]] = defaultdict(list)
        for at, division in enumerate(self.divisions):
            best: dict[str, float] = {}
            for name, weight in forms(division):
                key = fold(name)[:_LONGEST]
                if len(key) > 1:
                    best[key] = max(weight, best.get(key, 0.0))
            for key, weight in best.items():
                self._forms[key].append((at, weight))
        self._lengths = sorted({len(name) for name in self._forms}, reverse=True)
        self._slips = self._with_slips()

    def find(self, address: str, most: int = 5) -> list[Candidate]:
        """Gives the divisions an address may lie in, likeliest first; [] where it names none. Takes any text."""
        read = "".join(fold(address[: 2 * LENGTH]).split())[:LENGTH]
        matches = self._matches(read) or self._slipped(read)
        if not matches:
            return []
        scores = self._scores(matches)
        order = sorted(scores, key=lambda node: (-scores[node], len(self._lines[node]), self.divisions[node].code))[: most * 4]
        shares = [exp(_SHARP * (scores[node] - scores[order[0]])) for node in order]
        total = sum(share for node, share in zip(order, shares, strict=True) if not self._above(node, order[0]))
        return [
            Candidate(self.divisions[node].code, self._path(node), round(share / max(1.0, total), 4))
            for node, share in zip(order[:most], shares, strict=False)
        ]

    def _line(self, at: int) -> tuple[int, ...]:
        line: list[int] = []
        while at >= 0 and at not in line and len(line) < DEEPEST:  # a tree that bites its own tail ends there
            line.append(at)
            at = self._parents[at]
        return tuple(line)

    def _above(self, upper: int, lower: int) -> bool:
        return upper != lower and upper in self._lines[lower]

    def _path(self, node: int) -> tuple[str, ...]:
        return tuple(self.divisions[at].name for at in reversed(self._lines[node]) if not is_shelf(self.divisions[at]))

    def _matches(self, read: str) -> list[_Match]:
        """Gives what stands in the address: no name within a longer one (吉县 in 安吉县), and of two addresses in one the second."""
        spans: list[tuple[int, int]] = []
        covered = 0
        for start in range(len(read)):
            for length in self._lengths:
                name = read[start : start + length]
                if len(name) == length and name in self._forms and start + length > covered:
                    covered = start + length
                    spans.append((start, covered))
        begin = self._begins_anew(read, spans)
        found: list[_Match] = []
        ends = {0, begin}
        for start, end in spans:
            by_road = read.startswith(_ROADS, end)
            in_line = start in ends
            if in_line and not by_road:
                ends.add(end)
            for node, weight in self._forms[read[start:end]]:
                weight *= _BY_ROAD if by_road else 1.0 if in_line or weight > SHORT else _LOOSE
                found.append(_Match(start, end, node, weight * _place(start - begin)))
        return found

    def _begins_anew(self, read: str, spans: list[tuple[int, int]]) -> int:
        """Where the address proper begins: at the last whole name of a division of the top that has others behind it."""
        tops = [
            start
            for start, end in spans[:-1]
            for node, weight in self._forms[read[start:end]]
            if weight == WHOLE and self._parents[node] < 0 and not read.startswith(_ROADS, end)
        ]
        return tops[-1] if tops else 0

    def _scores(self, matches: list[_Match]) -> dict[int, float]:
        """Sums the best evidence for each division along its line. A word counts for one of them; what stands after what
        lies in it counts less."""
        best: dict[int, _Match] = {}
        for match in matches:
            if match.node not in best or match.weight > best[match.node].weight:
                best[match.node] = match
        scores: dict[int, float] = {}
        for node, own in best.items():
            score, below, used = own.weight, own.start, {own.start}
            for upper in self._lines[node][1:]:
                if upper in best and best[upper].start not in used:
                    above = best[upper]
                    score += above.weight * (1.0 if above.start <= below else 0.4)
                    below = min(below, above.start)
                    used.add(above.start)
                if upper == self._home:
                    score += 0.5
            scores[node] = score
        return scores

    def _with_slips(self) -> dict[str, list[int]]:
        """Names of three characters and more with one of them left open."""
        few = len(self.divisions) <= MOST_FOR_SLIPS
        slips: dict[str, list[int]] = defaultdict(list)
        for at, division in enumerate(self.divisions):
            name = fold(division.name)
            if 3 <= len(name) <= _LONGEST and not is_shelf(division) and (few or len(self._lines[at]) <= 3):
                for place in range(len(name)):
                    slips[f"{name[:place]}?{name[place + 1 :]}"].append(at)
        return slips

    def _slipped(self, read: str) -> list[_Match]:
        """Where no name stands as it should: one character of a name may be wrong."""
        found: list[_Match] = []
        for start in range(min(len(read), _FAR)):
            for length in (length for length in self._lengths if 3 <= length <= len(read) - start):
                name = read[start : start + length]
                for place in range(length):
                    nodes = self._slips.get(f"{name[:place]}?{name[place + 1 :]}", ())
                    found += [_Match(start, start + length, node, SLIP * length / 3) for node in nodes]
        return found


def _place(after: int) -> float:
    """How much a name counts by where it stands: before the address proper, at its head, or far behind."""
    return _BEFORE if after < 0 else 1.0 if after < _FAR // 2 else 0.6 if after < _FAR else 0.3
