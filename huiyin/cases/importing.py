"""A file of cases from a former system, read line by line: what each says, or what is wrong with it. Nothing is stored here.

csv (comma, semicolon or tab; UTF-8 or GB 18030) with headings, or jsonl. The columns are documented in docs/operators/cases.md.
"""

from __future__ import annotations

import codecs
import csv
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from huiyin.cases.models import Channel, State
from huiyin.core.bounded_json import Unreadable, read_object
from huiyin.core.errors import Invalid
from huiyin.groups.importing import parse_moment
from huiyin.language.clean import one_line
from huiyin.language.triage import TOPICS
from huiyin.people.models import Unit

COLUMNS: dict[str, tuple[str, ...]] = {
    "number": ("number", "编号", "诉求编号", "工单编号", "受理编号"),
    "registered_at": ("registered_at", "登记时间", "受理时间", "来电时间", "诉求时间"),
    "state": ("state", "状态", "办理状态"),
    "topic": ("topic", "主题", "类别", "诉求类别"),
    "unit": ("unit", "承办单位", "办理单位", "单位"),
    "place": ("place", "地点", "地址"),
    "title": ("title", "标题"),
    "text": ("text", "内容", "诉求内容"),
    "channel": ("channel", "渠道", "来源"),
    "name": ("name", "姓名", "诉求人"),
    "phone": ("phone", "电话", "联系电话"),
    "answer": ("answer", "答复", "答复内容"),
    "answered_at": ("answered_at", "答复时间", "办结时间"),
    "rating": ("rating", "评价", "满意度"),
}
REQUIRED = ("number", "registered_at", "text")
LINE, LIMIT = 65_536, 4 * 2**30  # characters of a cell, bytes of a file
LENGTHS = {"title": 120, "text": 4000, "place": 200, "answer": 5000, "name": 40, "topic": 60}
STATES = {
    "registered": "登记 已登记 待受理 新建", "accepted": "受理 已受理 待交办",
    "dispatched": "交办 已交办 已派单 派单", "handling": "办理中 处理中 在办",
    "answered": "答复 已答复 待回访",
    "settled": "办结 已办结 完结 已归档 归档 closed done", "declined": "不受理 不予受理 退回",
}  # fmt: skip
RATINGS: dict[str, bool | None] = {
    **dict.fromkeys(("满意", "非常满意", "很满意", "基本满意", "5", "4", "satisfied"), True),
    **dict.fromkeys(("不满意", "非常不满意", "很不满意", "1", "2", "not satisfied"), False),
    **dict.fromkeys(("一般", "3", "neutral"), None),
}  # fmt: skip
BROKEN = "\ufffd"  # where bytes were no character
CLOSED = (State.ANSWERED, State.SETTLED, State.DECLINED)
_NUMBER = re.compile(r"(?![JjWw])[0-9A-Za-z-]{1,20}")
_CHANNELS = {
    "表单": "form", "网站": "form", "电话": "phone", "热线": "phone", "来访": "desk", "来信": "letter", "邮件": "mail", "群": "group",
}  # fmt: skip
_BY_STATE = {word: state for state, words in STATES.items() for word in (state, *words.split())}
_BY_TOPIC = {name.lower(): topic.key for topic in TOPICS for name in (topic.key, topic.name_zh, topic.name_en)}


@dataclass(frozen=True, slots=True)
class Row:
    """A case of the file."""

    line: int
    number: str
    registered_at: datetime
    state: State
    text: str
    title: str = ""
    topic: str = ""
    unit: int | None = None
    place: str = ""
    channel: str = Channel.FORM
    name: str = ""
    phone: str = ""
    answer: str = ""
    answered_at: datetime | None = None
    rated: bool = False
    satisfied: bool | None = None


@dataclass(frozen=True, slots=True)
class Fault:
    """A line that cannot be taken, and why."""

    line: int
    why: str

    def __str__(self) -> str:
        return _("Line %(line)s: %(why)s") % {"line": self.line, "why": self.why}


class _Wrong(ValueError):
    pass


@dataclass
class Reader:
    """Reads a file; knows the units by their names. Raises Invalid for a file that cannot be read at all."""

    path: Path
    now: datetime = field(default_factory=timezone.now)

    def __post_init__(self) -> None:
        if self.path.stat().st_size > LIMIT:
            raise Invalid(_("The file is larger than %(limit)s MB. Split it by years.") % {"limit": LIMIT // 2**20})
        self.units: dict[str, int | None] = {}
        for pk, name, short in Unit.objects.filter(closed_at=None).values_list("pk", "name", "short_name"):
            for called in {name, short, str(pk)} - {""}:
                self.units[called] = None if called in self.units else pk  # two are called so: it names neither

    def rows(self) -> Iterator[Row | Fault]:
        """Gives each line of the file as a case, or as what is wrong with it."""
        for line, cells in self._cells():
            if isinstance(cells, str) or any(BROKEN in cell for cell in cells.values()):
                yield Fault(line, cells if isinstance(cells, str) else _("cannot be read"))
                continue
            try:
                yield self._row(line, cells)
            except _Wrong as wrong:
                yield Fault(line, str(wrong))

    def _cells(self) -> Iterator[tuple[int, dict[str, str] | str]]:
        """Each line's cells under our names; a word where the line cannot be read."""
        encoding = _encoding(self.path)
        with self.path.open(encoding=encoding, newline="", errors="replace") as file:
            yield from _jsonl(file) if self.path.suffix.lower() in (".jsonl", ".ndjson", ".json") else _csv(file)

    def _row(self, line: int, cells: Mapping[str, str]) -> Row:
        number = cells["number"]
        if not _NUMBER.fullmatch(number):
            raise _Wrong(_("a number has at most 20 letters, digits and dashes, and does not begin with J: “%(said)s”") % _short(number))
        at, answered_at = self._moment(cells["registered_at"]), self._moment(cells["answered_at"]) if cells["answered_at"] else None
        if answered_at is not None and answered_at < at:
            raise _Wrong(_("was answered before it was registered"))
        for name, limit in LENGTHS.items():
            if len(cells[name]) > limit:
                raise _Wrong(_("%(column)s has more than %(limit)s characters") % {"column": name, "limit": limit})
        if not cells["text"]:
            raise _Wrong(_("has no words"))
        state, unit = self._state(cells), self._unit(cells["unit"])
        if state in (State.DISPATCHED, State.HANDLING) and unit is None:
            raise _Wrong(_("is with a unit and names none"))
        rated = cells["rating"].lower() in RATINGS
        if cells["rating"] and not rated:
            raise _Wrong(_("has a rating that is not known: “%(said)s”") % _short(cells["rating"]))
        return Row(
            line, number, at, state, cells["text"], one_line(cells["title"] or cells["text"])[:120],
            _BY_TOPIC.get(cells["topic"].lower(), cells["topic"]), unit, one_line(cells["place"]), _channel(cells["channel"]),
            one_line(cells["name"]), _phone(cells["phone"]), cells["answer"], answered_at, rated, RATINGS.get(cells["rating"].lower()),
        )  # fmt: skip

    def _moment(self, said: str) -> datetime:
        at = parse_moment(said)
        if at is None:
            raise _Wrong(_("has a time that cannot be read: “%(time)s”") % {"time": said[:40]})
        if at > self.now:
            raise _Wrong(_("lies in the future: “%(time)s”") % {"time": said[:40]})
        return at

    def _state(self, cells: Mapping[str, str]) -> State:
        said = cells["state"].lower()
        if not said:
            return State.SETTLED if cells["answer"] or cells["answered_at"] else State.REGISTERED
        found = _BY_STATE.get(said)
        if found is None:
            raise _Wrong(_("has a state that is not known: “%(said)s”") % _short(cells["state"]))
        if State(found) in (State.ANSWERED, State.DECLINED) and not cells["answer"]:
            raise _Wrong(_("is answered and has no answer"))
        if State(found) not in CLOSED and cells["answer"]:
            raise _Wrong(_("has an answer and is still open"))
        return State(found)

    def _unit(self, said: str) -> int | None:
        if not said:
            return None
        if (pk := self.units.get(said)) is None:
            raise _Wrong(_("names a unit that is not here, or two that are called so: “%(said)s”") % _short(said))
        return pk


def _short(said: str) -> dict[str, str]:
    return {"said": said[:40]}


@lru_cache(maxsize=256)
def _channel(said: str) -> str:
    known = _CHANNELS.get(said, said.lower())
    if said and known not in Channel.values:
        raise _Wrong(_("has a channel that is not known: “%(said)s”") % _short(said))
    return known or Channel.FORM


def _phone(said: str) -> str:
    plain = re.sub(r"[\s-]", "", said)
    if plain and not re.fullmatch(r"\+?[0-9]{5,19}", plain):
        raise _Wrong(_("has a telephone number that cannot be: “%(said)s”") % _short(said))
    return plain


def _encoding(path: Path) -> str:
    """UTF-8 where the headings say so by themselves, or where all of it is; else GB 18030."""
    decoder = codecs.getincrementaldecoder("utf-8-sig")()
    with path.open("rb") as file:
        try:
            if not file.readline(LINE).decode("utf-8-sig").isascii():
                return "utf-8-sig"
            while chunk := file.read(2**20):
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return "gb18030"
    return "utf-8-sig"


def _csv(file: Any) -> Iterator[tuple[int, dict[str, str] | str]]:
    head = file.readline(LINE)
    delimiter = max(",;\t", key=head.count)
    header = next(csv.reader([head], delimiter=delimiter), [])
    ours = _ours(header)
    reader = csv.reader((text.replace("\0", "") for text in iter(lambda: file.readline(2 * LINE), "")), delimiter=delimiter)
    while True:
        try:
            cells = next(reader, None)
        except csv.Error:
            yield reader.line_num + 1, str(_("cannot be read"))
            continue
        if cells is None:
            return
        if any(cells):
            yield reader.line_num + 1, {key: (cells[n].strip() if n is not None and n < len(cells) else "") for key, n in ours.items()}


def _ours(header: list[str]) -> dict[str, int | None]:
    named = [one.strip().lower() for one in header]
    ours = {key: next((n for n, name in enumerate(named) if name in names), None) for key, names in COLUMNS.items()}
    if missing := [key for key in REQUIRED if ours[key] is None]:
        raise Invalid(_("These columns are missing: %(names)s") % {"names": "、".join(f"{k} ({COLUMNS[k][1]})" for k in missing)})
    return ours


def _jsonl(file: Any) -> Iterator[tuple[int, dict[str, str] | str]]:
    for line, text in enumerate(iter(lambda: file.readline(4 * LINE), ""), start=1):
        if not text.strip():
            continue
        try:
            told = read_object(text, 4 * LINE)
        except Unreadable:
            yield line, str(_("is no JSON object"))
            continue
        found = {name.strip().lower(): value for name, value in told.items()}
        yield line, {key: _text(next((found[name] for name in names if name in found), "")) for key, names in COLUMNS.items()}


def _text(value: Any) -> str:
    return str(value).strip().replace("\0", "") if isinstance(value, str | int | float) and not isinstance(value, bool) else ""
