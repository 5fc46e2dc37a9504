"""What the addresses of circles are asked about: the owner's circle, in which the member is; a code of it; a promise the owner made."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from huiyin.circles.actions import make_code, note_visit, say_yes
from huiyin.groups.actions import add_people
from tests.factories import a_person
from tests.permissions.county import County
from tests.permissions.places import Asked


def objects(county: County) -> Asked:
    """Makes them."""
    today, resident = timezone.localdate(), a_person(kind="resident")
    add_people(county.group, [resident], by=county.owner)
    code = make_code(county.owner, "在坝上")
    tie = say_yes(code.key, county.member)
    visit = note_visit(tie, county.owner, today, "看了猪圈", "把渠道清了", today + timedelta(days=3))
    return Asked(
        {
            "circle/in/<str:key>": {"key": code.key},
            "circle/ties/<int:pk>": {"pk": tie.pk},
            "circle/ties/<int:pk>/visits/<int:visit>": {"visit": visit.pk},
            "circles/<int:pk>/<slug:do>": {"pk": tie.pk, "do": "leave"},
            "/circle/ties/{tie_id}": {"tie_id": tie.pk, "visit_id": visit.pk},
            "/circles/{tie_id}": {"tie_id": tie.pk},
        },
        {
            "circle-visit": {"words": "又去了一趟"}, "circle-kept": {"words": "清了"},
            "post /circle/codes": {"met": "在坝上"},
            "post /circle/ties": {"person": resident.pk, "way": "group"},
            "post /circle/ties/{tie_id}/visits": {"on": today.isoformat(), "words": "又去了一趟"},
            "post /circles/{tie_id}/answer": {"yes": False},
        },
    )  # fmt: skip
