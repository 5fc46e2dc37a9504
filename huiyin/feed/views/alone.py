"""Pages that stand alone: everything but pictures in one answer, for old phones, for other sites' frames, for paper.

They run no script and load no style: theirs stands in the page, and the policy of that one answer names it by its sum.
"""

from __future__ import annotations

import base64
import hashlib
import re
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString, mark_safe

_FOLDER = Path(__file__).resolve().parents[1] / "templates" / "feed" / "alone"
_COMMENT = re.compile(r"/\*.*?\*/\s*", re.S)
_RULES = "default-src 'none'; img-src 'self'; media-src 'self'; base-uri 'none'; form-action 'none'"


@lru_cache(maxsize=8)
def _style(name: str) -> tuple[SafeString, str]:
    text = re.sub(r"\s*\n\s*", "", _COMMENT.sub("", (_FOLDER / name).read_text(encoding="utf-8")))
    # What is written here is our own file: nothing a person wrote is in it.
    return mark_safe(f"<style>{text}</style>"), base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def alone(request: HttpRequest, name: str, shown: dict[str, Any], *, status: int = 200, framed: bool = False) -> HttpResponse:
    """Answers with a page that stands alone. Takes the name of a template beside its style (feed/alone/NAME.html, look.css), what it
    shows, the status, and whether other sites may frame it."""
    style, digest = _style("look.css")
    answer = render(request, f"feed/alone/{name}.html", {**shown, "style": style}, status=status)
    ancestors = "*" if framed else "'none'"
    policy = f"{_RULES}; style-src 'sha256-{digest}'; frame-ancestors {ancestors}"
    answer.headers["Content-Security-Policy"] = policy + ("; upgrade-insecure-requests" if settings.SECURE else "")
    answer.headers["Cache-Control"] = "no-cache"
    answer.xframe_options_exempt = framed  # web/policy.py: the old header has no word for "everybody"
    return answer
