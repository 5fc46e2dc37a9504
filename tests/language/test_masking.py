"""Invented names, numbers and addresses, planted in sentences: none is left for strangers, and the sentence stays readable."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huiyin.language.masking import Kind, find_personal, is_id_number, mask, passes_luhn

BEFORE = ["", "你好，", "我家住在河边，", "情况如下：", "三组从昨晚起没有水。", "请联系", "（", "2026年11月28日10:00停水，"]
AFTER = ["", "，请尽快处理。", "。谢谢", "）", "，多次反映没有结果", "\n2026年11月29日"]
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def _id_number(area: int, born: date, order: int) -> str:
    body = f"{area:06}{born:%Y%m%d}{order:03}"
    return body + "10X98765432"[sum(int(f) * w for f, w in zip(body, WEIGHTS, strict=True)) % 11]


def _card(body: str) -> str:
    return next(body + str(n) for n in range(10) if passes_luhn(body + str(n)))


def _wide(figures: str) -> str:
    return "".join(chr(ord(f) + 0xFEE0) if f.isdecimal() else f for f in figures)


def _spelled(figures: str) -> str:
    return figures.translate(str.maketrans("0123456789", "零幺二三四五六七八九"))


figures = st.text("0123456789", min_size=9, max_size=9)
mobiles = st.builds(lambda second, rest: f"1{second}{rest}", st.sampled_from("3456789"), figures)
mobiles_as_written = mobiles.flatmap(
    lambda m: st.sampled_from(
        [
            m,
            f"{m[:3]} {m[3:7]} {m[7:]}",
            f"{m[:3]}-{m[3:7]}-{m[7:]}",
            f"+86 {m}",
            f"0086{m}",
            f"(+86){m}",
            _wide(m),
            _spelled(m),
            " ".join(m),
            f"{m[:3]}\u200b{m[3:]}",
        ]
    )
)
ids = st.builds(
    _id_number,
    st.sampled_from([990017 % 660000 + 110000, 110105, 430321, 542301]),
    st.dates(date(1920, 1, 1), date(2026, 1, 1)),
    st.integers(1, 999),
).filter(is_id_number)
ids_as_written = ids.flatmap(
    lambda n: st.sampled_from([n, n.lower(), f"{n[:6]} {n[6:14]} {n[14:]}", f"{n[:6]}-{n[6:14]}-{n[14:]}", _wide(n)])
)
cards = st.builds(lambda rest: _card("622848" + rest + "123"), figures)
cards_as_written = cards.flatmap(lambda n: st.sampled_from([n, " ".join(n[i : i + 4] for i in range(0, len(n), 4)), _wide(n)]))
plates = st.builds(
    lambda place, letter, dot, rest: f"{place}{letter}{dot}{rest}",
    st.sampled_from("京湘粤川藏"), st.sampled_from("ABCDEFGH"), st.sampled_from(["", "·", " ", "-"]),
    st.sampled_from(["12345", "A1234", "D12345", "F0001A", "88K88", "1234挂", "B123学"]),
)  # fmt: skip
emails = st.builds(
    lambda who, where: f"{who}@{where}",
    st.sampled_from(["zhao.min", "li_92", "a+b", "LIU-XY"]),
    st.sampled_from(["mail.example.com", "example.org", "a.cn"]),
)
houses = st.sampled_from(
    [
        "幸福路12号",
        "柳溪村三组7号",
        "翠湖小区3栋2单元502室",
        "翠湖苑7-2-502",
        "荷塘巷５号",
        "安居里十二栋三单元五零二室",
        "建设街8号院2号楼",
        "望江弄20弄6号401室",
    ]
)
SECRET_OF_HOUSE = {
    "幸福路12号": "12号", "柳溪村三组7号": "7号", "翠湖小区3栋2单元502室": "502", "翠湖苑7-2-502": "7-2-502", "荷塘巷５号": "５号",
    "安居里十二栋三单元五零二室": "五零二", "建设街8号院2号楼": "2号楼", "望江弄20弄6号401室": "401",
}  # fmt: skip
names = st.builds(
    lambda s, g: s + g,
    st.sampled_from(["赵", "钱", "周", "吴", "郑", "冯", "欧阳", "司马", "薛", "覃"]),
    st.sampled_from(["建国", "小红", "志远", "敏", "梓涵", "秀兰", "大勇", "晓梅"]),
)
introduced = names.flatmap(
    lambda n: st.sampled_from(
        [f"我叫{n}", f"联系人：{n}", f"姓名 {n}", f"投诉人:{n}", f"村民{n}", f"{n}先生", f"我母亲{n}", f"{n}老师", f"户主是{n}"]
    ).map(lambda said: (n, said))
)


def planted(secrets: st.SearchStrategy[str]) -> st.SearchStrategy[tuple[str, str]]:
    return st.builds(
        lambda before, secret, after: (secret, before + secret + after), st.sampled_from(BEFORE), secrets, st.sampled_from(AFTER)
    )


def _bare(words: str) -> str:
    return "".join(c for c in words if c.isalnum())


def _assert_gone(secret: str, text: str, kind: Kind) -> None:
    found = find_personal(text)
    place = text.index(secret.lstrip("+("))
    covering = [one for one in found if one.start <= place and one.end >= text.index(secret) + len(secret)]
    assert covering and covering[0].kind is kind, (text, found)
    assert _bare(secret) not in _bare(mask(text))


@given(planted(mobiles_as_written))
@settings(max_examples=150, deadline=None)
def test_no_mobile_number_is_left(pair: tuple[str, str]) -> None:
    _assert_gone(pair[0].removeprefix("+").removeprefix("(+86)"), pair[1], Kind.PHONE)


@given(planted(ids_as_written))
@settings(max_examples=100, deadline=None)
def test_no_identity_number_is_left(pair: tuple[str, str]) -> None:
    _assert_gone(*pair, Kind.ID_NUMBER)


@given(planted(cards_as_written))
@settings(max_examples=60, deadline=None)
def test_no_bank_card_is_left(pair: tuple[str, str]) -> None:
    _assert_gone(*pair, Kind.BANK_CARD)


@given(planted(plates))
@settings(max_examples=60, deadline=None)
def test_no_plate_is_left(pair: tuple[str, str]) -> None:
    _assert_gone(*pair, Kind.PLATE)


@given(planted(emails))
@settings(max_examples=60, deadline=None)
def test_no_address_of_mail_is_left(pair: tuple[str, str]) -> None:
    _assert_gone(*pair, Kind.EMAIL)


@given(planted(houses))
@settings(max_examples=80, deadline=None)
def test_no_house_number_is_left_and_its_road_stays(pair: tuple[str, str]) -> None:
    masked = mask(pair[1])
    assert SECRET_OF_HOUSE[pair[0]] not in masked
    assert pair[0][:2] in masked


@given(introduced, st.sampled_from(BEFORE), st.sampled_from(AFTER))
@settings(max_examples=250, deadline=None)
def test_no_name_is_left_that_somebody_says(pair: tuple[str, str], before: str, after: str) -> None:
    name, said = pair
    masked = mask(f"{before}{said}{after}")
    assert name not in masked and name[0] in masked, (before, said, after, masked)


def test_a_name_found_once_is_masked_everywhere() -> None:
    assert "秀兰" not in mask("我叫周秀兰。物业说没有周秀兰这个人，后来周秀兰又去了一趟。")


def test_a_name_known_beforehand_is_masked_wherever_it_stands() -> None:
    assert mask("那天和买提江一起去的", known=["买提江"]) == "那天和买某某一起去的"


@pytest.mark.parametrize(
    "text",
    [
        "三组从昨晚起没有水，请尽快处理。",
        "小区物业不管电梯，业主很着急。",
        "2026年11月28日10:00至12:00停水，3号线地铁改道。",
        "请打12345热线或400-820-8820咨询。",
        "补助每亩1200元，共15.5亩，合计18600元。",
        "高中划片不公平，领导应该关心。",
        "张江路和李家村的路灯坏了。",
        "附件见第3章第2节，文号〔2026〕12号。",
        "我们大家都在等，马上要高考了。",
        "一万二千三百四十五元没有发。",
    ],
)
def test_what_is_nobody_s_stays_as_it_was(text: str) -> None:
    assert mask(text) == text


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("座机5238816", Kind.PHONE),
        ("0731-88825566", Kind.PHONE),
        ("（0731）88825566", Kind.PHONE),
        ("办公室电话：010-65251234转801", Kind.PHONE),
        ("身份证430321198013011234", Kind.ID_NUMBER),
        ("身份证号是11010519900307451X", Kind.ID_NUMBER),
        ("护照E12345678", Kind.ID_NUMBER),
        ("老身份证110105491231002", Kind.ID_NUMBER),
        ("卡号 6228 4801 2345 6789", Kind.BANK_CARD),
        ("微信号：liu_xy2020", Kind.ACCOUNT),
        ("QQ 123456789", Kind.ACCOUNT),
    ],
)
def test_what_is_called_a_number_is_one_even_with_a_slip_in_it(text: str, kind: Kind) -> None:
    assert kind in {found.kind for found in find_personal(text)}


def test_two_numbers_side_by_side_are_two() -> None:
    found = find_personal("13800138000 13900139000/13700137000")
    assert [(one.start, one.end) for one in found] == [(0, 11), (12, 23), (24, 35)]


def test_check_digits_are_checked() -> None:
    assert is_id_number("11010519491231002X") and not is_id_number("110105194912310021") and not is_id_number("11010519491331002X")
    assert passes_luhn("4111111111111111") and not passes_luhn("4111111111111112")


@given(st.text(max_size=200) | st.text("1380- 　零一张王先生我叫@.a路号栋京A", max_size=120))
@settings(max_examples=200, deadline=None)
def test_any_text_is_taken_and_spans_stand_in_order(text: str) -> None:
    found = find_personal(text)
    assert all(0 <= one.start < one.end <= len(text) for one in found)
    assert all(one.end <= after.start for one, after in zip(found, found[1:], strict=False))
