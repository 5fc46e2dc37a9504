"""Answers that wait for a person's release."""

from __future__ import annotations

from django.db.models import QuerySet

from huiyin.answers.models import Draft
from huiyin.cases.models import Case
from huiyin.cases.rules import Speaker, in_office


def to_release(who: Speaker) -> QuerySet[Draft]:
    """Gives what waits in the person's units and was written by another, of cases they see; the oldest first."""
    if who.person is None or not who.units:
        return Draft.objects.none()
    waiting = Draft.objects.filter(state=Draft.State.WAITING, unit__in=who.units, case__in=Case.objects.filter(in_office(who)).values("pk"))
    return waiting.exclude(by=who.person).select_related("case", "unit", "by").order_by("made_at")


def draft_of(case: Case) -> Draft | None:
    """Gives the answer to a case that waits for release, or None."""
    return Draft.objects.filter(case=case, state=Draft.State.WAITING).select_related("unit", "by").first()


def last_returned(case: Case, who: Speaker) -> Draft | None:
    """Gives the answer this person wrote last to a case and had sent back, or None: it is written on from there."""
    latest = Draft.objects.filter(case=case, by=who.person).order_by("-pk").first()
    return latest if latest is not None and latest.state == Draft.State.RETURNED else None
