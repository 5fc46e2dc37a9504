"""What programs are given and may send of what is to come."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from ninja import Schema
from pydantic import Field

from huiyin.core.api import In, Key, Number, line

Month = Annotated[str, Field(pattern=r"^[0-9]{4}-[0-9]{2}$", max_length=7)]


class AnnounceIn(In):
    produce: Annotated[str, line(20)]
    month: Month
    amount: Annotated[str, line(60)]
    unit: Number | None = None
    own: bool = True
    note: Annotated[str, line(200)] = ""
    key: Key = ""


class OnceIn(In):
    key: Key = ""


class AnnouncedOut(Schema):
    id: int
    unit: int
    producer: int | None
    produce: str
    month: str
    said_grams: int
    low_grams: int
    high_grams: int
    words: str
    note: str
    at: datetime


class MonthOut(Schema):
    month: str
    grams: int
    low_grams: int
    high_grams: int
    level: int


class VillageOut(Schema):
    unit: int
    name: str
    months: list[MonthOut]


class ProduceOut(Schema):
    produce: str
    taken_grams: list[int]
    whole: list[MonthOut]
    villages: list[VillageOut]


class CalendarOut(Schema):
    region: int
    months: list[str]
    produces: list[ProduceOut]
