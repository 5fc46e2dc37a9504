"""The code of what somebody took down for another: read aloud while they stand there, and not later."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta

from django.db.models import Q
from django.utils import timezone

from huiyin.cases.codes import code_of
from huiyin.cases.models import Case, Series
from huiyin.cases.rules import Speaker, in_office
from huiyin.worktime.bounds import whole_in

READ_ALOUD = timedelta(minutes=30)


def code_aloud(who: Speaker, case: Case) -> str:
    """Gives the code of a case, to whoever took it down a moment ago and still has it in hand; "" to everybody else."""
    since = timezone.now() - READ_ALOUD
    mine = who.person is not None and case.by_id == who.person.pk and case.registered_at >= since
    return code_of(case.pk) if mine and Case.objects.filter(in_office(who), pk=case.pk).exists() else ""


def taken_down(who: Speaker, said: str | None, channels: Collection[str]) -> tuple[Case | None, bool]:
    """Gives the case of this number that somebody took down a moment ago by one of these ways, and whether they may open it. Of an
    accusation that goes to others number and code are all they are shown: whoever called or came has nothing else."""
    if who.person is None:
        return None, False
    since, mine = timezone.now() - READ_ALOUD, Q(by=who.person, channel__in=channels)
    found = Case.objects.filter(mine, pk=whole_in(said) or 0, registered_at__gte=since).first()
    if found is None:
        return None, False
    opens = Case.objects.filter(in_office(who), pk=found.pk).exists()
    return (found, opens) if opens or found.series == Series.SEALED else (None, False)
