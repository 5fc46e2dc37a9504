"""The commands of docs/operators, read out of its pages as they stand there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

PAGES = Path(__file__).resolve().parents[2] / "docs/operators"
_INLINE = re.compile(r"`((?:as_huiyin|huiyin|curl|runuser|pip|systemctl) [^`]+)`")


class Line(NamedTuple):
    """A line to be typed: the page it stands on, and itself."""

    page: str
    typed: str


def blocks(page: Path) -> Iterator[list[str]]:
    """Gives the indented blocks of a page."""
    block: list[str] = []
    before = ""
    for line in [*page.read_text(encoding="utf-8").splitlines(), ""]:
        if re.match(r" {4,}\S", line) and (block or not before.strip()):
            block.append(line.strip())
        elif block:
            yield block
            block = []
        before = line


def is_file(block: list[str]) -> bool:
    """Whether a block is what stands in a file (a unit, a setting, JSON), not something to be typed."""
    return block[0].startswith(("[", "{")) or bool(re.match(r"HUIYIN_\w+=\S*( --?\w.*|[^ ]*|\".*\")$", block[0]))


def lines() -> list[Line]:
    """Gives every line that the pages tell an operator to type, in blocks and within sentences, each once a page."""
    found: list[Line] = []
    for page in sorted(PAGES.glob("*.md")):
        typed = [line for block in blocks(page) if not is_file(block) for line in block]
        typed += _INLINE.findall(page.read_text(encoding="utf-8"))
        found += [Line(page.name, line) for line in dict.fromkeys(typed)]
    return found


def cron_lines() -> list[str]:
    """Gives the commands of a crontab, as cron hands them to the shell: without their five times, \\% made %."""
    times = re.compile(r"(?:[\d*/,-]+ ){5}")
    return [times.sub("", line.typed, count=1).replace(r"\%", "%") for line in lines() if times.match(line.typed)]
