"""A listing under its moment, under every repost with the repost's own code; what a branch brought, told to whom it concerns."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from huiyin.feed.actions import publish, repost
from huiyin.feed.models import Share
from huiyin.market.models import Order
from tests.factories import a_holding, a_person
from tests.market.conftest import KG, Market
from tests.market.test_pages import as_person

pytestmark = pytest.mark.django_db


def test_the_thermometer_stands_under_the_moment_and_under_a_repost_with_the_reposts_code(market: Market) -> None:
    sharer = a_holding().person
    copy = repost(market.listing.moment, sharer, "大家帮一把", audience="public")
    code = Share.objects.get(moment=copy, by=sharer).code
    reader = as_person(a_person(kind="resident"))
    own = reader.get(f"/moments/{market.listing.moment_id}").content.decode()
    assert "thermometer" in own and f"/listings/{market.listing.pk}?via=" in own
    page = reader.get(f"/moments/{copy.pk}").content.decode()
    assert f"/listings/{market.listing.pk}?via={code}" in page
    stranger = Client().get(f"/m/{code}").content.decode()
    link = re.search(rf'href="(/listings/{market.listing.pk}\?via=\w+)"', stranger)
    assert link is not None and link[1].endswith(code)
    form = Client().get(link[1]).content.decode()
    assert f'name="via" value="{code}"' in form


def test_what_a_branch_brought_is_told_to_who_answers_and_to_who_reposted_and_to_nobody_else(market: Market) -> None:
    from huiyin.feed.reach.extension_points import grams_by_moment

    sharer, other = a_holding().person, a_holding().person
    copy, beside = repost(market.listing.moment, sharer, "看看", audience="public"), repost(market.listing.moment, other, audience="public")
    code = Share.objects.get(moment=copy, by=sharer).code
    market.order(30 * KG, via=code)
    market.order(5 * KG, via="nobodys")
    assert Order.objects.filter(share__code=code).count() == 1
    root, all_of_them = market.listing.moment_id, [market.listing.moment_id, copy.pk, beside.pk]
    assert grams_by_moment(market.secretary, all_of_them) == {root: 0, copy.pk: 30 * KG, beside.pk: 0}
    assert grams_by_moment(sharer, all_of_them) == {copy.pk: 30 * KG}
    assert grams_by_moment(other, all_of_them) == {beside.pk: 0}
    assert grams_by_moment(a_person(), all_of_them) == {} and grams_by_moment(None, all_of_them) == {}


def test_an_author_is_offered_to_help_to_sell_and_nobody_else(market: Market) -> None:
    moment = publish(market.secretary, "桃子熟了")
    assert f"/moments/{moment.pk}/listing" in as_person(market.secretary).get(f"/moments/{moment.pk}").content.decode()
    assert f"/moments/{moment.pk}/listing" not in as_person(a_person()).get(f"/moments/{moment.pk}").content.decode()
