"""Receptions for programs: a kiosk that books, a screen that calls, a desk that takes down."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.reception.conftest import a_visit

SCOPES = ("reception:read", "reception:write")


@pytest.fixture
def desk(county, program):
    return program(county.desk, *SCOPES)


def test_a_program_announces_books_and_gives_back_and_repeats_safely(county, program, desk):
    begins = timezone.now() + timedelta(days=2)
    told = {"unit": county.office.pk, "place": "接待室", "slots": 2, "begins_at": begins.isoformat(),
            "ends_at": (begins + timedelta(hours=2)).isoformat(),
            "sits": "副县长", "key": "d1"}  # fmt: skip
    made = desk("post", "/reception", told)
    assert made.status_code == 201 and desk("post", "/reception", told).json()["id"] == made.json()["id"]
    day, his = made.json()["id"], program(county.resident, *SCOPES)
    first = his("post", f"/reception/{day}/visits", {"name": "秦望川", "key": "v1"})
    again = his("post", f"/reception/{day}/visits", {"name": "秦望川", "key": "v1"})
    assert (first.status_code, again.status_code) == (201, 200) and first.json() == again.json()
    assert his("get", f"/reception/{day}/line").status_code == 404
    back = his("post", f"/visits/{first.json()['id']}/give-back", {"key": "b1"})
    assert back.json()["state"] == "cancelled"
    assert his("post", f"/visits/{first.json()['id']}/give-back", {"key": "b1"}).status_code == 200


def test_the_next_is_called_once_for_a_key_and_words_become_a_request(county, day, desk):
    a_visit(day), a_visit(day, "许星河", "13800002222")
    first = desk("post", f"/reception/{day.pk}/next", {"key": "n1"}).json()
    assert desk("post", f"/reception/{day.pk}/next", {"key": "n1"}).json()["number"] == first["number"] == 1
    here = f"/visits/{first['id']}"
    six = {"words": "欠薪", "summary": "反映欠薪", "petitioners": [{"name": f"工友{n}"} for n in range(6)]}
    assert desk("post", f"{here}/words", six).json()["field"] == "petitioners"
    assert desk("post", f"{here}/words", six | {"petitioners": six["petitioners"][:5]}).status_code == 200
    assert desk("post", f"{here}/register", {}).status_code == 409
    assert desk("post", f"{here}/agree", {"key": "a1"}).json()["read_back_at"]
    made = desk("post", f"{here}/register", {"key": "r1"})
    assert made.status_code == 201 and desk("post", f"{here}/register", {"key": "r1"}).json() == made.json()
    assert desk("post", f"{here}/done", {"key": "e1"}).json()["state"] == "done"
    assert [one["number"] for one in desk("get", f"/reception/{day.pk}/line").json()["waiting"]] == [2]
    desk("post", f"/reception/{day.pk}/next", {"key": "n2"})
    assert desk("post", f"/reception/{day.pk}/next", {"key": "n3"}).status_code == 204
