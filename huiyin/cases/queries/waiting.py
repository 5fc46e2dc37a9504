"""What waits for somebody in office: new cases at the desk, what their unit leads, what a head decides."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet

from huiyin.cases.models import OPEN, Case, Extension, Joiner, Objection, Part, Publication, Series, ShownTo, State
from huiyin.cases.queries.involvement import FEW
from huiyin.cases.rules import Speaker, in_office
from huiyin.db.compiled import Compiled
from huiyin.db.lookups import IdIn

_LED = (State.DISPATCHED, State.HANDLING, State.REOPENED)
_AT_THE_POST = (State.REGISTERED, State.ACCEPTED, State.REOPENED)
_AT_THE_DESK = (State.REGISTERED, State.ACCEPTED, State.UNDER_REVIEW)


def waiting(who: Speaker) -> QuerySet[Case]:
    """Gives the cases that wait for a person's word by what they hold, the first due first: as many as wait, however many ended."""
    ids: set[int] = set()
    if who.units:
        ids |= {*_led_by(tuple(sorted(who.units)))}
    if who.heads:
        ids |= {*_asked_of(tuple(sorted(who.heads)))}
    mine = Q()
    if who.posts and who.person is not None:
        ids |= {*_words_to(who.person.pk, tuple(sorted(who.own_posts)))}
    if who.desks or who.sealed:
        ids |= {*_objected()}
        mine = Q(state__in=_AT_THE_DESK)
    if who.desks:
        ids |= {*_to_look_at()}
    if ids:
        mine |= Q(IdIn("id", sorted(ids)))
    if not mine:
        return Case.objects.none()  # nothing is in their hands: no request is looked at
    along = Exists(Joiner.objects.filter(own=OuterRef("pk"), case__state__in=OPEN))  # it is answered with the one it joined
    found = Case.objects.filter(in_office(who)).filter(mine).exclude(along, answered_at=None)
    return found.select_related("unit").order_by("deadline_at", "registered_at")


_leading = Part.objects.filter(ended_at=None, role=Part.Role.LEAD)
#: By unit and state, which an index knows: of all that a unit ever led, the parts run on after the answer (a bureau of 225,000: 1.4 s).
_led_by = Compiled[int](
    lambda units: Case.objects.filter(IdIn("unit_id", units), state__in=_LED).order_by().values_list("pk", flat=True)[:FEW]
)
#: From the few that wait to their case, and not from all that the unit ever led.
_asked_of = Compiled[int](
    lambda heads: Extension.objects.filter(
        Exists(_leading.filter(IdIn("unit_id", heads), case=OuterRef("case"))), verdict=Extension.Verdict.WAITING
    ).order_by().values_list("case", flat=True)[:FEW]
)  # fmt: skip
_words_to = Compiled[int](
    lambda person, posts: Case.objects.filter(
        Q(IdIn("to_id", posts)) | Q(pk__in=ShownTo.objects.filter(person=person).values("case")),
        series=Series.WORD, state__in=_AT_THE_POST,
    ).order_by().values_list("pk", flat=True)[:FEW]
)  # fmt: skip
_objected = Compiled[int](lambda: Objection.objects.filter(decided_at=None).order_by().values_list("case", flat=True)[:FEW])
#: What its author agreed to show and nobody looked through yet: the case itself, or an answer that came later.
_to_look_at = Compiled[int](
    lambda: Publication.objects.filter(Q(looked_at=None, agreed__gt="") | Q(answers__looked_at=None, answers__agreed__gt=""))
    .order_by()
    .values_list("case", flat=True)
    .distinct()[:FEW]
)
