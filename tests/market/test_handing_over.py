"""When whoever answers for a sale, or writes for an account, changes post: it goes on with the post, and nobody's sale stays nobody's."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from huiyin.core.errors import Invalid
from huiyin.feed import actions as feed
from huiyin.handover.actions import give_over, open_handover, take_over
from huiyin.handover.models import Handover, HandoverItem
from huiyin.journal.clocks import fire_due
from huiyin.journal.models import Entry
from huiyin.market import rules
from huiyin.market.models import Listing, Order, Producer
from huiyin.notices.models import Notice
from huiyin.people.actions.organisation import leave_post, take_post
from huiyin.people.models import Holding
from tests.factories import a_holding, a_person, a_post, a_session, a_unit
from tests.market.conftest import KG, a_market, sums_hold

pytestmark = pytest.mark.django_db


def client_of(person) -> Client:
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = a_session(person)
    return client


def leaves(person):
    """A person leaves their post for good; gives the post."""
    holding = Holding.objects.get(person=person, until=None)
    Holding.objects.filter(pk=holding.pk).update(since=timezone.localdate() - timedelta(days=60))
    holding.refresh_from_db()
    leave_post(holding, timezone.localdate() - timedelta(days=1), by=None)
    return holding.post


@pytest.fixture
def changed(market):
    """The secretary leaves; somebody else takes the post."""
    market.order(10 * KG)
    post = leaves(market.secretary)
    newcomer = a_person("许新任")
    take_post(post, newcomer, timezone.localdate(), by=None)
    return market, newcomer, Handover.objects.get(post=post)


def test_a_sale_is_listed_with_what_is_handed_over_and_goes_with_the_post(changed):
    market, newcomer, handover = changed
    page = client_of(market.secretary).get(f"/handovers/{handover.pk}").content.decode()
    assert market.listing.title in page and "助销负责人" in page
    give_over(handover, market.secretary, {})
    take_over(handover, newcomer)
    assert market.now.answers_for == newcomer and market.now.unit == market.listing.unit
    assert Entry.objects.filter(stream=market.listing.stream_id, kind="listing.handed_over").count() == 1
    sums_hold(market.listing.pk)


def test_what_was_the_offices_is_not_read_by_who_left(db):
    market = a_market(producers=[])
    order = market.order(10 * KG).order
    post = leaves(market.secretary)
    newcomer = a_holding(a_person("许新任"), post).person
    handover = Handover.objects.get(post=post)
    Handover.objects.filter(pk=handover.pk).update(successor=newcomer)
    give_over(handover, market.secretary, {})
    assert Producer.objects.get(listing=market.listing).person == newcomer
    order = Order.objects.select_related("listing").get(pk=order.pk)
    assert not rules.may_see_order(market.secretary, order) and rules.may_see_order(newcomer, order)


def test_a_third_person_takes_it_to_their_own_unit(changed):
    market, _newcomer, handover = changed
    station = a_holding(a_person("秦站长"), a_post("站长", a_unit("渔政站"))).person
    give_over(handover, market.secretary, {handover.items.get().pk: f"other:{station.pk}"})
    assert market.now.answers_for == station and market.now.unit.name == "渔政站"
    assert rules.takes_calls(station, market.now) and not rules.takes_calls(market.clerk, market.now)


def test_who_offers_something_there_cannot_answer_for_it_too(db):
    market = a_market(producers=[])
    post = leaves(market.secretary)
    rival = a_holding(a_person("卖鱼的干部"), post).person
    Producer.objects.create(listing=market.listing, person=rival)
    handover = Handover.objects.get(post=post)
    Handover.objects.filter(pk=handover.pk).update(successor=rival)
    with pytest.raises(Invalid) as refused:
        give_over(handover, market.secretary, {})
    assert refused.value.field == f"item-{handover.items.get().pk}"
    assert market.now.answers_for == market.secretary and not HandoverItem.objects.filter(done_at__isnull=False).exists()


def test_what_is_over_and_what_another_post_keeps_is_not_listed(market):
    a_holding(market.secretary, a_post("主任", market.listing.unit))
    post = Holding.objects.filter(person=market.secretary).first().post
    assert open_handover(post, market.secretary, by=market.secretary) is None
    Holding.objects.filter(person=market.secretary).exclude(post=post).delete()
    Listing.objects.update(state=Listing.State.CLOSED)
    assert open_handover(post, market.secretary, by=market.secretary) is None
    Listing.objects.update(state=Listing.State.OPEN)
    assert open_handover(post, market.secretary, by=market.secretary).items.count() == 1


def test_while_nobody_takes_it_up_the_unit_is_told_and_one_of_it_can(market):
    leaves(market.secretary)
    assert not Notice.objects.filter(kind="listing.unanswered").exists()
    fire_due(timezone.now() + timedelta(days=1, minutes=1))
    told = Notice.objects.filter(kind="listing.unanswered")
    assert [one.person for one in told] == [market.clerk]
    browser = client_of(market.clerk)
    assert "listings" in browser.post(f"/me/notices/{told[0].pk}/open")["Location"]
    assert "从现在起由我负责" in browser.get(f"/listings/{market.listing.pk}").content.decode()
    browser.post(f"/listings/{market.listing.pk}/answer")
    assert market.now.answers_for == market.clerk
    fire_due(timezone.now() + timedelta(days=30))
    assert Notice.objects.filter(kind="listing.unanswered").count() == 1, "taken up is taken up"
    assert "从现在起由我负责" not in browser.get(f"/listings/{market.listing.pk}").content.decode()


def test_who_still_answers_is_not_pushed_aside(market):
    assert client_of(market.clerk).post(f"/listings/{market.listing.pk}/answer").status_code == 409
    assert client_of(a_person()).post(f"/listings/{market.listing.pk}/answer").status_code in (403, 404)
    assert market.now.answers_for == market.secretary


def test_what_is_asked_of_who_answers_reaches_the_unit_after_they_left(market):
    leaves(market.secretary)
    draft_kinds = Notice.objects.filter(person=market.secretary).count()
    proposal = a_market()
    Listing.objects.filter(pk=proposal.listing.pk).update(answers_for=market.secretary, unit=market.listing.unit)
    from huiyin.market.events import _to_who_answers

    entry = Entry.objects.filter(stream=proposal.listing.stream_id).first()
    assert [one.person for one in _to_who_answers("order.heavier")(entry)] == [market.clerk.pk]
    assert Notice.objects.filter(person=market.secretary).count() == draft_kinds


def test_what_was_to_be_published_goes_out_in_the_right_of_the_successor(db):
    unit = a_unit("水务局")
    chen = a_holding(post=a_post("局长", unit)).person
    account = feed.open_account(unit, chen, "云溪水务")
    article = feed.write_article(account, feed.ArticleDraft(chen, "水库今起放水", "上午八点开闸。")).article
    feed.schedule_article(article, chen, timezone.now() + timedelta(days=3))
    post = leaves(chen)
    handover = Handover.objects.get(post=post)
    newcomer = a_person("许新任")
    take_post(post, newcomer, timezone.localdate(), by=None)
    page = client_of(chen).get(f"/handovers/{handover.pk}").content.decode()
    assert "云溪水务" in page and "公众号" in page
    outsider = a_holding(a_person("外人"), a_post("站长", a_unit())).person
    handover.refresh_from_db()
    item = handover.items.get()
    with pytest.raises(Invalid):
        give_over(handover, chen, {item.pk: f"other:{outsider.pk}"})
    give_over(handover, chen, {})
    fire_due(timezone.now() + timedelta(days=3, minutes=1))
    article.refresh_from_db()
    assert article.moment is not None and article.moment.by == newcomer
