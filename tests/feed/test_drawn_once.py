"""What strangers read is drawn once for all, and renewed as soon as anything it shows has moved; nobody is given what is not for them."""

from __future__ import annotations

import itertools
import re
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext

from huiyin.core.byte_cache import byte_cache
from huiyin.feed.actions import (
    change_account,
    change_audience,
    close_account,
    comment,
    delete_moment,
    edit_moment,
    open_account,
    publish,
    repost,
    share,
)  # fmt: skip
from huiyin.feed.models import Account, Comment, Moment
from huiyin.feed.views import moment as moment_views
from huiyin.feed.views import square as square_views
from huiyin.journal.models import Stream
from huiyin.market.models import Order
from huiyin.people import drawn_once
from huiyin.people.actions.me import set_my_name
from huiyin.people.models import Person
from huiyin.privacy.actions.erasing import erase_person, finish_erasure
from tests.factories import a_holding, a_person, a_post, a_session, a_unit
from tests.market.conftest import KG, Market, a_market


@pytest.fixture
def fish(db: None) -> Moment:
    return publish(a_holding(a_person("何川"), a_post("副县长")).person, "云湖的鱼熟了", audience="public")


def read(path: str, client: Client | None = None, **headers: Any) -> str:
    """Gives the page as a stranger (or that browser) reads it."""
    return (client or Client()).get(path, **headers).content.decode()


def without_own(page: str) -> str:
    """The page without what is each reader's own."""
    return re.sub(r'(value|content)="[\w-]{40,90}"', "", page)


def test_the_second_stranger_costs_a_few_questions_and_reads_the_same(fish, monkeypatch):
    first = read(f"/moments/{fish.pk}")
    monkeypatch.setattr(moment_views, "render", None)  # nothing more is drawn
    with CaptureQueriesContext(connection) as asked:
        second = read(f"/moments/{fish.pk}")
    assert without_own(first) == without_own(second) and "云湖的鱼熟了" in second
    assert len(asked) <= 9


def test_what_is_said_changed_and_taken_back_is_there_at_once(fish):
    where, reader = f"/moments/{fish.pk}", a_person("王芳")
    assert "我要两条" not in read(where)
    said = comment(fish, reader, "我要两条").comment
    assert "我要两条" in read(where)
    edit_moment(fish, fish.by, "云湖的鱼肥了")
    assert "云湖的鱼肥了" in read(where)
    finish_erasure(erase_person(reader, None, reader.name))
    assert "我要两条" not in read(where) and "王芳" not in read(where) and Comment.objects.get(pk=said.pk).text == ""
    delete_moment(fish, fish.by)
    assert "云湖" not in read(where)


def test_what_is_removed_without_an_entry_is_gone_too(fish):
    """An erasure goes on piece by piece after it was told."""
    said = comment(fish, a_person("王芳"), "我要两条").comment
    assert "我要两条" in read(f"/moments/{fish.pk}")
    Comment.objects.filter(pk=said.pk).update(text="", deleted_at=said.at)
    assert "我要两条" not in read(f"/moments/{fish.pk}")


@pytest.mark.parametrize("page", ["moment", "shared"])
def test_a_narrower_audience_closes_it_at_once_for_reposts_too(fish, page):
    again = repost(fish, a_person("李强"), "帮一把", consent=True, audience="public")
    where = f"/moments/{again.pk}" if page == "moment" else f"/m/{share(again, again.by).code}"
    assert "云湖的鱼熟了" in read(where)
    change_audience(fish, fish.by, audience="everyone")
    assert "云湖" not in read(where) and "帮一把" not in read(where)


def test_a_shared_page_is_not_sent_twice_while_it_is_the_same(fish):
    where = f"/m/{share(fish, fish.by).code}"
    tag = Client().get(where).headers["ETag"]
    again = Client().get(where, headers={"If-None-Match": tag})
    assert (again.status_code, again.content, again.headers["ETag"]) == (304, b"", tag)
    edit_moment(fish, fish.by, "云湖的鱼肥了")
    assert Client().get(where, headers={"If-None-Match": tag}).status_code == 200


def test_a_page_with_a_proof_in_it_is_the_same_only_for_the_same_browser(fish):
    one, another = Client(), Client()
    first = one.get(f"/moments/{fish.pk}")
    assert one.get(f"/moments/{fish.pk}", headers={"If-None-Match": first.headers["ETag"]}).status_code == 200, "it had no proof yet"
    second = one.get(f"/moments/{fish.pk}")
    assert one.get(f"/moments/{fish.pk}", headers={"If-None-Match": second.headers["ETag"]}).status_code == 304
    another.get(f"/moments/{fish.pk}")
    assert another.get(f"/moments/{fish.pk}", headers={"If-None-Match": second.headers["ETag"]}).status_code == 200
    assert "private" in second.headers["Cache-Control"] and "Cookie" in second.headers["Vary"]


def test_languages_sizes_and_colours_are_not_mixed_up(fish):
    where = f"/moments/{fish.pk}"
    dark = Client()
    dark.cookies["huiyin_theme"], dark.cookies["huiyin_text_size"] = "dark", "large"
    for _twice in range(2):
        assert '<html lang="zh-Hans"' in read(where, headers={"Accept-Language": "zh"})
        assert '<html lang="en"' in read(where, headers={"Accept-Language": "en"})
        assert 'data-theme="dark"' in read(where, dark) and 'data-text="large"' in read(where, dark) and "data-theme" not in read(where)


def test_who_is_signed_in_gets_their_own_page_and_leaves_none_behind(fish):
    member = Client()
    member.cookies[settings.SESSION_COOKIE_NAME] = a_session(a_person("赵敏"))
    for _twice in range(2):
        assert 'id="answer"' in read(f"/moments/{fish.pk}", member)
        assert 'id="answer"' not in read(f"/moments/{fish.pk}") and "data-me" not in read(f"/moments/{fish.pk}")


def test_strangers_order_from_a_kept_page_each_with_their_own_proof_and_key(db):
    market = a_market()
    where = f"/listings/{market.listing.pk}"
    buyers = [Client(enforce_csrf_checks=True) for _n in range(2)]
    keys = []
    for number, buyer in enumerate(buyers):
        page = read(where, buyer)
        assert "hole-" not in page and drawn_once.PROOF not in page
        key = re.search(r'name="key" value="([^"]+)"', page)[1]
        proof = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[1]
        keys.append(key)
        said = {"csrfmiddlewaretoken": proof, "key": key, "grams": "10", "name": "周大山", "phone": f"1390000333{number}"}
        assert buyer.post(f"{where}/order", said).status_code == 200
    assert len(set(keys)) == 2 and Order.objects.count() == 2
    assert Client().get(where).headers["Cache-Control"] == "no-store"


def test_a_thermometer_on_a_kept_page_rises_with_every_order(db):
    market: Market = a_market(1000 * KG)
    where, moment = f"/listings/{market.listing.pk}", f"/moments/{market.listing.moment_id}"
    assert "0 斤" in read(where)
    market.order(100 * KG, market.clerk, name="王嫂", phone="13900002222")
    assert "200 斤" in read(where) and "200 斤" in read(moment)


@pytest.fixture
def office(db: None) -> tuple[Account, Person]:
    """An official account with one public moment, and who writes for it."""
    unit = a_unit("云溪水务局")
    writer = a_holding(a_person("林见山"), a_post("局长", unit=unit)).person
    account = open_account(unit, writer, "云溪水务", "水情、工程、节水")
    publish(writer, "水库今起放水", audience="public", account=account.pk)
    return account, writer


def test_an_accounts_page_is_drawn_once_for_all_strangers_and_anew_for_whatever_it_shows(office, monkeypatch):
    account, writer = office
    where = f"/accounts/{account.pk}"
    first = read(where)
    with monkeypatch.context() as none:
        none.setattr(square_views, "render", None)  # nothing more is drawn
        assert without_own(read(where)) == without_own(first) and "水库今起放水" in first
    later = publish(writer, "明早八点停水", audience="public", account=account.pk)
    assert "明早八点停水" in read(where)
    edit_moment(later, writer, "明早九点停水")
    assert "明早九点停水" in read(where)
    change_audience(later, writer, audience="everyone")
    assert "明早" not in read(where)
    root = publish(a_person("何川", kind="resident"), "云湖的鱼熟了", audience="public", consent=True)
    repost(root, writer, "帮一把", audience="public", account=account.pk)
    assert "云湖的鱼熟了" in read(where)
    set_my_name(root.by, "何大川")
    assert "何大川" in read(where)
    change_audience(root, root.by, audience="everyone")
    assert "云湖" not in read(where)
    delete_moment(Moment.objects.get(text="水库今起放水"), writer)
    assert "水库今起放水" not in read(where)
    change_account(account, writer, "云溪水利", "水情")
    assert "云溪水利" in read(where)
    close_account(account, writer)
    assert read(where) != first


def test_an_account_is_read_by_strangers_and_kept_from_nobodys_own_page(office):
    account, writer = office
    where, member = f"/accounts/{account.pk}", Client()
    member.cookies[settings.SESSION_COOKIE_NAME] = a_session(writer)
    for _twice in range(2):
        assert "moment-acts" in read(where, member) and "moment-acts" not in read(where)


def test_an_accounts_page_rises_with_every_order(db):
    market: Market = a_market(1000 * KG)
    unit = a_unit("云溪农业局")
    a_holding(market.secretary, a_post("局长", unit=unit))
    account = open_account(unit, market.secretary, "云溪农业", "")
    repost(market.listing.moment, market.secretary, "帮一把", audience="public", account=account.pk)
    assert "200 斤" not in read(f"/accounts/{account.pk}")
    market.order(100 * KG, market.clerk, name="王嫂", phone="13900002222")
    assert "200 斤" in read(f"/accounts/{account.pk}")


def test_another_process_needs_to_tell_nobody(fish):
    """Where streams stand is asked of the database: what it committed there is seen with the next request."""
    read(f"/moments/{fish.pk}")
    Moment.objects.filter(pk=fish.pk).update(text="别处改的")
    Stream.objects.filter(pk=fish.stream_id).update(seq=fish.stream.seq + 5)
    assert "别处改的" in read(f"/moments/{fish.pk}")


def test_made_up_addresses_fill_nothing(fish):
    before = len(byte_cache)
    for n in range(5):
        read(f"/moments/{fish.pk}?x={n}")
    assert len(byte_cache) == before


def test_a_changed_name_is_drawn_anew(fish):
    reader = a_person("王芳", kind="resident")
    comment(fish, reader, "我要两条")
    assert "王芳" in read(f"/moments/{fish.pk}")
    set_my_name(reader, "王小芳")
    assert "王小芳" in read(f"/moments/{fish.pk}")


def test_what_moves_while_it_is_drawn_is_there_with_the_next_request(fish, monkeypatch):
    drawn = moment_views.page

    def late(*given: Any) -> Any:
        answer = drawn(*given)
        monkeypatch.undo()
        edit_moment(fish, fish.by, "云湖的鱼肥了")
        return answer

    monkeypatch.setattr(moment_views, "page", late)
    assert "云湖的鱼熟了" in read(f"/moments/{fish.pk}")
    assert "云湖的鱼肥了" in read(f"/moments/{fish.pk}")


@pytest.mark.no_database
def test_a_crowd_that_waits_while_everything_moves_is_given_one_drawing_together(monkeypatch):
    """A sale moves its page with every order: five who come while it is being drawn for the first share the next drawing."""
    moved, drawn, first_begun, first_may_end = itertools.count(), [], threading.Event(), threading.Event()
    monkeypatch.setattr(drawn_once, "_stand", lambda _shows: str(next(moved)).encode())  # never the same twice

    def draw() -> HttpResponse:
        drawn.append(len(drawn) + 1)
        first_begun.set()
        assert first_may_end.wait(20)
        return HttpResponse(f"drawing {drawn[-1]}")

    came = threading.Barrier(6)

    def ask(waits: bool) -> bytes:
        request = RequestFactory().get("/m/crowd")
        request.user, request.device = AnonymousUser(), None

        def shows() -> drawn_once.Shows:
            if waits and not getattr(request, "asked", False):
                request.asked = True
                came.wait(20)
            return drawn_once.Shows(())

        return bytes(drawn_once.drawn_once(request, shows, draw).content)

    byte_cache.clear()
    with ThreadPoolExecutor(6) as crowd:
        first = crowd.submit(ask, False)
        assert first_begun.wait(20)
        byte_cache.put(_key_of_crowd(), b"\n".join((b"before", b"0.0", b"{}", b"old")))  # so that each looks before it waits
        others = [crowd.submit(ask, True) for _n in range(5)]
        came.wait(20)
        first_may_end.set()
        assert first.result(20) == b"drawing 1"
        assert {one.result(20) for one in others} == {b"drawing 2"} and drawn == [1, 2]


def _key_of_crowd() -> str:
    request = RequestFactory().get("/m/crowd")
    request.user, request.device = AnonymousUser(), None
    return drawn_once._key(request, "")
