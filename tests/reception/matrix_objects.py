"""What the addresses of receptions are asked about: one of the owner's unit, on which the member has booked; on others somebody was called,
passed over, and heard and agreed to what was taken down."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from huiyin.cases.rules import speaker_of
from huiyin.reception.actions import DayDraft, VisitDraft, absent, agree, announce_day, book, call_next, write_down
from huiyin.reception.models import Day, Visit, VisitState
from tests.permissions.county import County
from tests.permissions.places import Asked


def a_day(county: County, place: str = "接待室") -> Day:
    """Gives a day of the owner's unit."""
    begins = timezone.now()
    day = announce_day(DayDraft(county.unit.pk, place, begins, begins + timedelta(hours=3), 9, sits="县长"), speaker_of(county.owner))
    return Day.objects.get(pk=day.pk)


def called(county: County, place: str) -> Visit:
    """Gives somebody who was called, on a day of their own."""
    day = a_day(county, place)
    book(day, VisitDraft("来访人", "13900001111"), speaker_of(county.member))
    visit = call_next(day, speaker_of(county.owner))
    assert visit is not None
    return visit


def passed_over(county: County) -> Visit:
    """Gives somebody who was called and called again, and was not there."""
    visit, owner = called(county, "二号窗口"), speaker_of(county.owner)
    while absent(visit, owner).state != VisitState.PASSED:
        call_next(visit.day, owner)
    return visit


def heard(county: County) -> Visit:
    """Gives somebody whose words were taken down and read back."""
    visit, owner = called(county, "三号窗口"), speaker_of(county.owner)
    write_down(visit, owner, "水管漏了三天", "水管漏了")
    return agree(visit, owner)


def objects(county: County) -> Asked:
    """Makes them."""
    day, begins = a_day(county), timezone.now() + timedelta(days=2)
    visit = book(day, VisitDraft("来访人", "13900001111"), speaker_of(county.member)).visit
    there, away, said = called(county, "一号窗口"), passed_over(county), heard(county)
    return Asked(
        {
            "reception/<int:pk>": {"pk": day.pk}, "visits/<int:pk>": {"pk": visit.pk},
            "/reception/{day_id}": {"day_id": day.pk}, "/visits/{visit_id}": {"visit_id": visit.pk},
            **{f"/visits/{{visit_id}}/{move}": {"visit_id": there.pk} for move in ("absent", "done", "words")},
            "/visits/{visit_id}/come-back": {"visit_id": away.pk},
            **{f"/visits/{{visit_id}}/{move}": {"visit_id": said.pk} for move in ("agree", "register")},
        },
        {
            "post /reception": {"unit": county.unit.pk, "place": "四号窗口", "slots": 5, "sits": "县长", "begins_at": begins.isoformat(),
                                "ends_at": (begins + timedelta(hours=3)).isoformat()},
            "post /reception/{day_id}/cancel": {"reason": "县长去市里开会"},
            "post /reception/{day_id}/visits": {"name": "来访人", "phone": "13900002222"},
            "post /reception/{day_id}/walk-in": {"name": "来访人", "phone": "13900003333"},
            "post /visits/{visit_id}/words": {"words": "水管漏了三天", "summary": "水管漏了"},
        },
    )  # fmt: skip
