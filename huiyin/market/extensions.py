"""What listings add to moments: the thermometer under them, and how much was ordered by a branch of a cascade."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.db.models import F, Q, Sum

from huiyin.core.tabs import TabPages
from huiyin.db.compiled import Compiled
from huiyin.db.lookups import IdIn
from huiyin.feed.extension_points import MomentAddition
from huiyin.feed.models import Moment
from huiyin.feed.reach.extension_points import OrderedGrams
from huiyin.market.models import Listing, Order
from huiyin.market.rendering import under_moment
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


def _listings(moments: Sequence[Moment], person: Any) -> Mapping[int, list[Listing]]:
    """Listings that hang on moments, proposals only for whoever made them; none yet where the reader could hang one on."""
    found: dict[int, list[Listing]] = {}
    for listing in _under(person.pk if person is not None else 0, tuple(one.pk for one in moments)) if moments else ():
        found.setdefault(listing.moment_id, []).append(listing)
    for one in moments:
        if person is not None and (one.by_id == person.pk or one.account_id is not None):
            found.setdefault(one.pk, [])
    return found


_under = Compiled[Listing](
    lambda person, moments: Listing.objects.filter(
        ~Q(state=Listing.State.PROPOSED) | Q(by=person), IdIn("moment_id", moments)
    ).order_by("pk")
)


def _streams(moments: Collection[int]) -> Collection[int]:
    return Listing.objects.filter(moment__in=moments).values_list("stream", flat=True)


EXTENSIONS = (
    TabPages("market", "square", ("/listings", "/orders")),
    MomentAddition("listings", under_moment, _listings, _streams),
    OrderedGrams("market", _grams),
)
