"""What may stand in no file: something private, a setting read past the table, more lines than are read at once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from .tree import inside

LINES = 300  # a longer file becomes two; of tests it is only said
TEST_LINES = 400
STYLE_LINES = 600  # a declaration a line: what another file says in a line stands here in three
BINARY = {".png", ".webp", ".jpg", ".ico", ".mo", ".gz", ".xlsx", ".woff2", ".mp4", ".pdf", ".zip", ".enc"}

_MARK = re.compile(r"\b(?:" + "|".join(("TO" + "DO", "FIX" + "ME", "X" + "XX", "HA" + "CK")) + r")\b")
_MACHINE = re.compile("|".join(("/wo" + r"rk/(?:main|shared|\.library)", "/tmp/" + "setup", "/ro" + r"ot/\.", r"/\.pyenv/")))
_REGISTRY = re.compile(r"pypi[.]org|pythonhosted[.]org|registry[.]npmjs|deb[.]debian[.]org|https?://\S+/simple\b")
_PRIVATE = ((_MARK, "a mark of unfinished work"), (_MACHINE, "a place on somebody's machine"), (_REGISTRY, "a registry's host"))
_SETTING_READ = re.compile(r"""(?:environ(?:\.get\(|\[)|getenv\()\s*f?["']HUIYIN_\w*""")
_MODULE = re.compile(r"`([\w/-]+\.py)`")
EXAMPLE = "acorn"  # the noun that docs/developers/a-noun.md makes


def settings_in_one_place(paths: list[Path]) -> Iterator[str]:
    """Names whoever reads a setting from the environment past the table of settings, where it is neither checked nor written down."""
    for path in paths:
        name = inside(path)
        if path.suffix == ".py" and name.startswith("huiyin/") and not name.startswith(("huiyin/environment/", "huiyin/settings_test")):
            text = path.read_text(encoding="utf-8")
            for found in _SETTING_READ.finditer(text):
                yield f"{name}:{text.count(chr(10), 0, found.start()) + 1}: a setting read past huiyin/environment: {found.group()}"


def nothing_private(paths: list[Path]) -> Iterator[str]:
    """Names marks of unfinished work, places on somebody's machine, and hosts of registries."""
    for path in paths:
        if path.suffix in BINARY or path == Path(__file__).resolve():
            continue
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        name = inside(path)
        for pattern, what in _PRIVATE:
            for found in pattern.finditer(text):
                yield f"{name}:{text.count(chr(10), 0, found.start()) + 1}: {what}: {found.group()}"


def documents_name_what_is_there(paths: list[Path]) -> Iterator[str]:
    """Names modules that a page of docs/ speaks of and that are nowhere. Decisions tell what was, and are left out."""
    there = {"/".join(parts[first:]) for parts in (path.parts for path in paths) for first in range(len(parts))}
    for path in paths:
        name = inside(path)
        if path.suffix == ".md" and name.startswith("docs/") and not name.startswith("docs/decisions/"):
            for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
                for module in _MODULE.findall(line):
                    if module not in there and EXAMPLE not in module:
                        yield f"{name}:{number}: there is no {module}"


def long_files(paths: list[Path]) -> Iterator[str]:
    """Names the product's files that have grown too long to be read at once."""
    return _longer_than(LINES, [path for path in paths if not _of_tests(path)])


def long_tests(paths: list[Path]) -> Iterator[str]:
    """Names such files of tests; said, not refused: a story may be long."""
    return _longer_than(TEST_LINES, [path for path in paths if _of_tests(path)])


def _of_tests(path: Path) -> bool:
    return inside(path).startswith(("tests/", "bench/"))


def _longer_than(most: int, paths: list[Path]) -> Iterator[str]:
    for path in paths:
        if path.suffix in (".py", ".js", ".css", ".html") and "migrations" not in path.parts and "vendor" not in path.parts:
            lines = path.read_bytes().count(b"\n")
            if lines > (STYLE_LINES if path.suffix == ".css" else most):
                yield f"{inside(path)}: {lines} lines"
