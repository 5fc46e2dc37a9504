"""Several processes: what one stores, people at all of them hear; and one, the bus or the database may go away in between."""

from __future__ import annotations

import json
import os
import signal
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.faults.processes import PATIENCE, Browser, Bus, Process, environment, huiyin, prepared, serving, until
from tests.postgres import Cluster, NoPostgres, address_in, cluster

pytestmark = [pytest.mark.sqlite_only]  # they bring their own PostgreSQL


KEPT = """
from huiyin.groups.models import Message
for message in Message.objects.filter(group={group}, text__startswith='第').order_by('n'):
    print(message.n, message.text)
"""


class House:
    """Two servers, a group of six, the database and the bus under them."""

    def __init__(self, database: Cluster, bus: Bus, env: dict[str, str], group: int, people: list[Browser]) -> None:
        self.database, self.bus, self.env, self.group, self.people = database, bus, env, group, people


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    bus = Bus()
    try:
        with cluster() as database:
            env = environment(tmp_path_factory.mktemp("house"), address_in(database.address, "house"), bus.address)
            group, people = prepared(env)
            yield House(database, bus, env, group, people)
    except NoPostgres as error:
        pytest.skip(str(error))
    finally:
        bus.stop()


@pytest.fixture(scope="module")
def two(house: House) -> Iterator[tuple[Process, Process]]:
    with serving(house.env, 2) as (one, other):
        hear_each_other(house, one, other)
        yield one, other
    for person in house.people:
        person.close()


def hear_each_other(house: House, *processes: Process) -> None:
    """Waits until the bus carries: a hint sent before both have subscribed is a hint lost, by design."""
    for process in processes:
        until(lambda process=process: "the bus is there" in process.said().rpartition("does not answer")[2], 30)  # type: ignore[misc]


def texts(listener, count: int) -> list[str]:
    """The next so many messages a live connection gives."""
    heard = []
    while len(heard) < count:
        event = listener.next_of("message.posted")
        assert event is not None, "the connection ended"
        heard.append(event["data"]["html"].partition("<p>")[2].partition("</p>")[0])
    return heard


def test_words_at_one_process_are_heard_at_the_other_at_once(house: House, two: tuple[Process, Process]) -> None:
    here, there = two
    chen, zhou = house.people[:2]
    at_home, far = chen.listen(here), zhou.listen(there)
    began = time.monotonic()
    for n in range(10):  # to and fro: each waits for the one before
        assert chen.say(here, house.group, f"去{n}").status_code == 201
        assert texts(far, 1) == [f"去{n}"]
        assert zhou.say(there, house.group, f"回{n}").status_code == 201
        assert texts(at_home, 2) == [f"去{n}", f"回{n}"]
        assert texts(far, 1) == [f"回{n}"]
    assert time.monotonic() - began < 8, "over the bus it takes milliseconds; by looking into the journal a second each"


def test_reading_at_one_process_is_seen_at_the_other(house: House, two: tuple[Process, Process]) -> None:
    here, there = two
    chen, zhou = house.people[:2]
    listening = chen.listen(here)
    n = chen.say(here, house.group, "请看一下").json()["n"]
    assert zhou.http.post(f"{there.url}/groups/{house.group}/read", json={"n": n}).status_code == 204
    counts = listening.next_of("read")["data"]["c"]
    assert sum(c for at, c, _joined in counts if at >= n) >= 1


def test_who_signs_out_at_one_process_is_out_at_all(house: House, two: tuple[Process, Process]) -> None:
    here, there = two
    gone = house.people[5]
    live = gone.listen(there)
    assert gone.say(there, house.group, "我先下线了").status_code == 201
    page = gone.http.get(f"{here.url}/me", headers={"accept": "text/html"})
    token = page.text.partition('name="csrfmiddlewaretoken" value="')[2].partition('"')[0]
    assert gone.http.post(f"{here.url}/sign-out", data={"csrfmiddlewaretoken": token}).status_code in (302, 303)
    began = time.monotonic()
    assert live.next_of("bye") is not None
    assert time.monotonic() - began < 1
    refused = httpx.post(
        f"{there.url}/groups/{house.group}/messages", json={"text": "还在吗", "key": "after-the-end"}, cookies={"huiyin": gone.session}
    )
    assert refused.status_code == 401


def test_a_removed_member_hears_nothing_at_any_process(house: House, two: tuple[Process, Process]) -> None:
    here, there = two
    removed, stays = house.people[4], house.people[1]
    theirs, others = removed.listen(there), stays.listen(there)
    code = (
        "from huiyin.groups.models import Group\nfrom huiyin.people.models import Person\nfrom huiyin.groups.actions import remove_member\n"
        f"g = Group.objects.get(pk={house.group})\nremove_member(g, Person.objects.get(pk={removed.person}), g.made_by)"
    )
    huiyin(house.env, code=code)
    assert others.next_of("member.removed") is not None  # a command in another process, heard by looking into the journal
    assert house.people[0].say(here, house.group, "只给还在的人").status_code == 201
    assert texts(others, 1) == ["只给还在的人"]
    assert removed.say(there, house.group, "让我说").status_code == 404
    theirs.close()
    while (event := theirs.events.get_nowait()) is not None:
        assert "只给还在的人" not in str(event)


ENDINGS = """
import json
from datetime import timedelta
from django.utils import timezone
from huiyin.groups.actions import add_people, add_source
from huiyin.groups.models import Group
from huiyin.people.actions.administrators import appoint_administrator
from huiyin.people.actions.tokens import make_token
from tests.factories import a_holding, a_person, a_post, a_session, a_unit
group = Group.objects.get(pk={group})
leaver, locked, maker, arranges, secures = [a_person(phone=f"+86198{{n:08d}}") for n in range(5)]
unit = a_unit()
holding = a_holding(leaver, a_post("科员", unit), since=timezone.localdate() - timedelta(days=30))
add_people(group, [locked, maker], by=group.made_by)
add_source(group, by=group.made_by, unit=unit)
appoint_administrator(arranges, "system"), appoint_administrator(secures, "security")
token, shown = make_token(maker, "水位站", ["messages:read"])
yesterday = (timezone.localdate() - timedelta(days=1)).isoformat()
people = dict(leaver=leaver, locked=locked, maker=maker, arranges=arranges, secures=secures)
print(json.dumps(dict(
    people={{name: [a_session(p), p.pk] for name, p in people.items()}}, shown=shown, yesterday=yesterday,
    holding=holding.pk, token=token.pk,
)))
"""


def press(person: Browser, at: Process, path: str, **fields: str) -> int:
    """Sends a form as a page does. Gives the status."""
    page = person.http.get(f"{at.url}/me", headers={"accept": "text/html"})
    token = page.text.partition('name="csrfmiddlewaretoken" value="')[2].partition('"')[0]
    return person.http.post(f"{at.url}{path}", data={"csrfmiddlewaretoken": token, **fields}, headers={"accept": "text/html"}).status_code


def test_a_right_that_ends_at_one_process_ends_the_stream_at_the_other_within_a_second(house: House, two: tuple[Process, Process]) -> None:
    here, there = two
    told = json.loads(huiyin(house.env, code=ENDINGS.format(group=house.group)).splitlines()[-1])
    people = {name: Browser(*who) for name, who in told["people"].items()}
    ends = [
        ("leaver", "group.exited", people["arranges"], f"/manage/holdings/{told['holding']}/end", {"until": told["yesterday"]}),
        ("locked", "bye", people["secures"], f"/manage/locks/{people['locked'].person}/lock", {}),
    ]
    for who, event, by, path, fields in ends:
        live = people[who].listen(there)
        assert press(by, here, path, **fields) in (302, 303)
        began = time.monotonic()
        assert live.next_of(event) is not None
        assert time.monotonic() - began < 1
    bearer = {"authorization": f"Bearer {told['shown']}"}
    with httpx.stream("GET", f"{there.url}/live", headers=bearer, timeout=10) as answer:
        lines = answer.iter_lines()
        assert next(lines) == "retry: 2000"
        assert press(people["maker"], here, f"/me/tokens/{told['token']}/revoke") in (302, 303)
        began = time.monotonic()
        assert any("event: bye" in line for line in lines)
        assert time.monotonic() - began < 1
    assert house.people[0].say(here, house.group, "只给还在的人二").status_code == 201
    assert people["leaver"].say(there, house.group, "让我说").status_code == 404
    again = people["leaver"].listen(there, people["leaver"].listeners[0].vector)
    assert all("只给还在的人二" not in str(event) for event in again.missed), "old cursors open no door"
    for person in people.values():
        person.close()


PUBLISHED = """
import json
from huiyin.feed import actions
from huiyin.people.actions.tokens import make_token
from tests.factories import a_holding, a_person, a_post, a_unit
from tests.market.conftest import KG, a_market
unit = a_unit("云溪水务局")
writer = a_holding(a_person("林见山"), a_post("局长", unit=unit)).person
account = actions.open_account(unit, writer, "云溪水务", "水情")
moment = actions.publish(writer, "水库今起放水", audience="public", account=account.pk)
market = a_market(1000 * KG)
token = make_token(writer, "试验", ["moments:write", "orders:write"])[1]
print(json.dumps(dict(account=account.pk, moment=moment.pk, listing=market.listing.pk, token=token)))
"""


def test_what_one_process_kept_for_strangers_is_drawn_anew_when_another_changes_it(house: House, two: tuple[Process, Process]) -> None:
    here, there = two
    made = json.loads(huiyin(house.env, code=PUBLISHED).splitlines()[-1])
    pages = [f"/accounts/{made['account']}", f"/moments/{made['moment']}"]
    program = httpx.Client(headers={"Authorization": f"Bearer {made['token']}"}, timeout=PATIENCE)

    def reads(words: str, *paths: str) -> bool:
        return all(words in httpx.get(there.url + path, timeout=PATIENCE).text for path in paths for _twice in range(2))

    assert reads("水库今起放水", *pages)
    assert program.patch(f"{here.url}/api/v1/moments/{made['moment']}", json={"text": "水库明起放水"}).status_code == 200
    assert reads("水库明起放水", *pages)
    assert program.delete(f"{here.url}/api/v1/moments/{made['moment']}").status_code == 204
    assert not reads("放水", pages[0]) and not reads("放水", pages[1])
    listing = f"/listings/{made['listing']}"
    assert reads("0 斤", listing) and not reads("200 斤", listing)
    order = {"grams": 100_000, "take": "all", "key": "one"}
    assert program.post(f"{here.url}/api/v1/listings/{made['listing']}/orders", json=order).status_code == 201
    assert reads("200 斤", listing)


def test_the_bus_goes_away_and_comes_back(house: House, two: tuple[Process, Process]) -> None:
    here, there = two
    chen, zhou = house.people[:2]
    far = zhou.listen(there)
    house.bus.stop()
    until(lambda: here.health().get("bus") == "no answer")
    assert "within a second" in until(lambda: here.said() if "within a second" in here.said() else "")
    assert chen.say(here, house.group, "总线断了也要到").status_code == 201
    assert texts(far, 1) == ["总线断了也要到"]
    assert httpx.get(f"{there.url}/messages", cookies={"huiyin": zhou.session}).status_code == 200
    house.bus.start()
    until(lambda: here.health().get("bus") == "ok")
    hear_each_other(house, here, there)
    for n in range(5):
        assert chen.say(here, house.group, f"接上了{n}").status_code == 201
    assert texts(far, 5) == [f"接上了{n}" for n in range(5)]


def test_the_database_restarts_under_load(house: House, two: tuple[Process, Process]) -> None:
    here, there = two
    group, done = house.group, threading.Event()
    stored: dict[str, int] = {}
    refusals: list[httpx.Response] = []
    far = house.people[1].listen(there)

    def write(person: Browser, at: Process) -> None:
        n = 0
        while not done.is_set():
            text = f"第{n}条 {person.person}"
            answer = person.say(at, group, text)
            if answer.status_code in (200, 201):
                stored[text] = answer.json()["n"]
                n += 1
            else:
                refusals.append(answer)
                done.wait(0.02)

    writers = [threading.Thread(target=write, args=pair) for pair in zip(house.people[:3], (here, there, here), strict=True)]
    for writer in writers:
        writer.start()
    until(lambda: len(stored) > 30)
    before_it = [len(process.said()) for process in two]
    house.database.stop()
    until(lambda: refusals)
    page = house.people[3].http.get(f"{here.url}/messages", headers={"accept": "text/html"})
    house.database.start()
    before = len(stored)
    until(lambda: len(stored) > before + 30, 30)
    done.set()
    for writer in writers:
        writer.join(20)
    for process, length in zip(two, before_it, strict=True):
        until(lambda process=process, length=length: "is back after" in process.said()[length:])  # type: ignore[misc]
        told = [line for line in process.said()[length:].splitlines() if "huiyin.live.bus" not in line]  # on a crowded machine it is late
        assert [line.partition(" the database ")[2][:7] for line in told] == ["is away", "is back"], told

    assert page.status_code == 503
    assert "没有丢" in page.text
    assert {r.status_code for r in refusals} == {503}
    assert {r.json()["error"] for r in refusals} == {"unavailable"}
    found = huiyin(house.env, code=KEPT.format(group=group))
    kept = dict(reversed(line.split(" ", 1)) for line in found.splitlines())
    lines = [line.split(" ", 1)[1] for line in found.splitlines()]
    assert {text: str(n) for text, n in stored.items()} == {text: kept[text] for text in stored}, "what was acknowledged is there"
    assert len(lines) == len(set(lines)), "and there once"
    last = max(stored.values())
    heard = set()
    while last not in heard:
        event = far.next_of("message.posted")
        assert event is not None, "the connection outlived the database"
        assert event["data"]["n"] not in heard
        heard.add(event["data"]["n"])
    assert set(stored.values()) <= heard, "and everybody heard it, once"
    assert "entries" in huiyin(house.env, "journal", "verify")


def test_one_worker_of_several_dies(house: House, tmp_path: Path) -> None:
    with serving(house.env, 1, "--workers", "2") as (server,):
        hear_each_other(house, server)
        chen, others = house.people[0], house.people[1:4]
        lives = [person.listen(server) for person in others for _ in range(3)]
        assert chen.say(server, house.group, "第一句").status_code == 201
        for live in lives:
            assert texts(live, 1) == ["第一句"]
        victim = server.children()[0]
        os.kill(victim, signal.SIGKILL)
        until(lambda: said(chen, server, house.group, "第二句"))
        for person, live in zip([p for p in others for _ in range(3)], lives, strict=True):
            event = live.next_of("message.posted")
            if event is None:  # it was at the process that died: back with its cursors, as a browser does
                event = until(lambda person=person, live=live: again(person, server, live.vector))  # type: ignore[misc]
            assert "第二句" in event["data"]["html"]
        until(lambda: len(server.children()) == 2 and victim not in server.children(), 30)
        told = until(lambda: [line for line in server.said().splitlines() if "started anew" in line])
        assert len(told) == 1
        assert f"worker 1 (process {victim}) was killed by SIGKILL" in told[0]
        assert told[0].endswith(f"process {server.children()[-1]}")
    for person in house.people:
        person.close()


def said(person: Browser, server: Process, group: int, text: str) -> bool:
    """Sends until it is acknowledged, always with the same key, as a browser does."""
    try:
        return person.say(server, group, text).status_code in (200, 201)
    except httpx.HTTPError:
        return False


def again(person: Browser, server: Process, cursors: str) -> dict | None:
    """Comes back with the cursors; gives the first message missed, None where the server is not there yet."""
    try:
        return person.listen(server, cursors).next_of("message.posted")
    except httpx.HTTPError:
        return None
