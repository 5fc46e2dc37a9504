"""Many order the last of a stock in the same moment: it is sold exactly, and nobody hears yes twice or for nothing."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.test import Client

from huiyin.journal.verifying import verify
from huiyin.market.models import Order
from huiyin.people.actions.tokens import make_token
from tests.factories import a_person
from tests.market.conftest import KG, a_market, sums_hold

CLIENTS, LAST = 200, 50


def together(make: object) -> list[tuple[int, dict]]:
    """Two hundred programs of ten people each send one thing, sixteen at a time. Gives (status, answer) of each."""
    shown = [make_token(a_person(kind="resident"), "试验", ["orders:write"])[1] for _ in range(10)]

    def one(n: int) -> tuple[int, dict]:
        try:
            path, body = make(n)  # type: ignore[operator]
            answer = Client().post(
                f"/api/v1{path}", body, content_type="application/json", headers={"authorization": f"Bearer {shown[n % 10]}"}
            )
            return answer.status_code, answer.json()
        finally:
            connection.close()

    with ThreadPoolExecutor(16) as pool:
        return list(pool.map(one, range(CLIENTS)))


@pytest.mark.django_db(transaction=True)
def test_the_last_fifty_are_sold_exactly_and_a_hundred_and_fifty_are_told_that_it_is_full() -> None:
    market = a_market(LAST * KG)
    where = f"/listings/{market.listing.pk}/orders"
    answers = together(lambda n: (where, {"grams": KG, "take": "all", "wait": False, "key": f"last-{n}"}))
    assert Counter(status for status, _told in answers) == {201: LAST, 409: CLIENTS - LAST}
    assert {told["error"] for status, told in answers if status == 409} == {"full"}
    sold = {told["id"] for status, told in answers if status == 201}
    assert sold == set(Order.objects.values_list("pk", flat=True)) and len(sold) == LAST
    assert market.now.free_grams == 0
    sums_hold(market.listing.pk)
    assert verify().broken is None


@pytest.mark.django_db(transaction=True)
def test_a_retry_beside_its_first_is_one_order_and_the_list_stands_in_order() -> None:
    market = a_market(LAST * KG)
    where = f"/listings/{market.listing.pk}/orders"
    # Each key comes twice, from the same person (n and n + 100 share one), at about the same time.
    answers = together(lambda n: (where, {"grams": KG, "take": "all", "key": f"twice-{n % 100}"}))
    assert Counter(status for status, _told in answers) == {201: 100, 200: 100}
    assert Order.objects.count() == 100
    line = list(Order.objects.filter(state="waiting").order_by("pk").values_list("line_place", flat=True))
    assert len(line) == 100 - LAST and line == sorted(line) and min(line) > LAST
    sums_hold(market.listing.pk)
