"""The secret by which an answer to our mail finds its case: in the address it goes to, and in the Message-ID it refers to.

It is reckoned from the case's own number, which is drawn by lot, under the installation's key. From whom a mail says it is proves nothing.
"""

from __future__ import annotations

import hmac
import re
from collections.abc import Iterable

from django.conf import settings
from django.utils.crypto import salted_hmac

_TOKEN = re.compile(r"([0-9]{15})-([0-9a-f]{20})")


def token_of(case: int) -> str:
    """Gives the secret of a case."""
    return f"{case}-{_mac(case)}"


def address_for(case: int) -> str:
    """Gives the address at which an answer comes back to a case: letters+TOKEN@county.example."""
    local, _at, domain = settings.MAIL_IN.partition("@")
    return f"{local}+{token_of(case)}@{domain}"


def message_id_for(case: int, kind: str) -> str:
    """Gives the Message-ID of a mail of ours about a case."""
    return f"<{kind}.{token_of(case)}@{settings.MAIL_IN.partition('@')[2]}>"


def case_in(said: Iterable[str]) -> int | None:
    """Gives the case whose secret stands in one of these addresses or Message-IDs, or None."""
    for one in said:
        for found in _TOKEN.finditer(one[:300]):
            case = int(found[1])
            if hmac.compare_digest(found[2], _mac(case)):
                return case
    return None


def _mac(case: int) -> str:
    return salted_hmac("huiyin.intake.mail", str(case), algorithm="sha256").hexdigest()[:20]
