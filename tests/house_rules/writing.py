"""Only actions write."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from .tree import inside, names_in, read

#: May write although they are no actions, each for its reason.
MAY_WRITE = {
    "huiyin/backup/moving.py": "copies every row as it is from one database to the other",
    "huiyin/demo/": "the invented county sets back the clock of what its actions made",
    "huiyin/groups/message_search/index.py": "the index is made of messages and can be made again from them",
}
WRITES_ALWAYS = {"bulk_create", "bulk_update", "get_or_create", "update_or_create", "aget_or_create", "abulk_create"}
WRITES_BY_ITS_LOOK = {"save", "create", "update", "delete", "asave", "acreate", "aupdate", "adelete"}
BULK_WRITES = {"insert_rows", "inserter", "update_rows", "delete_some", "update_some", "add_sums"}  # of db/
OF_A_QUERY = {"objects", "filter", "exclude", "all", "select_for_update", "using", "order_by", "_default_manager"}


def only_actions_write(paths: list[Path]) -> Iterator[str]:
    """Names every place outside the actions that changes a row."""
    for path in paths:
        name = inside(path)
        if path.suffix == ".py" and name.startswith("huiyin/") and not _may_write(name):
            for node in ast.walk(read(path)):
                if not isinstance(node, ast.Call):
                    continue
                if isinstance(node.func, ast.Attribute) and _writes(node, node.func):
                    yield f"{name}:{node.lineno}: only actions write: .{node.func.attr}(…)"
                elif isinstance(node.func, ast.Name) and node.func.id in BULK_WRITES:
                    yield f"{name}:{node.lineno}: only actions write: {node.func.id}(…)"


def _may_write(name: str) -> bool:
    parts = name.split("/")
    # personal_data.py is the actions by which privacy removes what an app keeps of a person.
    if {"actions", "migrations", "journal", "db"} & set(parts) or parts[-1] in ("actions.py", "models.py", "personal_data.py"):
        return True
    return any(name.startswith(allowed) for allowed in MAY_WRITE)


def _writes(call: ast.Call, function: ast.Attribute) -> bool:
    if function.attr in WRITES_ALWAYS | BULK_WRITES:
        return True
    # Pictures, caches, sets and files are given what they save or drop; models are not.
    if function.attr not in WRITES_BY_ITS_LOOK or call.args:
        return False
    chain = set(names_in(function.value))
    if chain & {"session", "cache", "storage"}:
        return False
    return function.attr not in ("update", "aupdate") or bool(chain & OF_A_QUERY)
