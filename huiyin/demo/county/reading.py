"""Reads the county's files: TOML for units and visitors, an outline for posts, a small script for each conversation."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import time
from pathlib import Path

from .nouns import DemoLink, DemoMessage, DemoPlace, DemoPost, DemoUnit

_SAID = re.compile(r"(?P<when>\d\d:\d\d|-\d+m) (?P<who>[^\s:：#]+)(?: #(?P<ref>[\w-]+))?: ?(?P<text>.*)")
_DAY = re.compile(r"## (?:-(?P<n>\d+)(?P<unit>[dwb])|(?P<now>now))\s*(?:·.*)?")
_PART = re.compile(r"\[(?P<key>\w+)(?:: ?(?P<value>.*))?\]")
_COUNTED = {"d": "days", "w": "weeks", "b": "workdays"}
_KEYS = {"forwarded", "photo", "file", "place", "link", "urgent", "pinned", "recalled"}


class ScriptError(ValueError):
    """A line that is not understood, named by file and number."""


def plain_lines(path: Path) -> Iterator[tuple[int, str]]:
    """Gives (number, line) of `path` without blank lines and # comments; ## headings stay."""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line.strip() and not re.match(r"\s*#(?!#)", line):
            yield number, line.rstrip()


def read_posts(path: Path, units: dict[str, DemoUnit]) -> list[tuple[DemoPost, str]]:
    """Gives each post with what its line says of its holder: a name, `*`, or `-, acting NAME`."""
    found: list[tuple[DemoPost, str]] = []
    above: list[tuple[int, str]] = []
    for number, line in plain_lines(path):
        depth = len(line) - len(line.lstrip())
        try:
            slug, title, unit, holder = (part.strip() for part in line.split("|"))
            label = units[unit].short + title
        except (ValueError, KeyError) as wrong:
            raise ScriptError(f"{path.name}:{number}: {line.strip()}") from wrong
        while above and above[-1][0] >= depth:
            above.pop()
        found.append((DemoPost(slug, title, unit, above[-1][1] if above else "", label), holder))
        above.append((depth, slug))
    return found


def read_group(path: Path) -> tuple[dict[str, str], list[DemoMessage]]:
    """Gives a conversation's header and its messages, in the order of the script."""
    header: dict[str, str] = {}
    lines = list(plain_lines(path))
    for at, (number, line) in enumerate(lines):
        if line.startswith("##"):
            return header, read_messages(lines[at:], path.name)
        key, mark, value = line.partition(": ")
        if not mark:
            raise ScriptError(f"{path.name}:{number}: {line}")
        header[key] = f"{header[key]}、{value.strip()}" if key in header else value.strip()
    return header, []


def read_messages(lines: list[tuple[int, str]], name: str) -> list[DemoMessage]:
    """Reads day headings, what was said, and the indented lines that belong to it."""
    said: list[DemoMessage] = []
    day: dict[str, object] = {}
    for number, line in lines:
        if heading := _DAY.fullmatch(line):
            day = {"back": int(heading["n"] or 0), "counted": _COUNTED[heading["unit"] or "d"]}
        elif line.startswith("  ") and said:
            said[-1] = _with_part(said[-1], line.strip(), f"{name}:{number}")
        elif spoken := _SAID.fullmatch(line):
            said.append(_spoken(spoken, day, f"{path_stem(name)}-{len(said) + 1}"))
        else:
            raise ScriptError(f"{name}:{number}: {line}")
    return said


def path_stem(name: str) -> str:
    """Gives a script's name without its ending; messages to which the script gives no name are numbered under it."""
    return name.removesuffix(".txt")


def _spoken(spoken: re.Match[str], day: dict[str, object], ref: str) -> DemoMessage:
    message = DemoMessage(ref=spoken["ref"] or ref, author=spoken["who"], text=spoken["text"].strip(), **day)  # type: ignore[arg-type]
    if spoken["when"].startswith("-"):
        return replace(message, minutes_ago=int(spoken["when"][1:-1]))
    return replace(message, clock=time.fromisoformat(spoken["when"]))


def _with_part(message: DemoMessage, line: str, where: str) -> DemoMessage:
    if line.startswith("> "):
        return replace(message, reply_to=line[2:].strip())
    part = _PART.fullmatch(line)
    if part is None or part["key"] not in _KEYS:
        return replace(message, text=f"{message.text}\n{line}".strip())
    value = (part["value"] or "").strip()
    match part["key"]:
        case "photo":
            return replace(message, photos=tuple(v.strip() for v in value.split(",")))
        case "file":
            return replace(message, file=value)
        case "place":
            place, north, east = (v.strip() for v in value.split("|"))
            return replace(message, place=DemoPlace(place, float(north), float(east)))
        case "link":
            url, title, site, summary = (v.strip() for v in value.split("|"))
            return replace(message, link=DemoLink(url, title, site, summary))
        case "forwarded":
            author, group = (v.strip() for v in value.split("|"))
            return replace(message, forwarded=(author, group))
        case "urgent":
            return replace(message, urgent_reason=value)
        case "pinned":
            return replace(message, pinned=True)
        case "recalled":
            return replace(message, recalled=True)
    raise ScriptError(f"{where}: {line}")
