"""A case is accepted and given to whom it belongs; who gets it first answers for it (首接负责)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from huiyin.cases.actions.clocks import end_clocks, running_main, start_clock
from huiyin.cases.actions.joining import followers, words_for
from huiyin.cases.actions.transition import begin_move, entry, said, to_state
from huiyin.cases.models import Accused, Case, CaseClock, Objection, Part, State
from huiyin.cases.moves import MOVES
from huiyin.cases.rules import Speaker
from huiyin.core.errors import Invalid, NotAllowed, WrongState
from huiyin.language.clean import one_line
from huiyin.people.models import Unit
from huiyin.people.queries.tree import tree

HELPING, TOPIC = 10, 60


@MOVES.makes("accept")
def accept_case(case: Case, who: Speaker, words: str = "") -> Case:
    """The desk accepts it: the person is told, and the time to answer begins. Gives it."""
    with transaction.atomic():
        case, having = begin_move(case, who, "accept")
        now, words = timezone.now(), said(words, needed=False)
        for one in (case, *followers(case, "accept")):
            to_state(one, "accept")
            end_clocks(one, ("register", "notice"), now)
            start_clock(one, "handle", now)
            one.save(update_fields=["state", "deadline_at"])
            entry(one, "case.accepted", who, having, words if one is case else words_for(one, case, words))
    return case


@MOVES.makes("dispatch")
def dispatch_case(case: Case, who: Speaker, lead: int, helping: Sequence[int] = (), deadline_at: datetime | None = None,
                  words: str = "", topic: str | None = None) -> Case:  # fmt: skip
    """The desk gives it to a unit that leads, and to units that help, each with its part and its deadline; or gives it to others than
    before. No clock of the law moves with that, nor with the topic, which may be put right here (None: it stays). Gives the case.

    Raises Invalid for a unit that is not there or that the case accuses, and for a deadline after the law's.
    """
    with transaction.atomic():
        case, having = begin_move(case, who, "dispatch")
        if len(helping) > HELPING:
            raise Invalid(_("At most %(limit)s units can help.") % {"limit": HELPING}, field="helping")
        units = _units(case, [lead, *helping])
        now, words = timezone.now(), said(words, needed=False)
        _bounded(case, deadline_at, now)
        given = {pk: units[pk] for pk in dict.fromkeys([lead, *helping])}
        for one in (case, *followers(case, "dispatch")):
            _give(one, who, given, deadline_at if one is case else None, topic, now)
            entry(one, "case.dispatched", who, having, words, lead=lead, helping=[pk for pk in given if pk != lead])
    return case


def _give(case: Case, who: Speaker, units: dict[int, Unit], deadline_at: datetime | None, topic: str | None, now: datetime,
          may_object: bool = True) -> None:  # fmt: skip
    """Puts a locked case into the hands of these units, the first of which leads, and may say within its time that it is not its own."""
    lead, before = next(iter(units)), case.unit_id
    Part.objects.filter(case=case, ended_at=None).update(ended_at=now)
    for pk, unit in units.items():
        Part.objects.create(case=case, unit=unit, role=Part.Role.LEAD if pk == lead else Part.Role.HELPING, deadline_at=deadline_at)
    under_review = case.state == State.UNDER_REVIEW
    case.unit = units[lead]
    if not under_review:
        to_state(case, "dispatch")
        end_clocks(case, ("objection",), now)
        if may_object:
            start_clock(case, "objection", now)
    if topic is not None:
        case.topic = one_line(topic)[:TOPIC]
    case.save(update_fields=["unit", "state", "topic"])
    Objection.objects.filter(case=case, decided_at=None).update(decided_at=now, decided_by=who.person, upheld=before != lead)


def _units(case: Case, ids: Sequence[int]) -> dict[int, Unit]:
    units = Unit.objects.filter(closed_at=None).in_bulk(list(ids))
    if missing := [pk for pk in ids if pk not in units]:
        raise Invalid(_("This unit is not here."), field="lead" if ids[0] in missing else "helping")
    if case.is_sealed:
        known = tree()
        accused = set(Accused.objects.filter(case=case).values_list("unit", flat=True))
        if any(accused & {pk, *(unit.pk for unit in known.path(pk))} for pk in ids):
            raise Invalid(_("An accusation is never given to whom it accuses, nor to a unit under them."), field="lead")
    return units


def _bounded(case: Case, deadline_at: datetime | None, now: datetime) -> None:
    """A unit's own deadline lies within the law's."""
    if deadline_at is None:
        return
    law = running_main(case)
    if deadline_at <= now or (law is not None and law.due_at > now and deadline_at > law.due_at):
        raise Invalid(_("The deadline of a part lies before that of the whole, and ahead of us."), field="deadline_at")


@MOVES.makes("object")
def object_to_case(case: Case, who: Speaker, words: str) -> Case:
    """The unit that leads says why it is not its own, within its time. It stays with it, and the clock runs, until a person decides.

    Raises WrongState where the time to object has passed, or an objection waits already.
    """
    with transaction.atomic():
        case, having = begin_move(case, who, "object")
        words, now = said(words), timezone.now()
        window = CaseClock.objects.filter(case=case, kind="objection", ended_at=None).order_by("-n").first()
        if window is None or now > window.due_at:
            raise WrongState(_("The time to object has passed. Who gets it first answers for it: bring in others to help."))
        if Objection.objects.filter(case=case, decided_at=None).exists() or case.unit is None or who.person is None:
            raise WrongState
        Objection.objects.create(case=case, unit=case.unit, by=who.person)
        entry(case, "case.objected", who, having, words)
    return case


@MOVES.makes("uphold")
def uphold_objection(case: Case, who: Speaker, words: str) -> Case:
    """The objection is right: the unit has the case no longer. Gives the case; raises as `decide_objection`."""
    return decide_objection(case, who, True, words)


@MOVES.makes("overrule")
def overrule_objection(case: Case, who: Speaker, words: str) -> Case:
    """The case stays with the unit that objected. Gives the case; raises as `decide_objection`."""
    return decide_objection(case, who, False, words)


def decide_objection(case: Case, who: Speaker, upheld: bool, words: str) -> Case:
    """A person of the desk decides about an objection; not somebody of the unit that objected, unless that receives itself, and never who
    objected. Gives the case."""
    with transaction.atomic():
        case, having = begin_move(case, who, "uphold" if upheld else "overrule")
        words, now = said(words), timezone.now()
        waiting = Objection.objects.filter(case=case, decided_at=None).first()
        if waiting is None:
            raise WrongState
        if waiting.by_id == (who.person.pk if who.person else None) or waiting.unit_id in who.units - who.desks:
            raise NotAllowed(_("Somebody else decides about your objection."))
        waiting.decided_at, waiting.decided_by, waiting.upheld = now, who.person, upheld
        waiting.save(update_fields=["decided_at", "decided_by", "upheld"])
        if upheld:
            Part.objects.filter(case=case, ended_at=None).update(ended_at=now)
            to_state(case, "uphold")
            case.unit = None
            case.save(update_fields=["state", "unit"])
        end_clocks(case, ("objection",), now)
        entry(case, "case.objection_upheld" if upheld else "case.objection_overruled", who, having, words)
    return case


@MOVES.makes("lift")
def lift_case(case: Case, who: Speaker, words: str) -> Case:
    """The desk lifts a level what a unit shirked (提级办理): the unit right above leads, whoever led stays in it and helps, and so do the
    others. No time limit moves, and the unit above cannot object. Gives the case.

    Raises WrongState where nobody stands above, Invalid where who does is accused by it.
    """
    with transaction.atomic():
        case, having = begin_move(case, who, "lift")
        words, now = said(words), timezone.now()
        path = tree().path(case.unit_id) if case.unit_id is not None else []
        if not path:
            raise WrongState(_("Nobody stands above this unit: it is settled here."))
        lead = path[-1].pk
        parts = Part.objects.filter(case=case, ended_at=None).order_by("-role", "pk").values_list("unit", flat=True)
        helping = [pk for pk in dict.fromkeys([case.unit_id, *parts]) if pk is not None and pk != lead]
        units = _units(case, [lead, *helping])
        given = {pk: units[pk] for pk in [lead, *helping]}
        for one in (case, *followers(case, "lift")):
            _give(one, who, given, None, None, now, may_object=False)
            entry(one, "case.lifted", who, having, words, lead=lead, helping=helping)
    return case


@MOVES.makes("begin")
def begin_case(case: Case, who: Speaker, words: str = "") -> Case:
    """The unit says that it has begun. Gives the case."""
    with transaction.atomic():
        case, having = begin_move(case, who, "begin")
        words = said(words, needed=False)
        for one in (case, *followers(case, "begin")):
            to_state(one, "begin")
            one.save(update_fields=["state"])
            entry(one, "case.begun", who, having, words)
    return case
