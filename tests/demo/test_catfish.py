"""`huiyin demo catfish`: story S1 from the article to the fish that was weighed, and the square it is told in."""

from __future__ import annotations

import pytest
from django.db.models import Sum

from huiyin.core.errors import WrongState
from huiyin.demo import catfish
from huiyin.demo.loading import load
from huiyin.feed.models import Moment, MomentFile, Study
from huiyin.feed.queries.square import square
from huiyin.feed.reach.queries import cascade_of
from huiyin.journal.verifying import verify
from huiyin.market.models import LedgerRow, Listing, Order
from huiyin.people.models import Person

pytestmark = pytest.mark.django_db


def test_the_day_is_played_to_its_end_and_every_gram_stands_in_the_ledger():
    load()
    assert len(square(Person.objects.get(name="林知远"), limit=50)) >= 30
    assert MomentFile.objects.count() >= 20 and Study.objects.count() == 1
    told: list[str] = []
    listing = catfish.play(0, told.append, wait=lambda seconds: None)
    listing = Listing.objects.get(pk=listing.pk)
    figures = (listing.offered_grams, listing.reserved_grams, listing.confirmed_grams, listing.delivered_grams, listing.free_grams)
    assert figures[0] == sum(figures[1:]) == LedgerRow.objects.filter(listing=listing, kind="offered").aggregate(all=Sum("grams"))["all"]
    assert listing.delivered_grams > 0 and told[-1].endswith("过秤交货")
    assert {"page", "phone"} <= set(Order.objects.filter(listing=listing).values_list("channel", flat=True))
    assert not Order.objects.filter(listing=listing, share=None).exists()
    seen = cascade_of(Moment.objects.get(pk=listing.moment_id), Person.objects.get(name="林知远"))
    assert seen.size > 60
    assert verify().broken is None


def test_without_the_county_it_says_so():
    with pytest.raises(WrongState):
        catfish.play(0, lambda what: None)
