"""A right that ends between being read and being used: each test holds the reading, ends the right, and lets it go on."""

from __future__ import annotations

import asyncio
import queue
import socket
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from huiyin.groups.actions import add_people, remove_member
from huiyin.groups.models import Member, Message
from huiyin.live import fast_path
from huiyin.live.sessions import Principal, Sessions
from huiyin.people.actions.devices import end_all_devices
from huiyin.people.actions.locking import lock_person
from huiyin.people.actions.tokens import make_token, revoke_token
from huiyin.people.models import ApiToken, Device
from tests.factories import a_group, a_person
from tests.live.conftest import PATIENCE, Listener, Phone, Running

pytestmark = pytest.mark.django_db(transaction=True)


class Held:
    """What a server reads by one function, held after it was read until `go`."""

    def __init__(self, server: Running, name: str) -> None:
        self.name, self.reached, self.gone = name, threading.Semaphore(0), threading.Event()
        for one in (server.server.hub, server.server.sessions):
            one.run = self._holding(one.run)

    def _holding(self, run: Callable[..., Any]) -> Callable[..., Any]:
        async def held(function: Any, *args: Any) -> Any:
            answer = await run(function, *args)
            if function.__name__ == self.name and not self.gone.is_set():
                self.reached.release()
                await asyncio.get_running_loop().run_in_executor(None, self.gone.wait, PATIENCE)
            return answer

        return held

    def wait(self) -> None:
        assert self.reached.acquire(timeout=PATIENCE), f"{self.name} was not read"

    def go(self) -> None:
        self.gone.set()


class Coming:
    """A browser that opens its stream while other things happen."""

    def __init__(self, phone: Phone) -> None:
        self.opened: list[Listener] = []
        self.thread = threading.Thread(target=lambda: self.opened.append(phone.listen()))
        self.thread.start()

    def arrived(self) -> Listener:
        self.thread.join(PATIENCE)
        return self.opened[0]


@pytest.fixture
def pond(running: Callable[[], Running], phone: Callable[..., Phone]) -> Any:
    """A server, a deputy with two groups, and a fisher in both."""
    server = running()
    fisher, deputy = a_person("孟渔生", kind="resident"), a_person("周建国")
    return server, fisher, deputy, a_group(owner=deputy, members=[fisher]), a_group(owner=deputy, members=[fisher])


@pytest.fixture
def held() -> Iterator[Callable[[Running, str], Held]]:
    all_held: list[Held] = []

    def hold(server: Running, name: str) -> Held:
        all_held.append(Held(server, name))
        return all_held[-1]

    yield hold
    for each in all_held:
        each.go()


READINGS = ["subscriptions_of", "rights_of"]


def hears_only(listening: Listener, deputy: Phone, not_this: Any, this: Any) -> None:
    deputy.say(not_this, "只有还在的人听得到")
    deputy.say(this, "换个群说")
    assert listening.next_of("message.posted")["data"]["g"] == this.pk  # type: ignore[index]


@pytest.mark.parametrize("reading", READINGS)
def test_who_is_removed_while_their_stream_is_opened_hears_nothing_more(pond, phone, held, reading):
    server, fisher, deputy, group, other = pond
    reads = held(server, reading)
    coming = Coming(phone(fisher, at=server))
    reads.wait()
    remove_member(group, fisher, by=deputy)
    reads.go()
    hears_only(coming.arrived(), phone(deputy, at=server), group, other)


@pytest.mark.parametrize("reading", READINGS)
def test_who_is_removed_while_others_listen_and_their_own_stream_is_opened_hears_nothing_more(pond, phone, held, reading):
    server, fisher, deputy, group, other = pond
    others = phone(deputy, at=server).listen()  # the group's last entry is known and moves on before the fisher stands there
    reads = held(server, reading)
    coming = Coming(phone(fisher, at=server))
    reads.wait()
    remove_member(group, fisher, by=deputy)
    assert others.next_of("member.removed")
    reads.go()
    hears_only(coming.arrived(), phone(deputy, at=server), group, other)


@pytest.mark.parametrize("reading", ["_who_sits_at", *READINGS])
@pytest.mark.parametrize("end", [lambda person: end_all_devices(person, person), lambda person: lock_person(person)])
def test_who_is_signed_out_while_their_stream_is_opened_is_not_let_in(pond, phone, held, reading, end):
    server, fisher, _deputy, group, _other = pond
    reads = held(server, reading)
    mine = phone(fisher, at=server)
    coming = Coming(mine)
    reads.wait()
    end(fisher)
    reads.go()
    assert coming.arrived().status == 401
    assert mine.say(group, "还能说吗").status_code == 401, "and is not remembered"


@pytest.mark.parametrize("reading", ["_who_shows", *READINGS])
def test_whose_token_is_revoked_while_its_stream_is_opened_is_not_let_in(pond, held, reading):
    import httpx

    server, fisher, *_ = pond
    shown = make_token(fisher, "水位站", ["messages:read"])[1]
    reads, statuses = held(server, reading), []
    answer = threading.Thread(
        target=lambda: statuses.append(httpx.get(f"{server.url}/live", headers={"authorization": f"Bearer {shown}"}).status_code)
    )
    answer.start()
    reads.wait()
    revoke_token(fisher, ApiToken.objects.get().pk)
    reads.go()
    answer.join(PATIENCE)
    assert statuses == [401]


def test_who_is_added_and_removed_in_one_breath_hears_nothing(pond, phone, held):
    server, _fisher, deputy, group, other = pond
    newcomer = a_person("新来的")
    add_people(other, [newcomer], by=deputy)
    listening = phone(newcomer, at=server).listen()
    reads = held(server, "rights_of")
    add_people(group, [newcomer], by=deputy)
    reads.wait()
    remove_member(group, newcomer, by=deputy)
    reads.go()
    hears_only(listening, phone(deputy, at=server), group, other)


def test_who_is_removed_and_added_in_one_breath_hears_on(pond, phone, held):
    server, fisher, deputy, group, _other = pond
    listening = phone(fisher, at=server).listen()
    reads = held(server, "rights_of")
    remove_member(group, fisher, by=deputy)
    add_people(group, [fisher], by=deputy)
    reads.wait()
    reads.go()
    assert listening.next_of("group.entered")
    until_heard(listening, phone(deputy, at=server), group)


def until_heard(listening: Listener, deputy: Phone, group: Any) -> None:
    """Says something until it is heard: how soon after being added is the loop's to say."""
    for number in range(100):
        deputy.say(group, f"第{number}句", key=f"until-heard-{number}")
        while (event := listening.events.get(timeout=PATIENCE)) is not None:
            if event["event"] == "message.posted":
                return
            if event["event"] == "read":
                break
    raise AssertionError("nothing was heard")


def test_a_right_that_ended_without_a_word_ends_with_the_next_sign_of_life(pond, phone):
    server, fisher, deputy, group, other = pond
    theirs = phone(deputy, at=server)
    listening = phone(fisher, at=server).listen()
    Member.objects.filter(group=group, person=fisher).update(left_at=timezone.now())
    beat(server)
    hears_only(listening, theirs, group, other)
    Member.objects.filter(group=group, person=fisher).update(left_at=None)
    beat(server)
    theirs.say(group, "又在了")
    assert listening.next_of("message.posted")["data"]["g"] == group.pk
    Device.objects.filter(person=fisher).update(ended_at=timezone.now())
    beat(server)
    assert listening.next_of("bye")["data"]["why"] == "signed-out"


def beat(server: Running) -> None:
    asyncio.run_coroutine_threadsafe(server.server.heartbeat.beat_once(), server.server.hub.loop).result(PATIENCE)


def test_the_rights_of_a_hundred_connections_are_one_statement(django_assert_num_queries):
    from huiyin.live.subscriptions import rights_of
    from tests.factories import a_session

    deputy = a_person()
    people = [a_person() for _ in range(5)]
    group = a_group(owner=deputy, members=people[:3])
    for person in people:
        a_session(person)
    devices = {device.person_id: device.pk for device in Device.objects.all()}
    with django_assert_num_queries(1):
        rights = rights_of(list(devices.values()))
    assert [list(rights[devices[person.pk]]) for person in people] == [[group.stream_id]] * 3 + [[]] * 2


def test_a_stream_opens_by_three_statements_however_many_groups_there_are(pond, phone):
    server, fisher, deputy, *_ = pond
    for _ in range(5):
        a_group(owner=deputy, members=[fisher])
    mine = phone(fisher, at=server)
    asked: list[int] = []
    run = server.server.hub.run

    async def counting(function: Any, *args: Any) -> Any:
        def counted() -> Any:
            with CaptureQueriesContext(connection) as queries:
                answer = function(*args)
            asked.append(len(queries))
            return answer

        return await run(counted) if function.__name__ in READINGS else await run(function, *args)

    server.server.hub.run = counting
    assert mine.listen().status == 200
    assert asked == [2, 1]


def test_who_comes_at_the_same_time_is_counted(pond, phone, held, monkeypatch):
    server, fisher, *_ = pond
    monkeypatch.setattr(fast_path, "CONNECTIONS_A_PERSON", 2)
    mine = phone(fisher, at=server)
    reads = held(server, "subscriptions_of")
    answered: queue.Queue[int] = queue.Queue()
    threads = [threading.Thread(target=lambda: answered.put(mine.listen().status)) for _ in range(5)]
    for thread in threads:
        thread.start()
    assert [answered.get(timeout=PATIENCE) for _ in range(3)] == [429] * 3, "while two are still being prepared"
    reads.go()
    assert [answered.get(timeout=PATIENCE) for _ in range(2)] == [200] * 2


def test_who_signs_out_while_their_words_are_on_the_way_says_them_no_more(pond, phone):
    server, fisher, _deputy, group, _other = pond
    mine = phone(fisher, at=server)
    body = '{"text": "慢慢来的话", "key": "slow-words-1"}'.encode()
    head = (
        f"POST /groups/{group.pk}/messages HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: huiyin={mine.session}\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    with socket.create_connection(("127.0.0.1", server.port), PATIENCE) as one:
        one.sendall(head.encode() + body[:10])
        for _ in range(500):
            if server.server.sessions.kept:  # the head was read, and who it is
                break
            threading.Event().wait(0.02)
        end_all_devices(fisher, fisher)
        one.sendall(body[10:])
        assert one.recv(4096).startswith(b"HTTP/1.1 401")
    assert not Message.objects.exists()


def test_what_ended_while_it_was_read_is_neither_let_in_nor_remembered():
    def reading(meanwhile: Callable[[Sessions], None]) -> tuple[Sessions, Principal | None]:
        async def run(*_args: Any) -> Principal:
            meanwhile(sessions)
            return Principal(person=7, device=70, language="en")

        sessions = Sessions(run)
        return sessions, asyncio.run(sessions.who({b"cookie": b"huiyin=abcdefgh"}))

    for ended in ({"device": 70}, {"person": 7}):
        sessions, who = reading(lambda s, ended=ended: s.forget(**ended))
        assert who is None and not sessions.kept
    sessions, who = reading(lambda s: s.forget(device=71, person=8))
    assert who is not None and sessions.kept
    sessions, who = reading(Sessions.forget_all)
    assert who is not None and not sessions.kept, "what was not heard is asked again next time"
