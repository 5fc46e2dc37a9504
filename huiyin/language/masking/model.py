"""What of a person can stand in a text."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What was found."""

    NAME = "name"
    PHONE = "phone"
    ID_NUMBER = "id_number"
    BANK_CARD = "bank_card"
    PLATE = "plate"
    EMAIL = "email"
    HOUSE = "house"
    ACCOUNT = "account"


@dataclass(frozen=True, slots=True)
class Found:
    """Where something personal stands: `text[start:end]` is it. `sure` where a check digit or the shape itself proves it."""

    start: int
    end: int
    kind: Kind
    sure: bool = True
