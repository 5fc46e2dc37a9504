"""What whoever asked can do after an answer. There is always something: an answer is never a dead end.

The figures are those of the time limits (huiyin/cases/limits.py), each with its article; a date stands where its clock runs.
"""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext as _

from huiyin.cases.limits import limit_of
from huiyin.cases.models import Case, CaseClock
from huiyin.core.dates import clock_words


def next_steps(case: Case) -> list[str]:
    """Gives in sentences what can be done after the answer to a case, or after the one that is being written."""
    declined = case.ground is not None
    steps = [_petition(case)] if case.is_petition else ([] if declined else [_not_solved(case)])
    if not case.is_petition:
        steps.append(_review(case))
    steps.append(
        _("With the number and the code you can read everything on the page at any time. Ask the office that answered what is not clear.")
    )
    return [step for step in steps if step]


def _until(case: Case, kind: str) -> str:
    """Until when a window is open: its date; before it runs, or where it does not, nothing."""
    clock = CaseClock.objects.filter(case=case, kind=kind, ended_at=None).order_by("-n").first()
    return clock_words(clock.due_at) if clock is not None and clock.due_at >= timezone.now() else ""


def _days(case: Case, kind: str) -> tuple[int, str]:
    limit = limit_of(case.procedure, kind)
    return (limit.count, str(limit.article)) if limit else (0, "")


def _not_solved(case: Case) -> str:
    days, _law = _days(case, "reopen")
    if date := _until(case, "reopen"):
        return _("If it is not solved, say so by %(date)s (within %(days)s days): it is open again at once.") % {"date": date, "days": days}
    return _("If it is not solved, say so within %(days)s days: it is open again at once.") % {"days": days}


def _review(case: Case) -> str:
    if case.reviews >= 2:
        return _("This was reviewed twice. With new facts you can ask anew at any time.")
    return _("You can ask for a review: somebody above the office that answered reads it anew.")


def _petition(case: Case) -> str:
    if case.reviews >= 2:
        return _("This answer is final (Regulations on Petitions, art. 36). With new facts you can ask anew, or go to court.")
    kind = ("ask_review", "ask_rereview")[case.reviews]
    days, law = _days(case, kind)
    told = {"days": days, "law": law, "date": _until(case, kind)}
    if told["date"]:
        return _("You can ask for a review by %(date)s (within %(days)s days, %(law)s): who stands above reads it anew.") % told
    return _("You can ask for a review within %(days)s days (%(law)s): somebody above the office that answered reads it anew.") % told


