"""Requests of the invented county, in every state, so that the desk, the residents' pages and the open list have something to show.

They are told in county/requests.txt and go the way of all requests, by the actions people use; only the clock says that it was some days ago.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from unittest import mock

from django.utils import timezone

from huiyin.cases import actions
from huiyin.cases.actions import CaseDraft
from huiyin.cases.actions.desks import set_desk
from huiyin.cases.actions.placing import place_town
from huiyin.cases.models import Case
from huiyin.cases.rules import Speaker, speaker_of
from huiyin.demo.county import HERE
from huiyin.demo.county.places import places
from huiyin.demo.county.reading import plain_lines
from huiyin.people.models import Person, Unit
from huiyin.people.queries import holders_of_units

DESKS = ("岚湖县信访局", "县委办公室", "岚湖县")
ANSWER = "您反映的情况我们当天去看过，属实。已经安排处理，今天上午办完。如果还有问题，请在这里说“没解决”，会马上重新办理。"
HEARD, NOT_SOLVED = "已收到，我们先去看现场。", "只办了一半，下雨还是一样。"
REVIEW = "答复和我看到的不一样，请再查一次。"
IN_HAND = ("dispatched", "handling", "answered", "reopened", "under_review", "settled")
CLOSED = ("answered", "reopened", "under_review", "settled")
STEP = timedelta(hours=5)


@dataclass(frozen=True)
class Told:
    """A line of requests.txt."""

    days: int
    place: str
    topic: str
    unit: str
    state: str
    more: frozenset[str]
    text: str
    answer: str


def told() -> list[Told]:
    """Gives the county's requests, the earliest first."""
    lines = []
    for _number, line in plain_lines(HERE / "requests.txt"):
        days, place, topic, unit, became, text, answer = (part.strip() for part in line.split("|"))
        state, *more = became.split("+")
        lines.append(Told(int(days), place, topic, unit, state, frozenset(more), text, answer))
    return sorted(lines, key=lambda one: -one.days)


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Has the clock say another moment, for what happened some days ago. Only in a process that makes a county and does nothing else."""
    with mock.patch.object(timezone, "now", lambda: moment):
        yield


def register_all(people: dict[str, Person], units: dict[str, Unit]) -> list[Case]:
    """Registers the county's requests through the actions people use. Takes people and units by name. Gives the cases."""
    for name in DESKS:
        if name in units:
            set_desk(units[name], True)
    residents = [person for person in people.values() if person.kind == Person.Kind.RESIDENT and not person.is_minor and person.phone]
    clerk = next((p for p in people.values() if speaker_of(p).desks), None) if residents else None
    if clerk is None:
        return []
    for name, at in places().items():
        if name in units and units[name].kind == Unit.Kind.TOWN:
            place_town(units[name], *at)
    return _Desk(clerk, residents, units).tell(told())


def _publish(case: Case, residents: list[Person], desk: Speaker) -> None:
    """Its author agrees, the desk looks it through, and some neighbours join."""
    case.refresh_from_db()
    if case.author is None:
        return
    actions.publish_case(case, speaker_of(case.author))
    actions.publish_case(case, desk)
    case.refresh_from_db()
    others = [person for person in residents if person.pk != case.author_id]
    for person in others[: len(case.text) % 7] if case.is_open else ():
        actions.join_case(case, speaker_of(person))


class _Desk:
    """The clerk of the desk, who is who, and the hours that go by."""

    def __init__(self, clerk: Person, residents: list[Person], units: dict[str, Unit]) -> None:
        self.clerk, self.residents, self.units = speaker_of(clerk), residents, units
        self.leads: dict[int, Speaker | None] = {}
        self.matters: dict[str, list[Case]] = {}
        self.today = timezone.now()

    def tell(self, lines: list[Told]) -> list[Case]:
        cases = [self._case(n, line) for n, line in enumerate(lines)]
        for name, hanging in self.matters.items():
            actions.make_matter(self.clerk, [case.pk for case in hanging], "上湖村自来水发黄" if name == "matter" else "下湖村垃圾没有清运")
        for case, line in zip(cases, lines, strict=True):
            if "published" in line.more:
                _publish(case, self.residents, self.clerk)
        return cases

    def _moment(self, n: int, line: Told, step: int) -> datetime:
        """Half past eight of its day and some minutes, each step some hours later; never beyond now."""
        morning = timezone.localtime(self.today - timedelta(days=line.days)).replace(hour=8, minute=30, second=0, microsecond=0)
        begins = morning + timedelta(minutes=n % 50)
        if line.days == 0 or begins > self.today:
            begins = self.today - timedelta(minutes=70 - n)
        return min(begins + step * STEP, self.today - timedelta(seconds=90 - 10 * step))

    def _case(self, n: int, line: Told) -> Case:
        resident = self.residents[n % len(self.residents)]
        author, unit = speaker_of(resident), self.units.get(line.unit)
        draft = CaseDraft(line.text, place=line.place, topic=line.topic)
        by = author
        if channel := "phone" if "call" in line.more else "desk" if "visit" in line.more else "":
            draft.channel, draft.name, draft.phone, by = channel, resident.name, resident.phone or "", self.clerk
        with at(self._moment(n, line, 0)):
            case = actions.register_case(draft, by).case
        for step, do in enumerate(self._steps(case, author, unit, line), start=1):
            with at(self._moment(n, line, step)):
                do()
        for name in line.more & {"matter", "matter2"}:
            self.matters.setdefault(name, []).append(case)
        return case

    def _steps(self, case: Case, author: Speaker, unit: Unit | None, line: Told) -> Iterator[Callable[[], object]]:
        """What was done with it, one after the other."""
        if line.state == "declined":
            ground = {"transport": 5, "conduct": 2, "health": 1, "market": 3}[line.topic] if "病历" not in line.text else 4
            yield lambda: actions.decline_case(case, self.clerk, ground, line.answer)
        if line.state in ("registered", "declined"):
            return
        yield lambda: actions.accept_case(case, self.clerk, HEARD)
        lead = self._lead(unit) if unit else None
        if line.state not in IN_HAND or unit is None or lead is None:
            return
        yield lambda: actions.dispatch_case(case, self.clerk, unit.pk)
        if "objected" in line.more:
            yield lambda: actions.object_to_case(case, lead, "路在小区围墙里面，图纸附后，应由物业或街道办理。")
        if line.state == "dispatched":
            return
        yield lambda: actions.begin_case(case, lead)
        if line.more & {"extended", "more_time"}:
            yield lambda: self._more_time(case, lead, "extended" in line.more)
        if line.state not in CLOSED:
            return
        yield lambda: actions.answer_case(case, lead, "solved", line.answer or ANSWER)
        yield from self._after_the_answer(case, author, lead, line)

    def _after_the_answer(self, case: Case, author: Speaker, lead: Speaker, line: Told) -> Iterator[Callable[[], object]]:
        if "again" in line.more or line.state == "reopened":
            yield lambda: actions.reopen_case(case, author, NOT_SOLVED)
        if "again" in line.more:
            yield lambda: actions.answer_case(case, lead, "solved", line.answer)
        if "reviewed" in line.more or line.state == "under_review":
            yield lambda: actions.review_case(case, author, REVIEW)
        if "reviewed" in line.more:
            yield lambda: actions.answer_case(case, self.clerk, "explained", "复查过现场和单据，原答复属实；余下的油土本周清完。")
        if line.state == "settled":
            yield lambda: actions.follow_up(case, author, True, True, True, True)

    def _more_time(self, case: Case, lead: Speaker, approved: bool) -> None:
        deadline = Case.objects.values_list("deadline_at", flat=True).get(pk=case.pk)
        if deadline is None:
            return
        actions.ask_extension(case, lead, deadline + timedelta(days=4), "要等专家看过现场才能定方案。")
        if approved and lead.heads:
            actions.decide_extension(case, lead, True)

    def _lead(self, unit: Unit) -> Speaker | None:
        if unit.pk not in self.leads:
            held = holders_of_units([unit.pk])
            self.leads[unit.pk] = speaker_of(held[0]) if held else None
        return self.leads[unit.pk]


def a_case(resident: Person, state: str) -> Case:
    """Gives a request of this resident's in this state, one of the county's where there is one."""
    found = Case.objects.filter(author=resident, state=state).first() or Case.objects.filter(state=state).first()
    if found is None:
        raise LookupError(f"no request is {state}")
    return found
