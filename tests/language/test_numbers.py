"""Numbers, weights and prices are read as people write them, in a form or on the phone."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from huiyin.language.numbers import money_in, number_in, numbers_in, price_in, quantities_in, weight_in, weights_in
from huiyin.language.numbers.model import MOST, MOST_STORED

#: Characters that numerals are made of, and what stands around them.
PIECES = [
    *"零〇一二两三四五六七八九十百千万亿兆廿卅半几数多余来点负-~/,.%‰+ 0123456789０５kwt壹贰拾佰仟萬億兩",
    *"元块毛角分斤克吨条只上近约到至成分之又每",
    "公斤", "分之", "左右", "不到", "以上", "(含)", "好几", "把", "1e9", "个亿", "一斤", "人民币", "$", "面议", "\u0301", "\u200d", "۳",
    "²", "\ud800",
]  # fmt: skip
SOUP = st.lists(st.sampled_from(PIECES), max_size=40).map("".join) | st.text(max_size=60)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("三百六十五", 365), ("两百五十", 250), ("三万二", 32_000), ("八千八", 8800), ("一亿零三万", 100_030_000), ("1.5万", 15_000),
        ("3千", 3000), ("廿七", 27), ("卅", 30), ("柒佰贰拾", 720), ("叁萬捌仟", 38_000), ("１２３．５", "123.5"), ("六点二五", "6.25"),
        ("12,800", 12_800), ("四分之三", "3/4"), ("百分之十二点五", "1/8"), ("37.5%", "3/8"), ("千分之八", "1/125"), ("负四十二", -42),
        ("-7.5", "-7.5"), ("零下六", -6), ("二〇二六", 2026), ("一万零八", 10_008), ("7万5千", 75_000), ("3万零20", 30_020),
        ("六万亿", 6 * 10**12),
        ("两个亿", 200_000_000), ("2又3分之1", "7/3"), ("七成", "7/10"), ("四成五", "9/20"), ("一半", "1/2"), ("百分之百", 1),
        ("七五折", "3/4"), ("8.5折", "17/20"), ("6.5 成", "13/20"), ("百 分 之 六", "3/50"), ("七 点 五", "15/2"), ("9 千", 9000),
        ("6w", 60_000),
        ("两个半", "5/2"), ("仨", 3),
    ],
)  # fmt: skip
def test_what_is_exact_is_read_exactly(text: str, value: int | str) -> None:
    number = number_in(text)
    assert number is not None
    assert (number.low, number.high, number.said, number.words) == (Fraction(value), Fraction(value), Fraction(value), text)
    assert not number.rough


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("300多", 300, 400), ("六十多万", 600_000, 700_000), ("1.2万多", 12_000, 13_000), ("十几", 10, 20), ("四十几", 40, 50),
        ("几百", 100, 1000), ("好几千", 3000, 10_000), ("数十", 10, 100), ("两三百", 200, 300), ("六七十", 60, 70),
        ("一百二三十", 120, 130),
        ("三五百", 300, 500), ("十七八", 17, 18), ("四百来", 360, 440), ("上千", 1000, 2000), ("近五万", 45_000, 50_000),
        ("八十左右", 72, 88),
        ("大约六百", 540, 660), ("三百出头", 300, 330), ("四到六", 4, 6), ("2-3万", 20_000, 30_000),
        ("七到九百亿", 7 * 10**10, 9 * 10**10),
        ("8000到1万", 8000, 10_000), ("百分之三到五", "3/100", "5/100"),
        ("八百一千", 800, 1000), ("四千五千", 4000, 5000), ("一千两千", 1000, 2000), ("七、八万", 70_000, 80_000), ("千八百", 800, 1000),
        ("百儿八十", 80, 100), ("万儿八千", 8000, 10_000), ("百十", 100, 120), ("一百七八", 170, 180), ("一两百", 100, 200),
    ],
)  # fmt: skip
def test_what_is_rough_is_a_span(text: str, low: int | str, high: int | str) -> None:
    number = number_in(text)
    assert number is not None
    assert (number.low, number.high, number.rough, number.words) == (Fraction(low), Fraction(high), True, text)


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        ("至少六百", "least"),
        ("最低六百", "least"),
        ("最高六百", "most"),
        ("限购六百", "most"),
        ("六百以上", "least"),
        ("不到六百", "most"),
        ("六百以内", "most"),
        ("六百", ""),
    ],
)
def test_the_least_and_the_most_are_told_apart(text: str, bound: str) -> None:
    number = number_in(text)
    assert number is not None
    assert (number.bound, number.said, number.words) == (bound, 600, text)


def test_what_is_written_short_says_so() -> None:
    assert [n.short for n in numbers_in("三万五、一二〇、百三、三万五千、一百二十")] == [True, True, True, False, False]


@pytest.mark.parametrize(
    "text", ["一切都好", "在大陆", "收拾屋子", "统一安排", "千万别来", "老百姓", "半岛", "两岸", "左右", "点", "负", "", "多少", "零售"]
)
def test_a_word_with_a_figure_in_it_is_no_number(text: str) -> None:
    assert numbers_in(text) == []


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("2026-11-29", [2026, 11, 29]), ("0571-8888-6666", [571, 8888, 6666]), ("十三十四", [13, 14]), ("6 。", [6]),
        ("二十三十", [20, 30]),
        ("第3、4", [3, 4]), ("3..5", [3, 5]),
        ("2.5万零300", [25_000, 0, 300]), ("今天来了三百五十人，卖了两万一千斤", [350, 21_000]),
    ],
)  # fmt: skip
def test_what_is_not_one_number_is_not_read_as_one(text: str, numbers: list[int]) -> None:
    assert [n.said for n in numbers_in(text)] == numbers


def test_a_reading_ends_where_its_figures_end() -> None:
    assert [n.words for n in numbers_in("三百 点了点头，6 千里马，一百 个百分点")] == ["三百", "6 千", "一百 个百分点"]


@pytest.mark.parametrize(
    ("text", "from_grams", "to_grams", "each"),
    [
        ("250斤", 125_000, 125_000, ""), ("300多万斤", 1_500_000_000, 2_000_000_000, ""), ("四五斤一条", 2000, 2500, "条"),
        ("每尾3到4斤", 1500, 2000, "尾"), ("一只大概两斤", 900, 1100, "只"), ("三斤四两", 1700, 1700, ""), ("六斤半", 3250, 3250, ""),
        ("两吨半", 2_500_000, 2_500_000, ""), ("1吨200公斤", 1_200_000, 1_200_000, ""), ("500g", 500, 500, ""), ("2.5KG", 2500, 2500, ""),
        ("半斤", 250, 250, ""), ("八两", 400, 400, ""), ("一万两", 500_000, 500_000, ""), ("三担", 150_000, 150_000, ""),
        ("800斤到1吨", 400_000, 1_000_000, ""), ("两百来斤", 90_000, 110_000, ""), ("五斤多", 2500, 3000, ""),
        ("三百五十斤左右", 157_500, 192_500, ""),
        ("好几百斤", 150_000, 500_000, ""), ("三千克", 3000, 3000, ""), ("近两吨", 1_800_000, 2_000_000, ""),
        ("5万+斤", 25_000_000, 25_000_000, ""),
    ],
)  # fmt: skip
def test_weights_are_whole_grams(text: str, from_grams: int, to_grams: int, each: str) -> None:
    weight = weight_in(text)
    assert weight is not None
    assert (weight.from_grams, weight.to_grams, weight.each, weight.words) == (from_grams, to_grams, each, text)
    assert weight.rough == (from_grams != to_grams or bool(weight.bound))


def test_a_sentence_has_all_its_weights_where_they_stand() -> None:
    text = "塘里还有鲶鱼200多万斤，四五斤一条，今天先卖两千公斤"
    weights = weights_in(text)
    assert [text[w.start : w.end] for w in weights] == [w.words for w in weights] == ["200多万斤", "四五斤一条", "两千公斤"]


def test_what_a_price_is_for_is_no_weight() -> None:
    assert [w.words for w in weights_in("草鱼三千斤，一条五六斤，6块5一斤，10块2斤，3元/500g，一斤卖7块")] == ["三千斤", "一条五六斤"]


@pytest.mark.parametrize(
    "text",
    [
        "-5斤",
        "担担面",
        "一千克拉",
        "三百条",
        "斤斤计较",
        "说一两句话",
        "三两天就好",
        "三两个人",
        "5G网络",
        "用千斤顶",
        "9" * 30 + "吨",
        "99999999999999吨",
    ],
)
def test_what_weighs_nothing_or_too_much_is_no_weight(text: str) -> None:
    assert weight_in(text) is None


@pytest.mark.parametrize(
    ("text", "from_fen", "to_fen", "per"),
    [
        ("7块5一斤", 750, 750, "jin"), ("4元/斤", 400, 400, "jin"), ("八毛", 80, 80, ""), ("一斤15块", 1500, 1500, "jin"),
        ("十三块五", 1350, 1350, ""),
        ("¥6.80", 680, 680, ""), ("九千元/吨", 900_000, 900_000, "t"), ("每吨9千", 900_000, 900_000, "t"), ("6-8元/公斤", 600, 800, "kg"),
        ("七块五一斤", 750, 750, "jin"), ("一万三一吨", 1_300_000, 1_300_000, "t"), ("4.5/斤", 450, 450, "jin"),
        ("一条25元", 2500, 2500, "piece"),
        ("10块4斤", 250, 250, "jin"), ("3元/500g", 600, 600, "kg"), ("两块六七一斤", 260, 270, "jin"), ("二十块零五分", 2005, 2005, ""),
        ("4块多一斤", 400, 500, "jin"), ("每斤不到5块", 500, 500, "jin"), ("12元/斤起", 1200, 1200, "jin"), ("18", 1800, 1800, ""),
        ("六毛五一斤", 65, 65, "jin"), ("100元/担", 100, 100, "jin"), ("三块二", 320, 320, ""), ("5块25", 525, 525, ""),
    ],
)  # fmt: skip
def test_prices_are_whole_fen_for_a_unit(text: str, from_fen: int, to_fen: int, per: str) -> None:
    price = price_in(text)
    assert price is not None
    assert (price.from_fen, price.to_fen, price.per, price.words, price.by_phone) == (from_fen, to_fen, per, text, False)


def test_a_price_that_does_not_divide_is_rough() -> None:
    price = price_in("10块3斤")
    assert price is not None
    assert (price.from_fen, price.rough) == (333, True)


@pytest.mark.parametrize("text", ["面议", "价格面议", "电话", "电话面议", "电询", "电话联系", "打电话问", "价钱好商量，请电议"])
def test_a_price_by_phone_is_none_of_ours(text: str) -> None:
    price = price_in(text)
    assert price is not None
    assert (price.by_phone, price.from_fen, price.to_fen) == (True, None, None)


@pytest.mark.parametrize("text", ["两块地", "三角形", "八块石头", "三毛巾"])
def test_a_piece_or_a_shape_is_no_money(text: str) -> None:
    assert [q.unit for q in quantities_in(text) if q.unit == "CNY"] == []


@pytest.mark.parametrize("text", ["200多万斤", "三条", "13900000000", "留一百斤，电话13900000000", "打5折", "好吃", ""])
def test_a_weight_or_a_telephone_is_no_price(text: str) -> None:
    assert price_in(text) is None


@pytest.mark.parametrize(
    ("text", "low", "high", "currency"),
    [
        ("柒拾贰元伍角整", "72.5", "72.5", "CNY"), ("2500多欧元", 2500, 2600, "EUR"), ("人民币几千万元", 10**7, 10**8, "CNY"),
        ("三到五万日元", 30_000, 50_000, "JPY"),
        ("6万(含)-8万元", 60_000, 80_000, "CNY"), ("五十万", 500_000, 500_000, "CNY"), ("港币8百元", 800, 800, "HKD"),
        ("20~25k", 20_000, 25_000, "CNY"),
        ("约3.2亿美元", "288000000", "352000000", "USD"), ("四十二块六角三分钱", "42.63", "42.63", "CNY"),
        ("$99.90", "99.9", "99.9", "USD"),
    ],
)  # fmt: skip
def test_money_has_its_currency(text: str, low: int | str, high: int | str, currency: str) -> None:
    money = money_in(text)
    assert money is not None
    assert (money.low, money.high, money.currency, money.words) == (Fraction(low), Fraction(high), currency, text)


def test_everything_counted_has_its_unit() -> None:
    found = quantities_in("卖了六条鱼，二十三斤半，收了三百二十块五")
    assert [(q.unit, float(q.number.said)) for q in found] == [("条", 6), ("jin", 23.5), ("CNY", 320.5)]


@settings(max_examples=300)
@given(SOUP)
@example("1e99吨")
@example("٣٤斤")
@example("亿万亿亿万兆兆")
def test_no_text_is_too_strange_to_read(text: str) -> None:
    for number in numbers_in(text):
        assert text[number.start : number.end] == number.words
        assert -MOST <= number.low <= number.high <= 2 * MOST
        assert number.rough or number.low == number.high
    for weight in weights_in(text):
        assert text[weight.start : weight.end] == weight.words
        assert 0 <= weight.from_grams <= weight.to_grams <= MOST_STORED
    price, money = price_in(text), money_in(text)
    if price is not None and price.from_fen is not None and price.to_fen is not None:
        assert 0 <= price.from_fen <= price.to_fen <= MOST_STORED
    assert money is None or money.low <= money.high
    quantities_in(text)


@given(st.integers(0, 10**16 - 1))
def test_a_number_written_in_full_is_read_back(number: int) -> None:
    read = number_in(_written(number))
    assert read is not None
    assert (read.said, read.short, read.rough) == (number, False, False)


def _written(number: int) -> str:
    """A number in Chinese, as it is spelled in full."""
    if number == 0:
        return "零"
    parts: list[str] = []
    for unit, name in ((10**8, "亿"), (10**4, "万"), (1000, "千"), (100, "百"), (10, "十"), (1, "")):
        count, number = divmod(number, unit)
        if count:
            parts.append((_written(count) if count > 9 else "零一二三四五六七八九"[count]) + name)
        elif parts and parts[-1] != "零":
            parts.append("零")
    return "".join(parts).rstrip("零")


def test_a_long_text_is_read_as_far_as_its_bound() -> None:
    assert numbers_in("。" * 3000 + "五斤") == []
