"""./dev eval search [--data DIR]: whether a title finds its own letter, and title and letter their answer. The last line is JSON.

MRR@10: of each question the reciprocal of the place where its own text stands among ten, on average. The same words sent
twice have one score and share a place; `…_equals_first` puts the own behind its equals.
"""

from __future__ import annotations

import argparse
import csv
import json
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from huiyin.language.ranking import Ranker  # noqa: E402


def read(path: Path) -> list[dict[str, str]]:
    """Gives the rows of a table."""
    csv.field_size_limit(10_000_000)
    with path.open(encoding="utf-8", newline="") as table:
        return list(csv.DictReader(table))


def mrr(questions: list[str], texts: list[str]) -> tuple[float, float, float]:
    """Gives MRR@10 where texts of one score share a place, MRR@10 where the own stands behind its equals, and milliseconds a question."""
    ranker = Ranker(enumerate(texts))
    total, strict, began = 0.0, 0.0, time.process_time()
    for own, question in enumerate(questions):
        hits = ranker.rank(question, len(texts))
        score = next((hit.score for hit in hits if hit.key == own), None)
        if score is not None:
            place = 1 + sum(hit.score > score for hit in hits)
            last = sum(hit.score >= score for hit in hits)
            total += 1 / place if place <= 10 else 0
            strict += 1 / last if last <= 10 else 0
    spent = (time.process_time() - began) / len(questions) * 1000
    return round(total / len(questions), 4), round(strict / len(questions), 4), round(spent, 2)


def main() -> int:
    """Prints the figures."""
    parser = argparse.ArgumentParser(prog="./dev eval search", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--data", type=Path, default=ROOT / "../shared/data", help="the truth tables (default ../shared/data)")
    given = parser.parse_args()
    folder = given.data / "triage" if (given.data / "triage").is_dir() else given.data
    figures: dict[str, float] = {}
    title, detail, answer = "留言主题", "留言详情", "答复意见"
    for name, table, asked, found in (
        ("title_detail", "stream.csv", title, detail),
        ("title_reply", "replies.csv", title, answer),
        ("detail_reply", "replies.csv", detail, answer),
    ):
        if (folder / table).is_file():
            rows = read(folder / table)
            figures[name], figures[f"{name}_equals_first"], figures[f"ms_{name}"] = mrr(
                [row[asked] for row in rows], [row[found] for row in rows]
            )
    if not figures:
        print(f"There is no stream.csv and no replies.csv at {given.data}.", file=sys.stderr)
        return 2
    print(json.dumps({"mrr_at_10": figures.get("title_detail"), **figures}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
