"""./dev eval triage [--data DIR] [--test FILE]: how well topics are proposed. Lists the topics' own figures; the last line is JSON.

Five folds, near-duplicates never on both sides; with --test FILE it learns from all of DIR and is tried on FILE. The learner begins with
the product's own words (topics.py), brought under the table's topics by OURS.
"""

from __future__ import annotations

import argparse
import csv
import json
import random
import sys
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from zlib import crc32

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from huiyin.language.triage import TOPICS, Case, Triage, to_bytes  # noqa: E402

FOLDS = 5
CURVE = (0, 100, 1000)
#: Under which topic of the table our words stand, by the bureau that answers there; ours that it has nothing for are left out.
OURS = {
    "城乡建设": ("housing", "city", "land", "water", "utilities", "safety"),
    "劳动和社会保障": ("labour",),
    "教育文体": ("education",),
    "商贸旅游": ("market", "culture"),
    "环境保护": ("environment",),
    "卫生计生": ("health",),
    "交通运输": ("transport",),
}
Row = dict[str, str]


def read(path: Path) -> list[Row]:
    """Gives the rows of a table."""
    csv.field_size_limit(10_000_000)
    with path.open(encoding="utf-8", newline="") as table:
        return list(csv.DictReader(table))


def folded(rows: Sequence[Row]) -> list[int]:
    """Gives the fold of each row: groups stay together, folds are of one size."""
    sizes = Counter(row.get("group") or row["key"] for row in rows)
    full, at = [0] * FOLDS, {}
    for group, size in sorted(sizes.items(), key=lambda item: (-item[1], crc32(item[0].encode()))):
        at[group] = full.index(min(full))
        full[at[group]] += size
    return [at[row.get("group") or row["key"]] for row in rows]


def begun(topics: Sequence[str]) -> Triage:
    """Gives a learner that knows the table's topics by our words alone."""
    ours = {topic.key: topic.words for topic in TOPICS}
    triage = Triage(topics)
    triage.seed_all({topic: [word for key in OURS[topic] for word in ours[key]] for topic in topics if topic in OURS})
    return triage


def case(row: Row) -> Case:
    """Gives a row as a decided case."""
    return Case(row["label"], row["detail"], row["title"])


class Tally:
    """What was proposed beside what is true."""

    def __init__(self) -> None:
        self.pairs: list[tuple[str, str, float]] = []

    def add(self, truth: str, triage: Triage, text: str, title: str) -> None:
        """Takes one case and what it really is."""
        proposal = triage.propose(text, title, sure=0.0)
        self.pairs.append((truth, proposal.topic or "", proposal.certainty))

    def f1(self) -> dict[str, float]:
        """Gives F1 by topic."""
        right = Counter(truth for truth, said, _ in self.pairs if truth == said)
        there, told = Counter(truth for truth, _, _ in self.pairs), Counter(said for _, said, _ in self.pairs)
        return {topic: 2 * right[topic] / (there[topic] + told[topic]) for topic in sorted(there)}

    def macro(self) -> float:
        """Gives the mean of the topics' F1."""
        return round(sum(self.f1().values()) / max(1, len(self.f1())), 4)

    def accuracy(self, coverage: float = 1.0) -> float:
        """Gives how many of those it is surest of are right."""
        surest = sorted(self.pairs, key=lambda pair: -pair[2])[: max(1, round(coverage * len(self.pairs)))]
        return round(sum(truth == said for truth, said, _ in surest) / len(surest), 4)

    def calibration_error(self) -> float:
        """Gives by how much certainty and truth differ on average (expected calibration error, ten bins)."""
        bins: dict[int, list[tuple[float, bool]]] = {}
        for truth, said, sure in self.pairs:
            bins.setdefault(min(9, int(sure * 10)), []).append((sure, truth == said))
        apart = sum(abs(sum(s for s, _ in b) - sum(r for _, r in b)) for b in bins.values())
        return round(apart / len(self.pairs), 4)

    def answered(self, sure: float) -> tuple[float, float]:
        """Gives how many are given a topic when it must be so sure, and how many of these are right."""
        said = [truth == topic for truth, topic, certainty in self.pairs if certainty >= sure]
        return round(len(said) / len(self.pairs), 4), round(sum(said) / max(1, len(said)), 4)


def curve(learned_from: Sequence[Row], tried_on: Sequence[Row], topics: Sequence[str]) -> dict[str, float]:
    """Gives macro-F1 after so many decisions, each learned once, as they come: the first days."""
    order = list(learned_from)
    random.Random(7).shuffle(order)
    triage, told, at = begun(topics), {}, 0
    for size in CURVE:
        for row in order[at:size]:
            triage.learn(case(row))
        at = size
        tally = Tally()
        for row in tried_on:
            tally.add(row["label"], triage, row["detail"], row["title"])
        told[str(size)] = tally.macro()
    return told


def speed(triage: Triage, rows: Sequence[Row]) -> float:
    """Gives milliseconds of the processor a proposal, with its reasons; the best of several runs."""
    best, some = 99.0, rows[:300]
    for _ in range(7):
        began = time.process_time()
        for row in some:
            triage.propose(row["detail"], row["title"])
        best = min(best, (time.process_time() - began) / len(some) * 1000)
    return round(best, 3)


def main() -> int:
    """Prints figures by topic and, last, the JSON."""
    parser = argparse.ArgumentParser(prog="./dev eval triage", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--data", type=Path, default=ROOT / "../shared/data", help="the truth tables (default ../shared/data)")
    parser.add_argument("--test", type=Path, help="a table to be tried on, after learning from all of DIR")
    given = parser.parse_args()
    source = next((p for p in (given.data / "triage/messages.csv", given.data / "messages.csv", given.data) if p.is_file()), None)
    if source is None:
        print(f"There is no messages.csv at {given.data}.", file=sys.stderr)
        return 2
    rows = read(source)
    if given.test:
        splits = [(rows, read(given.test))]
    else:
        folds = folded(rows)
        splits = [
            ([r for r, f in zip(rows, folds, strict=True) if f != k], [r for r, f in zip(rows, folds, strict=True) if f == k])
            for k in range(FOLDS)
        ]
    topics = sorted({row["label"] for row in rows})
    both, titles, curves, training = Tally(), Tally(), [], 0.0
    for learned_from, tried_on in splits:
        triage = begun(topics)
        began = time.process_time()
        triage.train([case(row) for row in learned_from])
        training += time.process_time() - began
        for row in tried_on:
            both.add(row["label"], triage, row["detail"], row["title"])
            titles.add(row["label"], triage, "", row["title"])
        curves.append(curve(learned_from, tried_on, topics))
    for topic, value in both.f1().items():
        print(f"{topic}: F1 {value:.4f}")
    print(f"With certainty ≥ 0.6 a topic is proposed for, and right of these: {both.answered(0.6)}; ≥ 0.9: {both.answered(0.9)}")
    figures = {
        "macro_f1": both.macro(),
        "macro_f1_titles": titles.macro(),
        "accuracy": both.accuracy(),
        "accuracy_at_80": both.accuracy(0.8),
        "calibration_error": both.calibration_error(),
        "ms_per_case": speed(triage, tried_on),
        "mb": round(max(triage.megabytes, len(to_bytes(triage)) / 1e6), 2),
        "mb_stored": round(len(to_bytes(triage)) / 1e6, 2),
        "learning_curve": {size: round(sum(c[size] for c in curves) / len(curves), 4) for size in map(str, CURVE)},
        "seconds_training": round(training / len(splits), 1),
        "cases": len(both.pairs),
    }
    print(json.dumps(figures))
    return 0


if __name__ == "__main__":
    sys.exit(main())
