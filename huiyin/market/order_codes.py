"""The ten digits with which a stranger finds their order again. They are kept nowhere: they are made of the order's own salt and the
installation's key each time, so that a copy of the table opens no order, and a retried order is answered with the same code."""

from __future__ import annotations

import secrets

from django.utils.crypto import constant_time_compare

from huiyin.core.ten_digits import ten_digits
from huiyin.market.models import Order


def new_salt() -> str:
    """Gives what makes a code unlike any other."""
    return secrets.token_urlsafe(16)


def code_of(order: Order) -> str:
    """Gives the code of an order: ten digits."""
    return ten_digits("huiyin.market.order", f"{order.number}\n{order.salt}")


def is_code(order: Order | None, typed: str) -> bool:
    """Whether this is the order's code. Takes as long where there is no order."""
    digits = "".join(str(int(c)) for c in typed[:40] if c.isdecimal())
    expected = code_of(order if order is not None else Order(number="0-0", salt="-" * 22))
    return constant_time_compare(digits, expected) and order is not None
