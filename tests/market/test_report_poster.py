"""The report of a sale as a poster: for who reads the report, with their own code, without a name."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.conf import settings
from django.test import Client
from django.utils import timezone

from huiyin.feed.models import Share
from huiyin.feed.views import posters as feed_posters
from huiyin.market.actions import cancel_order, confirm_order, deliver_order
from huiyin.market.posters import told_of_report
from huiyin.market.reporting import report_of
from huiyin.printing.fonts import has_chinese_font
from tests.factories import a_person, a_session
from tests.market.conftest import KG, a_market

pytestmark = pytest.mark.django_db
needs_font = pytest.mark.skipif(not has_chinese_font(), reason="no Chinese font on this machine")


def client_of(person) -> Client:
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = a_session(person)
    return client


def test_it_says_first_hour_a_day_the_whole_where_from_and_what_remains(market, in_language):
    market.order(10 * KG)
    market.stranger(20 * KG, source="王五介绍的")
    with in_language("zh-hans"):
        told = told_of_report(report_of(market.now), "https://x.example/m/abcd", False, None)
    assert len(told.figures) == 4
    assert told.figures[0].value == "60 斤" and told.figures[3].value == "1,940 斤"
    assert "订单来源：网页 60 斤" in told.words and "去向：" in told.words and "订得最多的一小时" in told.words
    assert "王五" not in told.words and "老周" not in told.words, "what callers said is in the report, not on a poster"


def test_what_was_weighed_and_what_was_given_back_count_in_every_line_of_the_report(market):
    _taken, given_back, lighter = (market.order(grams * KG).order for grams in (10, 20, 30))
    with time_machine.travel(timezone.now() + timedelta(hours=2), tick=False):
        cancel_order(given_back.pk, given_back.person)
        for side in (lighter.person, market.producer):
            confirm_order(lighter.pk, side)
        deliver_order(lighter.pk, market.producer, 29 * KG)
        market.order(5 * KG)
        found = report_of(market.now)
    assert [grams for _hour, grams in found.hours] == [39 * KG, 5 * KG], "by the hour in which it was ordered"
    assert found.spans[-1].grams == sum(grams for _hour, grams in found.hours) == 44 * KG == market.now.ordered_grams
    assert sum(one.grams for one in found.sources) == 44 * KG


def test_who_reads_the_report_takes_it_and_the_code_is_their_own(market):
    path = f"/listings/{market.listing.pk}/report/poster"
    for person in (market.clerk, market.producer):
        page = client_of(person).get(path)
        assert page.status_code == 200 and "2,000 斤" in page.content.decode()
        assert Share.objects.filter(moment=market.listing.moment, by=person).count() == 1
    for person in (a_person(), a_person(kind="resident")):
        assert client_of(person).get(path).status_code == 404 and client_of(person).get(f"{path}.png").status_code == 404
    assert Client().get(path).status_code in (302, 401)


@needs_font
def test_it_is_a_picture_that_is_drawn_anew_when_something_was_ordered(market):
    browser, path = client_of(market.clerk), f"/listings/{market.listing.pk}/report/poster.png"
    first = browser.get(path)
    assert first.content.startswith(b"\x89PNG") and browser.get(path, headers={"if-none-match": first["ETag"]}).status_code == 304
    market.order(10 * KG)
    assert browser.get(path)["ETag"] != first["ETag"]


def test_what_is_not_for_everybody_says_so_on_it(db, monkeypatch):
    market = a_market(audience="everyone")
    told = []
    drawn = "huiyin.market.views.report_poster.picture_page"
    monkeypatch.setattr(drawn, lambda request, one, card: told.append(one) or feed_posters.HttpResponse())
    client_of(market.secretary).get(f"/listings/{market.listing.pk}/report/poster")
    assert told[0].restricted
