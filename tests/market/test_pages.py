"""The pages: a stranger orders and finds the order again, an operator takes a call, a producer weighs and hands over."""

from __future__ import annotations

import io
import re
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from openpyxl import load_workbook  # type: ignore[import-untyped]

from huiyin.market import actions
from huiyin.market.models import Listing, Order
from tests.factories import a_person, a_session
from tests.market.conftest import KG, Market, a_market, a_moment
from tests.markup import markup

pytestmark = pytest.mark.django_db


def as_person(person: Any) -> Client:
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = a_session(person)
    return client


def ordered(market: Market, client: Client, **said: str) -> Any:
    page = client.get(f"/listings/{market.listing.pk}").content.decode()
    key = re.search(r'name="key" value="([^"]+)"', page)
    assert key is not None
    form = {"key": key[1], "grams": "20斤", "take": "part", "wait": "1", "name": "周大山", "phone": "139 0000 1111"} | said
    return client.post(f"/listings/{market.listing.pk}/order", form)


def test_a_stranger_orders_proves_the_number_and_finds_the_order_by_number_and_code(market: Market, capsys: Any) -> None:
    client = Client()
    answer = ordered(market, client)
    assert answer.status_code == 200
    page = answer.content.decode()
    (sent,) = re.findall(r"code (\d{6})", capsys.readouterr().out)
    number, code = re.search(r"№ (\d+-\d+)", page)[1], re.search(r'order-code">(\d{3} \d{3} \d{4})<', page)[1]  # type: ignore[index]
    order = Order.objects.get()
    assert (order.state, order.grams, order.channel) == ("unproved", 10 * KG, "page")
    assert client.post(f"/orders/{order.pk}/prove", {"code": sent}).status_code == 302
    order.refresh_from_db()
    assert order.state == "reserved"
    other = Client()
    assert other.get(f"/orders/{order.pk}").status_code == 404
    for wrong in ({"number": number, "code": "0000000000"}, {"number": "999-1", "code": code}):
        refused = other.post("/orders/find", wrong)
        assert refused.status_code == 422
        assert "no order" in refused.content.decode() or "没有" in refused.content.decode()
    assert other.post("/orders/find", {"number": number, "code": code}).status_code == 302
    assert "周大山" in other.get(f"/orders/{order.pk}").content.decode()
    assert other.post(f"/orders/{order.pk}/confirm").status_code == 302
    order.refresh_from_db()
    assert order.buyer_confirmed_at is not None
    other.post(f"/orders/{order.pk}/cancel")
    order.refresh_from_db()
    after = other.get(f"/orders/{order.pk}").content.decode().split("</section>")[-1]
    assert f'href="/listings/{order.listing_id}"' in after  # no dead end
    assert order.state == "cancelled" and market.now.free_grams == 1000 * KG


def test_a_form_sent_twice_is_one_order_and_the_same_code(market: Market) -> None:
    client = Client()
    form = {"key": "same-key", "grams": "20", "name": "周大山", "phone": "13900001111"}
    first = client.post(f"/listings/{market.listing.pk}/order", form)
    second = client.post(f"/listings/{market.listing.pk}/order", form)
    codes = [re.search(r'order-code">([\d ]{12})<', one.content.decode())[1] for one in (first, second)]  # type: ignore[index]
    assert codes[0] == codes[1] and Order.objects.count() == 1


def test_whoever_tries_codes_is_stopped_and_locks_nobody_else_out(market: Market) -> None:
    placed = market.stranger(10 * KG)
    for _ in range(10):
        assert Client().post("/orders/find", {"number": placed.order.number, "code": "1"}, REMOTE_ADDR="203.0.113.7").status_code == 422
    assert Client().post("/orders/find", {"number": placed.order.number, "code": "1"}, REMOTE_ADDR="203.0.113.7").status_code == 429
    elsewhere = Client().post("/orders/find", {"number": placed.order.number, "code": placed.code}, REMOTE_ADDR="203.0.113.99")
    assert elsewhere.status_code == 302


def test_without_a_gateway_the_order_waits_for_a_call_back_and_whoever_reaches_them_says_so(market: Market, settings: Any) -> None:
    settings.SMS_GATEWAY, settings.DEMO = "", False
    answer = ordered(market, Client())
    assert answer.status_code == 200
    order = Order.objects.get()
    queue = as_person(market.clerk).get(f"/listings/{market.listing.pk}/orders").content.decode()
    assert 'id="call"' in queue and "139 0000 1111" in queue
    assert as_person(market.clerk).post(f"/orders/{order.pk}/reached", {"back": "orders"}).status_code == 302
    order.refresh_from_db()
    assert order.state == "reserved"
    assert as_person(market.producer).get(f"/orders/{order.pk}").content.decode().count("139 0000 1111") == 0, "masked until confirmed"


def test_an_operator_takes_a_call_and_finds_the_caller_again_by_number(market: Market) -> None:
    desk = as_person(market.clerk)
    where = f"/listings/{market.listing.pk}/phone"
    assert desk.post(where, {"key": "a", "phone": "13900002222", "grams": "两百多斤", "name": "王嫂", "source": "亲戚"}).status_code == 200
    order = Order.objects.get()
    assert (order.grams, order.name, order.source, order.channel, order.state) == (100 * KG, "王嫂", "亲戚", "phone", "reserved")
    found = desk.get(f"/listings/{market.listing.pk}/caller", {"phone": "13900002222"}).content.decode()
    assert "王嫂" in found and order.number in found
    again = desk.post(where, {"key": "b", "phone": "13900002222", "grams": "10"})
    assert again.status_code == 200 and Order.objects.latest("pk").name == "王嫂"
    assert desk.post(where, {"key": "c", "phone": "13900002222", "grams": "许多"}).status_code == 422
    assert as_person(a_person()).get(where).status_code == 404


def test_a_refused_number_of_pieces_is_marked_and_has_the_focus() -> None:
    market = a_market(piece_from_grams=1_000, piece_to_grams=1_500)
    said = {"key": "a", "phone": "13900002222", "pieces": "许多"}
    refused = as_person(market.clerk).post(f"/listings/{market.listing.pk}/phone", said)
    page = markup(refused)
    (field,) = [tag for tag in re.findall(r"<input[^>]*>", page) if 'name="pieces"' in tag]
    assert refused.status_code == 422 and 'aria-invalid="true"' in field and page.count("autofocus") == field.count("autofocus") == 1


def test_a_producer_confirms_weighs_in_and_hands_over_on_one_page(market: Market) -> None:
    placed = market.order(50 * KG, market.clerk, name="王嫂", phone="13900002222")
    fisher = as_person(market.producer)
    assert placed.order.number in fisher.get("/deliveries").content.decode()
    fisher.post(f"/orders/{placed.order.pk}/confirm", {"back": "deliveries"})
    page = fisher.get("/deliveries").content.decode()
    assert "tel:+8613900002222" in page
    assert fisher.post(f"/orders/{placed.order.pk}/deliver", {"weighed": "97.5", "paid": "585", "back": "deliveries"}).status_code == 302
    order = Order.objects.get()
    assert (order.delivered_grams, order.paid_fen, order.state) == (48_750, 58_500, "delivered")


def test_the_stock_is_cut_after_it_was_shown_what_that_does(market: Market) -> None:
    market.order(600 * KG)
    market.order(400 * KG)
    desk, where = as_person(market.secretary), f"/listings/{market.listing.pk}/stock"
    assert desk.post(where, {"offered": "500公斤"}).status_code == 422
    shown = desk.post(where, {"offered": "500公斤", "rule": "pro_rata"}).content.decode()
    assert "600 斤" in shown or "600 jin" in shown
    assert market.now.offered_grams == 1000 * KG
    assert desk.post(where, {"offered": "500公斤", "rule": "pro_rata", "do": "1", "key": "s"}).status_code == 302
    assert market.now.offered_grams == 500 * KG


def test_lists_and_the_report_say_what_the_ledger_says(market: Market) -> None:
    market.order(50 * KG, market.clerk, name="=王嫂", phone="13900002222", source="报纸")
    desk = as_person(market.clerk)
    sheet = load_workbook(io.BytesIO(b"".join(desk.get(f"/listings/{market.listing.pk}/table")))).active
    row = [cell.value for cell in list(sheet.rows)[1]]
    assert row[1:4] == ["=王嫂", "139 0000 2222", 100]
    assert "王嫂" in desk.get(f"/listings/{market.listing.pk}/pickup").content.decode()
    told = desk.get(f"/listings/{market.listing.pk}/report").content.decode()
    assert "报纸" in told and "王嫂" not in told


def test_a_listing_is_opened_from_a_moment_with_rough_numbers(market: Market) -> None:
    moment = a_moment(market.secretary, "桃子熟了")
    desk = as_person(market.secretary)
    form = {"title": "水蜜桃", "stock": "200多万斤", "per": "jin", "price": "6.5", "closes_at": "2027-06-01T18:00", "min_grams": "10",
            "answers_for": str(market.secretary.pk), "place": "南门", "from": "2027-05-01T08:00", "to": "2027-05-01T12:00"}  # fmt: skip
    closes = desk.post(f"/moments/{moment.pk}/listing", form | {"closes_at": ""})
    assert closes.status_code == 422
    assert desk.post(f"/moments/{moment.pk}/listing", form).status_code == 302
    listing = Listing.objects.latest("pk")
    assert (listing.offered_grams, listing.price_fen, listing.min_grams) == (10**9, 650, 5000)
    assert as_person(a_person()).get(f"/moments/{moment.pk}/listing").status_code == 404


def test_a_listing_is_seen_by_whom_its_moment_admits() -> None:
    market = a_market(audience="everyone")
    assert Client().get(f"/listings/{market.listing.pk}").status_code == 404
    assert as_person(a_person(kind="resident")).get(f"/listings/{market.listing.pk}").status_code == 200
    page = as_person(market.secretary).get(f"/listings/{market.listing.pk}/figures")
    assert "thermometer" in page.content.decode()
    actions.close_listing(market.listing.pk, market.secretary)
    assert as_person(market.producer).get(f"/listings/{market.listing.pk}").status_code == 200


def test_orders_to_confirm_count_among_what_waits_and_a_listing_is_found(market: Market) -> None:
    from huiyin.core.today import waiting_count

    placed = market.order(5 * KG)
    assert waiting_count(market.secretary) == waiting_count(market.producer) == 1
    found = as_person(a_person(kind="resident")).get("/search", {"q": "叉尾"}).content.decode()
    assert f"/listings/{market.listing.pk}" in found
    assert f"/orders/{placed.order.pk}" in as_person(market.clerk).get("/search", {"q": placed.order.number}).content.decode()
