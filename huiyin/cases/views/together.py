"""Who asks together with somebody, as a clerk types it: whoever speaks for all in a row of their own, the others a line each."""

from __future__ import annotations

import re
from itertools import zip_longest
from typing import Any

from django.http import QueryDict

from huiyin.cases.actions.parties import SPEAK
from huiyin.cases.actions.registering import Asker

ROWS = SPEAK - 1  # whoever asks is the first of those who speak
LISTS, LINES = ("speaker", "speaker-phone"), 200
_LINE = re.compile(r"\s*(.*?)[\s,，、:：;；]*((?:[+＋(（]|\d)[\d\s()（）+＋-]*)?")


def speakers_in(typed: QueryDict) -> list[Asker]:
    """Gives the rows of those who speak as they were typed, an empty one too: it stands where it stood."""
    names, phones = (typed.getlist(name)[:20] for name in LISTS)
    return [Asker(name[:80], phone[:40]) for name, phone in zip_longest(names, phones, fillvalue="")]


def joint_in(typed: QueryDict) -> list[Asker]:
    """Gives who asks together: those who speak, by rows; then the others, a line each, with a number behind the name where there is one."""
    named = [one for one in speakers_in(typed) if one.name.strip() or one.phone.strip()]
    for line in typed.get("others", "")[:6000].splitlines()[:LINES]:
        found = _LINE.fullmatch(line)
        name, phone = (found[1], found[2] or "") if found else (line.strip(), "")
        if name or phone:
            named.append(Asker(name, phone.strip()[:40], speaks=False))
    return named


def together(typed: QueryDict) -> dict[str, Any]:
    """What the fields show: as many rows as may speak beside whoever asks, and what was typed in them."""
    rows: list[Asker | None] = list(speakers_in(typed))
    return {"speakers": (rows + [None] * ROWS)[: max(ROWS, len(rows))], "others": typed.get("others", ""),
            "asks_together": any(one and (one.name or one.phone) for one in rows) or bool(typed.get("others"))}  # fmt: skip


def as_typed(typed: QueryDict) -> list[tuple[str, str]]:
    """Gives the same fields, each with its value, for a page between that sends them on."""
    return [(name, value) for name in LISTS for value in typed.getlist(name)[:20]] + [("others", typed.get("others", ""))]
