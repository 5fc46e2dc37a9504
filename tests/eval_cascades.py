"""./dev eval cascades [--data DIR]: how many real repost cascades are read exactly right. Lists what is not; the last line is JSON.

The table counts rows: a repost that was collected twice counts twice among its posts. The tree has it once, so posts are compared with
size and repeated rows together. Orphans are told for each cascade that has some, right or not.
"""

from __future__ import annotations

import argparse
import csv
import json
import sys
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from huiyin.feed.cascade.tree import Cascade, read_cascade  # noqa: E402

Rows = list[tuple[str, str | None]]


def measured(cascade: Cascade[str]) -> dict[str, int]:
    """Gives what was read under the names of the table's columns."""
    return {
        "posts": cascade.size + cascade.repeated,
        "direct_children": cascade.breadth,
        "max_depth": cascade.depth,
        "orphans_parent_missing": len(cascade.orphans),
    }


def compare(folder: Path) -> tuple[int, int, list[str]]:
    """Gives how many cascades there are, how many are right, and lines about those that are not or that have orphans."""
    reposts: dict[str, Rows] = defaultdict(list)
    with (folder / "reposts.csv").open(encoding="utf-8-sig", newline="") as table:
        for row in csv.DictReader(table):
            reposts[row["cascade"]].append((row["mid"], row["parent"]))
    count = right = 0
    lines = []
    with (folder / "summary.csv").open(encoding="utf-8-sig", newline="") as table:
        for row in csv.DictReader(table):
            count += 1
            cascade = read_cascade(reposts[row["cascade"]])
            wrong = {name: (got, row[name]) for name, got in measured(cascade).items() if name in row and got != int(row[name])}
            right += not wrong
            lines += [f"{row['cascade']}: {name} {got}, not {said}" for name, (got, said) in wrong.items()]
            if cascade.orphans:
                lines.append(f"{row['cascade']}: {len(cascade.orphans)} made from reposts that are not there")
            if cascade.circles:
                lines.append(f"{row['cascade']}: {len(cascade.circles)} in a circle")
    return count, right, lines


def main() -> int:
    """Prints every failure and, last, the figures."""
    parser = argparse.ArgumentParser(prog="./dev eval cascades", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--data", type=Path, default=ROOT / "../shared/data", help="the folder of the two tables, or the one above it")
    data = parser.parse_args().data
    folder = data if (data / "summary.csv").is_file() else data / "cascades"
    if not (folder / "summary.csv").is_file():
        print(f"There are no cascades at {data}.", file=sys.stderr)
        return 2
    count, right, lines = compare(folder)
    print("\n".join([*lines, json.dumps({"cascades": count, "right": right})]))
    return 0


if __name__ == "__main__":
    sys.exit(main())
