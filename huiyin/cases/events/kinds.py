"""The kinds of entries of cases. Ids only: words are sealed beside the chain."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy, pgettext_lazy

from huiyin.cases.events.in_groups import OF_GROUP, SHOWN, of_group
from huiyin.cases.events.recipients import askers, author, both, desk, desk_unless_joined, handlers, parties, shown
from huiyin.journal.event_types import EventType, Labels, NoticeType, Step, WebhookEvent

FIELDS = Labels(
    case=pgettext_lazy("part of an entry", "case"),
    unit=pgettext_lazy("part of an entry", "unit"),
    group=pgettext_lazy("part of an entry", "group"),
    receives=pgettext_lazy("part of an entry", "receives"),
    sealed=pgettext_lazy("part of an entry", "sealed"),
    n=pgettext_lazy("part of an entry", "number"),
    ground=pgettext_lazy("part of an entry", "ground"),
    lead=pgettext_lazy("part of an entry", "unit that leads"),
    helping=pgettext_lazy("part of an entry", "units that help"),
    closing=pgettext_lazy("part of an entry", "closing"),
    late=pgettext_lazy("part of an entry", "late"),
    review=pgettext_lazy("part of an entry", "review"),
    reached=pgettext_lazy("part of an entry", "reached"),
    answered=pgettext_lazy("part of an entry", "answered"),
    solved=pgettext_lazy("part of an entry", "solved"),
    satisfied=pgettext_lazy("part of an entry", "satisfied"),
    until=pgettext_lazy("part of an entry", "until"),
    parts=pgettext_lazy("part of an entry", "parts"),
    clock=pgettext_lazy("part of an entry", "time limit"),
    matter=pgettext_lazy("part of an entry", "matter"),
    count=pgettext_lazy("part of an entry", "count"),
    person=pgettext_lazy("part of an entry", "person"),
    files=pgettext_lazy("part of an entry", "files"),
    task=pgettext_lazy("part of an entry", "task"),
)
BASE = ("case", "unit", "group")


def _notice(name: str, look: str, words: Any, icon: str = "reply", family: str = "answers") -> NoticeType:
    return NoticeType(name, family, icon, look, words)


MINE = _notice("case.moved", "calm", pgettext_lazy("notice", "Your request moved on: %(title)s"))
ANSWERED = _notice("case.answered", "done", pgettext_lazy("notice", "Your request is answered: %(title)s"))
NEW = _notice("case.registered", "calm", pgettext_lazy("notice", "A new request: %(title)s"), "plus", "mine")
GIVEN = _notice("case.dispatched", "late", pgettext_lazy("notice", "Given to your unit: %(title)s"), "tasks", "mine")
WORD = _notice("case.word", "near", pgettext_lazy("notice", "A request waits for your word: %(title)s"), "clock", "mine")
LOOK = _notice("case.to_confirm", "near", pgettext_lazy("notice", "Look how everybody would read your request, and confirm it: %(title)s"))
OPENED = _notice("case.reopened", "late", pgettext_lazy("notice", "Not solved, says who asked: %(title)s"), "reply", "mine")
OVERDUE = _notice("case.overdue", "late", pgettext_lazy("notice", "The time to answer has passed: %(title)s"), "clock", "late")


ASKED_BACK = _notice("case.asked_back", "near", pgettext_lazy("notice", "A question about your request: %(title)s"))
REPLIED = _notice("case.replied", "near", pgettext_lazy("notice", "Whoever asked said what you asked: %(title)s"), "reply", "mine")
NAMED = _notice("case.parties_named", "calm", pgettext_lazy("notice", "Somebody asked with you, or for you. Look whether that is so."))
SHOWN_WORD = _notice("case.word_shown", "near", pgettext_lazy("notice", "You are let read a private word: %(title)s"), "lock", "mine")


def _kind(verb: str, words: Any, step: Any = None, look: str = "", more: str = "", **told: Any) -> EventType:
    fields = FIELDS(*BASE, *more.split())
    return EventType(f"case.{verb}", fields, words, step=Step(step, look) if step else None, **told)


EVENTS = [
    _kind("registered", pgettext_lazy("kind of entry", "Case registered"), pgettext_lazy("step of a case", "Registered"), "calm",
          notices=(NEW,), notifies=desk_unless_joined("case.registered")),
    _kind("imported", pgettext_lazy("kind of entry", "Case brought in from a former system"),
          pgettext_lazy("step of a case", "Brought in from a former system"), ""),
    _kind("parties_named", pgettext_lazy("kind of entry", "Named who else a case is of"),
          pgettext_lazy("step of a case", "Asked together, or for somebody"), "", "count",
          notices=(NAMED,), notifies=parties("case.parties_named")),
    _kind("word_shown", pgettext_lazy("kind of entry", "Somebody let read a private word"), None, "", "person",
          notices=(SHOWN_WORD,), notifies=shown("case.word_shown"), acted_on=True),
    _kind("accepted", pgettext_lazy("kind of entry", "Case accepted"), pgettext_lazy("step of a case", "Accepted"), "calm",
          notices=(MINE,), notifies=askers("case.moved"), acted_on=True),
    _kind("declined", pgettext_lazy("kind of entry", "Case not accepted"), pgettext_lazy("step of a case", "Not accepted"), "near",
          "ground",
          notices=(ANSWERED,), notifies=askers("case.answered"), acted_on=True),
    _kind("dispatched", pgettext_lazy("kind of entry", "Case given to a unit"), pgettext_lazy("step of a case", "Given to a unit"), "calm",
          "lead helping", notices=(GIVEN,), notifies=both(handlers("case.dispatched"), askers("case.moved")), acted_on=True),
    _kind("objected", pgettext_lazy("kind of entry", "Unit objected to a case"), pgettext_lazy("step of a case",
          "The unit says it is not its own"),
          "near", notices=(WORD,), notifies=desk("case.word"), acted_on=True),
    _kind("objection_upheld", pgettext_lazy("kind of entry", "Objection to a case upheld"),
          pgettext_lazy("step of a case", "It goes to another unit"), "calm", acted_on=True),
    _kind("objection_overruled", pgettext_lazy("kind of entry", "Objection to a case overruled"),
          pgettext_lazy("step of a case", "It stays with the unit"), "calm", notifies=handlers("case.dispatched"), acted_on=True),
    _kind("lifted", pgettext_lazy("kind of entry", "Case lifted a level"),
          pgettext_lazy("step of a case", "Lifted a level: a unit above leads"), "near", "lead helping",
          notifies=both(handlers("case.dispatched"), askers("case.moved")), acted_on=True),
    _kind("begun", pgettext_lazy("kind of entry", "Case begun"), pgettext_lazy("step of a case", "The unit has begun"), "calm",
          notifies=askers("case.moved"), acted_on=True),
    _kind("task_hung", pgettext_lazy("kind of entry", "Task given out for a case"),
          pgettext_lazy("step of a case", "Somebody was given what is to be done"), "calm", "task"),
    _kind("asked_back", pgettext_lazy("kind of entry", "Author of a case asked back"),
          pgettext_lazy("step of a case", "You were asked something"), "near",
          notices=(ASKED_BACK,), notifies=author("case.asked_back"), acted_on=True),
    _kind("replied", pgettext_lazy("kind of entry", "Author of a case said what was asked"),
          pgettext_lazy("step of a case", "Said by whoever asked"), "", "files",
          notices=(REPLIED,), notifies=handlers("case.replied"), acted_on=True),
    _kind("answered", pgettext_lazy("kind of entry", "Case answered"), pgettext_lazy("step of a case", "Answered"), "done",
          "closing late review", notifies=both(askers("case.answered"), handlers("case.moved")), acted_on=True),
    _kind("followed_up", pgettext_lazy("kind of entry", "Author of a case asked"), pgettext_lazy("step of a case", "Asked how it was"), "",
          "reached answered solved satisfied", acted_on=True),
    _kind("settled", pgettext_lazy("kind of entry", "Case settled"), pgettext_lazy("step of a case", "Settled"), "done", acted_on=True),
    _kind("reopened", pgettext_lazy("kind of entry", "Case opened again"), pgettext_lazy("step of a case",
          "Not solved: opened again"), "late",
          notices=(OPENED,), notifies=both(handlers("case.reopened"), desk("case.reopened")), acted_on=True),
    _kind("review_asked", pgettext_lazy("kind of entry", "Review of a case asked for"), pgettext_lazy("step of a case",
          "A review is asked for"),
          "near", "review", notifies=desk("case.word"), acted_on=True),
    _kind("extension_asked", pgettext_lazy("kind of entry", "More time asked for a case"), None, "", "until",
          notifies=handlers("case.word", "lead"), acted_on=True),
    _kind("extension_approved", pgettext_lazy("kind of entry", "More time approved for a case"),
          pgettext_lazy("step of a case", "Lawfully extended"), "near", "until", notifies=both(askers("case.moved"),
          handlers("case.moved")),
          acted_on=True),
    _kind("extension_refused", pgettext_lazy("kind of entry", "More time refused for a case"), None, "", "until",
          notifies=handlers("case.moved", "lead"), acted_on=True),
    _kind("looked", pgettext_lazy("kind of entry", "Opened what was asked before, with a reason")),
    _kind("recused", pgettext_lazy("kind of entry", "Somebody stays out of a case"), notifies=desk("case.word")),
    _kind("split", pgettext_lazy("kind of entry", "Case split"), pgettext_lazy("step of a case", "Split into parts"), "", "parts",
          acted_on=True),
    _kind("noted", pgettext_lazy("kind of entry", "Note to a case"), acted_on=True),
    _kind("publication_wished", pgettext_lazy("kind of entry", "Author of a case agrees to publication"), acted_on=True),
    _kind("publication_shown", pgettext_lazy("kind of entry", "Shown to its author how a case would look to everybody"),
          notices=(LOOK,), notifies=author("case.to_confirm"), acted_on=True),
    _kind("published", pgettext_lazy("kind of entry", "Case published"), pgettext_lazy("step of a case", "Published"), "",
          notifies=askers("case.moved"), acted_on=True),
    _kind("unpublished", pgettext_lazy("kind of entry", "Case no longer published"), acted_on=True),
    _kind("joined", pgettext_lazy("kind of entry", "Somebody joined a case")),
    _kind("merged", pgettext_lazy("kind of entry", "Case hung under a matter"),
          pgettext_lazy("step of a case", "Handled together with like requests"), "", acted_on=True),
    _kind("taken_out", pgettext_lazy("kind of entry", "Case taken out of a matter"), pgettext_lazy("step of a case",
          "Handled by itself again"),
          "", acted_on=True),
    _kind("overdue", pgettext_lazy("kind of entry", "Time limit of a case passed"), pgettext_lazy("step of a case", "The time has passed"),
          "late", "clock", notices=(OVERDUE,), notifies=both(handlers("case.overdue"), desk("case.overdue"))),
    _kind("reckoned_anew", pgettext_lazy("kind of entry", "Time limit of a case reckoned anew"),
          pgettext_lazy("step of a case", "The date was reckoned anew: a list of working days came out"), "", "clock",
          notifies=both(askers("case.moved"), handlers("case.moved"))),
    EventType("case.shown", FIELDS("case", "group", "n"), pgettext_lazy("kind of entry", "Case shown anew in its group"),
              live=SHOWN,
              webhook=WebhookEvent("case.moved", gettext_lazy("A request that sprang from the group moved on"), of_group, OF_GROUP)),
    EventType("desk.set", FIELDS("unit", "receives", "sealed"), pgettext_lazy("kind of entry", "Unit receives requests, or no longer")),
    EventType("town.placed", FIELDS("unit"), pgettext_lazy("kind of entry", "Where a town lies on the map was said")),
    EventType("desk.learning_forgotten", FIELDS("count"), pgettext_lazy("kind of entry", "What was learned from decisions forgotten")),
    EventType("matter.made", FIELDS("matter", "count"), pgettext_lazy("kind of entry", "Like cases hung together")),
    EventType("matter.answered", FIELDS("matter", "count"), pgettext_lazy("kind of entry", "Like cases answered together")),
]  # fmt: skip
