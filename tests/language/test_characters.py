"""Characters that tables do not know yet, or that offices keep for themselves, are somebody's name: they stay wherever words are kept."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.language.clean import clean_name, clean_words, one_line
from huiyin.language.names import clean_person_name, find_mentions, name_key, pinyin_keys, spaced_out
from huiyin.language.searching import matches, query_terms
from huiyin.language.segment import index_terms
from huiyin.media import names as files
from huiyin.people.normalization import clean_words as clean_title
from huiyin.people.normalization import one_line as shown_line
from huiyin.people.staff_list import rows_of
from huiyin.people.year_list import read_year_list

pytestmark = pytest.mark.no_database

# An extension of 2023, one of 2020, one that Unicode 17 added, the private area (as GBK systems keep 䶮), one of its planes, a variant.
RARE = ["\U0002ebf0", "\U0003158e", "\U000323b0", "\ue863", "\U000f0001", "葛\U000e0100"]
JOINED = ["می\u200cخواهم", "ක්\u200dෂ", "ത്\u200d", "နွေ\u200cဦး"]
PICTURES = ["👨\u200d👩\u200d👧", "❤️\u200d🔥", "🏳️\u200d🌈"]


@pytest.mark.parametrize("char", RARE)
def test_a_rare_character_stays_in_every_name_and_word(char: str) -> None:
    name = f"王{char}"
    assert clean_person_name(name) == clean_name(name) == clean_words(name, 20) == one_line(name) == name
    assert clean_name(char) == char  # it alone is a name
    assert clean_title(name, "title", 60) == shown_line(name, 80) == name
    assert files.clean_name(f"{name}.docx") == f"{name}.docx" and files.clean_line(f"{name}的信", 40) == f"{name}的信"
    (row,) = rows_of([["单位", "姓名"], [name, name]])
    assert (row["unit"], row["name"]) == (name, name)
    assert read_year_list(f'{{"year": 2020, "source": "{name}", "days": []}}').source == name
    assert pinyin_keys(name)


@pytest.mark.parametrize("char", RARE[:5])
def test_a_rare_character_is_found(char: str) -> None:
    _words, grams = index_terms(f"请王{char}看看")
    query = query_terms(f"王{char}")
    assert query.pieces[0].grams and set(query.pieces[0].grams) <= set(grams)
    assert query_terms(char).pieces[0].grams[0] in grams and matches(f"请王{char}看看", query)
    assert [meant for _start, _end, meant in find_mentions(f"@王{char}请看", {f"王{char}": 7})] == [7]


@pytest.mark.parametrize("words", [*JOINED, *PICTURES])
def test_joiners_stay_where_a_word_or_picture_needs_them(words: str) -> None:
    assert clean_words(words, 40) == clean_name(words) == words
    assert files.clean_line(words, 40) == files.clean_name(words) == shown_line(words, 40) == words


@pytest.mark.parametrize(
    "words", ["王\u200c伟", "王\u200d伟", "a\u200cb", "می\u200c", "王\u202e伟", "王\ufffe伟", "王\U0001bca0伟", "王\ud800伟"]
)
def test_what_only_deceives_goes_everywhere(words: str) -> None:
    for clean in (clean_name, lambda w: clean_words(w, 40), one_line, files.clean_name, lambda w: clean_title(w, "title", 60)):
        assert len(clean(words)) == 2


def test_a_paragraph_keeps_its_two_wide_spaces() -> None:
    assert clean_words("\n　　第一段。  \n　　第二段。\n", 40, indented=True) == "　　第一段。\n　　第二段。"
    assert clean_words("  \t好", 40, indented=True) == clean_words("　　好", 40) == "好"
    assert clean_words("　　\n　", 40, indented=True) == ""
    assert clean_words("　" * 30 + "好", 40, indented=True) == "　　　　好"


@given(st.text("　 \t\n好a", max_size=30))
def test_indented_words_cleaned_twice_are_cleaned_once(text: str) -> None:
    once = clean_words(text, 100, indented=True)
    assert clean_words(once, 100, indented=True) == once and once.strip() == clean_words(text, 100)


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("王　伟", "王伟"), ("王 伟", "王伟"), ("欧 阳 锋", "欧阳锋"), ("王　　\ue863", "王\ue863"), ("买买提 阿不都", "买买提 阿不都"),
        ("Ann Lee", "Ann Lee"), ("王 Ann", "王 Ann"),
    ],
)  # fmt: skip
def test_a_name_set_out_with_spaces_is_the_name(written: str, kept: str) -> None:
    assert clean_person_name(written) == kept
    assert name_key(written) == name_key(kept)


def test_titles_and_units_set_out_letter_by_letter_are_written_close() -> None:
    assert clean_title("局　　长", "title", 60) == "局长" and clean_title("云梦县 水产局", "name", 60) == "云梦县 水产局"
    (row,) = rows_of([["单 位", "职　务"], ["水　利　局", "局　长"]])
    assert (row["unit"], row["post"]) == ("水利局", "局长")


def test_a_name_is_mentioned_however_it_is_set_out() -> None:
    names = {"王伟": 1, "王伟民": 2, "李": 3}
    for text, meant in [("@王　伟请看", [1]), ("@王 伟民请看", [2]), ("＠王　　伟", [1]), ("@李 明", [3]), ("@赵　伟", []), ("@王　", [])]:
        found = find_mentions(text, names)
        assert [who for _start, _end, who in found] == meant, text
    ((start, end, _who),) = find_mentions("请@王　伟看", names)
    assert (start, end) == (1, 5)


def test_a_short_name_may_be_kept_in_so_many_ways() -> None:
    assert spaced_out("王伟") == ["王 伟"] and spaced_out("欧阳锋") == ["欧 阳锋", "欧阳 锋", "欧 阳 锋"]
    assert spaced_out("Ann") == spaced_out("买买提阿不都") == []
