"""What open pages look at beside conversations: told as it moves, to who may see it at that moment, by nothing but the database's word."""

from __future__ import annotations

from typing import Any

import pytest

from huiyin.feed.actions import change_audience, comment, delete_moment, like, publish
from huiyin.feed.models import Moment
from huiyin.live.watching import WATCHED_LIMIT, topics_in
from huiyin.people import attention
from huiyin.people.actions.tokens import make_token
from huiyin.people.models import Person
from tests.factories import a_holding, a_person, a_post
from tests.market.conftest import KG, a_market

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def pond() -> tuple[Moment, Person]:
    leader = a_holding(post=a_post("副县长")).person
    return publish(leader, "云湖的鱼熟了", audience="everyone"), a_person("王芳", kind="resident")


def told(listener: Any, topic: str) -> dict[str, Any]:
    """Gives the next that is told of a topic."""
    while (event := listener.next_of("watch"))["data"]["t"] != topic:
        pass
    return dict(event["data"])


def watched_before_a_notice(listener: Any, person: Person) -> list[Any]:
    """Gives what was told of topics until something else comes that everybody of this person hears."""
    attention.stir([person.pk])
    heard = []
    while (event := listener.next())["event"] != "notices":
        heard += [event] if event["event"] == "watch" else []
    return heard


def test_likes_and_comments_reach_who_looks_at_the_moment(phone, pond):
    moment, wang = pond
    reader = phone(wang).listen(watch=f"moment:{moment.pk}")
    assert told(reader, f"moment:{moment.pk}")["likes"] == 0  # how it stands, at once: nothing was missed since the page was made
    like(moment, a_person("李强"))
    assert told(reader, f"moment:{moment.pk}")["likes"] == 1
    comment(moment, a_person("赵敏"), "我要两条")
    assert told(reader, f"moment:{moment.pk}")["comments"] == 1
    delete_moment(moment, moment.by)
    assert told(reader, f"moment:{moment.pk}") == {"t": f"moment:{moment.pk}", "gone": True}


def test_the_square_says_only_that_there_is_something(phone, pond):
    moment, wang = pond
    reader = phone(wang).listen(watch="square")
    assert told(reader, "square") == {"t": "square"}
    publish(moment.by, "给本单位", audience="people", people=[a_person("李强").pk])
    assert told(reader, "square") == {"t": "square"}, "neither who, nor what, nor which"


def test_a_thermometer_comes_drawn_in_the_readers_language(phone):
    market = a_market(1000 * KG)
    reader = phone(market.clerk).listen(watch=f"listing:{market.listing.pk}")
    assert "1,000" not in told(reader, f"listing:{market.listing.pk}")["html"].split("<dd>")[1]
    market.order(500 * KG, market.clerk, name="王嫂", phone="13900002222")
    drawn = told(reader, f"listing:{market.listing.pk}")["html"]
    assert "1,000" in drawn and "已订" in drawn and "csrf" not in drawn


def test_who_may_no_longer_see_it_hears_nothing_more(phone, pond):
    moment, wang = pond
    friend = a_person("张磊")
    reader, other = (phone(one).listen(watch=f"moment:{moment.pk}") for one in (wang, friend))
    for one in (reader, other):
        told(one, f"moment:{moment.pk}")
    change_audience(moment, moment.by, audience="people", people=[friend.pk])
    like(moment, moment.by)
    while told(other, f"moment:{moment.pk}")["likes"] != 1:
        pass
    assert not watched_before_a_notice(reader, wang)


def test_what_is_not_theirs_and_what_is_not_there_is_not_told(phone, pond):
    moment, wang = pond
    secret = publish(moment.by, "只给一个人", audience="people", people=[a_person("李强").pk])
    reader = phone(wang).listen(watch=f"moment:{secret.pk},moment:999999,nothing:1,square,moment:{moment.pk}")
    assert told(reader, f"moment:{moment.pk}")["likes"] == 0
    like(secret, moment.by)
    like(moment, moment.by)
    assert reader.next_of("watch")["data"]["t"] in (f"moment:{moment.pk}", "square")


def test_a_like_of_another_process_arrives_too(phone, pond):
    """No entry, no hint: it is found by looking."""
    moment, wang = pond
    reader = phone(wang).listen(watch=f"moment:{moment.pk}")
    told(reader, f"moment:{moment.pk}")
    Moment.objects.filter(pk=moment.pk).update(likes=7)  # as a process that tells nobody writes it
    assert told(reader, f"moment:{moment.pk}")["likes"] == 7


def test_a_program_needs_the_scope_of_what_it_looks_at(phone, pond):
    moment, wang = pond
    topics = f"moment:{moment.pk},square"
    narrow, wide = (make_token(wang, "听众", scopes)[1] for scopes in (["messages:read"], ["messages:read", "moments:read"]))
    deaf, hears = phone(wang).listen(watch=topics, token=narrow), phone(wang).listen(watch=topics, token=wide)
    like(moment, moment.by)
    while told(hears, f"moment:{moment.pk}")["likes"] != 1:
        pass
    assert not watched_before_a_notice(deaf, wang)


def test_more_topics_than_a_page_has_are_cut_off():
    asked = b"lang=en&watch=" + ",".join(f"moment:{n}" for n in range(1, 500)).encode()
    assert 0 < len(topics_in(asked)) <= WATCHED_LIMIT
    assert topics_in(b"watch=moment:1%2Csquare,listing:x,moment:-2,,%00") == [("moment", 1), ("square", 0)]
    assert topics_in(b"lang=en") == []
