"""What the page of a case shows, and the API gives: its clocks with their sums, what happened, what may be done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from huiyin.cases.limits import MAIN, RIGHTS, WORKDAYS, limit_of
from huiyin.cases.models import Answer, Case, CaseClock, CaseFile, Extension, InternalNote, Joiner, Objection, Part, Party, ShownTo, Wait
from huiyin.cases.queries.joined import as_read, without_its_author
from huiyin.cases.reckoning import steps_in_words
from huiyin.cases.rules import INSIDE, Speaker, possible, roles, visible_to
from huiyin.core.dates import when_full
from huiyin.core.errors import NotThere
from huiyin.core.moves import Move
from huiyin.journal.event_types import EVENT_TYPES
from huiyin.journal.models import Entry
from huiyin.media.models import Upload
from huiyin.people.models import Unit

#: Said between offices: whoever asked reads that it happened, not in which words.
BETWEEN_OFFICES = frozenset({"case.objected", "case.objection_upheld", "case.objection_overruled", "case.dispatched", "case.lifted",
                             "case.recused", "case.extension_asked", "case.extension_refused", "case.begun"})  # fmt: skip


@dataclass(frozen=True)
class ShownClock:
    """A time limit as it is read: whose rule, until when, how it came about."""

    n: int
    kind: str
    article: str
    of: str
    started_at: datetime
    due_at: datetime
    working: bool
    provisional: bool
    state: str
    state_words: str
    passed: bool
    ended_at: datetime | None
    steps: list[str]
    main: bool

    @property
    def is_right(self) -> bool:
        """Whether somebody may do something in this time and nobody must: once it is over, nobody is late."""
        return self.kind in RIGHTS


@dataclass(frozen=True)
class ShownMove:
    """Something that happened, as its reader may know it: by which unit, in which words."""

    name: str
    title: str
    look: str
    at: datetime
    by_unit: str
    words: str
    by: str = ""  # whose hand it was: for those who have it in hand only


@dataclass
class CasePage:
    """A case as one reader sees it. `inside`: they have it in hand, so they see who it was and what is noted."""

    case: Case
    having: set[str]
    inside: bool
    clocks: list[ShownClock]
    moves: list[ShownMove]
    may: list[Move]
    answers: list[Answer]
    files: list[CaseFile]
    parts: list[Part] = field(default_factory=list)
    notes: list[InternalNote] = field(default_factory=list)
    extension: Extension | None = None
    objection: Objection | None = None
    joined: int = 0
    children: list[Case] = field(default_factory=list)
    parties: list[Party] = field(default_factory=list)
    waits: list[Wait] = field(default_factory=list)

    @property
    def waits_for_them(self) -> bool:
        """Whether a question waits for a word of whoever asked."""
        return any(one.ended_at is None for one in self.waits)

    @property
    def question(self) -> str:
        """What they were asked last."""
        return next((move.words for move in reversed(self.moves) if move.name == "asked_back"), "")


def case_for(who: Speaker, pk: int) -> Case:
    """Gives a case this person may see, as they may read it. Raises NotThere, also where it is there and nobody else's business."""
    found = Case.objects.filter(visible_to(who), pk=pk).select_related("unit", "author", "matter", "source__group", "parent", "to__unit")
    if (case := found.first()) is None:
        raise NotThere
    return as_read(who, [case])[0]


def case_made(pk: int | None) -> Case | None:
    """Gives the case a browser has just made, by the id its session keeps; None for none."""
    return Case.objects.filter(pk=pk).first() if pk else None


def photos_of(case: Case) -> QuerySet[CaseFile]:
    """Gives the photos its author sent, of which one may be shown to everybody."""
    sent = case.files.filter(answer=None, upload__kind=Upload.Kind.PHOTO, upload__erased_at=None)
    return sent.select_related("upload").order_by("order")


def file_for(who: Speaker, case: Case, key: str) -> Upload:
    """Gives a photo or paper of a case by its key, for whoever sees the case; who joined sees none of its author's. Raises NotThere."""
    kept = None if roles(who, case) <= {"joiner"} else case.files.select_related("upload").filter(upload__key=key).first()
    if kept is None:
        raise NotThere
    return kept.upload


def shown_to(case: Case) -> list[ShownTo]:
    """Gives who reads a private word because the holder of its post named them, in the order in which they were named."""
    return list(case.shown_to.select_related("person").order_by("at"))


def case_page(who: Speaker, case: Case) -> CasePage:
    """Gives a case as somebody may see it. Raises NotThere."""
    having = roles(who, case)
    if not having:
        raise NotThere
    inside = bool(having & INSIDE)
    files = CaseFile.objects.select_related("upload").order_by("order")
    answers = case.answers.select_related("unit").prefetch_related(Prefetch("files", files, to_attr="papers")).order_by("at")
    asked = files.filter(case=case, answer=None)
    waits = list(Wait.objects.filter(case=case).order_by("asked_at"))
    shown = CasePage(
        case, having, inside, clocks_of(case, inside, waits), moves_of(case, inside), possible(case, having), list(answers), list(asked),
        waits=waits,
    )
    shown.children = list(Case.objects.filter(parent=case).select_related("unit").order_by("registered_at", "number"))
    shown.joined = Joiner.objects.filter(case=case).count()
    if case.with_others and having != {"joiner"}:
        shown.parties = list(case.parties.order_by("role", "pk"))
    if inside:
        shown.parts = list(case.parts.filter(ended_at=None).select_related("unit").order_by("-role", "pk"))
        shown.notes = list(case.notes.select_related("by", "unit").order_by("at"))
        shown.extension = case.extensions.filter(verdict=Extension.Verdict.WAITING).select_related("by").first()
        shown.objection = case.objections.filter(decided_at=None).select_related("unit").first()
    if having == {"joiner"}:
        shown = without_its_author(shown)
    shown.may = [move for move in shown.may if _now(move, shown)]
    return shown


def _now(move: Move, shown: CasePage) -> bool:
    """What the table cannot say: whether there is anything to decide, whether the time for it is open."""
    case = shown.case
    open_kinds = {clock.kind for clock in shown.clocks if clock.ended_at is None and not clock.passed}
    if move.name in ("uphold", "overrule"):
        return shown.objection is not None
    if move.name == "object":
        return shown.objection is None and "objection" in open_kinds
    if move.name in ("approve", "refuse"):
        return shown.extension is not None
    if move.name == "extension":
        return shown.extension is None and bool(open_kinds & MAIN - {"extension"}) and "extension" not in {c.kind for c in shown.clocks}
    if move.name in ("ask", "reply"):
        return shown.waits_for_them == (move.name == "reply")
    if move.name == "reopen":
        return not case.is_petition and "reopen" in open_kinds
    if move.name == "review":
        return case.reviews < 2 and not case.is_word and (not case.is_petition or bool({"ask_review", "ask_rereview"} & open_kinds))
    if move.name == "publish":
        return not case.is_confidential and not case.private and (case.wished_at is not None or "author" in shown.having)
    if move.name == "answer":
        return case.state != "under_review" or "reviewer" in shown.having
    if move.name == "task":
        return not case.is_confidential
    if move.name == "split":
        return case.parent_id is None and not case.is_confidential
    return move.name not in ("join", "merge", "settle")


def clocks_of(case: Case, inside: bool = True, waits: Sequence[Wait] = ()) -> list[ShownClock]:
    """Gives the time limits of a case, each with its sum in words of the active language, and how long in it whoever asked was waited for;
    for whoever asked without those of offices."""
    shown = []
    for clock in CaseClock.objects.filter(case=case).order_by("n"):
        limit = limit_of(clock.procedure, clock.kind)
        if limit is not None and (inside or clock.kind != "objection"):
            shown.append(ShownClock(
                clock.n, clock.kind, str(limit.article), str(limit.of), clock.started_at, clock.due_at, limit.unit == WORKDAYS,
                clock.provisional, clock.state, str(CaseClock.State(clock.state).label), clock.passed_at is not None, clock.ended_at,
                [*steps_in_words(limit, clock.steps), *_waited(clock, waits)], clock.kind in MAIN,
            ))  # fmt: skip
    return shown


def _waited(clock: CaseClock, waits: Sequence[Wait]) -> list[str]:
    """How long somebody waited for whoever asked while a limit ran. No rule of the table lets it stand still for that."""
    if clock.kind not in MAIN:
        return []
    now = timezone.now()
    ends = clock.ended_at or now
    there = [one for one in waits if one.asked_at < ends and (one.ended_at or now) > clock.started_at]
    return [
        _("Since %(at)s a word of whoever asked is waited for. The time runs on: this rule knows no pause.")
        % {"at": when_full(one.asked_at)}
        if one.ended_at is None else
        _("From %(at)s to %(to)s a word of whoever asked was waited for. The time ran on: this rule knows no pause.")
        % {"at": when_full(one.asked_at), "to": when_full(one.ended_at)}
        for one in there
    ]  # fmt: skip


def moves_of(case: Case, inside: bool) -> list[ShownMove]:
    """Gives what happened to a case, the earliest first: for whoever asked what they are told of, under the names of units."""
    entries = Entry.objects.filter(stream=case.stream_id).select_related("sealed", "by").order_by("seq")
    shown = [entry for entry in entries if inside or EVENT_TYPES[entry.kind].step is not None]
    units = Unit.objects.in_bulk({e.data["unit"] for e in shown if e.data.get("unit")})
    return [_move(entry, units, inside) for entry in shown]


def _move(entry: Entry, units: dict[int, Unit], inside: bool) -> ShownMove:
    kind = EVENT_TYPES[entry.kind]
    sealed: Any = getattr(entry, "sealed", None)
    words = str((sealed.body or {}).get("words", "")) if sealed is not None else ""
    unit = units.get(entry.data.get("unit") or 0)
    return ShownMove(
        entry.kind.partition(".")[2], str(kind.step.words if kind.step else kind.words), kind.step.look if kind.step else "", entry.at,
        unit.name if unit else "", words if inside or entry.kind not in BETWEEN_OFFICES else "",
        entry.by.name if inside and entry.by is not None else "",
    )  # fmt: skip
