"""What waits for somebody in office: new cases at the desk, what their unit leads, what a head decides."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet

from huiyin.cases.models import OPEN, Case, Extension, Joiner, Objection, Part, Publication, Series, ShownTo, State
from huiyin.cases.queries.nearness import FEW
from huiyin.cases.rules import Speaker, in_office
from huiyin.db.lookups import IdIn

_LED = (State.DISPATCHED, State.HANDLING, State.REOPENED)
_AT_THE_POST = (State.REGISTERED, State.ACCEPTED, State.REOPENED)
_AT_THE_DESK = (State.REGISTERED, State.ACCEPTED, State.UNDER_REVIEW)


def waiting(who: Speaker) -> QuerySet[Case]:
    """Gives the cases that wait for a person's word by what they hold, the first due first: as many as wait, however many ended."""
    leads = Part.objects.filter(ended_at=None, role=Part.Role.LEAD)
    led = leads.filter(unit__in=who.units, case__state__in=_LED).values_list("case", flat=True)[:FEW]
    asked = Extension.objects.filter(verdict=Extension.Verdict.WAITING, case__parts__in=leads.filter(unit__in=who.heads))
    ids = {*led, *asked.values_list("case", flat=True)[:FEW]} if who.units else set()
    mine = Q()
    if who.posts and who.person is not None:
        to_me = Q(to__in=who.own_posts) | Q(pk__in=ShownTo.objects.filter(person=who.person).values("case"))
        words = Case.objects.filter(to_me, series=Series.WORD, state__in=_AT_THE_POST)
        ids |= set(words.order_by().values_list("pk", flat=True)[:FEW])
    if who.desks or who.sealed:
        ids |= set(Objection.objects.filter(decided_at=None).values_list("case", flat=True)[:FEW])
        mine = Q(state__in=_AT_THE_DESK)
    if who.desks:
        ids |= set(_to_look_at().values_list("case", flat=True)[:FEW])
    if ids:
        mine |= Q(IdIn("id", sorted(ids)))
    if not mine:
        return Case.objects.none()  # nothing is in their hands: no request is looked at
    along = Exists(Joiner.objects.filter(own=OuterRef("pk"), case__state__in=OPEN))  # it is answered with the one it joined
    found = Case.objects.filter(in_office(who)).filter(mine).exclude(along, answered_at=None)
    return found.select_related("unit").order_by("deadline_at", "registered_at")


def _to_look_at() -> QuerySet[Publication]:
    """What its author agreed to show and nobody looked through yet: the case itself, or an answer that came later."""
    return Publication.objects.filter(Q(looked_at=None, agreed__gt="") | Q(answers__looked_at=None, answers__agreed__gt="")).distinct()
