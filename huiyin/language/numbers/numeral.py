"""One numeral, read from left to right: 三万二, 1.5万, 200多万, 四五十, 十几, 两千三点一."""

from __future__ import annotations

import re
from fractions import Fraction

from huiyin.language.numbers.figures import DIGITS, IS_GOODS, IS_MEASURE, LARGE, MEASURES, SMALL, TENS
from huiyin.language.numbers.sums import Atom, Sum

ARABIC = re.compile(r"\d{1,3}(?:,\d{3}){1,6}(?![\d])(?:\.\d{1,20})?|(?:\d+\.?|\.)\d*(?:e[+-]?\d{1,2}(?![\d.a-z]))?")
LONGEST_ROW = 40
CHINESE = re.compile("[零一二三四五六七八九幺]+")
_PART = re.compile(r"(?:\s{0,2}点|(?<=\s)点\s)([零一二三四五六七八九\d]+)(?![零一二三四五六七八九十百千两\d])")
_K = re.compile(r"\s?([kw])(?![a-z\d])")
_UNIT_NAME = re.compile("千(?=[克卡瓦米伏帕赫字])|兆(?=[赫字瓦帕欧比b])")  # kilo- and mega- are of the unit's name
_MORE = re.compile(rf"\s?(?:[多余](?![少于地次])|几(?=[万亿]|\s?(?:{MEASURES})|[^一-龥]|$))")
_ABOUT = re.compile(rf"\s?来(?=[万亿]|\s?(?:{MEASURES})|[^一-龥]|$)")
HALF = re.compile(r"半(?:公斤|千克|斤|吨|两|克|个|块|元|条|只|头|亩|打|箱|袋|筐|天|年|月|小时|价|数|kg|t)")
#: Sayings of about a hundred, a thousand, ten thousand: what they leave open.
_SAYING = re.compile(r"(?:(百儿?八十)|(千儿?八百)|(万儿?八千)|(百十))(?![一二三四五六七八九])")
_SAID = {1: (80, 100), 2: (800, 1000), 3: (8000, 10_000), 4: (100, 120)}
_AFTER_ZERO = {*"十百千几两0123456789"}
_TENTH = Fraction(1, 10)


class Numeral(Sum):
    """The reader of one numeral: each step takes one character, or a row of figures."""

    def read(self) -> Atom | None:
        """Gives the numeral, or None where none stands."""
        if saying := _SAYING.match(self.text, self.pos):
            low, high = _SAID[saying.lastindex or 1]
            self.add(Fraction(low), Fraction(high))
            self.place, self.pos, self.closed, self.opened = 10, saying.end(), True, saying.lastindex != 4
        self.end = self.pos
        while self.pos < len(self.text) and self._next():
            self.end = self.pos
        if not (self.place or self.digit):
            return None
        return self.finish()

    def _next(self) -> bool:
        """Reads one more character or row, and gives whether there was one that goes on with this numeral."""
        self._skip_space()
        if self.pos >= len(self.text):
            return False
        char = self.text[self.pos]
        if not self.opened and (self._more() or self._about()):
            return True
        if not self.closed:
            if (char.isdigit() and char.isascii()) or (char == "." and self.digit is None and not self.place):
                return self._arabic()
            if char in "几数好":
                return self._some(char)
            if char in TENS:
                return self._twenty(TENS[char])
            if char in "半仨俩":
                return self._word(char)
            if char == "两":
                return self._two()
            if char in DIGITS:
                return self._chinese()
            if char in SMALL:
                return self._small_unit(SMALL[char])
            if self._part():
                return True
        return self._large_unit(char)

    def _skip_space(self) -> None:
        """Spaces between figure and unit: 1000 万, 7万 5千, 一百 五 十."""
        text, pos = self.text, self.pos
        if pos == self.atom.start or text[pos] != " ":
            return
        after = pos + (2 if text[pos : pos + 2] == "  " else 1)
        following = text[after : after + 1]
        counted = text[after + 1 : after + 3].strip()[:1]
        unit_before = text[pos - 1] in "十百千万亿兆"
        last = self.spaced and following in "一二三四五六七八九几" and not IS_MEASURE.match(text, after + 1)
        if following and (following in "十百千万亿兆点多余" or (unit_before and (last or (counted and counted in "十百千万")))):
            self.pos, self.spaced = after, True

    # --- figures

    def _arabic(self) -> bool:
        found = ARABIC.match(self.text, self.pos)
        if found is None or self.digit is not None or found.group() == ".":
            return False
        figures = found.group().replace(",", "").rstrip(".")
        if "e" in figures:
            self.closed = True
        if self.place and (not figures.isdigit() or int(figures) >= self.place):
            return False
        value = Fraction(figures)
        self.digit, self.pos = (value, value), found.start() + len(found.group().rstrip("."))
        self.single = len(figures) == 1 and value > 0
        whole, _, part = figures.partition("e")[0].partition(".")
        zeros = len(whole) - len(whole.rstrip("0"))
        self.step = _TENTH ** len(part) if part else Fraction(10**zeros)
        if k := _K.match(self.text, self.pos):
            self.multiply(1000 if k.group(1) == "k" else 10_000)
            self.pos, self.closed = k.end(), True
        return True

    def _some(self, char: str) -> bool:
        """几十, 数百, 好几百; 几 after a unit is 多 (十几, 二十几万) and read there."""
        text = self.text
        if self.digit is not None:
            return False
        good = char == "好"
        after = self.pos + 1 + good
        if (text[after : after + 1] in SMALL and not (good and self.place)) or (
            not self.place and (text[after : after + 1] in LARGE or good)
        ):
            self.digit, self.single = (Fraction(3 if good else 1), Fraction(10)), True
        else:
            return False
        self.pos = after
        return True

    def _twenty(self, value: int) -> bool:
        if self.digit is not None or self.small <= 10:
            return False
        self.add(Fraction(value), Fraction(value))
        self.place = self.small = 10
        self.step, self.pos = Fraction(10), self.pos + 1
        return True

    def _word(self, char: str, length: int = 1) -> bool:
        if self.place or self.digit is not None:
            return False
        value = {"半": Fraction(1, 2), "仨": Fraction(3), "俩": Fraction(2)}[char]
        self.digit, self.single, self.closed = (value, value), False, True
        self.pos += length
        return True

    def _two(self) -> bool:
        """两 is a figure before its unit (两百, 三万两千), and the fifty grams after a figure (三两, 两万两)."""
        following = self.text[self.pos + 1 : self.pos + 2]
        if self.digit is not None or (self.place and not (following in SMALL and SMALL[following] < min(self.small, self.place))):
            return False
        if following == "三" and self._pair_follows(self.pos + 2):
            self.digit, self.pos = (Fraction(2), Fraction(3)), self.pos + 2
        else:
            self.digit, self.pos = (Fraction(2), Fraction(2)), self.pos + 1
        self.single = True
        return True

    def _chinese(self) -> bool:
        found = CHINESE.match(self.text, self.pos)
        if found is None or self.digit is not None:
            return False
        row, end = found.group(), found.end()
        if row == "一" and not self.place and self.text[end : end + 1] == "半" and not HALF.match(self.text, end):
            return self._word("半", 2)
        if len(row) > LONGEST_ROW:
            return False
        if len(row) > 1 and row[-1] == "一" and IS_GOODS.match(self.text, end) and self._priced(found.start()):
            row, end = row[:-1], end - 1  # 八块五一斤, 一万二一吨
        figures = row.lstrip("零") if self.place else row
        self.zero = self.zero or len(figures) < len(row)
        low, high, end = self._pair(figures, end)
        if low == high and len(figures) > 1 and (self.text[end : end + 1] in SMALL or (self.place and low >= self.place)):
            return False
        if len(figures) == 1 and SMALL.get(self.text[end : end + 1], 0) >= self.small and not self._bare_ten():
            return False  # 八百一千: the figure begins the next number
        if not figures:
            goes_on = self.text[end : end + 1] in _AFTER_ZERO
            self.pos = end if goes_on else self.pos
            return goes_on
        self.digit, self.pos = (Fraction(low), Fraction(high)), end
        self.single = len(figures) == 1 or low != high
        self.atom.short |= not self.single
        self.step = Fraction(1)
        if figures[0] == "零" and len(figures) == 1 and self.text[end : end + 1] == "十":
            self.digit = None
        return True

    def _bare_ten(self) -> bool:
        return self.text[self.pos - 1] == "十" and self.text[self.pos - 2 : self.pos - 1] not in DIGITS

    def _priced(self, at: int) -> bool:
        return bool(self.place) or self.text[at - 1 : at] in ("块", "元", "毛", "角")

    def _pair(self, row: str, end: int) -> tuple[int, int, int]:
        """四五, 三五, 一两个, 三两天: from the one to the other, where something is counted; else the figures one after the other."""
        if row in ("一", "三") and self.text[end : end + 1] == "两" and self._pair_follows(end + 1):
            return (1, 2, end + 1) if row == "一" else (2, 3, end + 1)
        if len(row) in (2, 3):
            first, last = DIGITS[row[0]], DIGITS[row[-1]]
            near = first > 0 and (row in "一二三四五六七八九" or row == "三五")
            if near and (self._pair_follows(end) or self._priced(end - 2)):
                return first, last, end
        return (value := int("".join(str(DIGITS[c]) for c in row) or "0")), value, end

    def _pair_follows(self, end: int) -> bool:
        following = self.text[end : end + 1]
        return bool(following) and (following in SMALL or following in LARGE or bool(IS_MEASURE.match(self.text, end)))

    def _part(self) -> bool:
        """三点五; also after a number that is said short, 两千三点一."""
        found = _PART.match(self.text, self.pos)
        if found is None or not (self.place or self.digit) or len(found.group(1)) > LONGEST_ROW:
            return False
        if self.digit and self.digit[0].denominator > 1:
            return False
        figures = "".join(str(DIGITS.get(c, c)) for c in found.group(1))
        self.settle()
        part = Fraction(int(figures), 10 ** len(figures))
        self.add(part, part)
        self.place, self.step = self.place or 1, _TENTH ** len(figures)
        self.pos, self.closed, self.atom.factors = found.end(), True, []
        return True

    # --- units

    def _small_unit(self, unit: int) -> bool:
        if unit >= self.small or (_UNIT_NAME.match(self.text, self.pos) and not self._counts_before_gram()):
            return False
        if self.digit is None:
            if unit > 10 and self.place and not self.zero:
                return False
            self.atom.short |= unit > 10
            low = high = Fraction(1)
        else:
            low, high = self.digit
            if not (self.single or low.denominator > 1) or low > 10:
                return False
        self.add(low * unit, high * unit)
        self.digit, self.zero = None, False
        self.place = self.small = unit
        self.step = Fraction(unit) if low.denominator == 1 else self.step * unit
        self.atom.factors = [unit] if unit > 10 else []
        self.pos += 1
        self._let("把")
        return True

    def _counts_before_gram(self) -> bool:
        """两千克 is as much either way, and 两千米 is said so; 2千克, 三百千克 and 五十兆 are the unit's."""
        return (
            self.text[self.pos - 1] in "一二三四五六七八九两"
            and self.text[self.pos - 2 : self.pos - 1] not in (*SMALL, "点")
            and self.pos > 0
        )

    def _large_unit(self, char: str) -> bool:
        counted = char == "个" and self.digit is not None and self.text[self.pos + 1 : self.pos + 2] == "亿"
        unit = LARGE.get("亿" if counted else char)
        if unit is None or _UNIT_NAME.match(self.text, self.pos):
            return False
        if not self.multiply(unit):
            return False
        self.pos += 1 + counted
        self._let("把")
        return True

    def _let(self, char: str) -> None:
        """百把斤, 万把块: about a hundred, ten thousand."""
        if self.text[self.pos : self.pos + 1] == char and IS_MEASURE.match(self.text, self.pos + 1):
            self.pos, self.closed, self.atom.about = self.pos + 1, True, True

    # --- what is left open

    def _more(self) -> bool:
        """200多, 十几, 3万多: up to one more of the smallest place that was said."""
        found = _MORE.match(self.text, self.pos)
        if found is None or not self.is_round():
            return False
        self.settle()
        self.add(Fraction(0), Fraction(10) if self.zero else self.step)
        self.place, self.pos, self.closed, self.opened = self.place or 1, found.end(), True, True
        return True

    def _about(self) -> bool:
        found = _ABOUT.match(self.text, self.pos)
        if found is None or not self.is_round():
            return False
        self.settle()
        self.place, self.pos, self.closed, self.opened = self.place or 1, found.end(), True, True
        self.atom.about = True
        return True
