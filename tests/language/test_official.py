"""How officials, village staff and residents write deadlines: a table of our own, each sentence with what it means."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from tests.official_deadlines import read_official

_TABLE = Path(__file__).with_name("official_sentences.txt")


def _rows() -> Iterator[dict[str, str]]:
    now = ""
    for line in _TABLE.read_text("utf-8").splitlines():
        if line.startswith("@"):
            now = _moment(line[2:])
        elif line and not line.startswith("#"):
            meaning, text = line.split(" | ", 1)
            moments = [] if meaning in ("ask", "none") else [_moment(one) for one in meaning.split("; ")]
            kind = meaning if not moments else "point" if len(moments) == 1 else "choice"
            yield {"now": now, "text": text, "kind": kind, "expected": ";".join(moments)}


def _moment(text: str) -> str:
    return (text if text.startswith("20") else f"2026-{text}").replace(" ", "T")


def test_what_officials_write_is_read_as_they_mean_it() -> None:
    rows = list(_rows())
    wrong = [f"{row['text']} ({row['now']}): {why}" for row in rows if (why := read_official(row))]
    assert len(rows) > 300
    assert wrong == []
