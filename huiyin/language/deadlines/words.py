"""The words of time: a text is cut into tokens by one pattern, put together from small pieces."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from huiyin.language.chinese_numbers import read_number, read_whole
from huiyin.language.deadlines import english, lunar
from huiyin.language.deadlines.model import Token

_WIDE = {c: c - 0xFEE0 for c in range(0xFF01, 0xFF5F)} | {0x3000: " ", 0x2014: "-", 0x2013: "-", 0x2015: "-", ord("〜"): "~"}
_FORMS = dict(zip("後個禮號點週鐘時間內過從兩歲這終國慶陽節億萬", "后个礼号点周钟时间内过从两岁这终国庆阳节亿万", strict=True))
_SAME_LENGTH = str.maketrans(_WIDE | {ord(k): v for k, v in _FORMS.items()})

C = "零〇○一二两三四五六七八九十廿卅"
N = rf"(?:\d{{1,4}}|[{C}]{{1,3}})"
BIG = rf"(?:\d{{1,9}}(?:\.\d{{1,3}})?万?|[{C}百千万]{{1,8}})"
UNITS = {
    "工作日": "workday", "交易日": "workday", "小时": "hour", "钟头": "hour", "刻钟": "quarter-hour", "分钟": "minute", "分": "minute",
    "秒钟": "second", "秒": "second", "天": "day", "日": "day", "星期": "week", "礼拜": "week", "周": "week", "月": "month",
    "季度": "quarter", "年": "year",
}  # fmt: skip
_UNIT = "|".join(UNITS)
_REL = {"上": -1, "本": 0, "这": 0, "当": 0, "今": 0, "此": 0, "该": 0, "下": 1, "次": 1, "前": -1}
_DAYS = {
    "大前天": -3, "大前日": -3, "前天": -2, "前日": -2, "昨天": -1, "昨日": -1, "今天": 0, "今日": 0, "本日": 0, "当日": 0, "当天": 0,
    "明天": 1, "明日": 1, "明儿": 1, "次日": 1, "翌日": 1, "后天": 2, "后日": 2, "大后天": 3, "大后日": 3, "大大后天": 4,
    "今": 0, "当": 0, "明": 1, "昨": -1,
}  # fmt: skip
_YEARS = {
    "大前年": -3,
    "前年": -2,
    "去年": -1,
    "上年": -1,
    "今年": 0,
    "本年": 0,
    "当年": 0,
    "明年": 1,
    "来年": 1,
    "次年": 1,
    "后年": 2,
    "大后年": 3,
}
_PARTS = {
    "凌晨": "dawn", "拂晓": "dawn", "清晨": "morning", "早上": "morning", "早晨": "morning", "早间": "morning", "晨": "morning",
    "早": "morning", "上午": "forenoon", "中午": "noon", "正午": "noon", "午后": "after noon", "下午": "afternoon", "傍晚": "dusk",
    "晚上": "evening", "晚间": "evening", "晚": "evening", "夜里": "night", "夜间": "night", "夜晚": "night", "深夜": "night",
    "半夜": "night", "午夜": "midnight", "白天": "day",
}  # fmt: skip
_WEEKDAYS = {c: n for n, c in enumerate("一二三四五六日")} | {"天": 6, "末": 7} | {str(n): n - 1 for n in range(1, 8)}
_OFF = "下班(?:时间|时)?|收工|散班"

_PIECES = {
    "iso": r"(?<![\d.])(?P<iy>\d{4})\s?[-/. ]\s?(?P<im>\d{1,2})[-/. ](?P<id>[0-3]\d|\d)(?!\d(?!\d?[:点时]))(?:日|号)?(?:-(?=\d\d?:))?",
    "packed": r"(?<!\d)(?P<py>(?:19|20)\d\d)(?P<pm>0[1-9]|1[0-2])(?P<pd>[0-2]\d|3[01])(?!\d)",
    "dmy": r"(?<![\d.])(?P<xa>\d{1,2})(?P<xs>[-/.])(?P<xb>\d{1,2})(?P=xs)(?P<xc>\d{4}|\d{2})(?![\d.])",
    "ym": r"(?<![\d.])(?P<qy>(?:19|20)\d\d)[./](?P<qm>0?[1-9]|1[0-2])(?![\d/.月])",
    "md": r"(?<![\d./月-])(?:(?P<sm>\d{1,2})/(?P<sd>\d{1,2})|(?P<zm>[01]\d)-(?P<zd>[0-3]\d))(?![\d./:%-])(?:日|号)?",
    "clock": rf"(?P<ch>\d{{1,2}}):(?P<cm>[0-5]\d)(?!\d)(?::(?P<cs>[0-5]\d)(?!\d))?时?(?:\s?(?P<cx>[ap]\.?m\b\.?))?"
    rf"|(?P<h>{N})(?P<h2>[{C}])?\s?(?:点钟|时(?!间|候|代|期)|点(?!儿|名|击|评|半?个|[{C}]?度))(?P<hz>整|多)?(?:(?P<half>半)|(?P<q>[一三1３3])刻|(?P<mi>{N})(?![{C}\d个月号日年天])(?:分(?!钟内))?(?:(?P<se>{N})秒)?)?",
    "lunar": "农历|阴历|旧历",
    "republic": rf"民国(?P<rn>\d{{1,3}}|[{C}]{{1,4}})年",
    "century": rf"(?:(?P<cn>{N})世纪|(?P<cr>[上本])个?世纪)(?:(?P<cd>[1-9]0|[{C}]{{1,2}})年代)?(?P<ce>初期?|前期|末期?|后期)?|(?P<od>[1-9]0|[一二三四五六七八九]十)年代(?P<oe>初期?|前期|末期?|后期)?",
    "year": rf"(?<!今后)(?<!未来)(?P<y>\d{{4}}|\d{{2,3}}|[零〇○一二三四五六七八九]{{4}}|[零〇○一二三四五六七八九]{{2}}|[{C}]千(?:零?[{C}]{{1,3}})?)\s?年(?!代|级|龄|半|多|以上|以下|[{C}\d]个月)(?=(?P<yn>后|内|以后|以内|之后|之内|前(?!{N}个?月)|以前|之前)?)"
    "|" + "|".join(sorted(_YEARS, key=len, reverse=True)),
    "yearrel": "(?P<yr>上上|下下|[上本这当下该])一?年(?!代|级)",
    "half_": r"上半年|下半年",
    "quarter": r"(?:第|(?P<qf>前))?(?P<qn>[一二三四1234首])个?季度?(?!节)|(?P<qr>上上|下下|[上本这当下该])一?个?季度?(?=度|末|初|$)度?|季度?(?=末|底|初)",
    "nmonths": rf"第(?P<mn>{N})个?月|(?P<fm>前)(?P<fn>{N})个?月(?!前|后|内|以)|首月",
    "weeks": rf"第(?P<wn>{N})个?(?:周|星期|礼拜)(?![一二三四五六日天末])",
    "nthday": rf"(?:的)?第(?P<nd>{N})个?(?:(?P<ndk>天|日|工作日|交易日)|(?:周|星期|礼拜)(?P<ndw>[一二三四五六日天]))|(?P<nl>最后一个?)(?:的)?(?:(?P<nlk>工作日|天)|(?:周|星期|礼拜)(?P<nlw>[一二三四五六日天]))",
    "weekday": r"(?P<wr>上+|下+|本|这|当)?(?P<wg>一个|个|一)?(?:(?:周|星期|礼拜)(?:周|星期|礼拜)?)(?P<wd>[一二三四五六日天末1-7])(?![\d年月]|个(?!工))",
    "week": r"(?P<ws>上+|下+|本|这|当)(?P<wsg>一个|个|一)?(?:周|星期|礼拜)(?:之?内|(?=之?前|以前|底|末|初|中|$|[^一二三四五六日天]))|周内",
    "tens": r"(?P<te>[上中下])旬",
    "lunarmonth": rf"(?P<ll>闰)?(?P<lm>正|腊|冬)月|(?P<lx>闰)(?P<ln>{N})月",
    "monthrel": r"(?P<mr>上+|下+|本|这|当)一?个?月(?!亮|饼|光)|月(?=底|末|初|中旬|内)",
    "month": r"(?<![\d.第])(?P<m>1[0-2]|0?[1-9]|十[一二]|[一二三四五六七八九十])\s?(?:月份?)(?!饼|亮)",
    "duration": rf"(?:(?P<few>几)(?P<fewx>[十百千])?|(?P<dh>半)|(?P<dn>{BIG}))\s?(?P<dm>[多余几])?(?P<dg>个)?(?P<dmm>多)?(?P<dhalf>半)?\s?(?P<du>{_UNIT})(?P<dt>半)?(?P<dx>钟)?(?P<dxh>前的)?"
    "|仨月|当?俩月|(?P<zz>一会儿?)",
    "lunarday": r"(?:大年)?初(?P<fd>[一二三四五六七八九十]{1,2}|\d{1,2})|(?P<td>廿[一二三四五六七八九]?)日?",
    "rel_day": "|".join(k for k in sorted(_DAYS, key=len, reverse=True) if len(k) > 1) + r"|[今明当昨](?=早|晚|晨|夜|午|下午|上午|凌晨)",
    "feast": "(?:" + "|".join(n for n in lunar.NAMES if n not in ("十一", "三八", "七一", "八一")) + ")(?:节)?|(?:十一|三八|七一|八一)(?:节(?!省|约)|(?=前|后|之|以|假|长假|期间|$))",
    "edge": r"(?P<eb>年|月|季度?)?(?:底|末(?:期)?|尾)|(?P<ec>年|月|季度?)?(?:初(?:期)?|前期)|(?P<ed>年|月)中(?!旬)",
    "off": _OFF,
    "part": "|".join(sorted((p for p in _PARTS if len(p) > 1), key=len, reverse=True)) + rf"|(?<=[日号天今明昨当节五一二三四六末])[早晚](?!稻)|早(?={N}点)|晚(?={N}点)|晨(?={N}点)|(?<=[今昨明])晨",
    "day": r"(?<![\d.第])(?P<d>3[01]|[12]\d|0?[1-9]|三十一?|二?十[一二三四五六七八九]?|[一二三四五六七八九])\s?[日号](?!子|码|楼|线|院)",
    "asap": "尽快|尽早|马上|立即|立刻|抓紧|从速|(?:as soon as possible|asap|immediately|right away)(?![a-z])",
    "season": r"春[季天]|夏[季天]|秋[季天]|冬[季天]|(?<=年)[春夏秋冬]",
    "now": "至今|现在|目前|此刻|即日",
    "bound": r"(?:及其?|或)?(?:之前(?!\s?[\d半两三几])|以前|前(?:夕)?(?!\s?[两三几一\d]|往|面|任|提|台|程|期|去|来|后|十|半)|之后|以后|过后|后(?!续|面|来|果|期)|之内|以内|内(?!容|部|务)|期间|之间|以来|起(?=至|到|$|，|,|。|、)|止|许|左右|里)",
    "until": r"\s?(?:到|至|~+|-+|—+|和(?=.{1,14}之间)|与(?=.{1,14}之间))\s?",
    "opening": r"大约|大概|从|自(?!然|己|行|我|来|动)|截止到?|截至到?|最迟|最晚|不迟于|不晚于|务必在|限(?=于|期|[^制度])于?|在(?=未来)",
    "over": r"再过|过(?!去)",
    "ahead": r"(?:未来|今后|接下来|往后)的?",
    "hourrel": r"(?P<hr>[上下])一?个?(?:小时|钟头)",
    "past": r"(?:过去|最近|近|之前|前)的?(?=\s?(?:半|几|\d|[两一二三四五六七八九十仨]))",
    "every": r"每隔?个?(?:[天日年月]|(?:周|星期|礼拜)(?![一二三四五六日天末]))?",
    "digits": rf"(?<![\d.第]){N}(?=\s?(?:到|至|~|-)+\s?{N}\s?(?:点|时|月|日|号|年|:))|(?<=月){N}(?![\d{C}个分年周天吨元.%])",
    "bareyear": r"(?<![\d.])(?:19|20)\d\d(?![\d.号])",
}  # fmt: skip
_ALL = re.compile("|".join(f"(?P<{name}>{piece})" for name, piece in (_PIECES | english.PIECES).items()), re.IGNORECASE)


def plain(text: str) -> str:
    """Gives a text with full-width figures and signs and the traditional letters of time made plain, each letter in its place."""
    return text.translate(_SAME_LENGTH)


def tokens(text: str) -> list[Token]:
    """Gives the words of time in a plain text, in their order."""
    found = []
    for match in _ALL.finditer(text):
        made = _MAKE[match.lastgroup or ""](match)
        if made is not None:
            kind, rank, value = made
            found.append(Token(kind, rank, match.start(), match.end(), value))
    return found


Made = tuple[str, int, Any] | None


def _whole(text: str | None) -> int | None:
    return None if text is None else read_whole(text)


def _year(text: str) -> int | None:
    number = read_whole(text)
    if number is None or len(text) > 2 or number >= 100:
        return number
    return number + (2000 if number < 50 else 1900)


def _read_year(m: re.Match[str]) -> Made:
    if m["y"] is None:
        return "year", 0, ("rel", _YEARS[m.group()])
    if m["yn"] and len(m["y"]) <= 3:
        number = read_number(m["y"])
        return None if number is None else ("duration", -1, ({"year": number}, False))
    year = _year(m["y"])
    return None if year is None or not 1 <= year <= 9000 else ("year", 0, ("is", year))


def _century(m: re.Match[str]) -> Made:
    century = _whole(m["cn"])
    if m["cr"]:
        century = 21 + (m["cr"] == "上") * -1
    decade = _whole(m["cd"] or m["od"])
    edge = m["ce"] or m["oe"] or ""
    side = "" if not edge else "start" if edge[0] in "初前" else "end"
    if century is not None and not 1 < century < 40:
        return None
    return "century", 0, (century, decade, side)


def _read_clock(m: re.Match[str]) -> Made:
    if m["ch"] is not None:
        hour, second = int(m["ch"]), _whole(m["cs"])
        minute: int | None = int(m["cm"])
        if m["cx"] and hour <= 12:
            hour = hour % 12 + (12 if m["cx"][0] in "pP" else 0)
        return None if hour > 24 else ("clock", 6, (hour, minute, second, None, bool(m["cx"])))
    text = m["h"]
    hours = read_whole(text)
    if hours is None:
        return None
    until: int | None = None
    if not text.isdigit() and len(text) == 2 and text[0] in "一二三四五六七八九":
        hours, until = read_whole(text[0]) or 0, read_whole(text[1])
    if hours > 24:
        return None
    minute = 30 if m["half"] else {"一": 15, "1": 15, "三": 45, "3": 45}[m["q"]] if m["q"] else _whole(m["mi"])
    if minute is not None and minute > 59:
        return None
    return "clock", 6, (hours, minute, _whole(m["se"]), until, False)


_LASTS = re.compile(r"\s?(?:之?内|以内|之?后|以后)")


def _read_duration(m: re.Match[str]) -> Made:
    if m.group() in ("仨月", "俩月", "当俩月"):
        return "duration", -1, ({"month": 3.0 if m.group() == "仨月" else 2.0}, False)
    if m["zz"]:
        return None
    unit = UNITS[m["du"]]
    if unit == "month" and not (m["dg"] or m["few"]):
        return None
    if m["du"] == "日" and not (_LASTS.match(m.string, m.end()) and not m.string[: m.start()].endswith("月")):
        day = read_whole(m["dn"] or "")
        return None if day is None or not 1 <= day <= 31 else ("day", 4, day)
    vague = bool(m["dm"] or m["dmm"] or m["few"])
    number = 0.5 if m["dh"] else {None: 1, "十": 10, "百": 100, "千": 1000}[m["fewx"]] * 2.0 if m["few"] else read_number(m["dn"])
    if number is None or number > 1e6:
        return None
    if m["dhalf"] or m["dt"]:
        number += 0.5
    return "duration", -1, ({unit: number}, vague)


def _relative(text: str) -> int:
    return sum(_REL[c] for c in text)


def _read_nth(m: re.Match[str]) -> Made:
    kind = m["ndk"] or m["nlk"]
    weekday = m["ndw"] or m["nlw"]
    which = -1 if m["nl"] else _whole(m["nd"])
    what: Any = ("workday" if kind in ("工作日", "交易日") else "day") if kind else _WEEKDAYS[weekday]
    return None if not which else ("nth", 4, (which, what))


def _iso(y: str, mo: str, d: str) -> Made:
    return _date(_year(y), int(mo), int(d))


def _date(year: int | None, month: int, day: int) -> Made:
    return ("date", 4, (year, month, day)) if 1 <= month <= 12 and 1 <= day <= 31 else None


def _dmy(m: re.Match[str]) -> Made:
    a, b, c = m["xa"], m["xb"], m["xc"]
    if len(c) == 4 or len(a) == 1 or int(c) > 31:
        return _date(_year(c), int(b), int(a))
    return _date(_year(a), int(b), int(c))


def _quarter(m: re.Match[str]) -> Made:
    if m["qn"]:
        which = 1 if m["qn"] == "首" else read_whole(m["qn"]) or 1
        return "quarter", 1, ("first" if m["qf"] else "is", which)
    return "quarter", 1, ("rel", _relative(m["qr"] or "本"))


def _edge(m: re.Match[str]) -> Made:
    text = m.group()
    unit = {"年": "year", "月": "month", "季": "quarter", None: None}[(m["eb"] or m["ec"] or m["ed"] or "")[:1] or None]
    side = "middle" if m["ed"] else "start" if "初" in text or "前期" in text else "end"
    return "edge", 3, (unit, side)


def _weekday(m: re.Match[str]) -> Made:
    rel = None if m["wr"] is None else _relative(m["wr"])
    day = _WEEKDAYS[m["wd"]]
    return ("weekend", 4, rel) if day == 7 else ("weekday", 4, (rel, day))


_BOUNDS = {"前": "before", "后": "after", "内": "within", "来": "since", "起": "from", "里": "within"}


def _bound(m: re.Match[str]) -> Made:
    text = m.group()
    if text in ("左右", "许", "期间", "之间", "止"):
        return "about", 9, text
    # 三天前 names a point, 三天以前 everything up to it.
    return "bound", 9, (_BOUNDS.get(text[-1], "before"), len(text) > 1)


_MAKE: dict[str, Callable[[re.Match[str]], Made]] = {
    "iso": lambda m: _iso(m["iy"], m["im"], m["id"]),
    "packed": lambda m: _iso(m["py"], m["pm"], m["pd"]),
    "dmy": _dmy,
    "ym": lambda m: ("yearmonth", 2, (int(m["qy"]), int(m["qm"]))),
    "md": lambda m: _date(None, int(m["sm"] or m["zm"]), int(m["sd"] or m["zd"])),
    "clock": _read_clock,
    "lunar": lambda m: ("lunar", -2, True),
    "republic": lambda m: ("year", 0, ("is", 1911 + (_whole(m["rn"]) or 1))),
    "century": _century,
    "year": _read_year,
    "yearrel": lambda m: ("year", 0, ("rel", _relative(m["yr"]))),
    "half_": lambda m: ("half", 1, 1 if m.group()[0] == "上" else 2),
    "quarter": _quarter,
    "nmonths": lambda m: ("month", 2, ("is", 1)) if m.group() == "首月" else ("months", 2, _whole(m["fn"])) if m["fm"] else ("month", 2, ("is", _whole(m["mn"]))),
    "weeks": lambda m: ("weeknth", 4, _whole(m["wn"])),
    "nthday": _read_nth,
    "weekday": _weekday,
    "week": lambda m: ("week", 4, _relative(m["ws"] or "本")),
    "tens": lambda m: ("edge", 3, ("month", {"上": "first ten", "中": "middle ten", "下": "last ten"}[m["te"]])),
    "lunarmonth": lambda m: ("lunarmonth", 2, ({"正": 1, "冬": 11, "腊": 12}[m["lm"]] if m["lm"] else _whole(m["ln"]), bool(m["ll"] or m["lx"]))),
    "monthrel": lambda m: ("month", 2, ("rel", _relative(m["mr"] or "本"))),
    "month": lambda m: ("month", 2, ("is" if m["m"].isdigit() else "said", _whole(m["m"]))),
    "duration": _read_duration,
    "lunarday": lambda m: ("lunarday", 4, (_whole(m["fd"] or m["td"]), m.group()[0] == "大")),
    "rel_day": lambda m: ("dayrel", 4, _DAYS[m.group()]),
    "feast": lambda m: ("feast", 4, m.group() if m.group() in lunar.NAMES else m.group().removesuffix("节")),
    "edge": _edge,
    "off": lambda m: ("off", 5, True),
    "part": lambda m: ("part", 5, _PARTS[m.group()]),
    "day": lambda m: ("day", 4, _whole(m["d"])),
    "asap": lambda m: ("asap", 0, True),
    "season": lambda m: ("season", 1, "春夏秋冬".index(m.group()[0])),
    "now": lambda m: ("now", 4, True),
    "bound": _bound,
    "until": lambda m: ("until", 9, True),
    "opening": lambda m: ("opening", 9, m.group()),
    "over": lambda m: ("lead", 9, "over"),
    "hourrel": lambda m: ("hourrel", 4, -1 if m["hr"] == "上" else 1),
    "ahead": lambda m: ("lead", 9, "ahead"),
    "past": lambda m: ("lead", 9, "past"),
    "every": lambda m: ("every", 9, True),
    "digits": lambda m: ("digits", 9, m.group()),
    "bareyear": lambda m: ("bareyear", 0, int(m.group())),
} | english.MAKE  # fmt: skip
