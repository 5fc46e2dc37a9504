"""What of handovers is about a person: the record stays, and an open one is closed before they go."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.core.personal_data import Blocker, BlockerKind, Fate, PersonalData
from huiyin.handover.models import Handover, HandoverItem
from huiyin.people.models import Person

SHOWN = 50
_OFFICE = "the record of an office, which the Archives Law wants kept: under the office or a neutral word"

PERSONAL_DATA = [
    PersonalData("handover.handover", _OFFICE, {"leaver": Fate.KEPT, "successor": Fate.KEPT, "given_by": Fate.KEPT}),
    PersonalData("handover.handoveritem", _OFFICE, {"receiver": Fate.KEPT}),
]


def _handovers(person: Person, _named: bool) -> Iterator[Blocker]:
    items = HandoverItem.objects.filter(receiver=person, done_at=None)
    part = Q(leaver=person) | Q(successor=person) | Q(pk__in=items.values("handover"))
    for one in Handover.objects.filter(part, taken_at=None).select_related("post__unit").order_by("pk")[:SHOWN]:
        yield Blocker(_("handover of %(post)s") % {"post": one.post}, reverse("handover", args=[one.pk]))


BLOCKERS = [BlockerKind("handovers", 50, _handovers)]
