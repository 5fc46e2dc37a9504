"""Secrets that stand in addresses (invitations, hooks, calendars, ends of letters) stay out of the server's log, whoever writes it."""

from __future__ import annotations

import logging
import re

#: The same addresses that deploy/Caddyfile keeps out of the proxy's log.
SECRET = re.compile(r"/(join|hooks|me|calendar|mail)/[^\s?\"'<>]+")

#: A program's key among what an address asks for (Open311).
KEY = re.compile(r"(api_key=)[^\s&\"'<>]+")


class NoSecrets(logging.Filter):
    """Shortens addresses with secrets in a line that is about to be written: Django names the address of all it refuses."""

    def filter(self, record: logging.LogRecord) -> bool:
        words = record.getMessage()
        if SECRET.search(words) or KEY.search(words):
            record.msg, record.args = KEY.sub(r"\1…", SECRET.sub(r"/\1/…", words)), ()
        return True
