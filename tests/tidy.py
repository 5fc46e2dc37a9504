"""How style sheets are laid out: one declaration a line, two spaces deep, by css-beautify. `./dev check` asks, `--fix` does it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
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
    return laid_out_otherwise(styles(paths), laid_out)


def tidy(paths: list[Path]) -> None:
    """Lays the style sheets out."""
    lay_out(styles(paths), laid_out)


def laid_out_otherwise(paths: list[Path], lay: Callable[[str], str]) -> Iterator[Path]:
    """Gives the files that `lay` would lay out otherwise."""
    for path in paths:
        text = path.read_text(encoding="utf-8")
        if lay(text) != text:
            yield path


def lay_out(paths: list[Path], lay: Callable[[str], str]) -> None:
    """Lays these files out."""
    for path in laid_out_otherwise(paths, lay):
        path.write_text(lay(path.read_text(encoding="utf-8")), encoding="utf-8")
