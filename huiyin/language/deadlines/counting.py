"""Durations in sentences of officials: from when they count, whether they count at all.

自受理之日起60日内 counts from a day that only the sentence can name (6月1日受理); where it does not, the start is asked for.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from huiyin.language.deadlines.model import Span
from huiyin.language.deadlines.sense import UNSURE, Clause

_EVENT = re.compile(
    r"(?P<event>[\u4e00-\u9fff]{1,14}?)(?:当日|当天|次日|之日|之时|日)?(?:的)?(?:之日起算?|日起算?|时起|起算|起|之后|以后|过后|后"
    r"|完毕|之日|之时)(?:的)?\s?,?(?:第)?[\s(]?\Z"
)
_NO_EVENT = re.compile(r"(?:今|此|往|最|然|随|先|前|即日|即|现在|现|今天|今日|当前|目前|当下|为今|日)\Z")
_TAKEN = re.compile(
    r"(?:收到|接到|接|签收|受理|见到|看到|知悉|知道|得知|获知|发现|拿到)(?:(?!请|须|应|要|务必|的同志)[^,。;]){0,8}\Z|(?:接警|接单"
    r"|接件|接报|会|事故|险情|灾情|到货|落地|到岗)\Z"
)
_THIS_NOTICE = re.compile(r"本(?:通知|公告|通告|消息|函|信息|条|文|件|任务)(?:印发|发布|下发|发出|发文|公布|下达|派发)?\Z")
_LENGTHENED = re.compile(
    r"(?:延长|延期|展期|宽限|顺延|再延)[^,。;]{0,12}\Z|(?:提前|至少|不少于|不低于|满|连续|累计|超过|逾期|超期"
    r"|已|历时|为期|持续|共)\s?\Z"
)
_LIMIT_HEAD = re.compile(r"(?:时限|期限|限期|限时|限|时间|要求)(?:为|是|:)?\s?\Z|(?:给|还有|只有|就)[^,。;]{0,5}\Z")
_LIMIT_ONLY = re.compile(r"(?:时限|期限|限期|限时|限)(?:为|是|:)?\s?\Z")
_DOING = re.compile(
    r"(?:的)?(?:时间|期限)?(?:内|之内|必须|务必|须|要|应|应当|予以|给予|一律|全部|就要|就得|得|到期)*(?:办结|办完|完成|答复|反馈"
    r"|回复|回应|响应|整改到位|整改|到位|搞定|解决|处理|处置|报结果|交|报(?!表|告)|见成效|清零|销号|拿出|修复|到达|到场|出结果|联系)"
)
_NOT_ASKED = re.compile(
    r"(?:内)?(?:不得|不能|不准|禁止|免费|免|有效|保修|无理由|无|累计|有(?:大|中|小|暴|阵)?雨|将有|降雨|可退"
    r"|可以退|可申请|累积|共|已)"
)
_STARTS = r"(?:派单|受理|接单|登记|交办|下单|转办|签收|收件|收到|印发|下达|派发|发布|开工|立案)"
_FIELD = re.compile(_STARTS + r"(?:时间|日期)?\s?[:于]?\s?\Z")


@dataclass(frozen=True, slots=True)
class Counted:
    """How a duration counts: from when, how sure; `asked` False: it is no deadline at all."""

    asked: bool = True
    base: datetime | None = None
    sure: float = 1.0


def counted(span: Span, around: Clause, text: str, before: Sequence[Span], now: datetime) -> Counted:
    """Gives how a duration counts. Takes the spans before it in the text."""
    first = next(t for t in span.tokens if t.kind == "duration")
    head = around.head + text[span.start : first.start]
    if _LENGTHENED.search(around.head) or _NOT_ASKED.match(around.tail):
        return Counted(False)
    if not span.bound and not (_LIMIT_ONLY.search(head) or _DOING.match(around.tail) or (_LIMIT_HEAD.search(head) and not around.tail)):
        return Counted(False)
    if any(t.start < first.start and t.kind not in ("bound", "opening", "lead", "e_lead", "glue") for t in span.tokens):
        return Counted()  # 国庆节后三天内: the words say from when
    event = _event(head)
    if event is not None:
        known = _known(event, text, before, now)
        if known is not None:
            return Counted(base=known)
        return Counted(sure=0.6 if _THIS_NOTICE.search(event) else UNSURE)
    if _LIMIT_ONLY.search(head):
        return Counted(base=_of_form(text, before, now))
    return Counted()


def _event(head: str) -> str | None:
    """What must happen first, or None: 受理, 会, 收到通知."""
    found = _EVENT.search(head)
    if found is not None and not _NO_EVENT.search(found["event"]):
        return found["event"]
    taken = _TAKEN.search(head)
    return taken.group() if taken else None


def _known(event: str, text: str, before: Sequence[Span], now: datetime) -> datetime | None:
    """The day on which it happened, where the sentence says so: 6月1日受理, 印发日期：12月1日."""
    key = re.sub(r"(?:之日|当日|通知|投诉|材料|合格)\Z", "", event)[-2:]
    if len(key) < 2:
        return None
    for span in reversed(before):
        near = key in text[span.stop : span.stop + 8] or key in text[max(0, span.start - 8) : span.start]
        if near and span.begin is not None and span.kind != "duration" and not span.bound:
            return _lately(span, now)
    return None


def _of_form(text: str, before: Sequence[Span], now: datetime) -> datetime | None:
    """派单时间：…；办理时限：5个工作日."""
    for span in before:
        if span.begin is not None and span.kind != "duration" and _FIELD.search(text[max(0, span.start - 8) : span.start]):
            return _lately(span, now)
    return None


def _lately(span: Span, now: datetime) -> datetime | None:
    """What has happened is behind us: an undated 6月1日 is this year's, or last year's."""
    begin = span.begin
    assert begin is not None
    dated = any(t.kind in ("year", "yearmonth") or (t.kind == "date" and t.value[0]) for t in span.tokens)
    try:
        return begin if dated or begin.date() <= now.date() else begin.replace(year=begin.year - 1)
    except ValueError:
        return None
