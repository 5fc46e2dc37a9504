"""./dev eval search [--data DIR] [--fit]: whether a title finds its own letter, and title and letter their answer. The last line is JSON.

MRR@10: of each question the reciprocal of the place where its own text stands among ten, on average. The same words sent
twice have one score and share a place; `…_equals_first` puts the own behind its equals. With --fit the weights of ranking are learned
anew first (fit_search.py): MRR@10 of each half by what the other teaches is told, and what both teach is written.
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

from huiyin.language.ranking import Ranker, Texts  # noqa: E402
from huiyin.language.ranking.weights import weights  # noqa: E402
from tests import fit_search  # noqa: E402

TITLE, DETAIL, ANSWER = "留言主题", "留言详情", "答复意见"
#: What is measured: its name, its table, what asks, what is found, and of which kind that is.
TASKS = (
    ("title_detail", "stream.csv", TITLE, DETAIL, Texts.LETTERS),
    ("title_reply", "replies.csv", TITLE, ANSWER, Texts.ANSWERS),
    ("detail_reply", "replies.csv", DETAIL, ANSWER, Texts.ANSWERS),
)


def read(path: Path) -> list[dict[str, str]]:
    """Gives the rows of a table."""
    csv.field_size_limit(10_000_000)
    with path.open(encoding="utf-8", newline="") as table:
        return list(csv.DictReader(table))


def mrr(questions: list[str], texts: list[str], of: Texts) -> tuple[float, float, float]:
    """Gives MRR@10 where texts of one score share a place, MRR@10 where the own stands behind its equals, and milliseconds a question."""
    ranker = Ranker(enumerate(texts), of)
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


def fit(folder: Path) -> None:
    """Learns the weights anew and writes them; tells what each half of a table gains by what the other teaches."""
    seen: dict[tuple[Texts, bool], list[fit_search.Look]] = {}
    for name, table, asks, found, of in TASKS:
        rows = read(folder / table)
        for by_letter, looks in fit_search.looks([row[asks] for row in rows], [row[found] for row in rows], of).items():
            if of is Texts.LETTERS and by_letter:
                continue
            seen.setdefault((of, by_letter), []).extend(looks)
            if looks:
                even, odd = fit_search.halves(looks)
                print(f"{name} asked by {'letters' if by_letter else 'words'}: {len(looks)} rows, even {even}, odd {odd}")
    fit_search.write({key: fit_search.Learned(looks) for key, looks in seen.items()})
    weights.cache_clear()


def main() -> int:
    """Prints the figures."""
    parser = argparse.ArgumentParser(prog="./dev eval search", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--data", type=Path, default=ROOT / "../shared/data", help="the truth tables (default ../shared/data)")
    parser.add_argument("--fit", action="store_true", help="learn the weights of ranking from these tables, and write them")
    given = parser.parse_args()
    folder = given.data / "triage" if (given.data / "triage").is_dir() else given.data
    there = [task for task in TASKS if (folder / task[1]).is_file()]
    if not there or (given.fit and len(there) < len(TASKS)):
        print(f"There is no stream.csv {'or' if given.fit else 'and'} no replies.csv at {given.data}.", file=sys.stderr)
        return 2
    if given.fit:
        fit(folder)
    figures: dict[str, float] = {}
    for name, table, asks, found, of in there:
        rows = read(folder / table)
        figures[name], figures[f"{name}_equals_first"], figures[f"ms_{name}"] = mrr(
            [row[asks] for row in rows], [row[found] for row in rows], of
        )
    print(json.dumps({"mrr_at_10": figures.get("title_detail"), **figures}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
