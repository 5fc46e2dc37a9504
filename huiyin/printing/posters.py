"""A poster: a picture that carries somebody's words into other apps, with a code that leads back. It knows no moments and no listings.

Four layouts, at most 1,280 pixels on the long side. Everything on it is bounded: what is longer than its place is cut with an ellipsis.
The code never says more than the address it is given; who may open that is asked when it is opened.
"""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO

import segno
from django.utils.translation import gettext as _

from huiyin.media.photos import fitted_into, shape_of
from huiyin.printing.fonts import require_printable
from huiyin.printing.press import printed
from huiyin.printing.words import for_paper, from_right, on_one_line

LONG_SIDE, SHORT_SIDE = 1280, 960  # pixels
TITLE, WORDS, LINE, FIGURE, FIGURES = 120, 900, 120, 40, 6  # characters, and how many figures
SHORT = 60  # characters that leave room for a taller picture
ADDRESS = 300  # characters: more would need modules of two pixels
CODE_SIDE = 216  # pixels or about that, with the quiet zone; no module has less than three
QUIET = 4  # modules (ISO/IEC 18004)
Source = bytes | BinaryIO | Path


class Layout(StrEnum):
    """TOP: a picture above the words. BESIDE: a picture at the left, on a wide sheet. WORDS: no picture. BAND: the picture is the sheet,
    the words stand on a card on it."""

    TOP = "top"
    BESIDE = "beside"
    WORDS = "words"
    BAND = "band"


@dataclass(frozen=True)
class Figure:
    """A number with its unit as it is to be read ("12,400 jin"), and what it counts."""

    label: str
    value: str


@dataclass(frozen=True)
class Poster:
    """What a poster shows. Only `address` (what the code opens) must be there; what is empty leaves no gap.

    `layout` None: the one that suits the picture. `picture`: a photo's bytes, an open file or a path; WORDS shows none, and without one
    every layout is WORDS. `foot` says for whom it is; with `restricted` it stands out, and has words of its own where none are given.
    `figures`: at most six, for a report.
    """

    address: str
    words: str = ""
    title: str = ""
    author: str = ""
    byline: str = ""
    picture: Source | None = None
    layout: Layout | None = None
    foot: str = ""
    restricted: bool = False
    figures: Sequence[Figure] = ()


def poster(told: Poster) -> bytes:
    """Gives a PNG. Raises NoChineseFont, CharactersMissing (both before anything is drawn; offer the page then), PressBusy, and what
    `media.photos` raises of a picture that cannot be opened; ValueError for an address longer than 300 characters."""
    return drawn(told)[0]


def require_printable_poster(told: Poster) -> None:
    """Raises NoChineseFont or CharactersMissing where `poster` would, without drawing anything."""
    require_printable(_all_words(_words_of(told)))


def drawn(told: Poster) -> tuple[bytes, list[str]]:
    """The same, with what typst warned of."""
    if len(told.address) > ADDRESS:
        raise ValueError(f"an address on a poster has at most {ADDRESS} characters")
    data = _words_of(told)
    require_printable(_all_words(data))
    source = told.picture.read_bytes() if isinstance(told.picture, Path) else told.picture
    layout = _layout(told.layout, source)
    code, side = _code(told.address)
    width, height = (LONG_SIDE, SHORT_SIDE) if layout is Layout.BESIDE else (SHORT_SIDE, LONG_SIDE)
    data |= {"layout": layout.value, "width": width, "height": height, "code": code, "code_side": side, "address": told.address}
    if source is None or layout is Layout.WORDS:
        return printed("poster", data, "png")
    data |= _picture_place(layout, data)
    box = (data["picture_width"], data["picture_height"])
    return printed("poster", data, "png", {"picture.svg": _as_svg(fitted_into(source, box), box)})


def _words_of(told: Poster) -> dict[str, Any]:
    foot = told.foot or (_("Only for those who may see it") if told.restricted else "")
    return {
        "title": _run(on_one_line(told.title, TITLE)),
        "words": _run(for_paper(told.words, WORDS)),
        "author": _run(on_one_line(told.author, LINE)),
        "byline": _run(on_one_line(told.byline, LINE)),
        "foot": _run(on_one_line(foot, LINE)),
        "hint": _run(_("Scan the code to open it")),
        "restricted": told.restricted,
        "figures": [
            {"label": _run(on_one_line(one.label, FIGURE)), "value": _run(on_one_line(one.value, FIGURE))} for one in told.figures[:FIGURES]
        ],
    }


def _run(text: str) -> dict[str, Any]:
    return {"text": text, "rtl": from_right(text)}


def _all_words(data: dict[str, Any]) -> str:
    runs = [data[name] for name in ("title", "words", "author", "byline", "foot", "hint")]
    runs += [part for one in data["figures"] for part in one.values()]
    return "".join(run["text"] for run in runs)


def _layout(wanted: Layout | None, source: bytes | BinaryIO | None) -> Layout:
    if source is None:
        return Layout.WORDS
    if wanted is not None:
        return wanted
    width, height = shape_of(source)
    return Layout.BAND if height > width else Layout.TOP


def _picture_place(layout: Layout, data: dict[str, Any]) -> dict[str, int]:
    """The pixels a picture has, and on a card how tall what is said may be. A picture fills its place, so its edges may be cut."""
    if layout is Layout.BESIDE:
        return {"picture_width": 560, "picture_height": SHORT_SIDE}
    if layout is Layout.BAND:
        return {"picture_width": SHORT_SIDE, "picture_height": LONG_SIDE, "said_height": 470 if data["figures"] else 330}
    height = 480 if data["figures"] else 720 if len(data["words"]["text"]) <= SHORT else 600
    return {"picture_width": SHORT_SIDE, "picture_height": height}


def _code(address: str) -> tuple[str, int]:
    """The code as SVG and its side in pixels: a module is a whole number of them, so its edges are sharp."""
    code = segno.make(address, error="m", micro=False)
    modules = int(code.symbol_size(border=QUIET)[0])
    scale = max(3, round(CODE_SIDE / modules))
    out = BytesIO()
    code.save(out, kind="svg", border=QUIET, dark="#000", light="#fff", xmldecl=False, svgns=True, omitsize=False)
    return out.getvalue().decode(), modules * scale


def _as_svg(jpeg: bytes, box: tuple[int, int]) -> str:
    """A sheet is handed files of text alone; so a photo goes in as what an SVG holds, and never stands on a disk."""
    width, height = box
    held = f'<image width="{width}" height="{height}" href="data:image/jpeg;base64,{base64.b64encode(jpeg).decode()}"/>'
    return f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}">{held}</svg>'
