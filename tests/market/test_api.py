"""Listings and orders as programs meet them: the interface held fixed."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from huiyin.feed.actions import delete_moment
from huiyin.journal.models import Entry
from huiyin.market.models import Producer
from tests.api.conftest import program  # noqa: F401
from tests.factories import a_holding, a_person
from tests.market.conftest import KG, a_market, a_moment

pytestmark = pytest.mark.django_db


@pytest.fixture
def sale(program: Any) -> Any:  # noqa: F811
    """A secretary's program, a producer's, a buyer's; and a listing of a tonne."""
    secretary, producer, buyer = a_holding().person, a_person(kind="resident"), a_person(kind="resident")
    ask = {"secretary": program(secretary), "producer": program(producer), "buyer": program(buyer)}
    ask["other"] = program(a_person(kind="resident"))
    body = {
        "moment": a_moment(secretary).pk, "title": "斑点叉尾鮰", "stock_grams": 1000 * KG, "min_grams": 5 * KG, "price_fen": 600,
        "per": "jin",
        "closes_at": (timezone.now() + timedelta(days=3)).isoformat(), "answers_for": secretary.pk, "key": "l1",
        "places": [{"name": "南门码头", "from": timezone.now().isoformat(), "to": (timezone.now() + timedelta(hours=4)).isoformat()}],
        "producers": [{"person": producer.pk, "stock_grams": 1000 * KG}],
    }  # fmt: skip
    return ask, body, producer


def test_a_listing_is_opened_once_under_a_key_and_its_figures_always_make_up_what_is_offered(sale):
    ask, body, _producer = sale
    first = ask["secretary"]("post", "/listings", body)
    assert first.status_code == 201, first.content.decode()
    again = ask["secretary"]("post", "/listings", body)
    assert again.status_code == 200 and again.json() == first.json()
    assert ask["secretary"]("post", "/listings", body | {"title": "草鱼"}).json()["error"] == "key_used"
    told = ask["buyer"]("get", f"/listings/{first.json()['id']}").json()
    assert told["offered_grams"] == told["free_grams"] == 1000 * KG
    assert told["places"][0]["name"] == "南门码头" and told["places"][0]["from"] and told["orders_count"] == 0


def test_an_order_goes_its_way_from_reserved_to_weighed(sale):
    ask, body, _producer = sale
    listing = ask["secretary"]("post", "/listings", body).json()["id"]
    placed = ask["buyer"]("post", f"/listings/{listing}/orders", {"grams": 20 * KG, "take": "all", "place": "南门码头", "key": "o1"})
    assert placed.status_code == 201, placed.content.decode()
    order = placed.json()
    assert (order["state"], order["reserved_grams"], order["waiting_grams"], order["place"]) == ("reserved", 20 * KG, 0, "南门码头")
    assert len(order["code"]) == 10 and order["number"]
    again = ask["buyer"]("post", f"/listings/{listing}/orders", {"grams": 20 * KG, "take": "all", "place": "南门码头", "key": "o1"})
    assert again.status_code == 200 and again.json() == order
    where = f"/orders/{order['id']}"
    assert ask["other"]("get", where).status_code == 404
    assert ask["buyer"]("post", f"{where}/confirm", {"key": "c1"}).json()["state"] == "reserved"
    masked = ask["producer"]("get", where).json()
    assert "••••" in masked["phone"] and "•" in masked["name"]
    assert ask["producer"]("post", f"{where}/confirm", {"key": "c1"}).json()["state"] == "confirmed"
    assert "•" not in ask["producer"]("get", where).json()["phone"]
    handed = ask["producer"]("post", f"{where}/deliver", {"weighed_grams": 19_400, "paid_fen": 23_280, "key": "d1"})
    assert handed.json()["state"] == "delivered" and handed.json()["delivered_grams"] == 19_400
    assert ask["producer"]("post", f"{where}/deliver", {"weighed_grams": 19_400, "paid_fen": 23_280, "key": "d1"}).status_code == 200
    assert ask["producer"]("post", f"{where}/deliver", {"weighed_grams": 19_000, "key": "d1"}).json()["error"] == "key_used"
    figures = ask["buyer"]("get", f"/listings/{listing}").json()
    assert figures["free_grams"] == 1000 * KG - 19_400 and figures["delivered_grams"] == 19_400
    assert [one["id"] for one in ask["buyer"]("get", f"/listings/{listing}/orders").json()] == [order["id"]]
    assert ask["other"]("get", f"/listings/{listing}/orders").json() == []


def test_what_cannot_be_is_said_in_the_one_shape(sale):
    ask, body, _producer = sale
    listing = ask["secretary"]("post", "/listings", body).json()["id"]
    where = f"/listings/{listing}/orders"
    assert ask["buyer"]("post", where, {"grams": 995 * KG}).status_code == 201
    full = ask["buyer"]("post", where, {"grams": 10 * KG, "take": "all", "wait": False, "key": "f1"})
    assert (full.status_code, full.json()["error"]) == (409, "full")
    waits = ask["buyer"]("post", where, {"grams": 10 * KG, "take": "all"}).json()
    assert (waits["state"], waits["reserved_grams"], waits["waiting_grams"]) == ("waiting", 0, 10 * KG)
    less = ask["buyer"]("post", where, {"grams": 1})
    assert (less.status_code, less.json()["field"]) == (422, "grams")
    assert ask["buyer"]("post", where, {"grams": 10 * KG, "phone": "13900009999", "name": "老王"}).status_code == 403
    for_caller = ask["secretary"]("post", where, {"grams": 10 * KG, "phone": "13900009999", "name": "老王"})
    assert for_caller.status_code == 201 and for_caller.json()["channel"] == "phone"
    bad = ask["secretary"]("post", where, {"grams": 10 * KG, "phone": "12", "name": "老王"})
    assert (bad.status_code, bad.json()["field"]) == (422, "phone")


def test_a_stock_cut_is_previewed_then_done_and_who_waited_moves_up_and_accepts(sale):
    ask, body, _producer = sale
    listing = ask["secretary"]("post", "/listings", body).json()["id"]
    where = f"/listings/{listing}/orders"
    first = ask["buyer"]("post", where, {"grams": 600 * KG}).json()
    second = ask["other"]("post", where, {"grams": 400 * KG}).json()
    assert ask["buyer"]("post", f"/listings/{listing}/stock", {"offered_grams": 500 * KG}).status_code == 403
    shown = ask["secretary"]("post", f"/listings/{listing}/stock", {"offered_grams": 500 * KG, "rule": "pro_rata", "preview": True}).json()
    assert [(one["order"], one["after_grams"]) for one in shown["cuts"]] == [(first["id"], 300 * KG), (second["id"], 200 * KG)]
    assert shown["offered_grams"] == 1000 * KG and shown["preview"]
    done = ask["secretary"]("post", f"/listings/{listing}/stock", {"offered_grams": 500 * KG, "rule": "pro_rata"}).json()
    assert (done["offered_grams"], done["free_grams"], done["waiting_grams"]) == (500 * KG, 0, 500 * KG)
    assert ask["buyer"]("post", f"/orders/{first['id']}/cancel", {"key": "x"}).json()["state"] == "cancelled"
    up = ask["other"]("get", f"/orders/{second['id']}").json()
    assert up["state"] == "offered" and up["accept_by"]
    assert ask["other"]("post", f"/orders/{second['id']}/accept", {"key": "a"}).json()["state"] == "reserved"
    assert ask["secretary"]("post", f"/listings/{listing}/stock", {"offered_grams": 100 * KG}).json()["field"] == "rule"


def test_who_is_outside_the_moments_audience_learns_nothing_and_makes_nothing_happen(program):  # noqa: F811
    market = a_market(audience="unit")
    placed = market.order(5 * KG, market.clerk)
    outsider, before = program(a_person()), Entry.objects.count()
    listing, order = f"/listings/{market.listing.pk}", f"/orders/{placed.order.pk}"
    for method, path, body in (
        ("get", listing, None), ("get", f"{listing}/orders", None), ("get", order, None), ("post", f"{listing}/orders", {"grams": KG}),
        ("post", f"{listing}/stock", {"offered_grams": 0, "rule": "time"}), ("post", f"{order}/confirm", {}),
        ("post", f"{order}/accept", {}),
        ("post", f"{order}/cancel", {}), ("post", f"{order}/deliver", {"weighed_grams": 1}),
    ):  # fmt: skip
        assert outsider(method, path, body).status_code == 404, f"{method} {path}"
    nowhere = {"moment": market.listing.moment_id, "title": "鱼", "stock_grams": 1, "closes_at": "2099-01-01T00:00:00Z", "answers_for": 1}
    assert outsider("post", "/listings", nowhere).status_code == 404
    assert Entry.objects.count() == before


def test_who_sees_a_listing_but_not_an_order_may_not_move_it(program):  # noqa: F811
    market = a_market()
    placed = market.order(5 * KG)
    passer_by = program(a_person())
    assert passer_by("get", f"/listings/{market.listing.pk}").status_code == 200
    assert passer_by("post", f"/listings/{market.listing.pk}/stock", {"offered_grams": 0}).status_code == 403
    for move, body in (("confirm", {}), ("accept", {}), ("cancel", {}), ("deliver", {"weighed_grams": 1})):
        assert passer_by("post", f"/orders/{placed.order.pk}/{move}", body).status_code == 404


def test_a_moments_deletion_takes_its_listing_from_everybody_but_those_who_handle_it(program):  # noqa: F811
    market = a_market()
    delete_moment(market.listing.moment, market.secretary)
    assert program(a_person())("get", f"/listings/{market.listing.pk}").status_code == 404
    assert program(market.clerk)("get", f"/listings/{market.listing.pk}").status_code == 200


def test_an_official_who_answers_for_it_opens_a_listing_on_anothers_moment(sale, program):  # noqa: F811
    _ask, body, _producer = sale
    neighbour, passer_by = a_holding().person, a_person(kind="resident")
    theirs = body | {"answers_for": neighbour.pk}
    opened = program(neighbour)("post", "/listings", theirs)
    assert (opened.status_code, opened.json()["state"], opened.json()["answers_for"]) == (201, "open", neighbour.pk)
    assert program(neighbour)("post", f"/listings/{opened.json()['id']}/stock", {"offered_grams": 900 * KG}).status_code == 200
    assert program(passer_by)("post", "/listings", theirs).status_code == 403
    assert program(a_holding().person)("post", "/listings", theirs).status_code == 403


def test_what_no_producer_is_named_for_is_offered_by_who_answers_for_it(sale):
    ask, body, producer = sale
    opened = ask["secretary"]("post", "/listings", body | {"producers": [{"person": producer.pk, "stock_grams": 300 * KG}]}).json()
    assert opened["offered_grams"] == opened["free_grams"] == 1000 * KG
    offered = dict(Producer.objects.filter(listing=opened["id"]).values_list("person", "offered_grams"))
    assert offered == {producer.pk: 300 * KG, body["answers_for"]: 700 * KG}
    more = ask["secretary"]("post", "/listings", body | {"producers": [{"person": producer.pk, "stock_grams": 1001 * KG}], "key": "l2"})
    assert (more.status_code, more.json()["field"]) == (422, "producers")


def test_a_move_needs_no_body(sale):
    ask, body, _producer = sale
    listing = ask["secretary"]("post", "/listings", body).json()["id"]
    order = ask["buyer"]("post", f"/listings/{listing}/orders", {"grams": 20 * KG}).json()["id"]
    for who in ("buyer", "producer"):
        mine = ask[who]
        answer = mine.client.generic("POST", f"/api/v1/orders/{order}/confirm", headers={"authorization": f"Bearer {mine.shown}"})
        assert answer.status_code == 200, answer.content.decode()
    assert answer.json()["state"] == "confirmed"


def test_the_orders_of_a_listing_go_on_by_link(sale):
    ask, body, _producer = sale
    listing = ask["secretary"]("post", "/listings", body).json()["id"]
    placed = [ask["buyer"]("post", f"/listings/{listing}/orders", {"grams": 5 * KG}).json()["id"] for _ in range(5)]
    found: list[int] = []
    pages, path = 0, f"/listings/{listing}/orders?limit=2"
    while path:
        answer = ask["secretary"]("get", path)
        found, pages = found + [one["id"] for one in answer.json()], pages + 1
        link = answer.headers.get("Link", "")
        path = link.split("<")[1].split(">")[0].removeprefix("/api/v1") if link else ""
    assert (found, pages) == (placed, 3)
