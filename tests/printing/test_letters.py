"""Letters: a PDF whose words can be sought, with everything that was written in it."""

from __future__ import annotations

from io import BytesIO

import pytest
from pypdf import PdfReader

from huiyin.core.errors import TooMuch
from huiyin.printing.errors import CharactersMissing
from huiyin.printing.letters import Letter, letter

pytestmark = [pytest.mark.no_database, pytest.mark.usefixtures("chinese_font")]


def text_of(pdf: bytes) -> list[str]:
    return ["".join(page.extract_text().split()) for page in PdfReader(BytesIO(pdf)).pages]


def test_a_letter_holds_what_was_written_word_for_word():
    body = ["您反映的路灯已修好。", "#import $x$ *a* \\ ]"]
    pdf = letter(Letter("关于路灯的答复", body, "江州县住建局", "2026年11月28日", number="江住建函〔2026〕12号", to="王䶮同志："))
    (page,) = text_of(pdf)
    for words in ("关于路灯的答复", "您反映的路灯已修好。", "#import$x$*a*\\]", "2026年11月28日", "江住建函〔2026〕12号", "王䶮同志："):
        assert words in page
    assert page.count("江州县住建局") == 2  # above the line, and where it signs
    assert PdfReader(BytesIO(pdf)).metadata.title == "关于路灯的答复"


def test_of_a_long_letter_nothing_is_left_out():
    pages = text_of(letter(Letter("答复", [f"第{number}条。" + "路" * 180 for number in range(60)], "江州县住建局", "2026年11月28日")))
    assert len(pages) > 5
    whole = "".join(pages)
    assert all(f"第{number}条。" in whole for number in range(60)) and whole.count("路") == 60 * 180
    with pytest.raises(TooMuch):
        letter(Letter("答复", ["路" * 20_001], "江州县住建局", "2026年11月28日"))


def test_a_letter_names_the_character_it_cannot_write():
    with pytest.raises(CharactersMissing) as refused:
        letter(Letter("答复", ["王\ue863"], "江州县住建局", "2026年11月28日"))
    assert refused.value.characters == ["\ue863"]
