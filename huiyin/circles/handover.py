"""What of circles goes with a post: the circle itself, to who holds the post, once everybody in it has been told."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from huiyin.circles.actions.handover import tell_who_comes
from huiyin.circles.models import Circle, Tie
from huiyin.circles.rules import own_posts
from huiyin.core.handover import Giving, Handed, HandoverKind
from huiyin.people.models import Person, Post


def _open(person: Person, post: Post) -> Iterable[int]:
    there = Circle.objects.filter(post=post, keeper=person, ties__state=Tie.State.IN)
    return there.distinct().values_list("pk", flat=True)


def _shown(numbers: Collection[int], _reader: Person) -> Mapping[int, Handed]:
    found = Circle.objects.filter(pk__in=numbers).select_related("post__unit")
    return {one.pk: Handed(_("Circle of the %(post)s") % {"post": one.post}, reverse("circle")) for one in found}


def _give(giving: Giving) -> None:
    tell_who_comes(giving.number, giving.leaver, giving.to, giving.by)


def _refuses(giving: Giving) -> Any:
    """Residents said yes to the holder of a post, and to nobody else."""
    circle = Circle.objects.filter(pk=giving.number).first()
    if circle is None or any(held.post_id == circle.post_id for held in own_posts(giving.to)):
        return ""
    return _("A circle goes with its post: %(name)s does not hold it.") % {"name": giving.to.name}


HANDOVER = (HandoverKind("circle", pgettext_lazy("item of a handover", "Keeps the circle"), 25, _open, _shown, _give, _refuses),)
