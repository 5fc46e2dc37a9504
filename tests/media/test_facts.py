"""What a picture's own data says: when it was taken, where only if allowed, and whatever is written there does no harm."""

from __future__ import annotations

import math
import struct
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from io import BytesIO
from zoneinfo import ZoneInfo

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.utils import timezone
from hypothesis import example, given
from hypothesis import strategies as st
from PIL.TiffImagePlugin import IFDRational

from huiyin.media import facts, videos
from huiyin.media.actions import erase_upload, keep_upload, storage
from huiyin.media.errors import BrokenVideo
from huiyin.media.facts import facts_of, moment_after, place_on_earth, said_by_camera
from huiyin.media.models import Upload
from huiyin.media.photos import develop
from tests.factories import a_group, a_person
from tests.media import corpus

pytestmark = pytest.mark.django_db
SHANGHAI = ZoneInfo("Asia/Shanghai")
HOME = {1: "N", 2: (29.0, 33.0, 46.0), 3: "E", 4: (106.0, 33.0, 5.0)}
SINCE_1904 = int((datetime(2026, 11, 20, 8, 0, tzinfo=UTC) - facts.MAC_EPOCH).total_seconds())


@pytest.fixture(autouse=True)
def today(time_machine):
    time_machine.move_to(datetime(2026, 11, 23, 9, 0, tzinfo=UTC), tick=False)


def kept(content: bytes, name: str = "a.jpg", **more) -> Upload:
    upload = keep_upload(None, content, name, **more)
    return Upload.objects.get(pk=upload.pk)


def test_a_photo_says_when_it_was_taken_and_not_where():
    said = facts_of(kept(corpus.photo_from_a_phone()))
    assert said == {"taken_at": datetime(2024, 5, 1, 0, 30, tzinfo=UTC), "assumed": False, "lat": None, "lon": None, "plausible": True}


def test_the_place_is_kept_beside_the_picture_when_its_owner_allowed_it_and_never_in_it():
    upload = kept(corpus.photo_from_a_phone(), place_allowed=True)
    said = facts_of(upload)
    assert (said["lat"], said["lon"]) == (29.5628, 106.5514)
    assert (upload.latitude, upload.longitude) == (Decimal("29.5628"), Decimal("106.5514"))
    for variant in upload.variants:
        stored = storage().open(upload.path(variant)).read()
        assert b"Exif" not in stored and b"GPS" not in stored


def test_a_camera_without_a_zone_is_read_by_the_county_and_marked():
    said = facts_of(kept(corpus.photo_from_a_phone(offset=None)))
    assert said["taken_at"] == datetime(2024, 5, 1, 0, 30, tzinfo=UTC) and said["assumed"]
    for nonsense in ("+99:99", "+08-00", "８点", "+-8:00", "\0"):
        said = facts_of(kept(corpus.photo_from_a_phone(offset=nonsense)))
        assert said["taken_at"] == datetime(2024, 5, 1, 0, 30, tzinfo=UTC) and said["assumed"], nonsense


@pytest.mark.parametrize(
    ("taken", "plausible"),
    [("2026:11:23 16:59:00", True), ("2026:11:23 17:05:00", True), ("2026:11:23 18:00:00", False), ("2016:12:01 00:00:00", True),
     ("2016:11:01 00:00:00", False), ("1990:01:02 00:00:00", False), ("2099:12:31 00:00:00", False)],
)  # fmt: skip
def test_a_time_that_cannot_be_is_shown_as_such(taken, plausible):
    said = facts_of(kept(corpus.photo_that_says({0x9003: taken, 0x9011: "+08:00"})))
    assert said["taken_at"] is not None and said["plausible"] is plausible


@pytest.mark.parametrize(
    "taken", ["0000:00:00 00:00:00", "0001:01:01 00:00:00", "9999:12:31 23:59:59", "2024:02:30 08:00:00", "", "    :  :  "]
)
@pytest.mark.parametrize("offset", ["+14:00", "-14:00", "-99:99"])
def test_years_that_no_camera_has_seen_are_no_time(taken, offset):
    said = facts_of(kept(corpus.photo_that_says({0x9003: taken, 0x9011: offset})))
    assert said["taken_at"] is None and said["plausible"] is None and not said["assumed"]


@pytest.mark.parametrize(
    "gps",
    [{}, {1: "N"}, {**HOME, 1: "X"}, {**HOME, 2: (91.0, 0.0, 0.0)}, {**HOME, 4: (181.0, 0.0, 0.0)}, {**HOME, 2: (29.0, 61.0, 0.0)},
     {1: "N", 2: (0.0, 0.0, 0.0), 3: "E", 4: (0.0, 0.0, 0.0)}, {**HOME, 2: (90.0, 30.0, 0.0)}],
)  # fmt: skip
def test_a_place_that_is_nowhere_is_none(gps):
    upload = kept(corpus.photo_that_says({}, gps), place_allowed=True)
    assert upload.latitude is None and upload.longitude is None


def test_a_place_divided_by_nought_is_none():
    for wrong in (IFDRational(1, 0), IFDRational(0, 0), math.inf, math.nan, -1, "29", None, b"\xff"):
        assert said_by_camera({}, {**HOME, 2: (wrong, 0.0, 0.0)}, SHANGHAI).place in (None, (Decimal("29.0000"), Decimal("106.5514")))
        assert said_by_camera({}, {**HOME, 2: wrong}, SHANGHAI).place is None


@pytest.mark.filterwarnings("ignore:Tag data larger")
def test_a_block_that_claims_more_than_there_is_costs_nothing_but_itself():
    """Thousands of tags, each claiming the whole block: read for what it is worth, the photo is taken."""
    count = 5000
    body = b"".join(struct.pack("<HHII", 0x9C00 + n, 7, 60_000, 8) for n in range(count))
    block = b"Exif\0\0II*\0" + struct.pack("<IH", 8, count) + body + bytes(4)
    plain = corpus.encoded(corpus.painting(64, 48))
    sent = plain[:2] + b"\xff\xe1" + struct.pack(">H", len(block) + 2) + block + plain[2:]
    upload = kept(sent, place_allowed=True)
    assert upload.width == 64 and facts_of(upload)["taken_at"] is None


_HOSTILE = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30) | st.binary(max_size=30)
_VALUES = _HOSTILE | st.tuples(_HOSTILE, _HOSTILE, _HOSTILE) | st.sampled_from(["N", "E", "S", "W"]) | st.lists(_HOSTILE, max_size=4)


@given(
    st.dictionaries(st.sampled_from([0x9003, 0x9011]), _VALUES | st.from_regex(r"\A\d{4}:\d\d:\d\d \d\d:\d\d:\d\d\Z")),
    st.dictionaries(st.sampled_from([1, 2, 3, 4]), _VALUES),
)
@example({0x9003: "9999:12:31 23:59:59", 0x9011: "-14:00"}, {})
@example({0x9003: "٢٠٢٤:05:01 08:30:00", 0x9011: "+٠٨:00"}, {1: "N", 2: (29, 0, 59.99999999), 3: "W", 4: (180, 0, 0)})
def test_whatever_a_block_says_a_bounded_answer_comes_of_it(block, gps):
    for zone in (SHANGHAI, None):
        said = said_by_camera(block, gps, zone)
        assert said.taken_at is None or 1990 <= said.taken_at.year < 2100
        if said.place is not None:
            assert abs(said.place[0]) <= 90 and abs(said.place[1]) <= 180
            assert all(degrees.as_tuple().exponent == -4 for degrees in said.place)


@given(st.floats(), st.floats())
@example(1e-300, 1e300)
@example(89.99999, 179.99999)
def test_a_place_is_on_earth_or_none(latitude, longitude):
    place = place_on_earth(latitude, longitude)
    assert place is None or (abs(place[0]) <= 90 and abs(place[1]) <= 180)


@given(st.integers(0, 2**64) | st.floats())
def test_a_count_of_seconds_is_a_moment_or_none(seconds):
    for epoch in (facts.MAC_EPOCH, facts.WEBM_EPOCH):
        moment = moment_after(epoch, seconds)
        assert moment is None or 1990 <= moment.year < 2100


@given(st.binary(max_size=400))
def test_a_photo_with_any_bytes_for_a_block_is_taken(block):
    plain = corpus.encoded(corpus.painting(16, 16))
    block = b"Exif\0\0" + block
    sent = plain[:2] + b"\xff\xe1" + struct.pack(">H", len(block) + 2) + block + plain[2:]
    assert develop(sent, zone=SHANGHAI, place=True).width == 16


@pytest.mark.parametrize("brand", [b"isom", b"qt  "])
def test_a_film_says_when_it_was_begun_and_where_only_if_allowed(brand):
    sent = corpus.film(brand=brand, begun=SINCE_1904)
    upload = kept(sent, "a.mp4")
    assert facts_of(upload)["taken_at"] == datetime(2026, 11, 20, 8, 0, tzinfo=UTC) and facts_of(upload)["plausible"]
    assert upload.latitude is None
    allowed = kept(sent, "a.mp4", place_allowed=True)
    assert (facts_of(allowed)["lat"], facts_of(allowed)["lon"]) == (29.563, 106.5516)
    assert corpus.PLACE not in storage().open(allowed.path("video")).read()


@pytest.mark.parametrize("begun", [0, 1, 2**32 - 1])
def test_a_recorder_without_a_clock_says_no_time(begun):
    assert (facts_of(kept(corpus.film(begun=begun), "a.mp4"))["taken_at"] is None) == (begun < 2**31)
    assert not facts_of(kept(corpus.film(begun=begun), "a.mp4"))["plausible"]


@given(st.binary(max_size=300), st.integers(0, 600))
def test_a_film_broken_anywhere_is_read_or_refused(junk, at):
    sent = bytearray(corpus.film(begun=SINCE_1904, frames=256))
    at = min(at, len(sent))
    sent[at : at + len(junk)] = junk
    try:
        film = videos.inspect(BytesIO(bytes(sent)), len(sent), "video/mp4")
    except BrokenVideo:
        return
    assert film.taken_at is None or 1990 <= film.taken_at.year < 2100


def test_a_webm_says_when_it_was_begun():
    nanoseconds = int((datetime(2026, 11, 20, tzinfo=UTC) - facts.WEBM_EPOCH) / timedelta(seconds=1)) * 10**9
    date = b"\x44\x61\x88" + struct.pack(">q", nanoseconds)
    scale = b"\x2a\xd7\xb1\x83\x0f\x42\x40"
    info = b"\x15\x49\xa9\x66" + bytes([0x80 | len(scale + date)]) + scale + date
    sent = b"\x1a\x45\xdf\xa3\x80" + b"\x18\x53\x80\x67" + bytes([0x80 | len(info)]) + info
    assert videos.inspect(BytesIO(sent), len(sent), "video/webm").taken_at == datetime(2026, 11, 20, tzinfo=UTC)


def test_what_is_erased_takes_time_and_place_with_it(django_capture_on_commit_callbacks):
    upload = kept(corpus.photo_from_a_phone(offset=None), place_allowed=True)
    with django_capture_on_commit_callbacks(execute=True):
        erase_upload(upload)
    assert set(facts_of(Upload.objects.get(pk=upload.pk)).values()) == {None, False}


def test_half_a_place_cannot_be_kept():
    upload = kept(corpus.photo_from_a_phone())
    with pytest.raises(IntegrityError), transaction.atomic():
        Upload.objects.filter(pk=upload.pk).update(latitude=Decimal("29.5"))


@pytest.mark.parametrize(("flag", "keeps"), [({}, False), ({"place": "allowed"}, True), ({"place": "0"}, False)])
def test_a_browser_allows_the_place_by_saying_so(client_for, flag, keeps):
    person = a_person()
    group = a_group(owner=person)
    photo = SimpleUploadedFile("a.jpg", corpus.photo_from_a_phone(), "image/jpeg")
    answer = client_for(person).post(f"/groups/{group.pk}/uploads", {"file": photo, **flag})
    assert answer.status_code == 201
    upload = Upload.objects.get(key=answer.json()["key"])
    assert (upload.latitude is not None) is keeps and upload.created_at <= timezone.now()
