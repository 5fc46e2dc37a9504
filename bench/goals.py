"""What is measured, what we mean to reach, and the table that says whether we did. Goals are ratios to a peer in the same run."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

#: server → setting → phase → figures, as bench/live.py writes them
Results = Mapping[str, Mapping[str, Mapping[str, Mapping[str, float]]]]


@dataclass(frozen=True, slots=True)
class Line:
    """One figure for every server. `goals` are by peer: at least so many times theirs, or (`less`) at most this share of it."""

    words: str
    setting: str
    phase: str
    figure: str
    goals: Mapping[str, float]
    less: bool = False
    form: str = "{:,.0f}"


LINES = (
    Line("200 members, saturated: deliveries/s", "200", "saturated", "deliveries_s", {}),
    Line("  a CPU-second", "200", "saturated", "deliveries_cpu_s", {"ejabberd": 10, "prosody": 40}),
    Line("one post at a time: a CPU-second", "200", "one", "deliveries_cpu_s", {"ejabberd": 6}),
    Line("  to the last member, p50 ms", "200", "one", "p50_ms", {}, True, "{:.1f}"),
    Line("  to the last member, p99 ms", "200", "one", "p99_ms", {"ejabberd": 1 / 3}, True, "{:.1f}"),
    Line("paced, 50 posts/s: a CPU-second", "200", "paced", "deliveries_cpu_s", {"ejabberd": 3}),
    Line("  to the last member, p50 ms", "200", "paced", "p50_ms", {}, True, "{:.1f}"),
    Line("  to the last member, p99 ms", "200", "paced", "p99_ms", {}, True, "{:.1f}"),
    Line("1000 members, one at a time: a CPU-second", "1000", "one", "deliveries_cpu_s", {}),
    Line("  to the last member, p50 ms", "1000", "one", "p50_ms", {}, True, "{:.1f}"),
    Line("  to the last member, p99 ms", "1000", "one", "p99_ms", {"ejabberd": 1 / 4}, True, "{:.1f}"),
    Line("memory a connected member, KB", "1000", "connected", "kb_a_member", {"ejabberd": 1 / 2}, True, "{:.1f}"),
    Line("durable posts/s, SQLite, 8 senders", "posts-sqlite", "8", "posts_s", {"ejabberd": 8}),
    Line("  64 senders", "posts-sqlite", "64", "posts_s", {"ejabberd": 20}),
    Line("durable posts/s, PostgreSQL, 8 senders", "posts-postgresql", "8", "posts_s", {"ejabberd": 1.3}),
    Line("  64 senders", "posts-postgresql", "64", "posts_s", {"ejabberd": 5}),
)


def figure(results: Results, server: str, line: Line) -> float | None:
    """Gives a server's figure of a line, or None where it was not measured (or, negative, where no post came to its end)."""
    found = results.get(server, {}).get(line.setting, {}).get(line.phase, {}).get(line.figure)
    return None if found is None or found < 0 else found


def judged(line: Line, ours: float | None, peer: str, theirs: float | None) -> tuple[float, bool] | None:
    """Gives (ratio of ours to theirs, whether the goal is kept), or None where either is missing or there is no goal."""
    goal = line.goals.get(peer)
    if goal is None or not ours or not theirs:
        return None
    ratio = ours / theirs
    return ratio, ratio <= goal if line.less else ratio >= goal


def table(results: Results) -> list[str]:
    """Gives the table as lines of Markdown, which a terminal shows as well."""
    peers = [peer for peer in ("ejabberd", "prosody") if peer in results]
    rows = [["figure", "Huiyin", *peers, *(f"of {peer}" for peer in peers), "goal", ""]]
    for line in LINES:
        ours = figure(results, "huiyin", line)
        if ours is None:
            continue
        theirs = [figure(results, peer, line) for peer in peers]
        ratios = [f"{ours / t:.2f} ×" if t else "" for t in theirs]
        verdicts = [v for peer, t in zip(peers, theirs, strict=True) if (v := judged(line, ours, peer, t))]
        goals = [f"{'≤' if line.less else '≥'} {goal:.3g} × {peer}" for peer, goal in line.goals.items() if peer in peers]
        verdict = "" if not verdicts else "kept" if all(kept for _ratio, kept in verdicts) else "MISSED"
        shown = ["" if t is None else line.form.format(t) for t in theirs]
        rows.append([line.words, line.form.format(ours), *shown, *ratios, ", ".join(goals), verdict])
    widths = [max(_width(row[n]) for row in rows) for n in range(len(rows[0]))]
    drawn = [
        "| " + " | ".join(_pad(cell, width, n) for n, (cell, width) in enumerate(zip(row, widths, strict=True))) + " |" for row in rows
    ]
    rule = "|" + "|".join("-" * (w + 2) if n == 0 else "-" * (w + 1) + ":" for n, w in enumerate(widths)) + "|"
    return [drawn[0], rule, *drawn[1:]]


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def _pad(cell: str, width: int, place: int) -> str:
    space = " " * (width - _width(cell))
    return cell + space if place == 0 else space + cell


def medians(runs: list[dict[str, Any]]) -> dict[str, float]:
    """Gives each figure's median over runs of one phase."""
    from statistics import median

    return {name: round(float(median(run[name] for run in runs)), 3) for name in runs[0]}
