"""The columns of a staff list, by whatever name they go, and what may stand in a cell."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from huiyin.core.errors import Invalid
from huiyin.language.clean import one_line
from huiyin.language.names import close_up
from huiyin.people.models import Person

#: Our name → the heading we write; then the other headings that are understood.
COLUMNS = {
    "unit": "单位",
    "parent": "上级单位",
    "code": "区划代码",
    "post": "职务",
    "reports_to": "汇报对象",
    "name": "姓名",
    "phone": "手机",
    "acting": "代理",
    "since": "任职日期",
    "kind": "类型",
}
_ALSO = {
    "unit": "单位名称 所在单位 工作单位 部门 unit office department",
    "parent": "上级部门 主管单位 parent parentunit",
    "code": "行政区划代码 区划编码 代码 code divisioncode",
    "post": "职位 岗位 职务名称 post title position",
    "reports_to": "上级职务 汇报给 直接上级 分管领导 reportsto superior",
    "name": "名字 人员姓名 name fullname",
    "phone": "手机号 手机号码 电话 联系电话 联系方式 phone mobile phonenumber",
    "acting": "是否代理 代理职务 acting",
    "since": "任职时间 任职起始日期 开始日期 起始日期 since from",
    "kind": "人员类型 类别 身份 kind type",
}
_HEADINGS = {word: key for key, words in _ALSO.items() for word in [*words.split(), COLUMNS[key], key]}
_KINDS = {
    Person.Kind.OFFICIAL: "official 干部 公务员 工作人员 职工",
    Person.Kind.RESIDENT: "resident 居民 群众 村民 市民",
    Person.Kind.BUSINESS: "business 企业 商户 合作社",
    Person.Kind.MEDIA: "media 媒体 记者",
}
_KIND_WORDS = {word: str(kind) for kind, words in _KINDS.items() for word in words.split()}
_YES, _NO = {"是", "代理", "代", "✓", "√", "yes", "y", "true", "1", "1.0", "acting"}, {"", "否", "不", "no", "n", "false", "0", "0.0"}
_DATE = re.compile(r"(\d{4})[-/.年](\d{1,2})(?:[-/.月](\d{1,2})?日?)?|(\d{4})(\d{2})(\d{2})")
MOST_ROWS = 50_000


@dataclass(frozen=True)
class Row:
    """A row of the file: its number as a spreadsheet shows it, its cells by our column names."""

    number: int
    cells: dict[str, str]

    def __getitem__(self, column: str) -> str:
        if column not in COLUMNS:
            raise KeyError(column)  # a template asks for `row.number` this way before it looks for the attribute
        return self.cells.get(column, "")


def rows_of(table: Iterable[Sequence[Any]]) -> list[Row]:
    """Gives the rows of a table below its headings, empty ones left out. Takes rows of cells, titles above the headings allowed.

    Raises Invalid where no row of headings is found, a heading stands twice, or there are too many rows.
    """
    headings: dict[int, str] = {}
    rows: list[Row] = []
    for number, cells in enumerate(table, 1):
        if not headings:
            headings = _headings(cells)
            if not headings and number >= 20:
                break
            continue
        if not rows and (lower := _lower_headings(cells, headings)):
            headings = lower
            continue
        named = {key: _cell(cells[at]) for at, key in headings.items() if at < len(cells)}
        if any(named.values()):
            rows.append(Row(number, {key: text for key, text in named.items() if text}))
        if len(rows) > MOST_ROWS:
            raise Invalid(_("The list has more than %(most)d rows. Please divide it.") % {"most": MOST_ROWS}, field="file")
    if not headings:
        words = _("No headings were found. The first row should name the columns: 单位, 职务, 姓名, 手机 …")
        raise Invalid(words, field="file")
    if not rows:
        raise Invalid(_("Below the headings there is nothing."), field="file")
    return rows


def _lower_headings(cells: Sequence[Any], upper: dict[int, str]) -> dict[int, str]:
    """The second of two rows of headings, where the upper ones are merged with those below; {} for a row of the list."""
    try:
        lower = _headings(cells)
    except Invalid:
        return {}
    return lower if len(lower) >= len(upper) else {}


def _headings(cells: Sequence[Any]) -> dict[int, str]:
    found: dict[int, str] = {}
    for at, cell in enumerate(cells):
        key = _HEADINGS.get(re.sub(r"[\s_\-*:：()（）]+", "", _cell(cell)).lower())
        if key is None:
            continue
        if key in found.values():
            raise Invalid(_("The column “%(name)s” stands there twice.") % {"name": COLUMNS[key]}, field="file")
        found[at] = key
    return found if {"unit", "name"} & set(found.values()) and (len(found) > 1 or len(cells) == 1) else {}


def _cell(value: Any) -> str:
    if isinstance(value, datetime | date):
        return value.strftime("%Y-%m-%d")
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = unicodedata.normalize("NFC", "" if value is None else str(value))
    # One apostrophe before a sign is how spreadsheets, and our own export, keep a cell from being a formula.
    text = re.sub(r"^'(?=[=+\-@])", "", text)
    return close_up(one_line(text)[:200].rstrip())


def read_yes(text: str) -> bool:
    """Gives whether a cell says yes. Raises ValueError for neither yes nor no."""
    word = text.strip().lower()
    if word not in _YES | _NO:
        raise ValueError(text)
    return word in _YES


def read_kind(text: str) -> str:
    """Gives the person's kind a cell names. Raises ValueError."""
    if text.strip().lower() not in _KIND_WORDS:
        raise ValueError(text)
    return _KIND_WORDS[text.strip().lower()]


def kind_word(kind: str) -> str:
    """Gives the word we write for a kind of person."""
    return _KINDS[Person.Kind(kind)].split()[1]


def read_day(text: str, latest: date) -> date:
    """Gives the day a cell names (2024-03-01, 2024/3/1, 2024.3.1, 2024年3月1日, 2024年3月, 20240301). Raises ValueError."""
    found = _DATE.fullmatch(unicodedata.normalize("NFKC", text).replace(" ", "").removesuffix("00:00:00"))
    if not found:
        raise ValueError(text)
    year, month, day = (found[1], found[2], found[3] or "1") if found[1] else (found[4], found[5], found[6])
    read = date(int(year), int(month), int(day))
    if not date(1950, 1, 1) <= read <= latest:
        raise ValueError(text)
    return read
