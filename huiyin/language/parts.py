"""One sentence that asks several people for something, each by a day of their own, cut into what it asks of each.

@甲 周三前报方案，@乙 周五前报预算 is cut before 乙; @甲 周三前把方案报 @乙 is not: 乙 receives. Pure Python; whom and when are
told as places in the text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

Place = tuple[int, int]

MOST_PARTS = 9
_MOST_DOERS = 30
_PREAMBLE_LIMIT = 60  # characters: what is longer is told once
_BREAK = re.compile(r"[,，。；;！!？?\n]")
_TOGETHER = re.compile(r"[\s,，、/和与及跟]*\Z")
_RECEIVES = re.compile(
    r"(?:报送?|上报|呈|交|送|发|转|抄送|抄报|给|向|对|找|问|与|和|同|跟|会同|联系|配合|协助|对接|告知|通知|请示|代|替|帮|由于|经|到|在"
    r"|\b(?:to|with|from|for))\s?\Z"
)
_TOUCHES = re.compile(r"[\s,，]?(?:的|请|由|让|要求)?\s*\Z")
_ENDS = " \t\n,，、;；"


def parts_of(text: str, named: Sequence[Place], times: Sequence[Place]) -> list[str]:
    """Gives what a text asks of each, one after another, each with its own time; [] where it asks one thing, or one time is for all.

    Takes the text, where somebody is named in it, and where it says by when. Short words before the first of them stand in each part.
    """
    doers = _doers(text, named)
    if not 2 <= len(doers) <= _MOST_DOERS or len(times) < 2:
        return []
    start = max(_after_break(text, 0, doers[0][0]), text.rfind("：", 0, doers[0][0]) + 1, text.rfind(": ", 0, doers[0][0]) + 1)
    if any(begin < start for begin, _end in times):
        start = 0  # 周三前，@甲…: the time is the first one's
    cuts = [start]
    for before, after in pairwise(doers):
        cuts.append(_cut(text, cuts[-1], before[1], after[0], times))
    parts = _with_times([*zip(cuts, [*cuts[1:], len(text)], strict=True)], times)
    if not 2 <= len(parts) <= MOST_PARTS:
        return []
    preamble = text[:start] if len(text[:start].strip()) <= _PREAMBLE_LIMIT else ""
    told = [text[begin:end].strip(_ENDS) for begin, end in parts]
    return [(text[:start] if n == 0 else preamble).lstrip() + words for n, words in enumerate(told)]


def _doers(text: str, named: Sequence[Place]) -> list[Place]:
    """Who is asked: those named together are asked together, and who only receives is asked nothing."""
    found: list[Place] = []
    for start, end in named:
        if found and (_TOGETHER.match(text, found[-1][1], start) or _RECEIVES.search(text[max(0, start - 8) : start])):
            found[-1] = (found[-1][0], end) if _TOGETHER.match(text, found[-1][1], start) else found[-1]
        else:
            found.append((start, end))
    return found


def _after_break(text: str, start: int, end: int) -> int:
    """Behind the last mark that ends a clause there; `start` where there is none."""
    return max((mark.end() for mark in _BREAK.finditer(text, start, end)), default=start)


def _cut(text: str, begin: int, end_of_name: int, next_name: int, times: Sequence[Place]) -> int:
    """Where the next one's words begin: behind the clause before, or with the time right before their name (…周五前@乙…), or with it."""
    behind = _after_break(text, end_of_name, next_name)
    if behind > end_of_name:
        return behind
    between = [time for time in times if end_of_name <= time[0] and time[1] <= next_name]
    earlier = any(begin <= start < (between[-1][0] if between else 0) for start, _end in times)
    return between[-1][0] if between and earlier and _TOUCHES.match(text, between[-1][1], next_name) else next_name


def _with_times(parts: Sequence[Place], times: Sequence[Place]) -> list[Place]:
    """The parts with a time of their own; one without belongs to the one before it (who helps), or to the first."""
    joined: list[Place] = []
    has: list[bool] = []
    for begin, end in parts:
        timed = any(begin <= start < end for start, _end in times)
        if joined and not (timed and has[-1]):
            joined[-1] = (joined[-1][0], end)
            has[-1] = has[-1] or timed
        else:
            joined.append((begin, end))
            has.append(timed)
    return joined if all(has) else []
