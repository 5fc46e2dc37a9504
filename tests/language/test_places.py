"""Which division an address lies in, within a tree of one's own. The county is invented, as everywhere here."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huiyin.language.places import Division, Gazetteer, stem

TREE = [
    Division("99", "云岭省"), Division("98", "东海省"),
    Division("9900", "岚州市", "99"), Division("9901", "市辖区", "99"), Division("9800", "青浦洲市", "98"),
    Division("990017", "岚湖县", "9900", old=("湖阳县",)), Division("990018", "吉县", "9900"), Division("990019", "安吉山区", "9900"),
    Division("990102", "朝阳区", "9901"), Division("980002", "朝阳区", "9800"), Division("990020", "雁门土家族自治县", "9900"),
    Division("990017001", "城关镇", "990017"), Division("990018001", "城关镇", "990018"), Division("990017002", "柳溪乡", "990017"),
    Division("990017002003", "荷塘村", "990017002", short=("荷塘湾",)),
]  # fmt: skip
PLACES = Gazetteer(TREE)


def first(address: str) -> str:
    found = PLACES.find(address)
    return found[0].code if found else ""


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("云岭省岚州市岚湖县柳溪乡荷塘村12号", "990017002003"),
        ("岚湖县柳溪乡", "990017002"),
        ("岚湖柳溪", "990017002"),
        ("柳溪乡荷塘湾三组", "990017002003"),
        ("云岭岚州岚湖县人民路3号", "990017"),
        ("ＹＹ大厦对面，岚湖县", "990017"),
        ("岚 湖 县 柳溪乡", "990017002"),
        ("岚湖县城关镇", "990017001"),
        ("吉县城关镇", "990018001"),
        ("安吉山区人民路", "990019"),
        ("云岭省朝阳区", "990102"),
        ("东海省青浦洲市朝阳区", "980002"),
        ("雁门县北街", "990020"),
    ],
)
def test_an_address_is_brought_to_its_division(address: str, code: str) -> None:
    assert first(address) == code


@pytest.mark.parametrize(
    ("address", "code"),
    [("湖阳县柳溪乡", "990017002"), ("岚湖市柳溪镇", "990017002"), ("岚湖区", "990017"), ("岚州市湖阳", "990017")],
)
def test_a_division_is_known_by_what_it_was_called(address: str, code: str) -> None:
    assert first(address) == code


@pytest.mark.parametrize(("address", "code"), [("岚糊县", "990017"), ("柳西乡", "990017002")])
def test_one_wrong_character_is_forgiven(address: str, code: str) -> None:
    assert first(address) == code


def test_what_may_be_one_or_the_other_is_said_to_be_unsure() -> None:
    found = PLACES.find("朝阳区中心大道")
    assert {candidate.code for candidate in found[:2]} == {"990102", "980002"} and found[0].certainty <= 0.5
    assert PLACES.find("东海省朝阳区")[0].certainty > 0.8


def test_of_equals_what_lies_at_home_comes_first() -> None:
    assert Gazetteer(TREE, home="98").find("朝阳区")[0].code == "980002"
    assert Gazetteer(TREE, home="9901").find("朝阳区")[0].code == "990102"


def test_a_road_named_after_a_county_is_no_county() -> None:
    assert first("吉县岚湖路5号") == "990018"


def test_of_two_addresses_in_one_the_second_counts() -> None:
    assert first("云岭省岚州市吉县云岭省岚州市岚湖县柳溪乡") == "990017002"


def test_candidates_say_their_names_from_the_top() -> None:
    assert PLACES.find("柳溪乡荷塘村")[0].path == ("云岭省", "岚州市", "岚湖县", "柳溪乡", "荷塘村")
    assert PLACES.find("云岭省朝阳区")[0].path == ("云岭省", "朝阳区")


@pytest.mark.parametrize("address", ["", "没有地名", "12号", "\ud800", "？"])
def test_what_names_no_place_has_no_candidate(address: str) -> None:
    assert PLACES.find(address) == []


def test_names_lose_their_kind_only_where_two_characters_stay() -> None:
    assert [stem(name) for name in ("余水区", "吉县", "雁门土家族自治县", "城关街道")] == ["余水", "吉县", "雁门", "城关"]


@given(
    st.lists(st.tuples(st.sampled_from("abcd"), st.text("岚湖县省市路", max_size=4), st.sampled_from("abcd")), max_size=6),
    st.text("岚湖县省市路1", max_size=30),
)
@settings(max_examples=80, deadline=None)
def test_any_tree_and_any_address_are_taken(rows: list[tuple[str, str, str]], address: str) -> None:
    found = Gazetteer([Division(code, name, parent) for code, name, parent in rows]).find(address)
    assert all(0 <= candidate.certainty <= 1 for candidate in found)
