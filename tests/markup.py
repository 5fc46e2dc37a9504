"""A page as who reads its HTML has it: where a template breaks its lines says nothing."""

from __future__ import annotations

import re
from typing import Any

_TAG = re.compile(r"<[a-zA-Z/](?:\"[^\"]*\"|'[^']*'|[^>\"'])*>")


def markup(answer: Any) -> str:
    """Gives the HTML of an answer (or a string of it) with each tag in one line, one space between two attributes."""
    page = answer if isinstance(answer, str) else answer.content.decode()
    return _TAG.sub(lambda tag: re.sub(r"\s+(?=>$)", "", re.sub(r"\s*\n\s*", " ", tag[0])), page)
