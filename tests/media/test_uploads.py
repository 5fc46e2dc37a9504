"""An upload's life: kept, claimed, forgotten, erased."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile, TemporaryUploadedFile
from django.utils import timezone

from huiyin.core.errors import Refused
from huiyin.media import actions
from huiyin.media.actions import claim, erase_upload, keep_upload, remove_unclaimed
from huiyin.media.errors import BrokenVideo, NoLonger
from huiyin.media.models import Upload
from tests.media import corpus


def _photo(**more):
    return keep_upload(None, corpus.photo_from_a_phone(), "IMG_1.JPG", "image/jpeg", **more)


def _stored(upload: Upload, variant: str) -> bytes:
    with actions.storage().open(upload.path(variant)) as file:
        return file.read()


def test_a_photo_is_kept_twice_and_never_as_it_came(files):
    upload = _photo()
    assert (upload.kind, upload.name, upload.width, upload.height) == ("photo", "IMG_1.jpg", 480, 640)
    assert upload.taken_at.isoformat() == "2024-05-01T00:30:00+00:00"
    assert len(upload.key) >= 22 and upload.claimed_at is None
    assert len(files()) == 2 and not any(b"Lantern" in f.read_bytes() or b"Exif" in f.read_bytes() for f in files())
    large = _stored(upload, "large")
    assert upload.digest == hashlib.sha256(large).hexdigest() and upload.size == len(large)
    assert all(f.parent.parent.name == upload.key[:2].lower() for f in files())


def test_keys_cannot_be_guessed_from_one_another():
    assert len({keep_upload(None, b"%PDF", "a.pdf").key[:6] for _ in range(20)}) == 20


def test_a_file_is_kept_byte_for_byte_whether_it_came_in_memory_or_on_disk():
    content = b"%PDF-1.7 " + bytes(range(256)) * 40
    big = TemporaryUploadedFile("计划.pdf", "application/pdf", len(content), None)
    big.write(content)
    for sent in (content, BytesIO(content), SimpleUploadedFile("计划.pdf", content), big):
        upload = keep_upload(None, sent, "../计划.pdf", "application/pdf")
        assert (upload.kind, upload.name, upload.size) == ("file", "计划.pdf", len(content))
        assert _stored(upload, "file") == content


def test_what_is_refused_leaves_nothing(files):
    truncated = corpus.encoded(corpus.painting())[:900]
    refused = [
        (b"", "a.txt"), (corpus.SVG, "a.png"), (corpus.huge_png(), "a.png"), (truncated, "a.jpg"), (corpus.film(brand=b"heic"), "a.heic"),
        (corpus.film(moov=False), "a.mp4"), (b"\x1a\x45\xdf\xa3\x42\x82\x84webm", "a.webm"),
    ]  # fmt: skip
    for data, name in refused:
        with pytest.raises(Refused) as refusal:
            keep_upload(None, data, name)
        assert refusal.value.status in (413, 422) and str(refusal.value)
    assert not files() and not Upload.objects.exists()


def test_when_the_row_cannot_be_written_the_files_go_again(files, monkeypatch):
    def full(*args, **kwargs):
        raise OSError("database or disk is full")

    monkeypatch.setattr(Upload, "save", full)
    with pytest.raises(OSError, match="full"):
        _photo()
    assert not files()


@pytest.mark.parametrize("brand", [b"isom", b"qt  ", b"3gp4"])
def test_a_video_tells_its_length_and_not_its_place(brand):
    sent = corpus.film(12, brand=brand)
    assert sent.count(corpus.PLACE) == 5
    upload = keep_upload(None, sent, "现场.mp4", "video/mp4", poster=corpus.photo_from_a_phone())
    assert (upload.kind, upload.seconds, upload.width, upload.height, upload.poster) == ("video", 12, 1280, 720, True)
    kept = _stored(upload, "video")
    assert corpus.PLACE not in kept and b"xmpmeta" not in kept
    assert len(kept) == len(sent) and bytes(range(256)) * 15 in kept and b"moov" in kept and b"tkhd" in kept
    assert kept.index(b"mdat") == sent.index(b"mdat"), "where the frames lie has not moved"
    assert upload.digest == hashlib.sha256(kept).hexdigest()
    assert b"Lantern" not in _stored(upload, "poster") and _stored(upload, "thumb")[:4] == b"RIFF"


def test_a_film_taken_upright_is_higher_than_wide():
    upload = keep_upload(None, corpus.film(turned=True), "a.mp4")
    assert (upload.width, upload.height) == (720, 1280)


def test_a_blanked_film_reads_the_same_again():
    once = keep_upload(None, corpus.film(33), "a.mp4")
    again = keep_upload(None, _stored(once, "video"), "a.mp4")
    assert (again.seconds, again.width, again.digest) == (33, 1280, once.digest)


def test_a_webm_loses_its_tags_only():
    upload = keep_upload(None, corpus.webm(7), "a.webm", "video/webm")
    kept = _stored(upload, "video")
    assert (upload.seconds, upload.content_type, len(kept)) == (7, "video/webm", len(corpus.webm(7)))
    assert corpus.PLACE not in kept and b"LOCATION" not in kept


def test_a_video_whose_still_picture_is_no_picture_is_taken_without():
    for poster in (corpus.SVG, b"", b"junk", corpus.encoded(corpus.painting())[:300], corpus.film()):
        upload = keep_upload(None, corpus.film(), "a.mp4", poster=poster)
        assert not upload.poster and upload.variants == ("video",)


def test_a_video_made_of_nonsense_is_refused_quickly():
    for head in (corpus.box(b"ftyp", b"isom"), corpus.box(b"ftyp", b"isom") + corpus.box(b"abcd", b"") * 20_000):
        with pytest.raises(BrokenVideo):
            keep_upload(None, head, "a.mp4")


def test_what_nobody_claimed_is_gone_after_a_day(files):
    kept, forgotten, fresh = _photo(), _photo(), _photo()
    now = timezone.now()
    claim([kept], now)
    Upload.objects.filter(pk__in=[kept.pk, forgotten.pk]).update(created_at=now - timedelta(hours=25))
    assert remove_unclaimed(now) == 1
    assert set(Upload.objects.values_list("pk", flat=True)) == {kept.pk, fresh.pk}
    assert len(files()) == 4
    assert remove_unclaimed(now) == 0


def test_claiming_what_was_removed_refuses_the_message():
    upload = _photo()
    remove_unclaimed(timezone.now() + timedelta(hours=25))
    with pytest.raises(NoLonger):
        claim([upload], timezone.now())


def test_claiming_again_changes_nothing():
    upload, first = _photo(), timezone.now()
    claim([upload], first)
    claim([upload], first + timedelta(hours=1))
    assert Upload.objects.get().claimed_at == first == upload.claimed_at


def test_erased_the_row_stays_and_the_content_goes(files, django_capture_on_commit_callbacks):
    upload = _photo()
    claim([upload], timezone.now())
    with django_capture_on_commit_callbacks(execute=True):
        erase_upload(upload)
        assert len(files()) == 2, "not before the commit"
    row = Upload.objects.get()
    assert not files() and (row.name, row.size, row.taken_at) == ("", 0, None) and row.erased_at and row.digest


def test_erasing_is_finished_by_the_sweep_when_the_machine_stopped_halfway(files):
    upload = _photo()
    claim([upload], timezone.now())
    erase_upload(upload)  # the test's transaction never commits: as if the power had gone
    assert files()
    assert remove_unclaimed(timezone.now()) == 1
    assert not files() and remove_unclaimed(timezone.now()) == 0
