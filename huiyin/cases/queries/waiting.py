"""What waits for somebody in office: new cases at the desk, what their unit leads, what a head decides."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet

from huiyin.cases.models import Case, Extension, Objection, Part, State
from huiyin.cases.rules import Speaker, in_office

_LED = (State.DISPATCHED, State.HANDLING, State.REOPENED)


def waiting(who: Speaker) -> QuerySet[Case]:
    """Gives the cases that wait for a person's word by what they hold, the first due first."""
    leads = Part.objects.filter(case=OuterRef("pk"), ended_at=None, role=Part.Role.LEAD)
    mine = Q(Exists(leads.filter(unit__in=who.units)), state__in=_LED)
    decides = Exists(Extension.objects.filter(case=OuterRef("pk"), verdict=Extension.Verdict.WAITING))
    mine |= Q(decides, Exists(leads.filter(unit__in=who.heads)))
    if who.desks or who.sealed:
        objected = Exists(Objection.objects.filter(case=OuterRef("pk"), decided_at=None))
        mine |= Q(state__in=(State.REGISTERED, State.ACCEPTED, State.UNDER_REVIEW)) | Q(objected)
    return Case.objects.filter(in_office(who)).filter(mine).select_related("unit").order_by("deadline_at", "registered_at")
