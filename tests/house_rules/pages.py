"""Pages keep the strict policy, and write no address out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from .tree import inside

#: Write addresses out: the table of scripts, what works without the rest of the house, and the examples of the API.
ADDRESSES_WRITTEN_OUT = ("/addresses.js", "web/js/worker.js", "web/broken.html", "groups/wire.js")
_STYLE = re.compile(r"<[^>]*\sstyle\s*=", re.IGNORECASE)
_HANDLER = re.compile(r"<[^>]*\son[a-z]+\s*=\s*[\"']", re.IGNORECASE)
_SCRIPT = re.compile(r"<script\b(?![^>]*\bsrc\s*=)(?![^>]*application/(?:ld\+)?json)[^>]*>", re.IGNORECASE)
_MAY_BE_MISSING = re.compile(r"\|\s*\w+:typed\.")
_STYLE_BLOCK = re.compile(r"<style\b", re.IGNORECASE)
_ADDRESS_IN_PAGE = re.compile(r"""\b(?:href|action|formaction|src|hx-(?:get|post|put|delete))=["']/[^"'#]*""")
_ADDRESS_IN_SCRIPT = re.compile(r"""(?<![\w)])["'`]/[a-z][\w/${}.-]*(?=[?#"'`])""")
_IN_PAGE = (
    (_STYLE, "a style attribute"),
    (_STYLE_BLOCK, "a style block"),
    (_SCRIPT, "an inline script"),
    (_HANDLER, "an inline handler"),
    (_MAY_BE_MISSING, "what was typed as a filter's argument: the page breaks where the form has no such field (use firstof)"),
)


def pages_keep_the_policy(paths: list[Path]) -> Iterator[str]:
    """Names what a page may not hold under the content security policy: styles and scripts in the page itself."""
    for path in paths:
        name = inside(path)
        if {"templates", "jinja2"} & set(name.split("/")) and path.suffix in (".html", ".svg", ".jinja2"):
            text = path.read_text(encoding="utf-8")
            for pattern, what in _IN_PAGE:
                for found in pattern.finditer(text):
                    yield f"{name}:{text.count(chr(10), 0, found.start()) + 1}: {what}; the policy forbids it"


def addresses_by_name(paths: list[Path]) -> Iterator[str]:
    """Names addresses written out in pages and scripts, where only their names belong: an address that moves takes its doors along."""
    for path in paths:
        name = inside(path)
        pattern = _ADDRESS_IN_SCRIPT if path.suffix == ".js" else _ADDRESS_IN_PAGE if path.suffix == ".html" else None
        if pattern is None or not name.startswith("huiyin/") or "/vendor/" in name or name.endswith(ADDRESSES_WRITTEN_OUT):
            continue
        text = path.read_text(encoding="utf-8")
        for found in pattern.finditer(text):
            yield f"{name}:{text.count(chr(10), 0, found.start()) + 1}: an address written out: {found.group()}"
