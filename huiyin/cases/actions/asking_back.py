"""Whoever has a case in hand needs a word of whoever asked: the question, the answer, and how long it was waited for."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from huiyin.cases.actions.registering import add_files
from huiyin.cases.actions.transition import begin_move, entry, said, unit_for
from huiyin.cases.models import Case, Wait
from huiyin.cases.moves import MOVES
from huiyin.cases.rules import Speaker
from huiyin.core.errors import WrongState


@MOVES.makes("ask")
def ask_back(case: Case, who: Speaker, words: str) -> Case:
    """Asks whoever asked for something that is needed. No time limit stands still: no rule of the table knows a pause, and the clock's page
    says so. Gives the case. Raises WrongState where a question waits already."""
    with transaction.atomic():
        case, having = begin_move(case, who, "ask")
        words = said(words)
        if Wait.objects.filter(case=case, ended_at=None).exists():
            raise WrongState(_("A question waits for their word already."))
        Wait.objects.create(case=case, unit_id=unit_for(case, who, having))
        entry(case, "case.asked_back", who, having, words)
    return case


@MOVES.makes("reply")
def reply(case: Case, who: Speaker, words: str, uploads: Sequence[str] = ()) -> Case:
    """Whoever asked says what they were asked, with photos or papers. Gives the case. Raises WrongState where nothing is asked of them,
    Invalid for files that are not theirs, or too many."""
    with transaction.atomic():
        case, having = begin_move(case, who, "reply")
        words = said(words)
        if not end_wait(case):
            raise WrongState(_("Nothing is asked of you any more. What you want to add can stand in a new request that names this number."))
        add_files(case, who, uploads)
        entry(case, "case.replied", who, having, words, files=len(uploads))
    return case


def end_wait(case: Case) -> bool:
    """Ends the waiting of a locked case. Gives whether anything was waited for."""
    return bool(Wait.objects.filter(case=case, ended_at=None).update(ended_at=timezone.now()))
