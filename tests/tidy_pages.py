"""How templates are laid out: lines of at most 120 columns.

`./dev check --fix` breaks what is longer, where no reader sees it:

between blocks and at their edges, where a browser shows no space; in place of a space in words or between attributes; before the `>` of
a tag as the last resort. Django's tags cannot be broken (one that is longer stays as it is), nor what `pre` and its like hold, nor words
that are translated unless they are `trimmed`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from tests.tidy import laid_out_otherwise, lay_out

MOST, WORTH = 120, 40  # columns
ROOT = Path(__file__).resolve().parent.parent
BETWEEN, EDGE, SPACE, CLOSE = "between blocks", "at a block's beginning or end", "a space", "before >"
BLOCKS = frozenset(
    "address article aside blockquote dd details dialog div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 header hr legend li "  # noqa: SIM905
    "main nav noscript ol optgroup option p section summary table tbody td template tfoot th thead tr ul".split()
)
#: The look asks of these whether there is nothing in them at all.
MAY_BE_EMPTY = re.compile(r"""class="(?:[^"]* )?(?:picked|count|n|foot|list)[ "]""")
#: What stands in these is shown with its spaces and line breaks (`white-space`), or in a line though it is a block.
SHOWN_AS_IT_IS = re.compile(
    r"""class="(?:[^"]* )?(?:moment-text|comment|notes|words|bubble|about|sent-back-words|step-words|last-words)[ "]"""
    r"""|<ul\s+class="(?:facts|grid)\""""
)
AS_IT_IS = frozenset({"pre", "script", "style", "textarea", "title"})
WORDS = ("blocktranslate", "blocktrans")
_PIECE = re.compile(r"\{%-?\s*(?P<tag>\w+)(?P<rest>.*?)-?%\}|\{\{.*?\}\}|\{#.*?#\}", re.S)
_HTML = re.compile(r"<(/?)([a-zA-Z][\w-]*)")
_SILENT = re.compile(r"\bas \w+\s*$")


@dataclass
class _Page:
    """Reads a template once, and finds where its lines may be broken."""

    text: str
    places: dict[int, str] = field(default_factory=dict)
    seen: list[tuple[str, int, int]] = field(default_factory=list)  # what stands there, as `_edges` reads it: its sort, begin and end
    within: list[tuple[str, bool]] = field(default_factory=list)  # elements that are open, and whether they may be empty
    at: int = 0
    held: str = ""  # what is as it is: the element, or Django's tag
    words: bool | None = None  # within words that are translated: whether they are trimmed
    named_from: int | None = None  # where words begin that are only given a name

    def read(self) -> dict[int, str]:
        """Gives the places, and of which sort each is."""
        while self.at < len(self.text):
            if piece := _PIECE.match(self.text, self.at):
                self._piece(piece)
            elif not self.held.startswith("%") and (tag := _HTML.match(self.text, self.at)) and self.held in ("", tag[2].lower()):
                self._tag(bool(tag[1]), tag[2].lower(), tag.end())
            else:
                self._space()
                self.at += 1
                if not self.text[self.at - 1].isspace():
                    self._saw("drawn", self.at - 1)
        for at in _edges(self.seen):
            self._put(at, EDGE)
        return self.places

    def _put(self, at: int, sort: str) -> None:
        if self.places.get(at) != BETWEEN:
            self.places[at] = sort

    def _saw(self, sort: str, begin: int) -> None:
        self.seen.append((sort, begin, self.at))

    def _piece(self, piece: re.Match[str]) -> None:
        begin, tag, rest = self.at, piece["tag"] or "", piece["rest"] or ""
        self.at = piece.end()
        if tag in ("comment", "verbatim", "raw"):
            self.held = "%" + tag
        elif self.held == "%" + tag.removeprefix("end"):
            self.held = ""
        elif tag in WORDS:
            self.words = " trimmed" in f" {rest}"
            self.named_from = begin if "asvar" in rest else None
            self._saw("silent" if "asvar" in rest else "drawn", begin)
        elif tag.removeprefix("end") in WORDS:
            self.words = None
            if self.named_from is not None:  # what stood in it is not drawn there
                while self.seen and self.seen[-1][1] >= self.named_from:
                    self.seen.pop()
                self._saw("silent", self.named_from)
        elif not self.held and self.words is None:
            self._saw(_sort(self.text[begin : self.at], tag, rest), begin)
            if self.seen[-1][0] == "block":
                self._put(begin, BETWEEN)
                self._put(self.at, BETWEEN)
        else:
            self._saw("drawn", begin)

    def _tag(self, closing: bool, name: str, at: int) -> None:
        """Goes through a tag to its `>`."""
        free, begin = not self.held and self.words is None, self.at
        if free and not closing and name in BLOCKS:
            self._put(begin, BETWEEN)
        self.at, quote, after = at, "", ""
        while self.at < len(self.text):
            if piece := _PIECE.match(self.text, self.at):
                self.at, after = piece.end(), piece["tag"] or ""
                continue
            letter = self.text[self.at]
            if quote:
                quote = "" if letter == quote else quote
            elif letter in "\"'":
                quote = letter
            elif letter == ">":
                break
            elif after not in ("if", "elif", "else", "for"):  # a space there is the attribute's own
                self._space()
            after = ""
            self.at += 1
        if free and self.text[self.at - 1] != "/":
            self._put(self.at, CLOSE)
        self.at += 1
        if not self.held or closing:
            as_it_is = name in AS_IT_IS or SHOWN_AS_IT_IS.search(self.text, begin, self.at)
            self.held = name if as_it_is and not closing else ""
        if free and closing and name in BLOCKS:
            self._put(self.at, BETWEEN)
        self._element(closing, name, begin, free and not self.held)

    def _element(self, closing: bool, name: str, begin: int, free: bool) -> None:
        """Notes whether a block begins or ends here: nobody sees a space at either edge of one, unless it must be empty."""
        empty = bool(MAY_BE_EMPTY.search(self.text, begin, self.at))
        if name not in BLOCKS or not free or name == "hr":
            self._saw("drawn", begin)
        elif not closing:
            self.within.append((name, empty))
            self._saw("shut" if empty else "block", begin)
        else:
            while self.within and self.within[-1][0] != name:
                self.within.pop()
            self._saw("shut end" if self.within and self.within.pop()[1] else "block", begin)

    def _space(self) -> None:
        before = self.text[self.at - 1 : self.at]
        if self.text[self.at] == " " and before and not before.isspace() and not self.held and self.words is not False:
            self._put(self.at, SPACE)


def _sort(piece: str, tag: str, rest: str) -> str:
    if tag == "include":
        return "block" if rest.split()[0].strip("\"'") in _drawing_blocks() else "drawn"
    if piece.startswith("{#") or tag in ("load", "with", "endwith") or (tag in ("translate", "trans", "url") and _SILENT.search(rest)):
        return "silent"
    return {"elif": "else", "empty": "else"}.get(tag, tag if tag in ("if", "else", "endif", "for", "endfor") else "drawn")


def _edges(seen: list[tuple[str, int, int]]) -> Iterator[int]:
    """Gives the places at which nothing of a block was drawn yet, whichever way was gone to there, and those after which nothing is."""
    yield from (end for (_sort, _begin, end), edge in zip(seen, _at_edge([sort for sort, _begin, _end in seen]), strict=True) if edge)
    turned = {"endif": "if", "if": "endif", "endfor": "for", "for": "endfor", "shut": "shut end", "shut end": "shut"}
    back = _at_edge([turned.get(sort, sort) for sort, _begin, _end in reversed(seen)])
    yield from (begin for (_sort, begin, _end), edge in zip(reversed(seen), back, strict=True) if edge)


def _at_edge(sorts: list[str]) -> Iterator[bool]:
    """Says behind each piece whether it is the edge of a block still, or again."""
    edge, ways = False, list[list[bool]]()  # of each condition: how it was before, and at the end of each way through it
    for sort in sorts:
        if sort in ("block", "shut end"):
            edge = True
        elif sort in ("drawn", "shut"):
            edge = False
        elif sort in ("if", "for"):
            ways.append([edge])
            edge = edge and sort == "if"
        elif sort == "else" and ways:
            ways[-1].append(edge)
            edge = ways[-1][0]
        elif sort in ("endif", "endfor") and ways:
            edge = all([edge, *ways.pop()])
        yield edge


@lru_cache(maxsize=1)
def _drawing_blocks() -> frozenset[str]:
    """The templates that draw one or more blocks and nothing beside them."""
    found = set()
    for path in ROOT.glob("huiyin/*/templates/**/*.html"):
        text = re.sub(r"\{#.*?#\}|\{% (?:load|comment)[^%]*%\}", "", path.read_text(encoding="utf-8")).strip()
        first, last = re.match(r"<([a-z0-9]+)[\s>]", text), re.search(r"</([a-z0-9]+)\s*>$", text)
        if first and last and {first[1], last[1]} <= BLOCKS:
            found.add(path.relative_to(ROOT).as_posix().partition("/templates/")[2])
    return frozenset(found)


def laid_out(text: str) -> str:
    """Gives a template with its long lines broken, as far as they can be."""
    while (broken := _once(text)) != text:
        text = broken
    return text


def _once(text: str) -> str:
    if all(len(line) <= MOST for line in text.split("\n")):
        return text
    places = _Page(text).read()
    lines, begin = [], 0
    for line in text.split("\n"):
        end = begin + len(line)
        lines += [line] if len(line) <= MOST else _broken(text, places, begin, end)
        begin = end + 1
    return "\n".join(lines)


def _broken(text: str, places: dict[int, str], begin: int, end: int) -> Iterator[str]:
    indent = text[begin:end][: len(text[begin:end]) - len(text[begin:end].lstrip(" "))]
    within = sorted(at for at in places if begin + len(indent) < at < end)
    cuts = [begin, *(at for at in within if places[at] == BETWEEN), end]
    for first, last in zip(cuts, cuts[1:], strict=False):
        lead = "" if first == begin else indent
        while len(lead) + last - first > MOST:
            there = [at for at in within if first < at < last and text[first:at].strip()]
            at = _where(places, there, first, first + MOST - len(lead), last)
            if at is None:
                break
            yield lead + text[first:at]
            first = at + (places[at] == SPACE)
            lead = indent if text.startswith("</", first) else indent + "  "
        yield (lead + text[first:last]).rstrip(" ")


def _where(places: dict[int, str], within: list[int], first: int, most: int, last: int) -> int | None:
    """Gives the last place that fits; a tag is broken before its `>` only where that brings something."""
    for sort in (EDGE, SPACE, CLOSE):
        worth = {EDGE: 0, SPACE: 12, CLOSE: WORTH}[sort]
        if fits := [at for at in within if places[at] == sort and at <= most and at - first > worth and last - at > worth // 2]:
            return fits[-1]
    left = [at for at in within if places[at] != CLOSE or (at - first > WORTH and last - at > WORTH)]
    return min((at for at in left if at - first > WORTH // 2), default=min(left, default=None))


def pages(paths: list[Path]) -> list[Path]:
    """Gives the templates among these files."""
    return [path for path in paths if path.suffix == ".html" and "templates" in path.parts and "huiyin" in path.parts]


def untidy(paths: list[Path]) -> Iterator[Path]:
    """Gives those with a line that is too long and can be broken."""
    return laid_out_otherwise(pages(paths), laid_out)


def tidy(paths: list[Path]) -> None:
    """Breaks their long lines."""
    lay_out(pages(paths), laid_out)
