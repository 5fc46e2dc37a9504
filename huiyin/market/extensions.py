"""What this app adds to other apps' pages: how much was ordered by a branch of a cascade."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db.models import F, Q, Sum

from huiyin.db.lookups import IdIn
from huiyin.feed.models import Moment
from huiyin.feed.reach.extension_points import OrderedGrams
from huiyin.market.models import Listing, Order
from huiyin.market.rules import takes_calls
from huiyin.people.rules import is_signed_in


def _grams(person: Any, moments: Collection[int]) -> dict[int, int]:
    """By each of these moments' codes, what is held or was handed over: all of it for who takes calls for a listing on one of them, one's
    own branch for who reposted. Never by whom."""
    if not moments or not is_signed_in(person):
        return {}
    ids = sorted(moments)
    root = Moment.objects.filter(pk=ids[0]).values("root")  # all are of one cascade; what is offered may hang on its root
    listings = Listing.objects.filter(Q(IdIn("moment_id", ids)) | Q(moment__in=root))
    whole = [listing.pk for listing in listings if takes_calls(person, listing)]
    own = list(Moment.objects.filter(IdIn("id", ids), by=person).values_list("pk", flat=True))
    known = dict.fromkeys(ids if whole else own, 0)
    held = F("reserved_grams") + F("offered_grams") + F("confirmed_grams") + F("delivered_grams")
    theirs = Q(listing__in=whole, share__moment__in=Moment.objects.filter(IdIn("id", ids))) | Q(share__moment__in=own)
    for moment, grams in Order.objects.filter(theirs).values_list("share__moment").annotate(sum=Sum(held)):
        known[moment] = grams or 0
    return known


EXTENSIONS = (OrderedGrams("market", _grams),)
