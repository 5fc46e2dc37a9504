"""What open pages hear of a listing: its thermometer."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Mapping, Sequence
from typing import Any

from django.utils import translation

from huiyin.core.live_topics import Listeners, Topic
from huiyin.market.models import Listing
from huiyin.market.rendering import figures_html
from huiyin.market.rules import may_see
from huiyin.people.models import Person

STATE = ("pk", "offered_grams", "reserved_grams", "confirmed_grams", "delivered_grams", "waiting_grams", "orders_count", "state")


def _states(ids: Sequence[int]) -> Mapping[int, Hashable]:
    return {row[0]: row[1:] for row in Listing.objects.filter(pk__in=ids).values_list(*STATE)}


def _drawn(ids: Sequence[int], language: str) -> Mapping[int, dict[str, Any]]:
    with translation.override(language):
        found = Listing.objects.filter(pk__in=ids)
        return {one.pk: {"html": str(figures_html(one))} for one in found}


def _hearers(listening: Listeners) -> Mapping[int, Collection[int]]:
    listings = Listing.objects.select_related("moment", "moment__account").in_bulk(list(listening))
    people = Person.objects.in_bulk({person for pk in listings for person in listening[pk]})
    return {pk: {one for one in listening[pk] if one in people and may_see(people[one], found)} for pk, found in listings.items()}


TOPICS = (Topic("listing", ("listing.", "order."), "orders:read", _states, _hearers, _drawn),)
