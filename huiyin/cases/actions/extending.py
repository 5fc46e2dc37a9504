"""More time: asked for by who leads, approved by the unit's head, the person is told why (Regulations on Petitions, art. 34)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from huiyin.cases.actions.clocks import extend_clock, running_main
from huiyin.cases.actions.joining import followers, words_for
from huiyin.cases.actions.transition import begin_move, entry, said
from huiyin.cases.limits import limit_of
from huiyin.cases.models import Case, Extension
from huiyin.cases.moves import MOVES
from huiyin.cases.reckoning import reckon
from huiyin.cases.rules import Speaker
from huiyin.core.errors import Invalid, WrongState
from huiyin.people.hours import days_set, hours_of


@MOVES.makes("extension")
def ask_extension(case: Case, who: Speaker, until: datetime, reason: str) -> Case:
    """Who leads asks for more time, before the time is up. Until it is approved the clock stands. Gives the case.

    Raises WrongState where no time runs, it is over, it was extended before or an asking waits; Invalid for longer than the rule gives.
    """
    with transaction.atomic():
        case, having = begin_move(case, who, "extension")
        assert who.person is not None
        reason, clock = said(reason, "reason", 500), running_main(case)
        if clock is None or timezone.now() > clock.due_at:
            raise WrongState(_("More time is asked for before the time is up."))
        if clock.kind == "extension" or Extension.objects.filter(case=case, verdict=Extension.Verdict.WAITING).exists():
            raise WrongState(_("It is extended once, and no more."))
        limit = limit_of(case.procedure, "extension")
        assert limit is not None
        last = reckon(limit, clock.due_at, hours_of(case.unit_id), days_set()).due_at
        if not clock.due_at < until <= last:
            raise Invalid(_("The rule gives at most %(n)s days more.") % {"n": limit.count}, field="until")
        Extension.objects.create(case=case, clock=clock, until=until, reason=reason, by=who.person)
        entry(case, "case.extension_asked", who, having, reason, until=until.isoformat(timespec="seconds"))
    return case


@MOVES.makes("approve")
def approve_extension(case: Case, who: Speaker, words: str = "") -> Case:
    """The head of the unit gives more time. Gives the case; raises as `decide_extension`."""
    return decide_extension(case, who, True, words)


@MOVES.makes("refuse")
def refuse_extension(case: Case, who: Speaker, words: str = "") -> Case:
    """The head of the unit gives no more time. Gives the case; raises as `decide_extension`."""
    return decide_extension(case, who, False, words)


def decide_extension(case: Case, who: Speaker, approved: bool, words: str = "") -> Case:
    """The head of the unit decides. Approved, a clock of its own runs after the first, which is never moved; the person is told why."""
    with transaction.atomic():
        case, having = begin_move(case, who, "approve" if approved else "refuse")
        waiting = Extension.objects.select_related("clock").filter(case=case, verdict=Extension.Verdict.WAITING).first()
        if waiting is None:
            raise WrongState
        waiting.verdict = Extension.Verdict.APPROVED if approved else Extension.Verdict.REFUSED
        waiting.decided_by, waiting.decided_at = who.person, timezone.now()
        waiting.save(update_fields=["verdict", "decided_by", "decided_at"])
        if approved:
            extend_clock(case, waiting.clock, waiting.until)
            case.save(update_fields=["deadline_at"])
        kind = "case.extension_approved" if approved else "case.extension_refused"
        told, until = said(words, needed=False) or waiting.reason, waiting.until
        entry(case, kind, who, having, told, until=until.isoformat(timespec="seconds"))
        for one in followers(case, "approve") if approved else ():
            clock = running_main(one)
            if clock is not None and clock.kind != "extension" and clock.due_at < until:  # theirs may run longer as it is
                extend_clock(one, clock, until)
                one.save(update_fields=["deadline_at"])
                entry(one, kind, who, having, words_for(one, case, told), until=until.isoformat(timespec="seconds"))
    return case
