"""What the addresses of receptions are asked about: one of the owner's unit, on which the member has booked."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from huiyin.cases.rules import speaker_of
from huiyin.reception.actions import DayDraft, VisitDraft, announce_day, book
from huiyin.reception.models import Day
from tests.permissions.county import County
from tests.permissions.places import Asked


def objects(county: County) -> Asked:
    """Makes it."""
    sits = DayDraft(county.unit.pk, "接待室", timezone.now(), timezone.now() + timedelta(hours=3), 9, sits="县长")
    day = announce_day(sits, speaker_of(county.owner))
    visit = book(Day.objects.get(pk=day.pk), VisitDraft("来访人", "13900001111"), speaker_of(county.member)).visit
    return Asked({"reception/<int:pk>": {"pk": day.pk}, "visits/<int:pk>": {"pk": visit.pk}})
