"""A voice note is kept as it was recorded: its container known, all that stands beside the sound taken out."""

from __future__ import annotations

import struct
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from huiyin.cases.models import Case
from huiyin.media.actions import keep_voice, storage
from huiyin.media.errors import NoVoice
from huiyin.media.sounds import _checksum, stripped

SAID = b"SECRET-PLACE-30.6598"


def a_wav(seconds: float = 1.0, rate: int = 8000) -> bytes:
    sound = b"\0\1" * int(rate * seconds)
    note = b"INFOICMT" + struct.pack("<I", len(SAID)) + SAID
    form = struct.pack("<HHIIHH", 1, 1, rate, rate * 2, 2, 16)
    parts = b"".join(name + struct.pack("<I", len(body)) + body for name, body in ((b"LIST", note), (b"fmt ", form), (b"data", sound)))
    return b"RIFF" + struct.pack("<I", 4 + len(parts)) + b"WAVE" + parts


def a_page(n: int, body: bytes, flags: int = 0, granules: int = 0) -> bytes:
    laces = bytes([255] * (len(body) // 255) + [len(body) % 255])
    page = bytearray(b"OggS\0" + bytes([flags]) + struct.pack("<qIII", granules, 7, n, 0) + bytes([len(laces)]) + laces + body)
    page[22:26] = _checksum(bytes(page)).to_bytes(4, "little")
    return bytes(page)


def an_ogg(seconds: int = 2) -> bytes:
    tags = b"OpusTags" + struct.pack("<I", 4) + b"lame" + struct.pack("<II", 1, len(SAID)) + SAID
    head = b"OpusHead\1\1" + struct.pack("<HIhB", 0, 48000, 0, 0)
    return a_page(0, head, 2) + a_page(1, tags) + a_page(2, b"\xfc" * 300, 4, seconds * 48_000)


def an_mp3() -> bytes:
    note = b"COMM" + struct.pack(">IH", len(SAID), 0) + SAID
    return b"ID3\3\0\0" + bytes([0, 0, 0, len(note)]) + note + (b"\xff\xfb\x90\x00" + bytes(413)) * 3 + b"TAG" + SAID.ljust(125, b"\0")


def element(number: int, body: bytes) -> bytes:
    return number.to_bytes((number.bit_length() + 7) // 8, "big") + b"\x01" + len(body).to_bytes(7, "big") + body


def a_webm(kind: int = 2) -> bytes:
    info = element(0x1549A966, element(0x2AD7B1, (1_000_000).to_bytes(3, "big")) + element(0x7BA9, SAID))
    tracks = element(0x1654AE6B, element(0xAE, element(0x83, bytes([kind]))))
    segment = info + tracks + element(0x1254C367, SAID) + element(0x1F43B675, b"\xa3\x82\0\0")
    return element(0x1A45DFA3, b"\x42\x82\x84webm") + element(0x18538067, segment)


def box(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", 8 + len(body)) + kind + body


def an_m4a(width: int = 0) -> bytes:
    mvhd = bytes(12) + struct.pack(">II", 1000, 3000) + bytes(80)
    tkhd = bytes(76) + struct.pack(">II", width << 16, width << 16)
    moov = box(b"mvhd", mvhd) + box(b"trak", box(b"tkhd", tkhd)) + box(b"udta", SAID)
    return box(b"ftyp", b"M4A \0\0\0\0") + box(b"moov", moov) + box(b"mdat", b"x" * 99)


KINDS = {
    "audio/wav": a_wav(), "audio/ogg": an_ogg(), "audio/mpeg": an_mp3(), "audio/webm": a_webm(), "audio/mp4": an_m4a(),
    "audio/amr": b"#!AMR\n" + bytes([0x3C]) + bytes(31),
}  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_what_stands_beside_the_sound_is_taken_out_and_it_stays_what_it_is(kind: str) -> None:
    kept = BytesIO()
    found = stripped(BytesIO(KINDS[kind]), kept, len(KINDS[kind]))
    body = kept.getvalue()
    assert found.content_type == kind and body and SAID not in body and b"SECRET" not in body
    again = BytesIO()
    assert stripped(BytesIO(body), again, len(body)) == found and again.getvalue() == body  # it is whole, and nothing is left to take


def test_an_ogg_page_bears_its_own_sum_after_its_notes_are_gone() -> None:
    kept = BytesIO()
    stripped(BytesIO(an_ogg()), kept, len(an_ogg()))
    body, at = bytearray(kept.getvalue()), 0
    while at < len(body):
        end = at + 27 + body[at + 26] + sum(body[at + 27 : at + 27 + body[at + 26]])
        page = bytearray(body[at:end])
        told, page[22:26] = int.from_bytes(page[22:26], "little"), bytes(4)
        assert _checksum(bytes(page)) == told
        at = end


@pytest.mark.parametrize("name", ["film", "film in mp4", "page", "half", "nothing", "ogg without notes", "id3 alone"])
def test_what_is_no_recording_is_refused(name: str) -> None:
    bad = {
        "film": a_webm(1), "film in mp4": an_m4a(320), "page": b"<html><script>alert(1)</script>", "half": an_ogg()[:60], "nothing": b"",
        "ogg without notes": a_page(0, b"OpusHead", 2) + a_page(1, b"x"), "id3 alone": b"ID3\3\0\0\x7f\x7f\x7f\x7f",
    }[name]  # fmt: skip
    with pytest.raises(NoVoice):
        stripped(BytesIO(bad), BytesIO(), len(bad))


@pytest.mark.django_db
def test_somebody_says_it_and_whoever_handles_it_hears_it(client_for: Any) -> None:
    visitor, voice = Client(), SimpleUploadedFile("我说的.webm", a_webm(), "audio/webm")
    assert 'name="voice"' in visitor.get("/cases/new").content.decode()
    assert visitor.post("/cases/new", {"text": "我说的在录音里", "key": "v1", "voice": voice}).status_code == 302
    case = Case.objects.get()
    upload = case.files.get().upload
    page = visitor.get(f"/cases/{case.pk}").content.decode()
    at = f"/cases/{case.pk}/files/{upload.key}/file"
    assert f'src="{at}"' in page and "<audio" in page
    heard = visitor.get(at)
    assert heard.headers["Content-Type"] == "audio/webm" and b"".join(heard.streaming_content) == storage().open(upload.path("file")).read()  # type: ignore[attr-defined]
    assert Client().get(at).status_code == 404
    refused = visitor.post("/cases/new", {"text": "第二件", "key": "v2", "voice": SimpleUploadedFile("x.webm", b"<html>", "audio/webm")})
    assert refused.status_code == 422 and "第二件" in refused.content.decode() and Case.objects.count() == 1


@pytest.mark.django_db
def test_a_voice_note_has_five_minutes_and_ten_megabytes() -> None:
    from huiyin.core.errors import TooMuch

    for body in (a_wav(301, 400), a_wav(1) + bytes(10 * 1024 * 1024)):
        with pytest.raises(TooMuch):
            keep_voice(None, BytesIO(body), "长.wav")
