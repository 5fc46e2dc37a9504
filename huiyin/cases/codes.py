"""The ten digits with which whoever asked looks up their case. Kept only as a digest under the installation's key.

They are reckoned from the case's own number, which is drawn by lot and told to nobody but those who may see it, under that same key: so the
answer to a message that was sent twice is the same twice, and no copy of the database holds them.
"""

from __future__ import annotations

import hmac

from django.utils.crypto import salted_hmac

from huiyin.core.ten_digits import ten_digits


def code_of(pk: int) -> str:
    """Gives the ten digits of a case."""
    return ten_digits("huiyin.cases.code", str(pk))


def code_digest(number: str, code: str) -> str:
    """Gives what is kept of a code: bound to its number."""
    return salted_hmac("huiyin.cases.digest", f"{number}|{code}", algorithm="sha256").hexdigest()


def same(kept: str, number: str, code: str) -> bool:
    """Whether a code is the one; takes as long whether it is or not."""
    return hmac.compare_digest(kept, code_digest(number, code))
