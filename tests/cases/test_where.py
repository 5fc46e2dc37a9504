"""Where it is: typed, by where somebody stands, or marked on a map; and what is said with it when it is not solved."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from huiyin.cases.actions import accept_case, answer_case, dispatch_case
from huiyin.cases.models import Case, CaseFile, TownPlace
from huiyin.core.coordinates import shifted
from huiyin.core.drawn_map import Sheet
from tests.cases.conftest import County
from tests.factories import a_unit
from tests.media.test_voices import an_ogg

FORM = "/cases/new"


@pytest.fixture
def town(county: County) -> TownPlace:
    return TownPlace.objects.create(unit=a_unit("柳渡镇", county.office, kind="town"), latitude=26.1, longitude=119.5)


def sent(**more: str) -> Case:
    """Gives the case a visitor's form made."""
    assert Client().post(FORM, {"text": "村口的水管漏了三天", "key": "k", **more}).status_code == 302
    return Case.objects.get()


def test_a_spot_goes_with_what_was_typed_and_finds_a_name_where_nothing_was(county: County, town: TownPlace) -> None:
    assert sent(place="村口桥头", spot="26.123456,119.5").place == "村口桥头 (26.12346, 119.50000)"
    Case.objects.all().update(place="")
    browser = Client(headers={"accept-language": "zh-CN"})
    assert browser.post(FORM, {"text": "路灯不亮", "spot": "26.123456,119.5", "key": "l"}).status_code == 302
    assert Case.objects.latest("registered_at").place == "柳渡镇附近 (26.12346, 119.50000)"


def test_a_spot_of_the_tiles_is_kept_as_the_earth_has_it(county: County, settings: Any) -> None:
    settings.TILES, settings.TILES_SYSTEM = "https://tiles.example.org/{z}/{x}/{y}.png", "gcj02"
    lat, lon = shifted(30.5, 114.3, "gcj02")
    assert sent(place="桥头", spot=f"{lat:.6f},{lon:.6f},tiles").place == "桥头 (30.50000, 114.30000)"
    page = Client().get(FORM)
    assert "https://tiles.example.org" in page.headers["Content-Security-Policy"] and "data-where-map" in page.content.decode()


@pytest.mark.parametrize("spot", ["", "x", "91.0,10.0", "26.1,1e5", "26.1,119.5,tile", "26.1,119.5\n"])
def test_what_is_no_spot_changes_nothing(county: County, spot: str) -> None:
    assert sent(place="桥头", spot=spot).place == "桥头"


def test_the_map_is_offered_where_there_is_one_and_the_desk_sees_the_spot(county: County, town: TownPlace, client_for: Any) -> None:
    assert "data-where-map" in Client().get(FORM).content.decode()
    shown = Client().get("/cases/where").content.decode()
    assert "where-drawn" in shown and "柳渡镇" not in shown  # the towns' names stand where the drawn map has them
    case = sent(place="村口", spot="26.1,119.5")
    assert "where-spot" in client_for(county.desk).get(f"/cases/{case.pk}").content.decode()
    town.delete()
    assert "data-where-map" not in Client().get(FORM).content.decode()


def test_a_place_on_the_drawing_leads_back_to_where_it_lies() -> None:
    sheet = Sheet([(26.0, 119.4), (26.3, 119.9)])
    north, west, down, right = sheet.frame
    x, y = sheet.at((26.2, 119.6))
    assert (north - y * down, west + x * right) == pytest.approx((26.2, 119.6), abs=1e-3)


def test_not_solved_is_said_with_a_voice_note_by_who_has_only_number_and_code(county: County) -> None:
    visitor = Client()
    visitor.post(FORM, {"text": "村口的水管漏了三天", "key": "k"})
    case = Case.objects.get()
    accept_case(case, county.who("desk"))
    dispatch_case(case, county.who("desk"), county.water.pk)
    answer_case(case, county.who("head"), "solved", "水管换好了。")
    page = visitor.get(f"/cases/{case.pk}").content.decode()
    assert 'name="voice"' in page and "voice.js" in page
    said = {"words": "今早又漏了", "key": "r", "voice": SimpleUploadedFile("voice.ogg", an_ogg(), "audio/ogg")}
    assert visitor.post(f"/cases/{case.pk}/moves/reopen", said).status_code == 302
    case.refresh_from_db()
    kept = CaseFile.objects.get(case=case)
    assert case.state == "reopened" and kept.upload.is_voice and kept.upload.claimed_at is not None and kept.upload.owner_id is None


def test_a_program_says_where_and_it_is_kept(county: County, programs: Any) -> None:
    said = {"text": "路灯不亮", "place": {"name": "桥头", "lat": 26.1, "lon": 119.5}, "key": "p"}
    made = programs("resident")("post", "/cases", said).json()
    assert Case.objects.get(pk=made["id"]).place == "桥头 (26.10000, 119.50000)"
