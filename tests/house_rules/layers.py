"""The layers inside an app are held for every app that has nouns."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path

from . import tree


def every_app_has_layers(paths: list[Path]) -> Iterator[str]:
    """Names apps with models of their own that the contract of layers in pyproject.toml does not hold."""
    contracts = tomllib.loads((tree.ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]["contracts"]
    held = {name for contract in contracts for name in contract.get("containers", ())}
    named = [tree.inside(path).split("/") for path in paths]
    with_models = {parts[1] for parts in named if parts[0] == "huiyin" and parts[2:3] in (["models.py"], ["models"])}
    for app in sorted(with_models):
        if f"huiyin.{app}" not in held:
            yield f"pyproject.toml: the contract of layers holds huiyin.{app} not yet"
