"""That an answer was also told on paper or by telephone. The page has it in any case; this is for who does not look there."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from huiyin.answers.models import Sending
from huiyin.answers.rules import may_record_sending
from huiyin.cases.actions.transition import entry
from huiyin.cases.models import Answer, Case
from huiyin.cases.rules import Speaker, roles
from huiyin.core.errors import Invalid, NotAllowed, NotThere, TooMuch

MOST = 50  # of one answer: who is called more often is called by nobody any more


def record_letter(answer: Answer, who: Speaker, on: date) -> Sending:
    """Records on which day an answer was sent by letter. Gives it. Raises NotAllowed, NotThere; Invalid for a day that cannot be."""
    case, having = _case(answer, who)
    if not answer.at.astimezone(timezone.get_current_timezone()).date() <= on <= timezone.localdate():
        raise Invalid(_("A letter goes out between the day of the answer and today."), field="on")
    at = timezone.make_aware(datetime(on.year, on.month, on.day, 12))
    with transaction.atomic():
        made = _record(answer, who, Sending.Way.LETTER, at, None)
        entry(case, "case.told_by_letter", who, having, way="letter")
    return made


def record_call(answer: Answer, who: Speaker, reached: bool, at: datetime | None = None) -> Sending:
    """Records that whoever asked was called about an answer, and whether the call reached them. Gives the record. Raises as above."""
    case, having = _case(answer, who)
    at = at or timezone.now()
    if not answer.at - timedelta(minutes=1) <= at <= timezone.now() + timedelta(minutes=5):
        raise Invalid(_("A call is made after the answer, and not tomorrow."), field="at")
    with transaction.atomic():
        made = _record(answer, who, Sending.Way.PHONE, at, reached)
        entry(case, "case.told_by_phone" if reached else "case.not_reached", who, having, way="phone", reached=reached)
    return made


def _case(answer: Answer, who: Speaker) -> tuple[Case, set[str]]:
    case = Case.objects.select_related("source__group").get(pk=answer.case_id)
    having = roles(who, case)
    if not having:
        raise NotThere
    if who.person is None or not may_record_sending(who, case):
        raise NotAllowed
    return case, having


def _record(answer: Answer, who: Speaker, way: str, at: datetime, reached: bool | None) -> Sending:
    assert who.person is not None
    Case.locked(answer.case_id)
    if Sending.objects.filter(answer=answer).count() >= MOST:
        raise TooMuch(_("This was recorded %(limit)s times already.") % {"limit": MOST})
    return Sending.objects.create(answer=answer, way=way, at=at, reached=reached, by=who.person)
