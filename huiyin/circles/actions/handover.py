"""A circle goes with its post: everybody in it is told who comes, and has a week to leave before the successor sees anything."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from huiyin.circles.models import Circle, Tie
from huiyin.circles.rules import keeps
from huiyin.journal import clocks
from huiyin.journal.models import Entry
from huiyin.journal.recording import record
from huiyin.people.models import Person

COMES = "circle.pass"
TOLD_BEFORE = timedelta(days=7)


def holder_came(entry: Entry) -> None:
    """Somebody took a post whose circle another kept: it will come to them. Who comes back keeps what was theirs."""
    circle = Circle.objects.filter(post=entry.data["post"]).first()
    if circle is None or entry.data["acting"]:
        return
    came = Person.objects.get(pk=entry.data["person"])
    with transaction.atomic():
        circle = Circle.locked(circle.pk)
        if circle.keeper_id == came.pk:
            _plan(circle, None)
            clocks.cancel(COMES, f"circle:{circle.pk}")
        elif not keeps(circle.keeper, circle):
            tell_who_comes(circle.pk, circle.keeper, came, entry.by)


def tell_who_comes(pk: int, leaver: Person, to: Person, by: Person | None) -> None:
    """Everybody in a circle is told who comes, and the week begins; told before of the same, or no longer the leaver's, nothing happens."""
    with transaction.atomic():
        circle = Circle.locked(pk)
        if circle.keeper_id != leaver.pk or circle.passing_to_id == to.pk:
            return
        _plan(circle, to)
        record(circle.stream_id, "circle.passing", by=by, data={"circle": circle.pk, "to": to.pk}, about=circle)
        clocks.schedule(COMES, f"circle:{circle.pk}", circle.passes_at or timezone.now())


def _plan(circle: Circle, to: Person | None) -> None:
    circle.passing_to, circle.passes_at = to, timezone.now() + TOLD_BEFORE if to else None
    circle.save(update_fields=["passing_to", "passes_at"])


def pass_on(pk: int) -> None:
    """The week is over: the circle is the successor's, if they hold the post still. Notes and promises come with it; who was asked and did
    not answer is asked no more."""
    with transaction.atomic():
        circle = Circle.locked(pk)
        to = circle.passing_to
        if to is None:
            return
        _plan(circle, None)
        circle.keeper = to
        if not keeps(to, circle):
            return
        circle.save(update_fields=["keeper"])
        circle.ties.filter(state=Tie.State.ASKED).update(state=Tie.State.LEFT, ended_at=timezone.now())
        record(circle.stream_id, "circle.passed", data={"circle": circle.pk, "to": to.pk}, about=circle)
