"""What a file is, told by its bytes; what it may be called."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from huiyin.media import kinds
from huiyin.media.errors import EmptyFile, FileTooLarge, NotAPhoto, UnknownPhoto
from huiyin.media.names import NAME_LIMIT, clean_line, clean_name
from tests.media import corpus

pytestmark = pytest.mark.no_database


def _kind(data: bytes, name: str = "x", claimed: str = "") -> str:
    return kinds.identify(data[: kinds.HEAD_BYTES], len(data), name, claimed).kind


def test_the_bytes_tell_and_not_the_name():
    assert _kind(corpus.encoded(corpus.painting()), "report.pdf", "application/pdf") == "photo"
    assert _kind(corpus.film(), "holiday.txt") == "video"
    assert _kind(b"%PDF-1.7 ...", "plan.pdf") == "file"
    assert _kind(corpus.SVG, "map.svg", "image/svg+xml") == "file"
    assert _kind(b"<html><script>1</script>", "page.html", "text/html") == "file"
    assert kinds.identify(corpus.webm(), 900).content_type == "video/webm"
    assert kinds.identify(corpus.film(brand=b"qt  "), 900).content_type == "video/mp4"
    assert _kind(corpus.film(brand=b"M4A "), "song.m4a") == "file"


def test_an_svg_that_hides_behind_png_is_refused():
    for name, claimed in (("face.png", ""), ("face", "image/png"), ("face.jpg", "image/svg+xml")):
        with pytest.raises(NotAPhoto):
            _kind(corpus.SVG, name, claimed)


def test_heic_is_refused_in_words_that_say_what_to_do(in_language):
    with pytest.raises(UnknownPhoto) as refusal:
        _kind(corpus.film(brand=b"heic"), "IMG_0001.HEIC", "image/heic")
    with in_language("en"):
        assert "screenshot" in str(refusal.value) and refusal.value.status == 422


def test_an_empty_file_is_refused():
    with pytest.raises(EmptyFile):
        _kind(b"", "nothing.txt")


def test_each_kind_has_its_limit_and_the_words_name_it(in_language):
    for head, limit in ((corpus.encoded(corpus.painting()), 25), (corpus.film(), 60), (b"%PDF-", 30)):
        kinds.identify(head[:4096], limit * 1024 * 1024)
        with pytest.raises(FileTooLarge) as refusal, in_language("en"):
            kinds.identify(head[:4096], limit * 1024 * 1024 + 1)
        assert f"{limit} MB" in str(refusal.value) and refusal.value.status == 413
        assert refusal.value.facts["limit_bytes"] == limit * 1024 * 1024


@pytest.mark.parametrize(
    ("given_name", "kept"),
    [
        ("../../etc/passwd", "passwd"), ("C:\\Users\\li\\报告.docx", "报告.docx"), ("a\r\nSet-Cookie: x=1.txt", "a Set-Cookie_ x=1.txt"),
        ("invoice\u202efdp.exe", "invoicefdp.exe"), ("", "file"), ("...", "file"), ("/", "file"), (".htaccess", "htaccess"),
        ("CON.txt", "_CON.txt"), ("  通知  (1) .pdf ", "通知 (1).pdf"), ('a"b<c>.txt', "a_b_c_.txt"), ("零\u200b宽.txt", "零宽.txt"),
        ("长" * 300 + ".pptx", "长" * 115 + ".pptx"),
    ],
)  # fmt: skip
def test_names_are_cleaned(given_name, kept):
    assert clean_name(given_name) == kept


@given(st.text(max_size=400))
@example("\ud800.\udfff")
@example("a." + "\u202e" * 200 + "txt")
@example("CON" + " " * 200 + ".txt")
@example("e\u0301" * 200)
def test_whatever_it_is_called_the_name_is_harmless(name):
    kept = clean_name(name)
    assert 0 < len(kept) <= NAME_LIMIT
    assert not set(kept) & set('/\\<>:"|?*\r\n\0')
    assert not any(unicodedata.category(c) in ("Cc", "Cs") for c in kept)
    assert not set(kept) & set("\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff\ufffe\U000e0001")
    assert kept.strip(" .") == kept
    assert clean_name(kept) == kept


@given(st.text(max_size=500), st.integers(2, 80))
def test_a_line_is_one_line_of_its_length(words, limit):
    line = clean_line(words, limit)
    assert len(line) <= limit and line == line.strip()
    assert not any(unicodedata.category(c) in ("Cc", "Cs") for c in line)
