"""Tasks of the invented county, so that the board and today have something to show: in time, near, reported, asked for, settled."""

from __future__ import annotations

from datetime import time, timedelta

from django.utils import timezone

from huiyin.demo import pictures
from huiyin.groups.models import Group
from huiyin.people.hours import days_set, hours_of
from huiyin.people.models import Person
from huiyin.people.queries import own_post_of
from huiyin.tasks.actions import (
    Named,
    Repeats,
    TaskDraft,
    accept_report,
    acknowledge_task,
    add_progress,
    ask_for_time,
    issue_task,
    report_done,
    start_repetition,
)
from huiyin.tasks.models import Task
from huiyin.worktime.hours import add_working_hours
from huiyin.worktime.recurrence import Rhythm

#: group, lead, what, working hours until the deadline, field, what has become of it
TASKS = (
    ("网箱清拆工作群", "周建国", "把剩下 125 口网箱分三片排出拆除日期", 6, "水库", "acknowledged"),
    ("网箱清拆工作群", "方敏", "上湖村存鱼去向每天一报，报到清零为止", 30, "水库", "underway"),
    ("网箱清拆工作群", "周建国", "冷库电费谈定，签三方协议", 12, "水库", "reported"),
    ("环保与水库", "秦岚", "北岸三号排口取样报告", 10, "环保", "extension"),
    ("环保与水库", "石清泉", "库区漂浮物清理方案报我", 40, "环保", "issued"),
    ("核桃与茶产业", "冯春生", "核桃烘干线选址，带两个方案来", 60, "产业", "acknowledged"),
    ("核桃与茶产业", "邓林", "新茶样品送检", 20, "产业", "settled"),
    ("规划与住房", "万志刚", "老街改造二期的住户名单再核一遍", 8, "住房", "reported"),
)
#: group, lead, the sentence, what, how often, by what time of day, the words it was read from
REPEATED = (
    ("网箱清拆工作群", "方敏", "@方敏 每周一上午10点前把上周清拆和卖鱼的数字报我。", "上周清拆和卖鱼的数字报我", Rhythm("week", weekdays=(0,)), time(10),
     "每周一上午10点前"),
)  # fmt: skip
PROGRESS = "今天走了十一万斤的三分之一，明天继续。"
REPORTS = {"reported": "办完了，单子拍在这里，请看。", "settled": "样品已送，回执在这里。"}


def issue_all(people: dict[str, Person]) -> list[Task]:
    """Issues the county's tasks through the actions people use. Takes the people by name. Gives the tasks."""
    made = []
    for group_name, lead, title, hours_left, field, state in TASKS:
        group = Group.objects.filter(name=group_name).first()
        if group is None or lead not in people:
            continue
        owner = Person.objects.get(memberships__group=group, memberships__role="owner", memberships__left_at=None)
        made.append(_issue(group, owner, people[lead], title, hours_left, field))
        _become(made[-1], owner, people[lead], state)
    return made + [task for told in REPEATED if (task := _repeat(people, *told)) is not None]


def _repeat(people: dict[str, Person], group_name: str, lead: str, text: str, title: str, rhythm: Rhythm, at: time, said: str) -> Task | None:
    group = Group.objects.filter(name=group_name).first()
    if group is None or lead not in people:
        return None
    held = own_post_of(people[lead].pk)
    draft = TaskDraft(title, Named(people[lead].pk, held.post_id if held else None), field="水库", text=text)
    owner = Person.objects.get(memberships__group=group, memberships__role="owner", memberships__left_at=None)
    return start_repetition(group, owner, draft, Repeats(rhythm, at, said=said))


def _issue(group: Group, owner: Person, lead: Person, title: str, hours_left: int, field: str) -> Task:
    held = own_post_of(lead.pk)
    deadline = add_working_hours(timezone.now(), hours_left, hours_of(group.unit_id), days_set())
    draft = TaskDraft(title, Named(lead.pk, held.post_id if held else None), deadline=deadline, field=field, text=f"@{lead.name} {title}。")
    return issue_task(group, owner, draft)


def _become(task: Task, owner: Person, lead: Person, state: str) -> None:
    if state != "issued":
        acknowledge_task(task, lead)
    if state == "underway":
        add_progress(task, lead, PROGRESS)
    if state in REPORTS:
        report_done(task, lead, REPORTS[state], [pictures.uploaded(lead, "receipt")])
    if state == "settled":
        accept_report(task, owner, "好。")
    if state == "extension" and task.deadline_at is not None:
        ask_for_time(task, lead, "化验室设备周三才修好，请多给两天。", task.deadline_at + timedelta(days=2))


