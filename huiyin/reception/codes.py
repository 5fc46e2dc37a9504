"""The ten digits with which whoever booked gives a number back: reckoned under the installation's key, kept only as a digest."""

from __future__ import annotations

import hmac

from django.utils.crypto import salted_hmac

from huiyin.core.ten_digits import ten_digits


def code_of(pk: int) -> str:
    """Gives the ten digits of a visit."""
    return ten_digits("huiyin.reception.code", str(pk))


def code_digest(pk: int, code: str) -> str:
    """Gives what is kept of a code: bound to its visit."""
    return salted_hmac("huiyin.reception.digest", f"{pk}|{code}", algorithm="sha256").hexdigest()


def same(kept: str, pk: int, code: str) -> bool:
    """Whether a code is the one; takes as long whether it is or not."""
    return hmac.compare_digest(kept, code_digest(pk, code))
