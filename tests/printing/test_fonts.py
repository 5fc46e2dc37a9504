"""Which characters can be written here, said before anything is printed."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import ImageFont

from huiyin.cli import main
from huiyin.printing.cmaps import ranges_of
from huiyin.printing.fonts import characters_without_font, fonts, has_chinese_font

pytestmark = pytest.mark.no_database

SAMPLE = "aZ0é鱼䶮𬭚㐀龘堃喆赟镕囍ẞЖαあ한ﷺ中۹…—「」\U0002ebf0\ue863\u0378\U0001f980"


@pytest.mark.usefixtures("chinese_font")
def test_rare_names_are_written_and_what_no_font_has_is_named_once_in_order():
    assert characters_without_font("王䶮 𬭚 堃喆赟镕囍") == []
    assert characters_without_font("\ue863王\U0002ebf0\ue863") == ["\ue863", "\U0002ebf0"]


@pytest.mark.usefixtures("chinese_font")
def test_what_takes_no_ink_needs_no_font():
    assert characters_without_font("鱼\ufe0f\u200d\u200b \n\u3000\u00ad") == []


@pytest.mark.usefixtures("chinese_font")
def test_we_say_of_each_font_what_freetype_says_of_it():
    looked = {font.path: font for font in fonts().typst.fonts() if font.path}
    tried = 0
    for path, font in looked.items():
        has = {one for one in SAMPLE if any(first <= ord(one) <= last for first, last in ranges_of(Path(path), font.index))}
        try:
            drawn = ImageFont.truetype(path, 24, index=font.index, layout_engine=ImageFont.Layout.BASIC)
        except OSError:  # a font of coloured pictures comes in one size
            continue
        box = bytes(drawn.getmask("\U0010ffff"))
        assert has == {one for one in SAMPLE if bytes(drawn.getmask(one)) != box}, path
        tried += 1
    assert tried


def _font(subtable: bytes, platform: int = 3, encoding: int = 1) -> bytes:
    cmap = struct.pack(">HHHHL", 0, 1, platform, encoding, 12) + subtable
    return struct.pack(">4sHHHH", b"\0\1\0\0", 1, 0, 0, 0) + struct.pack(">4sLLL", b"cmap", 0, 28, len(cmap)) + cmap


def _format_4(*segments: tuple[int, int, int, int], glyphs: tuple[int, ...] = ()) -> bytes:
    columns = list(zip(*segments, strict=True))
    count = len(segments)
    body = struct.pack(f">{count}H", *columns[1]) + b"\0\0" + b"".join(struct.pack(f">{count}H", *columns[at]) for at in (0, 2, 3))
    body += struct.pack(f">{len(glyphs)}H", *glyphs)
    return struct.pack(">HHHHHHH", 4, 14 + len(body), 0, count * 2, 0, 0, 0) + body


def _characters(path: Path) -> set[int]:
    return {one for first, last in ranges_of(path) for one in range(first, last + 1)}


def test_the_box_itself_is_no_character(tmp_path: Path):
    path = tmp_path / "a.ttf"
    # 65 to 67 counted on, where 66 falls on glyph 0; 97 to 99 looked up, the second of them glyph 0; the last segment ends the table.
    path.write_bytes(_font(_format_4((65, 67, 0x10000 - 66, 0), (97, 99, 0, 4), (0xFFFF, 0xFFFF, 1, 0), glyphs=(7, 0, 9))))
    assert _characters(path) == {65, 67, 97, 99}
    groups = struct.pack(">HHLLL", 12, 0, 16 + 24, 0, 2) + struct.pack(">LLL", 65, 66, 0) + struct.pack(">LLL", 0x1F41F, 0x1F420, 5)
    path.write_bytes(_font(groups, 3, 10))
    assert _characters(path) == {66, 0x1F41F, 0x1F420}


@given(st.binary(max_size=120), st.sampled_from([b"", b"ttcf", _font(_format_4((65, 67, 1, 0)))[:60]]))
def test_a_broken_font_has_no_characters_and_breaks_nothing(tmp_path_factory: pytest.TempPathFactory, rest: bytes, head: bytes):
    path = tmp_path_factory.getbasetemp() / "broken.ttf"
    path.write_bytes(head + rest)
    assert isinstance(ranges_of(path), list)
    assert ranges_of(path.with_name("nowhere.ttf")) == []


@pytest.mark.django_db
def test_the_operator_is_told_where_there_is_no_chinese_font(settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    before = main(["check"])
    had = has_chinese_font()
    assert ("fonts-noto-cjk" in capsys.readouterr().err) is not had
    settings.FONTS = str(tmp_path)
    assert not has_chinese_font() and characters_without_font("鱼 a") == ["鱼", "a"]
    assert main(["check"]) == before  # nothing fails: people are offered a page
    told = capsys.readouterr()
    assert "fonts-noto-cjk" in told.err and "Nothing to mend" not in told.out
