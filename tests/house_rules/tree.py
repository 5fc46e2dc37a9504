"""The files the rules read, and the names in a line of Python."""

from __future__ import annotations

import ast
import subprocess
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent


def files() -> list[Path]:
    """Gives the files that are, or are about to be, in the repository."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"], cwd=ROOT, capture_output=True, check=False
    )
    if listed.returncode:  # unpacked from an archive
        skip = {".venv", ".git", "var", "shots", "build", "dist", "__pycache__"}
        return sorted(p for p in ROOT.rglob("*") if p.is_file() and not skip & set(p.relative_to(ROOT).parts))
    names = {name for name in listed.stdout.decode().split("\0") if name}
    return sorted(p for p in (ROOT / name for name in names) if p.is_file())


def inside(path: Path) -> str:
    """Gives a file's name within the repository."""
    return path.relative_to(ROOT).as_posix()


def read(path: Path) -> ast.Module:
    """Reads a file of Python."""
    return ast.parse(path.read_text(encoding="utf-8"), inside(path))


def names_in(node: ast.AST) -> Iterator[str]:
    """Gives the names of a chain of attributes and calls, the last first."""
    while True:
        if isinstance(node, ast.Attribute):
            yield node.attr
            node = node.value
        elif isinstance(node, ast.Call):
            node = node.func
        elif isinstance(node, ast.Subscript):
            node = node.value
        else:
            if isinstance(node, ast.Name):
                yield node.id
            return
