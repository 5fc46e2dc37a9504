"""What of listings goes with a post: that somebody answers for them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from huiyin.core.handover import Giving, Handed, HandoverKind
from huiyin.feed.rules import holds_another_there
from huiyin.market.actions.handing_over import give_listing, offers_there
from huiyin.market.models import Listing
from huiyin.market.rules import may_see
from huiyin.market.unanswered import STILL_RUNNING
from huiyin.people.models import Person, Post
from huiyin.people.queries import posts_held


def _open(person: Person, post: Post) -> Iterable[int]:
    """Those of the post's unit; who holds another post there goes on answering by that."""
    if holds_another_there(person, post):
        return []
    return Listing.objects.filter(STILL_RUNNING, answers_for=person, unit=post.unit_id).order_by("pk").values_list("pk", flat=True)


def _shown(numbers: Collection[int], reader: Person) -> Mapping[int, Handed]:
    found = Listing.objects.filter(pk__in=numbers).select_related("moment")
    return {one.pk: Handed(one.title, reverse("listing", args=[one.pk]) if may_see(reader, one) else "") for one in found}


def _refuses(giving: Giving) -> Any:
    if giving.third and not any(not held.delegated for held in posts_held([giving.to.pk])):
        return _("%(name)s holds no post, and cannot answer for it.") % {"name": giving.to.name}
    return _("%(name)s offers something on it, and cannot answer for it too.") % {"name": giving.to.name} if offers_there(giving) else ""


HANDOVER = (
    HandoverKind("listing", pgettext_lazy("item of a handover", "Answers for the sale"), 30, _open, _shown, give_listing, _refuses),
)
