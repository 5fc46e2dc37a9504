"""./dev eval places [--data DIR] [--test FILE]: how many addresses are brought to their division. Lists what is not; the last line is JSON.

The tree is that of address/divisions: provinces, cities, counties, towns, some 45,000. Right is the first candidate's county.
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

from huiyin.language.places import Division, Gazetteer  # noqa: E402

LEVELS = (("provinces.csv", ""), ("cities.csv", "provinceCode"), ("areas.csv", "cityCode"), ("streets.csv", "areaCode"))


def tree(folder: Path) -> list[Division]:
    """Gives the divisions of the table."""
    found = []
    for name, parent in LEVELS:
        with (folder / name).open(encoding="utf-8", newline="") as table:
            found += [Division(row["code"], row["name"], row.get(parent, "")) for row in csv.DictReader(table)]
    return found


def main() -> int:
    """Prints what is not right and, last, the figures."""
    parser = argparse.ArgumentParser(prog="./dev eval places", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--data", type=Path, default=ROOT / "../shared/data", help="the truth tables (default ../shared/data)")
    parser.add_argument("--test", type=Path, help="another table of addresses to be tried on")
    given = parser.parse_args()
    folder = given.data if (given.data / "divisions").is_dir() else given.data / "address"
    if not (folder / "divisions").is_dir():
        print(f"There is no address/divisions at {given.data}.", file=sys.stderr)
        return 2
    began = time.process_time()
    places = Gazetteer(tree(folder / "divisions"))
    built = time.process_time() - began
    with (given.test or folder / "division_codes.csv").open(encoding="utf-8", newline="") as table:
        rows = list(csv.DictReader(table))
    right = among = sure = sure_right = 0
    began = time.process_time()
    answers = [places.find(row["address"]) for row in rows]
    spent = time.process_time() - began
    for row, found in zip(rows, answers, strict=True):
        codes = [candidate.code[:6] for candidate in found]
        hit = codes[:1] == [row["adcode6"]]
        right += hit
        among += row["adcode6"] in codes
        if found and found[0].certainty >= 0.8:
            sure += 1
            sure_right += hit
        if not hit:
            told = [(candidate.code, "".join(candidate.path), candidate.certainty) for candidate in found[:3]]
            print(f"{row['address']}: {row['adcode6']} {row['gold_district']}, not {told}")
    figures = {
        "accuracy": round(right / len(rows), 4),
        "among_candidates": round(among / len(rows), 4),
        "sure": round(sure / len(rows), 4),
        "accuracy_where_sure": round(sure_right / max(1, sure), 4),
        "ms_per_address": round(spent / len(rows) * 1000, 3),
        "seconds_to_build": round(built, 2),
        "addresses": len(rows),
    }
    print(json.dumps(figures))
    return 0


if __name__ == "__main__":
    sys.exit(main())
