"""What of pebbles goes with a post: those that lie before it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from django.urls import reverse
from django.utils.translation import pgettext_lazy

from huiyin.core.handover import Handed, HandoverKind
from huiyin.people.models import Person, Post
from tests.house.pebble.actions import give_pebble
from tests.house.pebble.models import Pebble, State
from tests.house.pebble.rules import visible_to


def _open(_person: Person, post: Post) -> Iterable[int]:
    return Pebble.objects.filter(post=post, state=State.LAID).order_by("pk").values_list("pk", flat=True)


def _shown(numbers: Collection[int], reader: Person) -> Mapping[int, Handed]:
    opens = set(Pebble.objects.filter(visible_to(reader), pk__in=numbers).values_list("pk", flat=True))
    found = Pebble.objects.filter(pk__in=numbers)
    return {one.pk: Handed(one.words, reverse("pebble", args=[one.pk]) if one.pk in opens else "") for one in found}


HANDOVER = (HandoverKind("pebble", pgettext_lazy("item of a handover", "Has a pebble before them"), 90, _open, _shown, give_pebble),)
