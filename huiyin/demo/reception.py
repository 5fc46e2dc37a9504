"""Two reception days of the invented county: today with a line, and next week with numbers left."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone

from huiyin.cases.rules import Speaker, speaker_of
from huiyin.people.models import Person, Post, Unit
from huiyin.people.queries import holders_of_units
from huiyin.reception import actions
from huiyin.reception.actions import DayDraft, Heard, VisitDraft
from huiyin.reception.models import Day

DESKS = ("岚湖县信访局", "县委办公室", "岚湖县")
WORDS = "儿子的低保说停就停了，上面说是比对出来的。他和我都当过兵，他现在有病做不了重活，想请政府帮他找个轻一点的工作。"
SUMMARY = "反映儿子低保停发，请求说明原因并协助就业"


def receive(people: dict[str, Person], units: dict[str, Unit]) -> list[Day]:
    """Announces the days, has some book and one heard. Takes people and units by name. Gives the days."""
    unit = next((units[name] for name in DESKS if name in units and holders_of_units([units[name].pk])), None)
    if unit is None:
        return []
    clerk = speaker_of(holders_of_units([unit.pk])[0])
    residents = [person for person in people.values() if person.kind == Person.Kind.RESIDENT and not person.is_minor]
    now = timezone.localtime()
    today = _day(clerk, unit, now, 20)
    _booked(today, [person.name for person in residents[:5]], clerk)
    nine = (now + timedelta(days=7)).replace(hour=9, minute=0, second=0, microsecond=0)
    coming = _day(clerk, unit, nine, 12)
    if residents:
        actions.book(coming, VisitDraft(residents[-1].name, residents[-1].phone or "13800002001"), speaker_of(residents[-1]))
    return [today, coming]


def _day(clerk: Speaker, unit: Unit, begins: datetime, slots: int) -> Day:
    post = Post.objects.filter(title__startswith="副县长（应急民生").first()
    draft = DayDraft(
        unit.pk, f"{unit.name}一楼接待室", begins, begins + timedelta(hours=3), slots, post=post.pk if post else None, sits="" if post else "县委副书记",
        about="低保、就业、欠薪优先；请带身份证和相关材料",
    )  # fmt: skip
    return actions.announce_day(draft, clerk)


def _booked(day: Day, names: list[str], clerk: Speaker) -> None:
    for n, name in enumerate(names):
        actions.book(day, VisitDraft(name, f"1380000201{n}", 2 if n == 0 else 1), Speaker())
    visit = actions.call_next(day, clerk)
    if visit is None:
        return
    actions.write_down(visit, clerk, WORDS, SUMMARY, [Heard(visit.name, visit.phone), Heard("老伴")])
    actions.agree(visit, clerk)
    actions.register(visit, clerk)
    actions.done(visit, clerk)
    missing = actions.call_next(day, clerk)
    if missing is not None:
        actions.absent(missing, clerk)
    actions.call_next(day, clerk)
