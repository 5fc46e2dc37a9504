"""A county whose office that receives requests announces a reception day for today."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from huiyin.reception.actions import DayDraft, VisitDraft, announce_day, book
from huiyin.reception.models import Day, Visit
from tests.cases.conftest import County, a_county, program  # noqa: F401  (a fixture)


def a_day(county: County, *, days: int = 0, slots: int = 3, sits: str = "副县长 高若水", **more: Any) -> Day:
    """Gives a reception day of the county's office: today, from now for four hours, or so many days later."""
    begins = timezone.localtime() + timedelta(days=days)
    draft = DayDraft(county.office.pk, "县信访局一楼接待室", begins, begins + timedelta(hours=4), slots, sits=sits, **more)
    return announce_day(draft, county.who("desk"))


def a_visit(day: Day, name: str = "秦望川", phone: str = "13800001111", **more: Any) -> Visit:
    """Gives a number booked without an account."""
    from huiyin.cases.rules import Speaker

    return book(day, VisitDraft(name, phone, **more), Speaker()).visit


@pytest.fixture
def county(db: None) -> County:
    return a_county()


@pytest.fixture
def day(county: County) -> Day:
    return a_day(county)
