"""Planned when a job was found or a hardship was met, or when somebody ticks it; due in thirty days; recorded with what was found."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from huiyin.cases.actions.idempotency import once
from huiyin.cases.models import Answer, Case
from huiyin.cases.rules import Speaker
from huiyin.core.errors import Invalid, NotAllowed, NotThere, TooMuch, WrongState
from huiyin.journal import clocks
from huiyin.journal.models import Entry
from huiyin.journal.recording import record
from huiyin.language.clean import TooLong, clean_words
from huiyin.people.hours import hours_of
from huiyin.people.models import Person
from huiyin.revisits import rules
from huiyin.revisits.models import Revisit
from huiyin.worktime.bounds import midnight

CLOCK = "revisit"
AFTER = timedelta(days=30)
#: What a case was about where somebody looks in again without being asked: work was found, a hardship was met.
TOPICS = frozenset({"labour", "welfare", "work", "assistance"})
WORDS = 1000


def answered(entry: Entry) -> None:
    """A case was answered: where it is solved and about work or hardship, a revisit is planned. Opened again before, it is planned anew."""
    if entry.data["closing"] != Answer.Closing.SOLVED:
        return
    case = Case.objects.get(pk=entry.data["case"])
    if case.topic in TOPICS and not case.is_confidential:
        _plan(case, entry.data["unit"], None, anew=True)


def opened_again(entry: Entry) -> None:
    """A case is open again: there is nothing to look in on until it is answered anew."""
    open_one = Revisit.objects.filter(case=entry.data["case"], done_at=None, dropped_at=None)
    for one in open_one.select_for_update():
        one.dropped_at = timezone.now()
        one.save(update_fields=["dropped_at"])
        clocks.cancel(CLOCK, f"revisit:{one.pk}")


def plan_revisit(case: Case, who: Speaker) -> Revisit:
    """Who has a case in hand has somebody look in again in thirty days. Gives it; planned before, it stays.

    Raises NotThere, NotAllowed for whom it is not, or where the case is not answered.
    """
    with transaction.atomic():
        case = Case.locked(case.pk)
        if not rules.may_plan(who, case):
            raise NotAllowed
        return _plan(case, case.unit_id or min(who.desks or who.units, default=None), who.person)


def plan_once(case: Case, who: Speaker, key: str) -> None:
    """As `plan_revisit`; the same key again changes nothing."""
    once(case, who, "revisit", key, lambda: plan_revisit(case, who))


def _plan(case: Case, unit: int | None, by: Person | None, anew: bool = False) -> Revisit:
    """`anew`: the case was answered once more. Then it is looked in on once more, also where somebody did after the answer before; what
    was found then stays in the record of the case."""
    due = timezone.localdate() + AFTER
    known = Revisit.objects.filter(case=case).first()
    if known is not None and known.dropped_at is None and not (anew and known.done_at is not None):
        return known
    if known is None:
        known = Revisit(case=case)
    known.unit_id, known.planned_by, known.planned_at, known.due_on = unit, by, timezone.now(), due
    known.dropped_at = known.done_at = known.told_at = known.done_by = None
    known.how = known.found = known.words = ""
    known.save()
    data = {"case": case.pk, "unit": unit, "group": None, "due": due.isoformat()}
    record(case.stream_id, "revisit.planned", by=by, data=data, about=known)
    clocks.schedule(CLOCK, f"revisit:{known.pk}", midnight(due, hours_of(unit).tz) + timedelta(hours=8))
    return known


def revisit_due(pk: int) -> None:
    """Its day has come: who holds a post in the unit is told."""
    one = Revisit.objects.select_for_update(of=("self",)).select_related("case").filter(pk=pk, done_at=None, dropped_at=None).first()
    if one is None:
        return
    one.told_at = timezone.now()
    one.save(update_fields=["told_at"])
    data = {"case": one.case_id, "unit": one.unit_id, "group": None, "due": one.due_on.isoformat()}
    record(one.case.stream_id, "revisit.due", data=data, about=one)


def record_revisit(case: Case, who: Speaker, how: str, found: str, words: str) -> Revisit:
    """Somebody looked in: how, what was found, in words that whoever asked reads too. Gives it; whoever was not reached is tried again
    in a week, and it stays open.

    Raises NotThere where none is planned, NotAllowed, WrongState where it was recorded, Invalid (`field`), TooMuch.
    """
    with transaction.atomic():
        case = Case.locked(case.pk)
        one = Revisit.objects.select_for_update(of=("self",)).select_related("case").filter(case=case, dropped_at=None).first()
        if one is None:
            raise NotThere
        if one.done_at is not None:
            raise WrongState
        if not rules.may_record(who, one):
            raise NotAllowed
        if how not in Revisit.How.values or found not in Revisit.Found.values:
            raise Invalid(field="how" if how not in Revisit.How.values else "found")
        one.how, one.found, one.words = how, found, _said(words)
        if found == Revisit.Found.AWAY:
            one.due_on = timezone.localdate() + timedelta(days=7)
            one.save()
            clocks.schedule(CLOCK, f"revisit:{one.pk}", midnight(one.due_on, hours_of(one.unit_id).tz) + timedelta(hours=8))
        else:
            one.done_at, one.done_by = timezone.now(), who.person
            one.save()
            clocks.cancel(CLOCK, f"revisit:{one.pk}")
        data = {"case": case.pk, "unit": one.unit_id, "group": None, "how": how, "found": found}
        record(case.stream_id, "revisit.made", by=who.person, data=data, sealed={"words": one.words}, about=one)
    return one


def record_once(case: Case, who: Speaker, how: str, found: str, words: str, key: str) -> None:
    """As `record_revisit`; the same key again changes nothing. Raises KeyUsed where it came with something else."""
    once(case, who, "revisit_made", key, lambda: record_revisit(case, who, how, found, words), [how, found, words])


def _said(words: str) -> str:
    try:
        words = clean_words(words, WORDS).strip()
    except TooLong as error:
        told = {"length": error.length, "limit": error.limit}
        raise TooMuch(_("This has %(length)s characters; %(limit)s fit.") % told, field="words") from error
    if len(words) < 2:
        raise Invalid(_("Say what you found, in a few words."), field="words")
    return words


def lock_of(subject: str) -> None:
    """Locks what actions lock before they wind such a clock."""
    case = Revisit.objects.filter(pk=int(subject.partition(":")[2])).values_list("case", flat=True).first()
    if case is not None:
        Case.locked(case)
