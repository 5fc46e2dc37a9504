"""How much a branch of a cascade sold: told to who answers for the listing and to who reposted, never by whom it was ordered."""

from __future__ import annotations

from typing import Any

import pytest

from huiyin.feed.actions import repost
from huiyin.feed.models import Share
from huiyin.feed.reach.queries import cascade_of
from huiyin.market.actions import cancel_order
from tests.factories import a_person
from tests.market.conftest import KG, Market


@pytest.fixture
def sold(market: Market) -> Any:
    """Two repost; 30 kg are ordered by the first one's link, of which 10 are cancelled again, 5 by the root's own, and 7 by nobody's."""
    root = market.listing.moment
    first, second = a_person(), a_person()
    branches = [repost(root, first), repost(root, second)]
    code = {share.moment_id: share.code for share in Share.objects.filter(moment__in=[root, *branches])}
    market.order(20 * KG, via=code[branches[0].pk])
    buyer = a_person(kind="resident")
    cancelled = market.order(10 * KG, by=buyer, via=code[branches[0].pk])
    cancel_order(cancelled.order.pk, buyer)
    market.order(5 * KG, via=code[root.pk])
    market.order(7 * KG)
    return root, branches, first, second


def told(moment: Any, person: Any) -> list[int | None]:
    seen = cascade_of(moment, person)
    return [seen.root.grams, *(one.grams for one in seen.reposts)]


def test_who_takes_calls_sees_what_each_branch_sold_and_who_reposted_their_own(market: Market, sold: Any) -> None:
    root, branches, first, second = sold
    assert told(root, market.secretary) == told(root, market.clerk) == [5 * KG, 20 * KG, 0]
    assert told(root, first) == [None, 20 * KG, None]
    assert told(root, second) == [None, None, 0]
    assert told(root, a_person()) == [None, None, None]
    assert told(root, None)[0] is None
    assert told(branches[0], market.secretary) == [20 * KG]
