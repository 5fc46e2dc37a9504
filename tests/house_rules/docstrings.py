"""What is public says what it is, and only what stays true."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from .tree import inside, read

Defined = ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef
#: What a class takes over from Django or Python, where it is described: only what differs would be worth words.
OVERRIDDEN = {
    "Meta", "add_usage", "clean", "deconstruct", "error", "filter", "from_db_value", "get_by_natural_key", "get_prep_value", "get_queryset",
    "get_state_display", "handle", "readable", "readinto", "ready", "save", "writable",
}  # fmt: skip
_SHAPE = re.compile(r"Schema|\w*(?:In|Out)")  # of the API's bodies; their fields say what they hold
_NUMBER = r"(?:one|two|three|four|five|six|seven|eight|nine|ten|twelve|twenty|\d+)"
_QUERIES = re.compile(rf"\b{_NUMBER} (?:\w+ )?(?:query|queries)\b", re.IGNORECASE)


def public_things_say_what_they_are(paths: list[Path]) -> Iterator[str]:
    """Names public functions, classes and methods without a docstring. What the API answers is described by what it declares."""
    for path in paths:
        name = inside(path)
        if _is_read(path, name):
            of_api = path.name == "api.py" or "api" in path.parts[:-1]
            for called, node, in_class in _public(read(path).body):
                if not ast.get_docstring(node) and not _said_elsewhere(node, in_class, of_api):
                    yield f"{name}:{node.lineno}: no docstring: {called}"


def docstrings_count_no_queries(paths: list[Path]) -> Iterator[str]:
    """Names docstrings that say how many queries something takes: a test counts them, and prose goes stale."""
    for path in paths:
        name = inside(path)
        if _is_read(path, name) and not name.startswith("huiyin/db/"):
            for node in ast.walk(read(path)):
                if isinstance(node, ast.Module | Defined):
                    for found in _QUERIES.finditer(ast.get_docstring(node) or ""):
                        yield f"{name}:{getattr(node, 'lineno', 1)}: counts queries: {found.group()}"


def _is_read(path: Path, name: str) -> bool:
    return path.suffix == ".py" and name.startswith("huiyin/") and "migrations" not in path.parts


def _public(body: list[ast.stmt], within: str = "") -> Iterator[tuple[str, Defined, bool]]:
    """Gives what can be named from elsewhere: what stands in a function cannot."""
    for node in body:
        if isinstance(node, ast.If | ast.Try):
            yield from _public([*node.body, *node.orelse], within)
        elif isinstance(node, Defined) and not node.name.startswith("_"):
            yield within + node.name, node, bool(within)
            if isinstance(node, ast.ClassDef):
                yield from _public(node.body, f"{within}{node.name}.")


def _said_elsewhere(node: Defined, in_class: bool, of_api: bool) -> bool:
    if in_class and (node.name in OVERRIDDEN or node.name.startswith("visit_")):
        return True
    if not isinstance(node, ast.ClassDef):
        return of_api and any(ast.unparse(one).startswith("router.") for one in node.decorator_list)
    bases = {ast.unparse(base).rpartition(".")[2] for base in node.bases}
    if in_class and any(base.endswith("Choices") for base in bases):  # the states of a model: their members say it
        return True
    return "AppConfig" in bases or (of_api and any(_SHAPE.fullmatch(base) for base in bases))
