"""A hostile resident and a nosy official at the door of requests: odd input, what can be counted, what leads back to somebody."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from huiyin.cases.actions import CaseDraft, register_case, split_case
from huiyin.cases.actions.registering import Asker
from huiyin.cases.codes import code_of
from huiyin.cases.models import Case
from huiyin.media.models import Upload
from tests.cases.conftest import County
from tests.factories import a_person

ODD = ["", "\x00", "\ud800", "字" * 6000, "-1", "9" * 40, "1e400", "NaN", "0001-01-01T00:00",
       "9999-12-31T23:59", "²", "yes"]  # fmt: skip
FIELDS = (
    "text", "place", "name", "phone", "topic", "to", "join", "offered", "words", "closing", "ground", "lead", "helping", "until",
    "reason", "parts", "seen", "town", "picture", "answer-1", "reached", "consent", "number", "code", "q", "state", "before", "after",
    "unit", "deadline_at", "cases", "title", "summary", "received_on", "public", "case", "taken", "channel", "for_name", "for_phone",
)  # fmt: skip
MOVES = (
    "accept", "decline", "dispatch", "object", "begin", "answer", "extension", "follow_up", "reopen", "review", "recuse", "split",
    "note", "publish", "approve", "x",
)  # fmt: skip


def a_photo() -> SimpleUploadedFile:
    picture = io.BytesIO()
    Image.new("RGB", (60, 40), "seagreen").save(picture, "JPEG")
    return SimpleUploadedFile("家.jpg", picture.getvalue(), "image/jpeg")


@pytest.mark.parametrize("odd", ODD)
def test_whatever_is_typed_is_refused_in_words_or_taken(county: County, client_for: Any, odd: str) -> None:
    case = county.answered()
    visitor = Client()
    visitor.post("/cases/look-up", {"number": case.number, "code": code_of(case.pk)})
    told = dict.fromkeys(FIELDS, odd.encode("utf-8", "surrogatepass").decode("utf-8", "replace") if "\ud800" in odd else odd)
    for browser in (visitor, client_for(county.desk)):
        for path in ("/cases/public", "/cases/public/map", "/cases/public.atom", "/cases/desk", "/cases/call", "/cases", "/figures"):
            assert browser.get(path, told if len(odd) < 100 else {"q": odd}).status_code < 500, path
        for path in ("/cases/new", "/cases/like", "/cases/look-up", "/cases/call", "/cases/letter", "/matters"):
            assert browser.post(path, told | {"key": f"k{len(odd)}"}).status_code < 500, path
        for move in MOVES:
            assert browser.post(f"/cases/{case.pk}/moves/{move}", told | {"key": ""}).status_code < 500, move


def test_two_of_ones_own_do_not_count_what_was_accused_or_said_between(county: County) -> None:
    numbers = [register_case(CaseDraft(f"举报第{n}次", accused=[county.water.pk]), county.who("resident")).case.number for n in range(6)]
    tails = [int(number[-6:]) for number in numbers]
    assert all(number.startswith("J") for number in numbers) and len(set(tails)) == 6
    assert {after - before for before, after in zip(tails, tails[1:], strict=False)} != {1}
    assert county.case().number.endswith("000001")


def test_who_shows_only_number_and_code_leaves_no_files_behind(county: County) -> None:
    case, visitor = county.answered(), Client()
    visitor.post("/cases/look-up", {"number": case.number, "code": code_of(case.pk)})
    assert visitor.post(f"/cases/{case.pk}/moves/follow_up", {"reached": "no", "files": [a_photo()]}).status_code == 302
    assert visitor.post(f"/cases/{case.pk}/moves/note", {"words": "x", "files": [a_photo()]}).status_code < 500
    assert not Upload.objects.exists()


def test_a_photo_sent_without_a_name_leads_back_to_nobody(county: County, client_for: Any) -> None:
    told = {"text": "有人往河里倒东西", "anonymous": "yes", "key": "a", "files": [a_photo()]}
    assert client_for(county.resident).post("/cases/new", told).status_code == 302
    case = Case.objects.get()
    assert case.author is None and case.files.get().upload.owner is None


def test_who_asked_together_has_each_part_of_what_was_split(county: County, client_for: Any) -> None:
    other = a_person(kind="resident")
    case = county.given(joint=[Asker("甲", other.phone, True)])
    parts = split_case(case, county.who("desk"), ["水管", "井盖"])
    assert [client_for(other).get(f"/cases/{part.pk}").status_code for part in parts] == [200, 200]


def test_an_accusation_that_nobody_here_may_read_is_refused_with_the_way_to_go(county: County, programs: Any) -> None:
    refused = programs("resident")("post", "/cases", {"text": "县政府乱收费", "accused": [county.office.pk], "key": "a"})
    assert refused.status_code == 422 and "12388" in str(refused.json()) and not Case.objects.exists()
    taken = programs("resident")("post", "/cases", {"text": "水务局乱收费", "accused": [county.water.pk], "key": "b"})
    assert taken.status_code == 201
