"""Posters: four layouts, any words, any picture; a code a phone reads; nothing of the sender but what is to be seen."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from io import BytesIO

import pytest
import zxingcpp
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from huiyin.media.errors import BrokenPhoto
from huiyin.printing import press
from huiyin.printing.errors import CharactersMissing, NoChineseFont, PressBusy
from huiyin.printing.posters import Figure, Layout, Poster, drawn, poster
from tests.media import corpus

pytestmark = [pytest.mark.no_database, pytest.mark.usefixtures("chinese_font")]

ADDRESS = "https://huiyin.example.gov/s/k3m9xq7w"
PAPER = (251, 249, 245)
LONG = "今年入冬以来，我县白鱼村鲫鱼喜获丰收，约有二十万斤鲜鱼待售。" * 20


def photo(width: int, height: int) -> bytes:
    out = BytesIO()
    Image.new("RGB", (width, height), (70, 120, 140)).save(out, "JPEG")
    return out.getvalue()


def opened(png: bytes) -> Image.Image:
    image = Image.open(BytesIO(png))
    assert image.format == "PNG"
    image.load()
    return image.convert("RGB")


def colours(image: Image.Image, *box: int) -> list[tuple[int, ...]]:
    """Every colour in a part of a picture, once."""
    return [colour for _times, colour in image.crop(box).getcolors(1 << 22)]


def is_paper(pixel: tuple[int, ...]) -> bool:
    return all(abs(one - other) <= 3 for one, other in zip(pixel, PAPER, strict=True))


def is_vermilion(pixel: tuple[int, ...]) -> bool:
    return pixel[0] > 180 and pixel[1] < 90 and pixel[2] < 80


@pytest.mark.parametrize("words", ["鱼上岸了。", LONG], ids=["short", "long"])
@pytest.mark.parametrize("picture", [photo(900, 600), photo(600, 900), None], ids=["landscape", "portrait", "none"])
@pytest.mark.parametrize("layout", [None, *Layout])
def test_every_layout_keeps_its_size_and_a_phone_reads_its_code(layout: Layout | None, picture: bytes | None, words: str):
    png, warned = drawn(Poster(ADDRESS, words=words, title="白鱼村的鱼", author="江州县农业农村局", layout=layout, picture=picture))
    image = opened(png)
    assert sorted(image.size) == [960, 1280] and warned == []
    (code,) = zxingcpp.read_barcodes(image)
    assert code.text == ADDRESS
    corners = code.position.top_left, code.position.bottom_right
    left, top, right, bottom = (corners[0].x, corners[0].y, corners[1].x, corners[1].y)
    assert min(right - left, bottom - top) >= 96
    quiet = 4 * (right - left) // 33 - 2  # four modules of the 29 or 33 it has
    for at in (left - quiet, right + quiet):
        assert image.getpixel((at, top)) == image.getpixel((at, bottom)) == (255, 255, 255)


def test_the_picture_chooses_the_layout_where_nobody_does():
    wide, tall = (opened(poster(Poster(ADDRESS, words="鱼", picture=photo(*size)))) for size in ((900, 600), (600, 900)))
    assert not is_paper(wide.getpixel((480, 300))) and is_paper(wide.getpixel((10, 1270)))  # above the words
    assert not is_paper(tall.getpixel((10, 1270)))  # the sheet itself


@pytest.mark.parametrize(
    "said",
    [
        "#import \"@preview/x:1.0.0\": *", "#read(\"/etc/passwd\")", "$ x^2", "\\", "*_`<a>@b//c/*", "]#panic()[", "A" * 5000, "长" * 5000,
        "W" * 70 + "…", "مرحبا " * 900, "a\u0300" * 500, "\u200d" * 300, "\n" * 300 + "x", "",
    ],
)  # fmt: skip
def test_nothing_anybody_writes_is_obeyed_or_runs_over(said: str):
    figures = [Figure(said[:500], said[:500])] * 9
    png, warned = drawn(Poster(ADDRESS, words=said, title=said, author=said, byline=said, foot=said, figures=figures))
    image = opened(png)
    assert image.size == (960, 1280) and warned == []
    assert [code.text for code in zxingcpp.read_barcodes(image)] == [ADDRESS]
    edges = (0, 0, 60, 1280), (902, 460, 960, 1280), (0, 1224, 960, 1280)
    assert [colour for edge in edges for colour in colours(image, *edge) if not is_paper(colour)] == []


@settings(max_examples=20)
@given(st.text(max_size=80), st.text(max_size=30))
def test_any_text_is_printed_or_its_characters_are_named(words: str, title: str):
    try:
        assert opened(poster(Poster(ADDRESS, words=words, title=title))).size == (960, 1280)
    except CharactersMissing as missing:
        assert set(missing.characters) <= set(words + title)


def test_a_character_no_font_has_is_named_and_nothing_is_drawn():
    with pytest.raises(CharactersMissing) as refused:
        poster(Poster(ADDRESS, author="王\ue863", words="\U0002ebf0", picture=b"not opened"))
    assert refused.value.characters == ["\U0002ebf0", "\ue863"]
    assert "U+E863" in str(refused.value) and refused.value.facts["characters"] == ["\U0002ebf0", "\ue863"]


def test_without_a_chinese_font_a_page_is_offered_instead(settings, tmp_path):
    settings.FONTS = str(tmp_path)
    with pytest.raises(NoChineseFont):
        poster(Poster(ADDRESS, words="Fish"))


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_what_is_not_public_says_so_on_its_poster(language: str):
    with translation.override(language):
        plain, marked = (opened(poster(Poster(ADDRESS, words="鱼", restricted=restricted))) for restricted in (False, True))
    beside_the_code = (64, 1000, 640, 1220)
    assert not any(map(is_vermilion, colours(plain, *beside_the_code)))
    assert any(map(is_vermilion, colours(marked, *beside_the_code)))


def test_where_a_photo_was_taken_never_leaves_with_its_poster():
    png = poster(Poster(ADDRESS, words="鱼", picture=corpus.photo_from_a_phone()))
    image = Image.open(BytesIO(png))
    assert not image.getexif() and set(image.info) <= {"dpi", "gamma", "srgb"}
    assert b"Exif" not in png and b"tEXt" not in png and b"iTXt" not in png


def test_a_photo_that_cannot_be_opened_is_refused_in_words():
    with pytest.raises(BrokenPhoto):
        poster(Poster(ADDRESS, picture=b"GIF89a and no more"))


def test_a_photo_may_be_a_path_or_an_open_file(tmp_path):
    path = tmp_path / "photo.jpg"
    path.write_bytes(photo(300, 200))
    with path.open("rb") as file:
        opened_file = poster(Poster(ADDRESS, picture=file))
    assert poster(Poster(ADDRESS, picture=path)) == opened_file == poster(Poster(ADDRESS, picture=photo(300, 200)))


def test_the_longest_address_is_still_read_and_a_longer_one_is_a_mistake_of_the_caller():
    longest = "https://huiyin.example.gov/" + "x" * 273
    assert [code.text for code in zxingcpp.read_barcodes(opened(poster(Poster(longest))))] == [longest]
    with pytest.raises(ValueError, match="300"):
        poster(Poster(longest + "x"))


def test_posters_printed_at_once_are_those_printed_one_by_one():
    asked = [Poster(ADDRESS, words=f"第{number}车鱼", layout=Layout.WORDS) for number in range(6)]
    with ThreadPoolExecutor(6) as threads:
        assert list(threads.map(poster, asked)) == [poster(one) for one in asked]


def test_who_comes_while_the_press_is_full_is_asked_to_wait(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(press, "WAIT_SECONDS", 0.01)
    with press._PRESS, press._PRESS, pytest.raises(PressBusy) as busy:
        poster(Poster(ADDRESS))
    assert busy.value.facts["wait_seconds"] and busy.value.status == 503
    assert poster(Poster(ADDRESS))
