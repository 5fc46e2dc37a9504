"""The code of what somebody took down for another: read aloud while they stand there, and not later."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from huiyin.cases.codes import code_of
from huiyin.cases.models import Case
from huiyin.cases.rules import Speaker, in_office

READ_ALOUD = timedelta(minutes=30)


def code_aloud(who: Speaker, case: Case) -> str:
    """Gives the code of a case, to whoever took it down a moment ago and still has it in hand; "" to everybody else."""
    since = timezone.now() - READ_ALOUD
    mine = who.person is not None and case.by_id == who.person.pk and case.registered_at >= since
    return code_of(case.pk) if mine and Case.objects.filter(in_office(who), pk=case.pk).exists() else ""
