"""The circle of the county's secretary: ten residents met on visits, what was said and promised there."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from huiyin.circles import actions
from huiyin.circles.models import Circle, Tie
from huiyin.digest.actions import collect, finish
from huiyin.digest.queries.cards import digest_of
from huiyin.people.models import Person

KEEPER = "林知远"
UNREAD = 30  # words in groups; what was asked for and written under moments comes after them
#: who, where and when they met, how many days ago, what was noted, what was promised, in how many days (none: kept already)
MET = (
    ("孟渔生", "上湖村网箱上", 21, "三万斤鮰鱼压在手里，夫妻俩轮着守夜。", "鱼的销路一周给个准话", 1),
    ("佘桂香", "石湾村口大樟树下", 18, "一个人住，儿子在外打工，晚上怕摔。", "村口路灯修好亲自来看", 0),
    ("", "望澜镇集市", 15, "卖菜的摊位被挪了两回，没人事先说。", "", None),
    ("", "砚石小学门口", 12, "接孙子的老人，说过马路要跑着过。", "斑马线的事给学校一个日期", 2),
    ("", "磨石村水泥路口", 11, "摩托车摔过，膝盖还没好。", "", None),
    ("", "竹湾村卫生室", 9, "量血压要走四里路。", "每周增加一天坐诊", -3),
    ("", "渡头村码头", 7, "", "", None),
    ("", "创业园工地", 5, "六个人的工资，工头电话打不通。", "工资的事盯到发到手", 3),
    ("", "柳渡村水渠边", 4, "", "", None),
    ("", "老核桃村院坝会", 2, "低保的事问了三次，没听明白为什么停。", "", None),
)


def fill(people: dict[str, Person]) -> None:
    """Brings ten residents into the secretary's circle, by codes they say yes to. Takes people by name."""
    keeper = people.get(KEEPER)
    if keeper is None:
        return
    named = {told[0] for told in MET if told[0]}
    others = (p for p in people.values() if p.kind == Person.Kind.RESIDENT and not p.is_minor and p.name not in named)
    now = timezone.now()
    for name, met, days, words, promise, within in MET:
        person = people.get(name) if name else next(others, None)
        if person is None:
            continue
        tie = actions.say_yes(actions.make_code(keeper, met).key, person)
        Tie.objects.filter(pk=tie.pk).update(since=now - timedelta(days=days))
        tie.refresh_from_db()
        if words or promise:
            _visited(tie, keeper, days, words, promise, within)
    Circle.objects.filter(keeper=keeper).update(made_at=now - timedelta(days=22))


def sort_what_was_said(people: dict[str, Person]) -> None:
    """Sorts what residents of the county said, so that the digest is there at once; the secretary has read most of it. Takes people by name."""
    later = timezone.now() + timedelta(minutes=1)
    while collect(later, ("message",)):
        pass
    if KEEPER in people:
        finish(people[KEEPER], max(0, digest_of(people[KEEPER]).upto - UNREAD))
    while collect(later):
        pass


def _visited(tie: Tie, keeper: Person, days: int, words: str, promise: str, within: int | None) -> None:
    """The visit on which they met; a promise whose day has passed was kept."""
    today = timezone.localdate()
    by = today + timedelta(days=within) if promise and within is not None else None
    visit = actions.note_visit(tie, keeper, today - timedelta(days=days), words, promise, by)
    if by is not None and by < today:
        actions.keep_promise(visit, keeper, "医生已定每周二、五坐诊，上周五去看过。")
