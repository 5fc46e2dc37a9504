"""A cascade read from its rows: size, breadth, depth, whatever order the rows come in and however broken they are."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.feed.cascade.tree import read_cascade

pytestmark = pytest.mark.no_database
ROOT = Path(__file__).resolve().parents[2]


def test_three_directly_and_one_from_one_of_them():
    cascade = read_cascade([(2, 1), (3, 1), (4, 1), (5, 3)], root=1)
    assert (cascade.size, cascade.breadth, cascade.depth) == (4, 3, 2)
    assert cascade.branch_sizes() == {2: 0, 3: 1, 4: 0, 5: 0}


def test_a_moment_nobody_reposted_is_a_cascade_of_nothing():
    cascade = read_cascade([(1, None)], root=1)
    assert (cascade.size, cascade.breadth, cascade.depth, cascade.orphans, cascade.circles) == (0, 0, 0, [], [])


def test_rows_may_stand_before_what_they_were_made_from():
    assert read_cascade([("c", "b"), ("b", "a"), ("a", "")]).depth == 3


def test_orphans_are_told_and_those_behind_them_have_no_depth():
    cascade = read_cascade([("a", ""), ("b", "gone"), ("c", "b")])
    assert (cascade.size, cascade.breadth, cascade.depth) == (3, 1, 1)
    assert cascade.orphans == ["b"] and "c" not in cascade.depths and not cascade.circles


def test_a_circle_and_what_hangs_on_it_is_told_and_counted_for_no_depth():
    cascade = read_cascade([("a", "b"), ("b", "a"), ("c", "b"), ("d", "d"), ("e", "")])
    assert sorted(cascade.circles) == ["a", "b", "c", "d"]
    assert (cascade.size, cascade.breadth, cascade.depth, cascade.orphans) == (5, 1, 1, [])


def test_a_repost_named_twice_is_in_the_tree_once():
    cascade = read_cascade([("a", ""), ("b", "a"), ("b", "a"), ("b", "")])
    assert (cascade.size, cascade.repeated, cascade.breadth, cascade.depth) == (2, 2, 1, 2)


def test_a_chain_of_twenty_thousand_is_read_without_recursion():
    cascade = read_cascade([(n, n - 1) for n in range(20_000, 0, -1)], root=0)
    assert (cascade.size, cascade.breadth, cascade.depth) == (20_000, 1, 20_000)
    assert cascade.branch_sizes()[1] == 19_999


@given(st.lists(st.tuples(st.integers(1, 12), st.integers(0, 14))))
def test_every_repost_is_reached_behind_an_orphan_or_in_a_circle(rows):
    """Against the plainest reading: walk up from each until the root, nothing, or a place where one has been."""
    cascade = read_cascade(rows, root=0)
    parents: dict[int, int] = {}
    for one, parent in rows:
        parents.setdefault(one, parent)
    depths, circles = {}, set()
    for one in parents:
        path = [one]
        while path[-1] in parents and parents[path[-1]] not in path:
            path.append(parents[path[-1]])
        if path[-1] == 0:
            depths[one] = len(path) - 1
        elif path[-1] in parents:
            circles.add(one)
    assert cascade.depths == depths and set(cascade.circles) == circles
    assert set(cascade.orphans) == {one for one, parent in parents.items() if parent and parent not in parents}
    assert (cascade.size, cascade.depth) == (len(parents), max(depths.values(), default=0))
    assert cascade.size + cascade.repeated == len(rows)


def _evaluated(folder: Path) -> list[str]:
    run = [sys.executable, ROOT / "tests/eval_cascades.py", "--data", folder]
    return subprocess.run(run, capture_output=True, text=True, check=True, encoding="utf-8").stdout.splitlines()


def _table(path: Path, *rows: tuple[object, ...]) -> None:
    with path.open("w", encoding="utf-8", newline="") as table:
        csv.writer(table).writerows(rows)


def test_the_evaluation_lists_what_is_wrong_tells_orphans_and_ends_with_one_line_of_json(tmp_path):
    _table(
        tmp_path / "reposts.csv",
        ("cascade", "mid", "parent", "date", "user"),
        *((1, f"m{n}", f"m{n - 1}" if n > 1 else "", "", "") for n in range(1, 5)),
        (2, "a", "", "", ""), (2, "b", "lost", "", ""),
    )  # fmt: skip
    columns = ("cascade", "root_time", "posts", "distinct_users", "direct_children", "max_depth", "orphans_parent_missing")
    _table(tmp_path / "summary.csv", columns, (1, 0, 4, 4, 1, 5, 0), (2, 0, 2, 2, 1, 1, 1))
    *lines, last = _evaluated(tmp_path)
    assert lines == ["1: max_depth 4, not 5", "2: 1 made from reposts that are not there"]
    assert json.loads(last) == {"cascades": 2, "right": 1}
