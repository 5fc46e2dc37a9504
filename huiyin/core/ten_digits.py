"""Ten digits that open something to whoever has them on paper: read aloud, typed by elders, reckoned under the installation's key."""

from __future__ import annotations

from django.utils.crypto import salted_hmac

DIGITS = 10


def ten_digits(salt: str, of: str) -> str:
    """Gives the digits of one thing. Takes what they are for ("huiyin.cases.code") and what it is known by; the same gives the same."""
    digest = salted_hmac(salt, of, algorithm="sha256").digest()
    return f"{int.from_bytes(digest[:16], 'big') % 10**DIGITS:0{DIGITS}d}"


def for_reading(code: str) -> str:
    """Gives a code as it is read aloud: 123 456 7890."""
    return f"{code[:3]} {code[3:6]} {code[6:]}"
