"""A task's card, the same for everybody who may see it; and the lines that say in the group what became of a task.

Drawn as messages are (groups/rendering.py): Jinja2, once for each language. What differs by reader (which buttons are mine) is set
in the browser by data attributes; without JavaScript the card leads to the task's page, where everything can be done.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from django.db.models import F
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from markupsafe import Markup

from huiyin.core.addresses import address
from huiyin.core.dates import clock_words
from huiyin.core.jinja import template
from huiyin.db.compiled import Compiled
from huiyin.db.lookups import IdIn
from huiyin.db.statements import in_one_go
from huiyin.people.models import Person
from huiyin.tasks.lights import light, light_words, span_words
from huiyin.tasks.models import Assignee, Repetition, Report, Rung, State, Task
from huiyin.tasks.move_words import WORDS
from huiyin.tasks.moves import MOVES
from huiyin.tasks.participation import ask_assignees, shown_doers
from huiyin.tasks.recurrence.words import nth_words, rhythm_words

#: In these states a card shows the task's last report: that it waits, or why it was sent back.
REPORTS_SHOWN, VERDICTS_SHOWN = (State.REPORTED, State.RETURNED), (Report.Verdict.WAITING, Report.Verdict.RETURNED)


@dataclass
class Card:
    """What a card shows of a task, loaded in a bounded number of queries."""

    task: Task
    assignees: list[Assignee]
    doers: Mapping[int, Person]
    rungs: list[Rung]
    report: Report | None  # the last, where a card shows one
    repetition: Repetition | None = None

    @property
    def waiting(self) -> Report | None:
        """The report that waits for the issuer's word."""
        return self.report if self.task.state == State.REPORTED else None

    @property
    def returned(self) -> Report | None:
        """What was sent back last, where it lies with the lead again."""
        return self.report if self.task.state == State.RETURNED else None

    @property
    def lead(self) -> Assignee | None:
        """The assignee who leads, if there is one."""
        return next((a for a in self.assignees if a.role == Assignee.Role.LEAD), None)

    @property
    def helpers(self) -> list[Assignee]:
        """The assignees who help."""
        return [a for a in self.assignees if a.role == Assignee.Role.HELPER]

    def doer(self, assignee: Assignee) -> Person | None:
        """Who does it today; of what has ended, who did it then."""
        return self.doers.get(assignee.pk)


def cards_of(tasks: Sequence[Task]) -> dict[int, Card]:
    """Gives the cards of tasks by their ids."""
    if not tasks:
        return {}
    rounds = {task.pk: task.round for task in tasks}
    reported = tuple(task.pk for task in tasks if task.state in REPORTS_SHOWN)
    with in_one_go():
        asked, climbed = ask_assignees(tasks), _rungs.ask(tuple(rounds))
        reports = _reports.ask(reported) if reported else list
    assignees = asked()
    who = shown_doers([a for of_task in assignees.values() for a in of_task])
    rungs: dict[int, list[Rung]] = {}
    for rung in climbed():
        if rung.round == rounds[rung.task_id]:
            rungs.setdefault(rung.task_id, []).append(rung)
    last = {r.task_id: r for r in reports()}
    repeated = {task.repetition_id for task in tasks if task.repetition_id}
    series = Repetition.objects.in_bulk(repeated) if repeated else {}
    return {
        t.pk: Card(
            t, assignees.get(t.pk, []), who, rungs.get(t.pk, []), last.get(t.pk), series.get(t.repetition_id or 0)
        )
        for t in tasks
    }


def returned_reports(tasks: Sequence[Task]) -> dict[int, Report]:
    """Gives the report that was sent back last, for those of these tasks that lie with the lead again."""
    ids = tuple(task.pk for task in tasks if task.state == State.RETURNED)
    return {report.task_id: report for report in _reports(ids)} if ids else {}


_rungs = Compiled[Rung](
    lambda tasks: Rung.objects.filter(IdIn("task_id", tasks)).select_related("post__unit", "person").order_by("task_id", "n")
)
_reports = Compiled[Report](
    lambda tasks: Report.objects.filter(IdIn("task_id", tasks), verdict__in=VERDICTS_SHOWN, task__state__in=REPORTS_SHOWN)
    .annotate(by_name=F("by__name"), judge=F("verdict_by__name"))
    .order_by("pk")
)


#: What stands on every open card: asked for once in a language, not for each of twenty cards (measured: a tenth of *today*).
_WORDS = {
    "task": gettext_lazy("Task"), "kind": pgettext_lazy("a card", "Task"), "acknowledge": MOVES["acknowledge"].words,
    "report": MOVES["report"].words, "progress": WORDS["progress"].opens, "verdict": gettext_lazy("Look at the report"),
    "pass_on": MOVES["pass-on"].words,
    "returned": pgettext_lazy("state of a task", "Sent back"), "explain": MOVES["explain"].words, "open": gettext_lazy("Open"),
}  # fmt: skip
_in_words: dict[tuple[str, str], dict[str, str]] = {}


def in_words(which: str, words: Mapping[str, Any], language: str) -> dict[str, str]:
    """Gives words that are put into a language when they are used, put into it once. `which` names them."""
    known = _in_words.get((which, language))
    if known is None:
        with translation.override(language):
            known = _in_words[which, language] = {name: str(word) for name, word in words.items()}
    return known


def card_html(card: Card, language: str, now: datetime | None = None) -> Markup:
    """Gives a task's card as HTML. Takes the language of the words around it."""
    return cards_html([card], language, now)[0]


def cards_html(cards: Sequence[Card], language: str, now: datetime | None = None) -> list[Markup]:
    """Gives tasks' cards as HTML, in their order. Takes the language of the words around them."""
    moment = now or timezone.now()
    with translation.override(language):
        draw, words = template("tasks/_card.html").render, in_words("card", _WORDS, language)
        return [
            Markup(  # noqa: S704  (Jinja has escaped it)
                draw(
                    c=card, t=card.task, w=words, light=light(card.task, moment), light_words=light_words(card.task, moment),
                    deadline=clock_words(card.task.deadline_at), rungs=[(rung, rung_words(card, rung)) for rung in card.rungs],
                    lead=card.doer(card.lead) if card.lead else None, lead_words=lead_words(card), concerned=_concerned(card),
                    repeats=repeats_words(card),
                )
            )
            for card in cards
        ]  # fmt: skip


def repeats_words(card: Card) -> str:
    """Gives that it repeats, how often, and which one this is. Empty for what comes once."""
    return _("repeats %(often)s") % {"often": series_words(card)} if card.repetition is not None else ""


def series_words(card: Card) -> str:
    """Gives how often it comes, and which one this is: 每周一 10:00 · 第3次. Empty for what comes once."""
    if card.repetition is None:
        return ""
    return f"{rhythm_words(card.repetition.pattern, card.repetition.at)} · {nth_words(card.task.nth or 0)}"


def ledger_html(tasks: Sequence[Any], now: datetime) -> Markup:
    """Gives the rows of the board (queries.board.Row) as HTML, in the language that is active.

    Not by Django's templates: forty rows of them took as long as all the board's queries.
    """
    clock, states = cache(clock_words), cache(lambda state: str(State(state).label))  # forty rows, and few words that differ
    rows = [(t, light(t, now).value, light_words(t, now), clock(t.deadline_at), states(t.state)) for t in tasks]
    return Markup(template("tasks/_ledger.html").render(rows=rows))  # noqa: S704  (Jinja has escaped it)


def lead_words(card: Card) -> str:
    """Gives what stands beside the lead on the ladder: acknowledged when, reported, or that it waits to be acknowledged; and by whom,
    where it was somebody else than who does it now."""
    lead, task = card.lead, card.task
    doer = card.doer(lead) if lead is not None else None
    if card.waiting is not None and (doer is None or card.waiting.by_id != doer.pk):
        return _("reported by %(who)s") % {"who": card.waiting.by_name}  # type: ignore[attr-defined]  # asked for with it
    if task.state in (State.REPORTED, State.SETTLED, State.DECLINED):
        return str(task.get_state_display())
    if lead is not None and lead.acknowledged_at is not None:
        facts = {"when": clock_words(lead.acknowledged_at), "who": getattr(lead, "acknowledged_name", None)}
        if facts["who"] and lead.acknowledged_by_id != (doer and doer.pk):
            return _("acknowledged %(when)s by %(who)s") % facts
        return _("acknowledged %(when)s") % facts
    return _("to acknowledge")


def rung_words(card: Card, rung: Rung) -> str:
    """Gives what stands beside a rung: told when and how late, explained; or when it is its turn."""
    if rung.explained_at is not None:
        return _("explained %(when)s") % {"when": clock_words(rung.explained_at)}
    if rung.fired_at is not None and rung.vacant:
        return _("vacant, climbed past")
    if rung.fired_at is not None:
        late = _(", %(span)s late") % {"span": span_words_of(rung.late_seconds)} if rung.late_seconds else ""
        return _("told %(when)s%(late)s") % {"when": clock_words(rung.fired_at), "late": late}
    if not card.task.is_open:
        return _("not reached")
    if rung.n == 1:
        return _("told when overdue")
    return _("after %(hours)s more working hours") % {"hours": card.task.interval_hours}


def span_words_of(seconds: int) -> str:
    """Gives so many seconds as a span in words."""
    return span_words(timedelta(seconds=seconds))


def _concerned(card: Card) -> dict[str, str]:
    """Whose buttons these are: ids for the browser, which knows who reads."""
    lead = card.lead and card.doer(card.lead)
    helpers = [p.pk for a in card.helpers if (p := card.doer(a)) is not None]
    told = [r.person_id for r in card.rungs if r.fired_at and r.person_id and r.explained_at is None]
    return {
        "issuer": str(card.task.issuer_id), "lead": str(lead.pk) if lead else "",
        "helpers": " ".join(map(str, helpers)), "told": " ".join(map(str, told)),
    }  # fmt: skip


def hang(messages: Sequence[Any]) -> None:
    """Sets on messages that bear a task what hangs below their words: the card on the one that issued it, a line on the others.

    Called by groups/rendering.preload; `hung` is then a function from language to HTML.
    """
    messages = [m for m in messages if m.extra["task"]["as"] != "event"]  # a line that says what happened bears nothing
    if not messages:
        return
    ids = {m.extra["task"]["id"] for m in messages}
    tasks = Task.objects.filter(pk__in=ids).select_related("issuer", "lead_post", "lead_unit", "message").in_bulk()
    cards = cards_of([tasks[m.extra["task"]["id"]] for m in messages if _issued(m) and m.extra["task"]["id"] in tasks])
    for message in messages:
        task = tasks.get(message.extra["task"]["id"])
        if task is None:
            continue
        if _issued(message):
            message.hung = _hung_card(cards[task.pk])
        else:
            message.hung = _hung_line(task, message.extra["task"]["as"])


def _issued(message: Any) -> bool:
    return bool(message.extra["task"]["as"] == "issued")


def _hung_card(card: Card) -> Any:
    return lambda language: card_html(card, language)


def _hung_line(task: Task, as_: str) -> Any:
    def line(language: str) -> Markup:
        with translation.override(language):
            html = '<a class="of-task as-{}" href="{}" data-jump="{}">{} · № {}</a>'
            return Markup(html).format(  # noqa: S704
                as_, address("task", task.pk), task.message.n if task.message else "", _said_as(as_), task.number
            )

    return line


def _said_as(as_: str) -> str:
    return {
        "progress": _("Progress"), "report": _("Report"), "returned": _("Sent back"), "declined": _("Declined"),
        "insisted": _("Stays with them"), "extension": _("Asks for more time"), "explained": _("Explanation"),
        "passed_on": _("Passed on"),
    }.get(as_, "")  # fmt: skip
