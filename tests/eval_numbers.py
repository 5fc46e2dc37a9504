"""./dev eval numbers [--data DIR]: how much of others' numerals and amounts is read right. Lists what is not; the last line is JSON.

cn2an's cases are taken both ways: what it reads must be read as a whole with its value, what it writes must be read back, and in its
sentences the numbers must be those of the Arabic side. What it refuses must not be read as one number; what only its strict mode
refuses (一一, 百十一: its normal mode reads such) must at least be told to be written short.
JioNLP's amounts are right with the same currency, the same number or range to the fen, and the same kind (exact, about, at most, at least).
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import time
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from huiyin.language.numbers import Number, money_in, number_in, numbers_in, price_in, quantities_in, weight_in  # noqa: E402
from huiyin.language.numbers.units import CODES, currency  # noqa: E402

_ARABIC = re.compile(r"(-?)(\d+(?:\.\d+)?)(?:/(\d+))?(%?)")
_RANGE = re.compile(r"\d-\d")
Counted = tuple[int, int, list[str]]
Case = tuple[str, str]  # what was tried, and why it is wrong ("" where it is right)


def _near(ours: Fraction, theirs: float | str) -> bool:
    """Their values are floating point: fifteen figures are compared."""
    other = Fraction(str(theirs))
    return abs(ours - other) <= abs(other) / 10**14


def _whole(text: str) -> Number | None:
    """The number that the whole text writes, or None."""
    number = number_in(text)
    return number if number is not None and number.words == text else None


def _reads(text: str, expected: float | str) -> Case:
    number, amount = _whole(text), money_in(text)
    said = number.said if number else amount.said if amount and amount.words == text else None
    return text, "" if said is not None and _near(said, expected) else f"{None if said is None else float(said)}, not {expected}"


def _refuses(text: str, strict: bool) -> Case:
    number, amount = _whole(text), money_in(text)
    read = (number is not None and not (strict and number.short)) or (number is None and amount is not None and amount.words == text)
    return text, "read, and is no number" if read else ""


def _arabic(text: str) -> list[Fraction]:
    found = []
    for sign, figures, below, share in _ARABIC.findall(_RANGE.sub(lambda r: r.group().replace("-", " "), text)):
        found.append(Fraction(f"{sign}{figures}") / Fraction(below or 1) / (100 if share else 1))
    return found


def _ours(text: str) -> list[Fraction]:
    """The numbers that are read in a sentence; a range is its two ends."""
    ours: list[Fraction] = []
    for number in numbers_in(text):
        ends = number.low != number.high and re.search("[-到至]", number.words[1:])
        ours += [number.low, number.high] if ends else [number.said]
    return ours


def _sentence(text: str, arabic: str, direct: bool) -> Case:
    """The numbers of a sentence are those that its Arabic side writes, or reads: the direct mode leaves what is counted in Chinese."""
    ours, theirs = _ours(text), _ours(arabic) if direct else _arabic(arabic)
    return text, "" if ours == theirs else f"{[float(n) for n in ours]}, not as in {arabic}"


def _cn2an_cases(sets: dict[str, list[Any]]) -> Iterator[Case]:
    for name, rows in sets.items():
        for row in rows:
            if "error" in name:
                if isinstance(row, str):  # a float there is too large to write, which says nothing about reading
                    yield _refuses(row, "strict" in name)
            elif name.startswith("an2cn"):
                value, forms = row[0], [row[1]] if isinstance(row[1], str) else row[1]
                wrong = [why for at, form in enumerate(forms) if (why := _written(value, form, at == 2))]
                yield str(row), "; ".join(wrong)
            elif name.startswith("transform"):
                chinese, arabic = (row[1], row[0]) if "strict" in name or "an2cn" in name else (row[0], row[1])
                yield _sentence(chinese, arabic, "direct" in name)
            else:
                yield _reads(row[0], row[1])


def _written(value: float, form: str, cheque: bool) -> str:
    """A cheque knows fen and no less, cut off."""
    cents = Fraction(int(Fraction(str(value)) * 100), 100)
    return _reads(form, str(float(cents)) if cheque else str(value))[1]


def cn2an(data: Path) -> Counted:
    """Gives right, all, and the failures: every case of cn2an."""
    cases = list(_cn2an_cases(json.loads((data / "numbers/cn2an_cases.json").read_text("utf-8"))))
    wrong = [f"cn2an: {text}: {why}" for text, why in cases if why]
    return len(cases) - len(wrong), len(cases), wrong


_KINDS = {"": "accurate", "least": "blur+", "most": "blur-"}


def _code(name: str) -> str:
    return CODES.get(name) or currency(name, 0)[0]


def jionlp(data: Path) -> Counted:
    """Gives right, all, and the failures: every amount of JioNLP."""
    cases = json.loads((data / "numbers/jionlp_money_cases.json").read_text("utf-8"))
    wrong = []
    for case in cases:
        expected, money = case["expected"], money_in(case["text"])
        if money is None:
            wrong.append(f"jionlp: {case['text']}: nothing")
            continue
        kind = "blur" if money.rough and not money.bound else _KINDS[money.bound]
        numbers = [money.low, money.high] if isinstance(expected["num"], list) else [money.said]
        theirs = expected["num"] if isinstance(expected["num"], list) else [expected["num"]]
        same = all(abs(ours - Fraction(other)) < Fraction(1, 100) for ours, other in zip(numbers, theirs, strict=True))
        if not same or money.currency != _code(expected["case"]) or kind != expected["definition"]:
            wrong.append(f"jionlp: {case['text']}: {[float(n) for n in numbers]} {money.currency} {kind}, not {expected}")
    return len(cases) - len(wrong), len(cases), wrong


def _supported(path: Path) -> list[dict[str, Any]]:
    cases = json.loads(path.read_text("utf-8-sig"))
    return [c for c in cases if "python" not in (c.get("NotSupported", "") + c.get("NotSupportedByDesign", "")).lower()]


def recognizers(data: Path) -> Counted:
    """Gives right, all, and the failures: the number cases of Recognizers-Text that are not marked unsupported for Python."""
    cases = _supported(data / "time/recognizers-text/Number/NumberModel.json")
    wrong = []
    for case in cases:
        ours = [n.said for n in numbers_in(case["Input"])]
        theirs = [float(r["Resolution"]["value"]) for r in case["Results"]]
        if len(ours) != len(theirs) or any(abs(float(a) - b) > 1e-12 * max(1, abs(b)) for a, b in zip(ours, theirs, strict=True)):
            wrong.append(f"recognizers: {case['Input']}: {[float(n) for n in ours]}, not {theirs}")
    return len(cases) - len(wrong), len(cases), wrong


_UNITS = {"Jin": "jin", "Kilogram": "kg", "Gram": "g", "Ton": "t", "Liang": "liang"}


def with_units(data: Path) -> Counted:
    """Gives right, all, and the failures: weights and amounts of Recognizers-Text, of the units that are read here."""
    wrong, count = [], 0
    folder = data / "time/recognizers-text/NumberWithUnit"
    for case in [c for path in sorted(folder.glob("[CD]*Model.json")) for c in _supported(path)]:
        ours = [(q.unit, float(q.number.said)) for q in quantities_in(case["Input"])]
        for result in case["Results"]:
            said = result["Resolution"]
            unit = _UNITS.get(said["unit"]) or said.get("isoCurrency")
            if unit and said["value"]:
                count += 1
                if (unit, float(said["value"])) not in ours:
                    wrong.append(f"with units: {case['Input']}: {ours}, not {said['value']} {unit}")
    return count - len(wrong), count, wrong


def speed(data: Path) -> float:
    """Gives milliseconds a text, for a number, a weight and a price each."""
    if not (path := data / "numbers/jionlp_money_cases.json").exists():
        return 0.0
    texts = [c["text"] for c in json.loads(path.read_text("utf-8"))]
    best = 9.0
    for _ in range(5):
        begun = time.process_time()
        for text in texts:
            number_in(text), weight_in(text), price_in(text)
        best = min(best, (time.process_time() - begun) / max(1, len(texts)) * 1000)
    return round(best, 4)


def _figures(data: Path) -> Iterator[tuple[str, float | int]]:
    where = (
        ("cn2an", cn2an, "numbers/cn2an_cases.json"), ("jionlp", jionlp, "numbers/jionlp_money_cases.json"),
        ("recognizers", recognizers, "time/recognizers-text/Number/NumberModel.json"),
        ("with_units", with_units, "time/recognizers-text/NumberWithUnit/DimensionModel.json"),
    )  # fmt: skip
    measures = [(name, measure) for name, measure, path in where if (data / path).exists()]
    for name, measure in measures:
        right, count, wrong = measure(data)
        for line in wrong:
            print(line)
        yield from ((name, round(right / max(1, count), 4)), (f"{name}_right", right), (f"{name}_count", count))
    yield "ms_a_text", speed(data)


def main() -> int:
    """Prints every failure and, last, the figures."""
    parser = argparse.ArgumentParser(prog="./dev eval numbers", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--data", type=Path, default=ROOT / "../shared/data", help="the truth tables (default ../shared/data)")
    data = parser.parse_args().data
    if not (data / "numbers").is_dir():
        print(f"There are no numbers at {data}.", file=sys.stderr)
        return 2
    print(json.dumps(dict(_figures(data))))
    return 0


if __name__ == "__main__":
    sys.exit(main())
