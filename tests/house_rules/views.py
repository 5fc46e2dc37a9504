"""A view asks nothing of the database and opens no transaction: its queries stand in queries, what belongs together in one action."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from .tree import inside, names_in, read

_VIEWS = re.compile(r"huiyin/\w+/(?:\w+/)*(?:views|api)(?:_\w+)?(?:\.py|/(?:\w+/)*\w+\.py)")
_MANAGERS = {"objects", "_default_manager", "_base_manager"}
_OF_QUERIES = {
    "filter", "exclude", "select_related", "select_for_update", "prefetch_related", "order_by", "values_list", "in_bulk", "annotate",
    "aggregate", "refresh_from_db", "arefresh_from_db",
}  # fmt: skip
#: Of a query set they take nothing; of a list or a word `count` takes what is counted.
_BARE = {"count", "exists", "acount", "aexists"}
_OR_404 = {"get_object_or_404", "get_list_or_404"}


def views_ask_nothing(paths: list[Path]) -> Iterator[str]:
    """Names every line of a view or an API operation that asks the database, or opens a transaction, itself."""
    for path in paths:
        name = inside(path)
        if _VIEWS.fullmatch(name):
            found = {node.lineno: asked for node in ast.walk(read(path)) if (asked := _asks(node))}  # type: ignore[attr-defined]
            yield from (f"{name}:{line}: a view asks nothing: {asked}" for line, asked in sorted(found.items()))


def _asks(node: ast.AST) -> str:
    if isinstance(node, ast.Attribute) and node.attr in _MANAGERS:
        return f".{node.attr}"
    if isinstance(node, ast.Attribute) and node.attr == "atomic":
        return f".{node.attr}"
    if isinstance(node, ast.ImportFrom) and node.module == "django.db.transaction":
        return "transaction"
    if not isinstance(node, ast.Call):
        return ""
    if isinstance(node.func, ast.Attribute) and (node.func.attr in _OF_QUERIES or (node.func.attr in _BARE and not _given(node))):
        return f".{node.func.attr}(…)"
    named = next(names_in(node.func), "")
    return f"{named}(…)" if named in _OR_404 and not _from_elsewhere(node) else ""


def _given(call: ast.Call) -> bool:
    return bool(call.args or call.keywords)


def _from_elsewhere(call: ast.Call) -> bool:
    """Tells whether what is looked through was made by a function of the app's queries."""
    return bool(call.args) and isinstance(call.args[0], ast.Call) and isinstance(call.args[0].func, ast.Name)
