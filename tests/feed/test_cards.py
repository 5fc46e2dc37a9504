"""A moment's card: what a person wrote stays words, in both languages, usable without scripts, drawn in few questions."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huiyin.feed import actions
from huiyin.feed.queries.cards import cards_of
from huiyin.feed.queries.square import square
from huiyin.feed.rendering import cards_html
from huiyin.people.models import Person
from tests.factories import a_group, a_holding, a_person, a_post, a_unit
from tests.market.conftest import KG, a_market

pytestmark = pytest.mark.django_db
HOSTILE = """</div><script>alert(1)</script>"'><img src=x onerror=alert(2)>{{ 7 * 7 }}{% now %}"""


def read(client, path: str) -> str:
    """A page with its white space as a browser reads it."""
    return re.sub(r"\s+", " ", client.get(path).content.decode())


def harmless(page: str) -> bool:
    """Whether nothing of it is markup, and it stands there all the same."""
    return "<script>alert" not in page and "<img src=x" not in page and "&lt;script&gt;alert(1)" in page and ">49<" not in page


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_whatever_a_person_writes_is_shown_as_words(client_for, language):
    chen = a_person(HOSTILE[:40], language=language)
    link = {"url": "https://example.gov/?a=1&b=\"'><script>alert(1)</script>", "title": HOSTILE, "source": HOSTILE[:40]}
    place = {"name": HOSTILE[:40], "lat": 30.4, "lon": 114.8}
    moment = actions.publish(chen, f"{HOSTILE} https://example.gov/?q=\"'><b>", audience="everyone", link=link, place=place)
    again = actions.repost(moment, a_person("周小满"), HOSTILE, audience="everyone")
    own = f"/moments/{moment.pk}"
    for path in ("/square", own, f"/moments/{again.pk}", f"/moments/new?repost={moment.pk}", f"{own}/report", f"{own}/share"):
        page = read(client_for(chen), path)
        assert harmless(page), path
        assert 'href="https://example.gov/?a=1&b="' not in page, path


def test_a_listings_title_under_a_moment_is_words(client_for):
    market = a_market(1000 * KG)
    listing = market.listing
    type(listing).objects.filter(pk=listing.pk).update(title=HOSTILE[:60])
    assert harmless(read(client_for(a_person()), f"/moments/{listing.moment_id}"))


def test_a_card_speaks_the_readers_language(client_for):
    unit = a_unit("白鱼镇政府")
    chen = a_person("陈望舒")
    a_holding(chen, a_post(unit=unit))
    gone = actions.publish(chen, "撤了", audience="everyone")
    actions.delete_moment(gone, chen)
    open_one = actions.publish(chen, "鱼肥了", audience="everyone")
    actions.repost(open_one, chen, "看", audience="unit", unit=unit.pk)
    for language, words, deleted in (("zh-hans", ("赞", "转发"), "已删除"), ("en", ("Like", "Repost"), "Deleted.")):
        Person.objects.filter(pk=chen.pk).update(language=language)
        page = read(client_for(chen), "/square")
        assert "白鱼镇政府" in page and f'href="/moments/{open_one.pk}#comments"' in page
        assert all(f'<span class="out-of-sight">{word}</span>' in page for word in words), language
        assert deleted in read(client_for(chen), f"/moments/{gone.pk}")


def test_the_heart_is_a_form_that_leads_back_without_scripts(client_for):
    chen, zhou = a_person("陈望舒"), a_person("周小满")
    moment = actions.publish(chen, "鱼肥了", audience="everyone")
    reader = client_for(zhou)
    page = read(reader, "/square?tab=all")
    form = re.search(rf'<form method="post" action="(/moments/{moment.pk}/like)"[^>]*>(.*?)</form>', page, re.S)
    assert form, "no form"
    sent = dict(re.findall(r'name="([^"]+)" value="([^"]*)"', form[2]))
    assert sent["csrfmiddlewaretoken"] and sent["next"] == "/square?tab=all" and sent["liked"] == "yes"
    answer = reader.post(form[1], sent)
    assert answer.status_code == 302 and answer["Location"].startswith("/square?tab=all")
    assert 'aria-pressed="true"' in read(reader, "/square?tab=all")


def test_a_page_of_cards_asks_as_often_as_one_card():
    unit, chen = a_unit("白鱼镇政府"), a_person("陈望舒")
    a_holding(chen, a_post(unit=unit))
    groups = [a_group(owner=chen) for _n in range(4)]
    asked = []
    for several in (1, 3):
        for n in range(several):
            root = actions.publish(chen, f"鱼肥了 {n}", audience="unit", unit=unit.pk)
            actions.publish(chen, f"组里说 {n}", audience="group", group=groups[n].pk)
            actions.repost(root, chen, "看", audience="unit", unit=unit.pk)
        moments = square(chen)
        with CaptureQueriesContext(connection) as queries:
            drawn = cards_html(cards_of(moments, chen))
        assert drawn.count("白鱼镇政府") >= several * 2
        asked.append(len(queries))
    assert all(before >= after for before, after in pairwise(asked)), asked


def test_who_came_by_a_code_orders_by_it(client_for):
    market = a_market(1000 * KG)
    moment, sharer = market.listing.moment, a_person("周小满")
    code = actions.share(moment, sharer).code
    page = read(client_for(a_person()), f"/moments/{moment.pk}?via={code}")
    assert f'href="/listings/{market.listing.pk}?via={code}"' in page
    made_up = read(client_for(a_person()), f"/moments/{moment.pk}?via=madeupcode")
    assert f"/listings/{market.listing.pk}?via=madeupcode" not in made_up, "nobody makes up a branch"
