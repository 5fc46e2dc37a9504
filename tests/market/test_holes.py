"""What somebody might try with a listing to learn or hold what is not theirs."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from PIL import Image

from huiyin.core.errors import Invalid, NotAllowed
from huiyin.feed.actions import repost
from huiyin.feed.models import Share
from huiyin.market import actions, rules
from huiyin.market.models import Listing, Order
from huiyin.market.today import waiting_orders
from huiyin.media.actions import keep_upload
from huiyin.people.actions.holdings import leave_post
from huiyin.people.models import Holding, Person
from tests.factories import a_holding, a_person, a_post
from tests.market.conftest import KG, Market, a_market, a_moment, sums_hold
from tests.market.test_pages import as_person
from tests.media.corpus import encoded

pytestmark = pytest.mark.django_db


def the_day_after_leaving(person: Person, market: Market) -> Any:
    leave_post(Holding.objects.get(person=person, post__unit=market.listing.unit))  # today is their last day
    return time_machine.travel(timezone.now() + timedelta(days=1), tick=False)


def test_who_left_the_unit_takes_no_calls_any_more_although_they_answered_for_it(market: Market) -> None:
    placed = market.order(5 * KG, market.clerk, name="王嫂", phone="13900002222")
    desk = as_person(market.secretary)
    assert desk.get(f"/listings/{market.listing.pk}/table").status_code == 200
    a_holding(market.secretary, a_post())  # a post elsewhere is none here
    with the_day_after_leaving(market.secretary, market):
        for where in ("orders", "table", "pickup", "caller?phone=13900002222"):
            assert desk.get(f"/listings/{market.listing.pk}/{where}").status_code == 404, where
        assert desk.get(f"/orders/{placed.order.pk}").status_code == 404
        assert not Order.objects.filter(waiting_orders(market.secretary)).exists()
        with pytest.raises(NotAllowed):
            actions.set_stock(market.listing.pk, market.secretary, 2000 * KG)
        assert as_person(market.clerk).get(f"/listings/{market.listing.pk}/table").status_code == 200


def test_what_was_offered_by_office_stays_with_the_office() -> None:
    market = a_market(producers=())  # whoever answers for it offers all
    placed = market.order(5 * KG, market.clerk, name="王嫂", phone="13900002222")
    actions.confirm_order(placed.order.pk, market.secretary)
    assert rules.number_shown(market.secretary, placed.order)
    desk = as_person(market.secretary)
    assert f"/orders/{placed.order.pk}" in desk.get("/deliveries").content.decode()
    with the_day_after_leaving(market.secretary, market):
        assert not rules.may_see_order(market.secretary, placed.order)
        assert not list(rules.orders_visible(market.secretary, market.listing))
        assert f"/orders/{placed.order.pk}" not in desk.get("/deliveries").content.decode()
        assert desk.get(f"/listings/{market.listing.pk}/report").status_code == 404
        with pytest.raises(NotAllowed):
            actions.deliver_order(placed.order.pk, market.secretary, 5 * KG)


def test_an_official_without_a_post_answers_for_what_no_unit_answers_for(market: Market) -> None:
    named = a_person()
    draft = actions.ListingDraft("桃子", 100 * KG, timezone.now() + timedelta(days=2), named.pk)
    listing = actions.open_listing(a_moment(named, audience="everyone").pk, named, draft).listing
    assert listing.unit is None and rules.takes_calls(named, listing) and list(rules.answered_by(named)) == [listing]
    named.kind = Person.Kind.RESIDENT  # they left the office
    assert not rules.takes_calls(named, listing) and not list(rules.answered_by(named))


def test_a_callers_name_is_found_only_in_what_one_answers_for(market: Market) -> None:
    elsewhere = a_market()
    elsewhere.order(5 * KG, elsewhere.clerk, name="王嫂", phone="13900002222")
    desk, where = as_person(market.clerk), f"/listings/{market.listing.pk}"
    assert "王嫂" not in desk.get(f"{where}/caller", {"phone": "13900002222"}).content.decode()
    refused = desk.post(f"{where}/phone", {"key": "a", "phone": "13900002222", "grams": "10"})
    assert refused.status_code == 422 and "王嫂" not in refused.content.decode()


def test_whoever_tries_numbers_on_the_form_for_callers_is_stopped(market: Market, monkeypatch: Any) -> None:
    monkeypatch.setattr("huiyin.people.throttles.LOOK_UPS_A_MINUTE", 2)
    desk, where = as_person(market.clerk), f"/listings/{market.listing.pk}/phone"
    form = {"phone": "13900002222", "grams": "许多"}
    assert [desk.post(where, form).status_code for _ in range(3)] == [422, 422, 429]


def test_a_resident_cannot_try_out_whose_number_has_an_account(market: Market) -> None:
    known = a_person(kind="resident")
    fisher = a_person(kind="resident")
    moment = a_moment(fisher, audience="everyone")
    form = {"title": "草鱼", "per": "jin", "closes_at": f"{timezone.now() + timedelta(days=9):%Y-%m-%dT%H:%M}", "min_grams": "10",
            "amount": "100", "answers_for": str(market.secretary.pk), "key": "x"}  # fmt: skip
    at_home, where = as_person(fisher), f"/moments/{moment.pk}/listing"
    told = [at_home.post(where, form | {"producer": phone}) for phone in (known.phone, "13999990000")]
    assert [answer.status_code for answer in told] == [422, 422]
    for answer in told:
        assert "只能填您自己的号码" in answer.content.decode() or "only your own number" in answer.content.decode()
    assert at_home.post(where, form | {"producer": fisher.phone}).status_code == 302
    assert Listing.objects.latest("pk").producers.get().person == fisher


def test_a_moments_words_are_not_on_the_listing_for_whom_the_moment_is_not_there(market: Market) -> None:
    reader, where = as_person(market.producer), f"/listings/{market.listing.pk}"
    assert market.listing.moment.text in reader.get(where).content.decode()
    hidden = market.listing.moment
    type(hidden).objects.filter(pk=hidden.pk).update(hidden_at=timezone.now())
    page = reader.get(where)
    assert page.status_code == 200 and hidden.text not in page.content.decode()


def test_whoever_orders_under_anothers_number_does_not_lock_its_owner_out(market: Market, monkeypatch: Any) -> None:
    monkeypatch.setattr("huiyin.market.views.frame.ORDERS_OF_BOTH", (2, 3600))
    monkeypatch.setattr("huiyin.market.views.frame.ORDERS_OF_NUMBER", (4, 3600))
    where = f"/listings/{market.listing.pk}/order"

    def placed(address: str, times: int) -> int:
        before = Order.objects.count()
        for n in range(times):
            form = {"grams": "10", "name": "周大山", "phone": "13900001111", "key": f"{address}-{n}"}
            Client().post(where, form, REMOTE_ADDR=address)
        return Order.objects.count() - before

    assert placed("203.0.113.7", 6) == 2
    assert placed("203.0.113.99", 1) == 1, "what was refused elsewhere does not count against the number"
    assert placed("198.51.100.1", 2) == 1, "the number alone has its end too"


def test_a_stranger_cannot_fill_what_another_may_order() -> None:
    market, buyer = a_market(most_grams=50 * KG), a_person(kind="resident")
    theirs = market.stranger(40 * KG, phone=str(buyer.phone)).order
    assert market.order(40 * KG, buyer).order.state == "reserved", "nobody proved that the first was theirs"
    with pytest.raises(Invalid):
        actions.prove_number(theirs.pk, theirs.phone)
    theirs.refresh_from_db()
    assert (theirs.state, theirs.person) == ("unproved", None)
    sums_hold(market.listing.pk)


def test_who_calls_and_signs_in_orders_no_more_than_one_number_may() -> None:
    market = a_market(most_grams=50 * KG)
    market.order(40 * KG, market.clerk, name="王嫂", phone="13900002222")
    joined = a_person(kind="resident", phone="+8613900002222")  # they have an account since
    with pytest.raises(Invalid):
        market.order(20 * KG, joined)
    market.order(10 * KG, joined)
    for by, said in ((market.clerk, {"name": "王嫂", "phone": "13900002222"}), (joined, {})):
        with pytest.raises(Invalid):
            market.order(5 * KG, by, **said)


def test_an_order_is_counted_for_a_branch_of_its_own_cascade_alone(market: Market) -> None:
    elsewhere = a_moment(market.secretary, "另一条")
    branch = repost(market.listing.moment, a_person())
    codes = [Share.objects.get(moment=one).code for one in (market.listing.moment, branch, elsewhere)]
    shares = [market.order(5 * KG, via=code).order.share for code in codes]
    assert [share.moment if share else None for share in shares] == [market.listing.moment, branch, None]


def test_a_certificates_picture_is_asked_for_anew_each_time() -> None:
    secretary = a_holding().person
    upload = keep_upload(secretary, SimpleUploadedFile("证.jpg", encoded(Image.new("RGB", (40, 30)))), "证.jpg", "image/jpeg")
    draft = actions.ListingDraft("桃子", 100 * KG, timezone.now() + timedelta(days=2), secretary.pk,
                                 certificates=[actions.CertificateDraft(upload.key, "有机")])  # fmt: skip
    listing = actions.open_listing(a_moment(secretary).pk, secretary, draft).listing
    answer = Client().get(f"/listings/{listing.pk}/papers/{listing.certificates.get().pk}/thumb")
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "private, no-cache")
