"""What every move of a case does: lock, rule, table, entry."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from huiyin.cases.models import Case, Part
from huiyin.cases.moves import MOVES
from huiyin.cases.rules import Speaker, roles
from huiyin.core.errors import Invalid, NotAllowed, NotThere, TooMuch, WrongState
from huiyin.groups.models import Group
from huiyin.journal.models import Entry, Stream
from huiyin.journal.recording import record
from huiyin.language.clean import TooLong, clean_words

WORDS = 5000


def begin_move(case: Case, who: Speaker, name: str) -> tuple[Case, set[str]]:
    """Locks a case for a move. Gives it and what the speaker is to it; call it inside the action's transaction.

    Raises NotThere for who may not see it, NotAllowed for who may not make this move, WrongState where the table leads nowhere from here.
    """
    locked = Case.locked(case.pk)
    return locked, check_move(locked, who, name)


def check_move(case: Case, who: Speaker, name: str) -> set[str]:
    """Gives what the speaker is to a case, where they may make this move. Raises as `begin_move`."""
    having = roles(who, case)
    if not having:
        raise NotThere
    if not set(MOVES[name].who) & having:
        raise NotAllowed
    if not MOVES.leads(name, case.state):
        raise WrongState
    return having


def to_state(case: Case, name: str) -> None:
    """Puts a locked case where a move leads to; not saved."""
    to = MOVES[name].to
    if to is not None:
        case.state = to


def entry(
    case: Case, kind: str, who: Speaker, having: set[str], words: str = "", locked: Stream | None = None, **more: Any
) -> Entry:  # fmt: skip
    """Records what happened to a case: under whose unit, and with its words sealed beside the chain. `locked`: its stream, where the caller
    made it in this transaction."""
    group = case.source.group_id if case.source_id and case.source is not None and not case.private and not case.is_confidential else None
    data = {"case": case.pk, "unit": unit_for(case, who, having), "group": group, **more}
    sealed = {"words": words} if words else None
    made = record(case.stream_id, kind, by=who.person, data=data, sealed=sealed, about=case, locked=locked)
    if group is not None and case.source is not None:
        stream = Group.objects.values_list("stream", flat=True).get(pk=group)
        record(stream, "case.shown", data={"case": case.pk, "group": group, "n": case.source.n}, about=case)
    return made


def unit_for(case: Case, who: Speaker, having: set[str]) -> int | None:
    """Gives the unit somebody speaks for in a case: the one that has it in hand, else the one that receives. None for who asked."""
    if having <= {"author", "joint", "joiner", "reader"}:
        return None
    if case.to is not None:
        return case.to.unit_id
    own = Part.objects.filter(case=case, ended_at=None, unit__in=who.units).order_by("-role").values_list("unit", flat=True).first()
    return own or min(who.desks | who.sealed or who.units, default=None)


def said(words: str, field: str = "words", limit: int = WORDS, *, needed: bool = True) -> str:
    """Gives words as they are kept. Raises Invalid where some are needed and there are none, TooMuch for too many."""
    try:
        words = clean_words(words, limit, indented=True)
    except TooLong as error:
        told = {"length": error.length, "limit": error.limit}
        raise TooMuch(_("This has %(length)s characters; %(limit)s fit.") % told, field=field) from error
    if needed and not words.strip():
        raise Invalid(_("Say it in a few words."), field=field)
    return words
