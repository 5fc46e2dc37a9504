"""What a span of time does in its sentence: a deadline, what a report is about, what has been, what is only announced.

A time with 前, 内, 截止 or 下班 is asked for by its form. A bare one is asked for unless the words around it say that it is something
else: 根据8月3日会议, 11月3日来电, 12月4日停电, 第四季度的报表. docs/developers/deadlines.md has the table.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from datetime import datetime, timedelta

from huiyin.language.deadlines.model import Span

UNSURE = 0.3
_LOOK = 24  # characters on either side, within the clause
_COARSE = {"year", "half", "quarter", "month", "week", "season", "decade", "weekend"}
_BREAK = re.compile(r"[,，。；;！!？?\n]")
_STOP = re.compile(r"[。！!？?\n]")

_WORDS_OF_TASKS = (
    "报送|上报|报来|报我|报给|报到|报至|报齐|报完|报一|报名|填报|交|提交|送(?!达)|反馈|反饋|回复|回覆|回復|答复|回执|给我|给他|给办"
    "|发我|发给|发到|发来|发至|填写|填完|填好|完成|办结|办完|办理完|办好"
    "|整改|落实|到位|拿出|拿来|上传|补齐|补报|补录|签字|签收|领取|做好|做完|提前|结清|缴|拨付|支付|销号|验收|清完|清理|弄好|搞好"
    "|搞定|报(?!表|告|道|纸|刊|账|价|案)|发群|汇总|核完|核对"
    "|来(?!电|信|函|访|文|检查|调研|人|看)|到(?=[\u4e00-\u9fff]{1,8}(?:集合|报到|领|签|办|开会|参加|现场|窗口|村部))|去[^,。]{0,6}办"
    "|处理|解决|回(?!来|去|家|收|村|乡|到)|告知|通知到|销号|清零"
)  # fmt: skip
_TASK = _WORDS_OF_TASKS + "|建|修|开工|竣工|实现|达到|出(?!差|门|去|院)|签|拨|定下来|给|准备|收(?!到)|种|搬|查|排查|清"
_ADVERBS = (
    r"(?:的|内|里|就|要|须|需|应|必须|务必|一定|争取|力争|确保|全部|全面|都|再|各|可|可以|均|统一|集中|先|还|也|请|才|前|之内|以内"
    r"|得|把[^,。]{1,14}|将[^,。]{1,14}|要把[^,。]{1,14})*"
)
_ASKED = re.compile(rf"\s*{_ADVERBS}(?:{_TASK})")
_ASKED_SOMEWHERE = re.compile(_WORDS_OF_TASKS)
_FIRM_HEAD = re.compile(
    r"(?:截止(?:日期|时间|时点)?|截至|最后一天|时限|期限|最后期限|(?:完成|办结|上报|报送|提交|反馈|回复|交稿|缴费|整改|到期|交付"
    r"|送审|答复|办理)(?:的)?(?:时间|日期|时限|期限)|最迟|最晚"
    r"|(?:顺延|延期|延长|延|推迟|推后|改|调整|提前|宽限|放宽|后延|展期)(?:[到至为在]|期?至|于)|务必|务必于|务必在|请于|须于|应于"
    r"|请在|须在|应在|限|限于|定在|deadline(?: is)?|due(?: on)?)\s?(?:为|是|在)?\s?:?\s?\Z",
    re.I,
)
_BASIS = re.compile(
    r"(?:根据|按照|依照|依据|参照|对照|比照|鉴于|贯彻|落实|传达|学习|结合|针对|据|关于)(?:(?!要求|请|于|务必|在)[^,。;]){0,12}\Z"
    r"|(?:原定|原定于|原计划|原计划于|原本|本应|本该|原为|原|由原定的?)\Z"
    r"|(?:距|距离|离|自从|始于|生于|成立于|建于|印发于|截至|截止到?|早在)\Z"
)
_TOLD_HEAD = re.compile(
    r"(?:派单|受理|来电|接单|登记|交办|转办|发布|印发|成文|签发|发文|发生|会议|开会|召开|活动|比赛|演出|开始|停电|停水|检修|施工"
    r"|值班|生效|施行|制表|填表|出生|成立|开放"
    r"|营业|办公|上班|工作|服务|接访|坐诊|门诊|赶集|来访|来信|接报|报警|起始|实施|执行|到期提醒|放假|休假|培训|考试|更新|统计|制定"
    r"|入职|竣工|开工|收到|签收|审批)(?:时间|日期|时段)?\s?[:为是]\s?\Z"
    r"|(?:是|(?:节|日|会|会议|活动|假期|年会|时间)为)\Z"
    r"|(?:定于|将于|拟于|预计于?|计划于|初定|暂定|拟定于|约在|预定于?|兹定于)\Z"
)
_DONE_HEAD = re.compile(r"(?:已|已经|早已|曾|曾经|业已|刚刚?|才)(?:于|在)?\Z")
_DONE = re.compile(r"(?:(?!把|将|请|报|交|补|前|须|要|务必)[^,。;]){0,12}(?:已经?(?!到|满)|业已|早已)")
_HAPPENED = re.compile(r"(?:(?!把|将)[^,。;请须要]){0,12}(?:过了|完了|好了|齐了|来过|过的|掉了|到了|走了|毕了|成了|了)\s*(?:[,。;]|\Z)")
_OF_WHAT = re.compile(
    r"(?:就)?(?:该|应该?|要|所|才|刚|已)?(?:发|报|交|送|收到?|接到?|召开|印发|下发|发布|通过|签订?|办|开|来电|受理|转来|转办|提交"
    r"|上报|反映|布置|交办|安排|要求|约定|下达|新增|产生|发生|采购|入库|拍)"
    r"(?:反映|过|下来|给|投诉|召开|举行)?的"
)
_TOLD = re.compile(
    r"(?:的)?(?:(?!请|须|务必|报|交|送|前)[^,。;]){0,10}?(?:停电|停水|停气|停暖|停热|断电|断水|停机|停运|停办|停课|停业|停诊|放假"
    r"|休假|休息|调休|补班|补休|正常上班|轮休|值班|在外|出差|外出"
    r"|请假|不在|有事|有会|培训|开会|开个会|召开|举行|举办|开幕|闭幕|启动|开始|起(?:实行|施行|执行|实施)|实行|施行|实施|生效|执行"
    r"|开通|封闭|封路|封控|管制|禁行|检修|施工|维护"
    r"|要看|要来|带去|来(?:检查|调研|视察|看|人)|检查组|督查组|巡察组|调研组|最堵|高峰|开园|开业|开市|开馆|闭馆|营业|开放|生日|降雨"
    r"|有雨|下雨|暴雨|大雨|降温|下雪|寒潮|台风|预计"
    r"|晚会|演出|比赛|试运行|上线|到货|发货|回来|返回|讲话|来电|致电|打来|反映|接到|接报|收到|发生|受理|立案|印发|下发|发布|发文"
    r"|登记|交办|转办|派单|出现|投诉|报警|入职|参加工作"
    r"|出生|成立|送达|下达|签订|移交|竣工|投用|通车|验收合格|入库|退休|开庭|过期|失效|到期|坐诊|义诊|赶集|庙会|停车|供水|供暖|供电"
    r"|播出|直播|见面|碰头|聚餐|结婚|办酒|不上班|没人|无人)"
    r"|(?:的)?(?:[^,。;请报交]{0,6})?(?:纪要|会议|例会|调度会|推进会|现场会|座谈会|动员会|通知|文件|通报|公告|公示|来文|来函|来信"
    r"|电话|晨报|日报|简报|值班表|事故|火灾|洪水|暴雨|活动|案件)"
    r"|(?:上午|下午|晚上|中午)?(?:是|为|即|就是|属于|属)(?!期限|止|限|截止|最后)"
)
_ATTEND = re.compile(r"参加|参会|到会|出席|列席|到场|集合|准时|按时到|报到|赶到")
_HABIT_HEAD = re.compile(r"(?:高峰|营业|开放|每天|每日|平时|通常|一般|工作日|服务|接访|作息|从早|上班|办公)(?:期?间?|时间|时段)?\s?:?\s?\Z")
_LENGTHENED = re.compile(r"(?:延长|延期|展期|宽限|再延)(?:期限|时间)?(?:一般)?(?:不得|不)?(?:超过)?\Z")
_NEARLY_A_YEAR = timedelta(days=305)
_HAN = re.compile(r"[\u4e00-\u9fff]")
_ENGLISH_PAST = re.compile(
    r"\b(?:yesterday|last|was|were|held|sent|ago|already|had|did|minutes of|meeting|call|is on|are on"
    r"|happened|closed|reported)\b",
    re.I,
)
_ENGLISH_ASK = re.compile(r"\b(?:please|need|send|submit|due|deadline|finish|deliver|reply|report by|hand in|return|complete)\b", re.I)


@dataclass(frozen=True, slots=True)
class Clause:
    """A span's own words, the words before and after them in their clause, and the whole sentence."""

    words: str
    head: str
    tail: str
    sentence: str


class Clauses:
    """The clauses of a text, found once."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._breaks = [m.start() for m in _BREAK.finditer(text)]
        self._stops = [m.start() for m in _STOP.finditer(text)]

    def around(self, start: int, stop: int) -> Clause:
        """Gives what stands around a place in the text."""
        left, right = _between(self._breaks, start, stop, len(self.text))
        first, last = _between(self._stops, start, stop, len(self.text))
        head, tail = self.text[max(left, start - _LOOK) : start], self.text[stop : min(right, stop + _LOOK)]
        return Clause(self.text[start:stop], head.rstrip(" "), tail.lstrip(" "), self.text[max(first, start - 120) : min(last, stop + 120)])


def _between(marks: list[int], start: int, stop: int, length: int) -> tuple[int, int]:
    at, to = bisect_right(marks, start - 1), bisect_right(marks, stop - 1)
    return (marks[at - 1] + 1 if at else 0), (marks[to] if to < len(marks) else length)


def is_firm(span: Span, around: Clause) -> bool:
    """Whether the form alone asks: 前, 内, 截止, 下班."""
    kinds = {token.kind for token in span.tokens}
    opening = next((str(t.value) for t in span.tokens if t.kind == "opening"), "")
    ends = any(t.kind == "about" and t.value == "止" for t in span.tokens)
    return bool(
        span.bound in ("before", "within", "by") or around.words.endswith(("内", "里", "前")) or kinds & {"off", "on", "asap", "newyear"}
        or ends or opening.startswith(("最", "不", "务", "限", "截止")) or _FIRM_HEAD.search(around.head)
    )  # fmt: skip


def certainty(span: Span, around: Clause, now: datetime) -> float:
    """Gives how sure it is that a span with a beginning is a deadline, by the words around it."""
    head, tail = around.head, around.tail
    if _is_just_past(span, now) or (_LENGTHENED.search(head) and {t.kind for t in span.tokens} == {"day"}):
        return UNSURE
    if _DONE_HEAD.search(head) or _DONE.match(tail):
        return UNSURE
    if is_firm(span, around):
        return UNSURE if re.match(r"(?:不得|不能|不准|禁止|免费|有效|保修|有(?:大|中|小|暴|阵)?雨|将有|有望)", tail) else 1.0
    if _HAPPENED.match(tail) and not re.search("把|将", head):
        return UNSURE
    if _BASIS.search(head) or _TOLD_HEAD.search(head) or _OF_WHAT.match(tail) or head.endswith("【"):
        return UNSURE
    if _english(span, around):
        return UNSURE
    if _TOLD.match(tail) and not _ASKED_SOMEWHERE.search(tail):
        attended = _ATTEND.search(around.sentence) and re.search(
            "开会|召开|举行|举办|会议|培训|演练|动员会|座谈会|例会|推进会|现场会", tail
        )
        return 0.6 if attended else UNSURE
    if _is_habit(span, head) or _is_topic(span, around):
        return UNSURE
    return 1.0


def _is_just_past(span: Span, now: datetime) -> bool:
    """11月20日 said on 23 November: three days ago, not in a year."""
    dated = any(t.kind in ("year", "yearmonth", "feast") or (t.kind == "date" and t.value[0]) for t in span.tokens)
    monthly = any(t.kind in ("month", "date") for t in span.tokens)
    return monthly and not dated and span.begin is not None and span.begin - now > _NEARLY_A_YEAR


def _english(span: Span, around: Clause) -> bool:
    words = around.sentence
    return not _HAN.search(words) and not span.bound and bool(_ENGLISH_PAST.search(words)) and not _ENGLISH_ASK.search(words)


def _is_habit(span: Span, head: str) -> bool:
    """早高峰7点到9点, 夜间: hours without a day that nobody is asked to keep."""
    kinds = {t.kind for t in span.tokens}
    hours = kinds <= {"clock", "until", "digits", "part", "opening"}
    return hours and bool(_HABIT_HEAD.search(head))


def _is_topic(span: Span, around: Clause) -> bool:
    """第四季度的报表, 12月值班表, 国庆值班记录: what it is about, unless somebody is to do something in it."""
    kinds = {t.kind for t in span.tokens}
    nightly = kinds == {"part"}
    coarse = span.grain in _COARSE or span.grain.startswith("start") or span.kind == "feast" or nightly
    if not coarse or (span.kind == "range") or "nth" in kinds:
        return False
    return bool(around.tail) and not _ASKED.match(around.tail)
