"""The codes of divisions travel with the house."""

from __future__ import annotations

from huiyin.people import divisions


def test_a_county_knows_its_name_and_what_it_lies_in() -> None:
    county = divisions.division("420923")
    assert county is not None and (county.name, county.parent_code, county.full_name) == ("云梦县", "420900", "湖北省孝感市云梦县")
    assert divisions.division("999999") is None and not divisions.is_known("42")


def test_nothing_is_said_twice_and_gathering_rows_are_not_said() -> None:
    names = {code: getattr(divisions.division(code), "full_name", "") for code in ("110105", "429004", "500230", "659001")}
    assert names == {"110105": "北京市朝阳区", "429004": "湖北省仙桃市", "500230": "重庆市丰都县", "659001": "新疆维吾尔自治区石河子市"}


def test_the_tree_holds_every_division_once() -> None:
    found, open_codes = [], [""]
    while open_codes:
        under = divisions.children(open_codes.pop())
        found += [one.code for one in under]
        open_codes += [one.code for one in under]
    assert len(found) == len(set(found)) == 3225
    assert len(divisions.children()) == 34 and divisions.YEAR == 2024


def test_divisions_are_found_by_parts_of_their_names_and_codes() -> None:
    assert [one.code for one in divisions.search("云梦")] == ["420923"]
    assert [one.name for one in divisions.search("辽宁 朝阳", 2)] == ["朝阳市", "朝阳县"]
    assert divisions.search("420923")[0].name == "云梦县"
    assert divisions.search("") == divisions.search("没有这里") == []
