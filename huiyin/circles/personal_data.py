"""What of circles is about a person: what goes when they are erased, what goes into their copy, how long it is kept."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy, pgettext_lazy

from huiyin.circles.models import Code, Declined, Tie
from huiyin.core.personal_data import CopyPart, Fate, PersonalData, RetentionKind, Row, at
from huiyin.db.batches import delete_some
from huiyin.people.models import Person

KEPT = timedelta(days=90)  # after somebody left: for a complaint; then nothing says that they were there
_OFFICE = "the holder of a post keeps in touch with residents: under the office"
PERSONAL_DATA = [
    PersonalData("circles.circle", _OFFICE, {"keeper": Fate.KEPT, "passing_to": Fate.KEPT}),
    PersonalData("circles.tie", "that they were in touch, and all notes and promises with it", {"person": Fate.REMOVED}),
    PersonalData("circles.declined", "that they said no, so that it holds", {"person": Fate.REMOVED}),
    PersonalData("circles.code", _OFFICE, {"by": Fate.KEPT}),
    PersonalData("circles.homevisit", "an official's act; it goes with the resident it is about", {"by": Fate.KEPT}),
    PersonalData("circles.tiemade", "a key of a program or form; nothing of it is a person's word", {"person": Fate.REMOVED}),
    PersonalData("circles.word", "a word by its number; it goes with the resident whose it was"),
]


def _theirs(person: Person) -> Iterator[Row]:
    """The circles they were in, and what was noted there of visits to them."""
    for tie in Tie.objects.filter(person=person).select_related("circle__post__unit").order_by("pk"):
        notes = [f"{one.on:%Y-%m-%d} {one.words}" for one in tie.visits.order_by("on", "pk") if one.words]
        promises = [f"{one.promise} ({one.promise_by or ''})" for one in tie.visits.order_by("on", "pk") if one.promise]
        yield {
            "since": at(tie.since), "post": str(tie.circle.post), "state": str(tie.get_state_display()), "met": tie.met,
            "notes": "\n".join(notes), "promises": "\n".join(promises),
        }  # fmt: skip


def _declined(person: Person) -> Iterator[Row]:
    """The circles they said no to: kept as long as the circle is there, so that they are not asked again."""
    for one in Declined.objects.filter(person=person).select_related("circle__post__unit").order_by("pk"):
        yield {"since": at(one.at), "post": str(one.circle.post)}


COPY = [
    CopyPart("circles", "circles", pgettext_lazy("part of my data", "Circles I am in"), 74, _theirs,
             {"notes": pgettext_lazy("part of my data", "Noted of visits"), "promises": pgettext_lazy("part of my data", "Promised to me"),
              "met": pgettext_lazy("part of my data", "Where we met"), "post": gettext_lazy("Post")}),
    CopyPart("circles-declined", "circles", pgettext_lazy("part of my data", "Circles I said no to"), 75, _declined,
             {"post": gettext_lazy("Post")}),
]  # fmt: skip


def _left(now: datetime) -> QuerySet[Tie]:
    return Tie.objects.filter(ended_at__lte=now - KEPT, state=Tie.State.LEFT)


def _over(now: datetime) -> QuerySet[Code]:
    return Code.objects.filter(expires_at__lte=now - KEPT)


RETENTION = [
    RetentionKind("circles", "circles.tie", pgettext_lazy("what is kept for a time", "Circles that were left"), 98,
                  lambda now: _left(now).count(), lambda now: delete_some(_left(now))),
    RetentionKind("circles", "circles.code", pgettext_lazy("what is kept for a time", "Circles that were left"), 99,
                  lambda now: _over(now).count(), lambda now: delete_some(_over(now))),
]  # fmt: skip
