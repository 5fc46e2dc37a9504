"""How style sheets are laid out: one declaration a line, two spaces deep, by css-beautify. `./dev check` asks, `--fix` does it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import cssbeautifier

_OPTIONS = cssbeautifier.default_options()
_OPTIONS.indent_size = 2
_OPTIONS.end_with_newline = True
_OPTIONS.newline_between_rules = False
_OPTIONS.space_around_combinator = True
_OPTIONS.max_preserve_newlines = 2


def styles(paths: list[Path]) -> list[Path]:
    """Gives the style sheets among these files that were written here."""
    return [path for path in paths if path.suffix == ".css" and "vendor" not in path.parts]


def laid_out(text: str) -> str:
    """Gives a style sheet as it is laid out here."""
    return str(cssbeautifier.beautify(text, _OPTIONS))


def untidy(paths: list[Path]) -> Iterator[Path]:
    """Gives the style sheets that are laid out otherwise."""
    for path in styles(paths):
        text = path.read_text(encoding="utf-8")
        if laid_out(text) != text:
            yield path


def tidy(paths: list[Path]) -> None:
    """Lays the style sheets out."""
    for path in untidy(paths):
        path.write_text(laid_out(path.read_text(encoding="utf-8")), encoding="utf-8")
