"""One way of writing for all figures, a character for a character: what is read stands where it stood."""

from __future__ import annotations

import re

from huiyin.language.numbers.model import LONGEST_TEXT

_SAME = {
    "一": "壹弌", "二": "贰貳貮弍弐", "三": "叁參叄弎", "四": "肆", "五": "伍", "六": "陆陸", "七": "柒", "八": "捌", "九": "玖",
    "十": "拾", "百": "佰", "千": "仟", "万": "萬", "亿": "億", "零": "〇○", "两": "兩", "点": "點", "负": "負", "余": "餘", "几": "幾",
    "数": "數", "个": "個", "来": "來", "条": "條", "只": "隻", "头": "頭", "块": "塊", "钱": "錢", "元": "圆圓", "分": "分", "吨": "噸",
    "担": "擔", "约": "約", "过": "過", "间": "間", "对": "對", "双": "雙", "后": "後", "电": "電", "话": "話", "价": "價", "议": "議",
    "港": "港", "币": "幣", "镑": "鎊", "欧": "歐", "铢": "銖", "卢": "盧", "韩": "韓", "斤": "觔", "¥": "￥", "-": "－−–—",
    "~": "～〜", ",": "，", ".": "．", "%": "％", "/": "／", "(": "（", ")": "）", " ": "\u3000\u00a0\t",
}  # fmt: skip
_PLAIN = {ord(other): one for one, others in _SAME.items() for other in others}
_PLAIN |= {0xFF10 + n: str(n) for n in range(10)}
_PLAIN |= (
    {c: chr(c + 32) for c in range(65, 91)} | {0xFF21 + n: chr(97 + n) for n in range(26)} | {0xFF41 + n: chr(97 + n) for n in range(26)}
)

DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"两": 2, "幺": 1}
SMALL = {"十": 10, "百": 100, "千": 1000}
LARGE = {"万": 10**4, "亿": 10**8, "兆": 10**12}
TENS = {"廿": 20, "卅": 30, "卌": 40}
#: What is counted in sentences of the country: a figure before one of these is an amount.
MEASURES = (
    "公斤|千克|市斤|斤|公担|担|吨|克|两|毫克|块|元|角|毛|分|条|尾|只|头|个|颗|粒|枚|箱|袋|筐|篓|件|份|包|盒|瓶|桶|罐|串|把|根|株|棵|盆|朵|捆"
    "|匹|亩|公顷|户|人|家|位|名|辆|车|台|船|天|日|年|月|周|小时|分钟|岁|次|回|趟|遍|倍|公里|里|米|公分|厘米|尺|寸|平方|立方|升|毫升"
    "|kg|g|t|种|句|步|声|杯|张|本|间|栋|层|口|支|双|对|套|批|打|字|美元|欧元|港元|港币|日元|英镑|泰铢|卢布|韩元|澳元"
)
IS_MEASURE = re.compile(rf"\s?(?:{MEASURES})")
IS_GOODS = re.compile(rf"(?!\s?[块元角毛分])\s?(?:{MEASURES})")
_LIKE_WORDS = "陆伍拾肆佰仟幺"  # capital figures that are words too: 大陆, 队伍, 收拾, 肆意
_CARRIES_ON = re.compile(r"\s?(?:公斤|千克|[元圆块角毛分斤吨两万亿整])")
_GOES_BEFORE = re.compile(r"(?:[之又零元角]|分\s)\s?\Z")
_WORDS = re.compile(
    "一(?:切|样|起|定|些|下|般|直|旦|律|致|向|并|面|边|带|时|同|经|贯|味|再|会|看|心|体|生|折)|[统唯万同专]一|(?<!分)(?<!分 )之一"
    "|四(?:川|周|处|季)"
    "|三(?:亚|峡|农|峰)|两(?:岸|会|江|侧|旁)|九(?:江|寨)|六(?:安|盘)|十(?:足|堰|分[^之钟\\s])|五(?:指|谷|金|官)|百(?:姓|色|货)|千(?:岛|秋)|八卦|七夕|零(?:下|售|件|食|钱|散|星|碎|工|头|部|花|用|距)"
)


def plain(text: str) -> str:
    """Gives the text in plain figures, of the same length: 壹 and 萬 as 一 and 万, full width as half, capitals as small letters."""
    return text[:LONGEST_TEXT].translate(_PLAIN)


def is_word(original: str, text: str, start: int, end: int) -> bool:
    """Gives whether the single figure that stands there is part of a word (收拾, 大陆, 四川, 一切) and no number."""
    if end - start != 1:
        return False
    if original[start] in _LIKE_WORDS:
        alone = original.strip() == original[start]
        return not (alone or _CARRIES_ON.match(text, end) or _GOES_BEFORE.search(text[max(0, start - 3) : start]))
    return any(_WORDS.match(text, at) for at in (start, start - 1) if at >= 0)
