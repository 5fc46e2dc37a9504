"""Typst's compiler, kept warm: the fonts are looked for once, the sheets are read once, a few print at a time.

What people wrote reaches typst as data (`sys.inputs`, JSON) and never as source, so nothing in it is obeyed. A sheet can read what is
handed to it and no file of the machine; it asks for no package.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Literal

import typst
from django.utils.translation import get_language

from huiyin.printing.errors import PressBusy
from huiyin.printing.fonts import fonts

SHEETS = Path(__file__).parent / "sheets"
#: A sheet takes a processor for 50 to 100 ms and 30 MB; the third of a process waits.
AT_ONCE = 2
WAIT_SECONDS = 5
_PRESS = threading.BoundedSemaphore(AT_ONCE)


def printed(
    sheet: str, data: Mapping[str, Any], form: Literal["png", "pdf"], files: Mapping[str, str] | None = None
) -> tuple[bytes, list[str]]:
    """Sets one sheet with its data. Takes the name of a sheet, what it shows, PNG (one point is one pixel) or PDF, and further text files.

    Gives the file and what typst warned of. Raises PressBusy where this process prints too much already.
    """
    here = fonts()
    told = {**data, "sans": list(here.sans), "serif": list(here.serif), "lang": _language()}
    sources = {"main.typ": _source(sheet), "look.typ": _source("look"), **{name: text.encode() for name, text in (files or {}).items()}}
    if not _PRESS.acquire(timeout=WAIT_SECONDS):
        raise PressBusy(WAIT_SECONDS)
    try:
        press = typst.Compiler(
            sources,  # type: ignore[type-var]  # files by name, main.typ first: the wheel's stub forgets them
            root=SHEETS, font_paths=here.typst, ignore_system_fonts=True, sys_inputs={"data": json.dumps(told)},
            package_path=SHEETS, package_cache_path=SHEETS,
        )  # fmt: skip
        made, warned = press.compile_with_warnings(format=form, ppi=72)
    finally:
        _PRESS.release()
    assert isinstance(made, bytes), "a sheet is one page or a PDF"
    return made, [one.message for one in warned]


@cache
def _source(sheet: str) -> bytes:
    return (SHEETS / f"{sheet}.typ").read_bytes()


def _language() -> str:
    return "en" if (get_language() or "").startswith("en") else "zh"
