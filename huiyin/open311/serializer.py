"""Answers as the standard wants them: XML and JSON that say the same.

What is a list in JSON has in XML an element around it and one for each of its members (docs/developers/open311.md); nothing is an empty
element there, null here.
"""

from __future__ import annotations

import json
import re
from typing import Any

XML, JSON = "xml", "json"
TYPES = {XML: "text/xml; charset=utf-8", JSON: "application/json; charset=utf-8"}
#: What each member of a list is called in XML.
MEMBER = {
    "errors": "error", "services": "service", "attributes": "attribute", "values": "value", "endpoints": "endpoint", "formats": "format",
    "service_requests": "request", "service_request_updates": "request_update",
}  # fmt: skip
#: What XML 1.0 has no way to write (its production 2, Char).
_NEVER = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_MARKS = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\r": "&#13;"})


def written(root: str, said: Any, form: str) -> bytes:
    """Gives an answer in one of the two forms. Takes what the XML's root is called, and objects, lists and plain values."""
    if form == JSON:
        return json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()
    return ('<?xml version="1.0" encoding="utf-8"?>' + _element(root, said)).encode()


def _element(name: str, said: Any) -> str:
    if isinstance(said, dict):
        inside = "".join(_element(part, value) for part, value in said.items())
    elif isinstance(said, list):
        inside = "".join(_element(MEMBER[name], one) for one in said)
    else:
        inside = _text(said)
    return f"<{name}>{inside}</{name}>"


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return _NEVER.sub("", str(value)).translate(_MARKS)
