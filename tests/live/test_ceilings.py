"""Somebody who sends or reads as slowly as can be, or everything at once: the others do not notice."""

from __future__ import annotations

import asyncio
import select
import socket
import threading
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from django.http import HttpResponse

from huiyin.live import bodies, bridge
from huiyin.media.actions import keep_upload
from huiyin.people import devices
from tests.factories import a_group, a_person, a_session, say
from tests.live.conftest import PATIENCE, Running
from tests.media import corpus

pytestmark = pytest.mark.django_db(transaction=True)


class Slow:
    """Connections that send a beginning and then nothing, or take nothing of what comes."""

    def __init__(self) -> None:
        self.sockets: list[socket.socket] = []

    def send(self, server: Running, beginning: str) -> socket.socket:
        one = socket.socket()
        one.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        one.settimeout(PATIENCE)
        one.connect(("127.0.0.1", server.port))
        one.sendall(beginning.replace("\n", "\r\n").encode())
        self.sockets.append(one)
        return one

    def answer(self, one: socket.socket) -> str:
        """Everything up to the end of the answer's words."""
        said = b""
        while b"\r\n\r\n" not in said or said.endswith(b"\r\n\r\n"):
            piece = one.recv(4096)
            if not piece:
                break
            said += piece
        return said.decode()

    def close(self) -> None:
        for one in self.sockets:
            one.close()


@pytest.fixture
def slow() -> Iterator[Slow]:
    slow = Slow()
    yield slow
    slow.close()


def ask(server: Running, path: str = "/healthz", **more: Any) -> httpx.Response:
    return httpx.get(server.url + path, timeout=PATIENCE, **more)


def test_who_sends_a_byte_a_minute_holds_nobody_up(running, slow):
    server = running()
    session = a_session(a_person())
    for _ in range(20):
        slow.send(server, f"POST /groups/1/uploads HTTP/1.1\nHost: x\nCookie: huiyin={session}\nContent-Length: 5000\n\nabc")
    assert ask(server).status_code == 200


def test_who_takes_nothing_of_a_film_holds_nobody_up(running, slow):
    server = running()
    chen = a_person()
    group = a_group(owner=chen)
    upload = keep_upload(chen, corpus.film(frames=24_000_000), "a.mp4")
    say(group, chen, "", uploads=[upload.key])
    session = a_session(chen)
    for _ in range(20):
        one = slow.send(server, f"GET /groups/{group.pk}/files/{upload.key}/video HTTP/1.1\nHost: x\nCookie: huiyin={session}\n\n")
        assert one.recv(12) == b"HTTP/1.1 200"
    assert ask(server).status_code == 200
    whole = ask(server, f"/groups/{group.pk}/files/{upload.key}/video", cookies={"huiyin": session})
    assert len(whole.content) == upload.size


def test_the_ceilings_hold_and_are_told_in_words(running, slow, monkeypatch):
    monkeypatch.setattr(bodies, "OF_ONE_PERSON", 3)
    monkeypatch.setattr(bodies, "WAITING_SECONDS", 0.2)
    server = running()
    sessions = [a_session(a_person()) for _ in range(2)]
    beginning = "POST /me/name HTTP/1.1\nHost: x\nCookie: huiyin={}\nContent-Length: 5000\n\nabc"
    for _ in range(4):
        slow.send(server, beginning.format(sessions[0]))
    answered, _w, _x = select.select(slow.sockets, [], [], PATIENCE)  # which of the four came last is the loop's to say
    refused = slow.answer(answered[0])
    assert refused.startswith("HTTP/1.1 503") and "retry-after: 5" in refused and "再发一次" in refused
    other = httpx.post(f"{server.url}/me/name", data={"name": "x"}, cookies={"huiyin": sessions[1]}, timeout=PATIENCE)
    assert other.status_code == 403, "somebody else's form is read, and asked for its proof"
    visitor = httpx.post(f"{server.url}/sign-in", content=bytes(2_000_000), headers={"accept": "application/json"}, timeout=PATIENCE)
    assert visitor.status_code == 413 and "1 MB" in visitor.json()["words"], "it says how much may be sent"


def test_a_program_is_told_in_its_own_shape_that_it_is_to_come_again(running, slow, monkeypatch):
    monkeypatch.setattr(bodies, "FROM_ONE_ADDRESS", 1)
    monkeypatch.setattr(bodies, "WAITING_SECONDS", 0.2)
    server = running()
    slow.send(server, "POST /api/v1/listings/1/orders HTTP/1.1\nHost: x\nContent-Length: 5000\n\nabc")
    answer = httpx.post(f"{server.url}/api/v1/listings/1/orders", json={"grams": 1}, headers={"accept": "*/*"}, timeout=PATIENCE)
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "5")
    assert (answer.json()["error"], answer.json()["wait_seconds"]) == ("busy", 5)


async def placed_in_turn() -> list[str]:
    from huiyin.live.fair_queue import LOOKED_AT, SENT, FairQueue

    turns, came, go = FairQueue(1), [], asyncio.Event()

    async def one(line: int, name: str) -> None:
        async with turns.taken(line):
            came.append(name)
            await go.wait()

    first = asyncio.ensure_future(one(LOOKED_AT, "at work"))
    await asyncio.sleep(0)
    looks = [asyncio.ensure_future(one(LOOKED_AT, f"look {n}")) for n in range(5)]
    orders = [asyncio.ensure_future(one(SENT, f"order {n}")) for n in range(3)]
    await asyncio.sleep(0)
    looks[1].cancel()
    go.set()
    await asyncio.gather(first, *looks, *orders, return_exceptions=True)
    assert turns.free == 1
    return came


def test_who_orders_does_not_stand_behind_all_who_look():
    came = asyncio.run(placed_in_turn())
    assert came == ["at work", "order 0", "look 0", "order 1", "look 2", "order 2", "look 3", "look 4"]


def test_as_many_listen_as_there_is_room_for_and_the_next_is_told_to_come_again(running):
    server = running()
    server.server.lean.most = 4
    session = a_session(a_person())
    with httpx.Client(cookies={"huiyin": session}, timeout=PATIENCE) as http:
        opened = [http.send(http.build_request("GET", f"{server.url}/live"), stream=True) for _ in range(3)]
        assert [one.status_code for one in opened] == [200, 200, 503], "half of the room is one address's, at the most"
        assert opened[2].headers["retry-after"] == "15"
        opened[0].close()


def test_one_author_waits_for_answers(running, monkeypatch):
    from huiyin.live import fast_path

    monkeypatch.setattr(fast_path, "POSTS_UNDER_WAY", 0)
    chen = a_person()
    group = a_group(owner=chen)
    said = {"text": "在", "key": "one-author-1"}
    answer = httpx.post(f"{running().url}/groups/{group.pk}/messages", json=said, cookies={"huiyin": a_session(chen)}, timeout=PATIENCE)
    assert answer.status_code == 429 and answer.headers["retry-after"] == "1"


def test_what_never_comes_is_not_waited_for(running, slow, monkeypatch):
    monkeypatch.setattr(bodies, "SILENT_SECONDS", 0.2)
    monkeypatch.setattr(bridge, "STALLED_SECONDS", 0.2)
    answer = slow.send(running(), "POST /sign-in HTTP/1.1\nHost: x\nContent-Length: 5000\n\nabc").recv(4096).decode()
    assert answer.startswith("HTTP/1.1 408")


def test_one_who_sends_without_end_leaves_turns_to_others(running, monkeypatch):
    """Two of one person's photos are opened at once, never more: the others' come in between."""
    server = running()
    begun, most, free = threading.Semaphore(0), [0], threading.Event()
    working: set[int] = set()

    def app(environ: dict[str, Any], start: Any) -> Any:
        working.add(threading.get_ident())
        most[0] = max(most[0], len(working))
        begun.release()
        free.wait(PATIENCE)
        working.discard(threading.get_ident())
        from django.http import HttpResponse

        start("200 OK", [])
        return HttpResponse(b"ok")

    server.server.django.app = app
    chen, zhou = (a_session(a_person()) for _ in range(2))
    answers: list[int] = []

    def send(session: str) -> None:
        with httpx.Client(timeout=PATIENCE * 2, cookies={"huiyin": session}) as http:
            answers.append(http.post(f"{server.url}/x", files={"file": ("a", b"x")}).status_code)

    threads = [threading.Thread(target=send, args=(chen,)) for _ in range(6)]
    for thread in threads:
        thread.start()
    for _ in range(2):
        assert begun.acquire(timeout=PATIENCE)
    threads.append(threading.Thread(target=send, args=(zhou,)))
    threads[-1].start()
    assert begun.acquire(timeout=PATIENCE), "the other one's turn came although four of the first's wait"
    assert most[0] == 3
    free.set()
    for thread in threads:
        thread.join(PATIENCE)
    assert answers == [200] * 7


@pytest.mark.parametrize(
    "host", ["ours.example", "OURS.example.:8000", "evil.example", "ours.example.evil.example", "a b", "", "ours.example:x"]
)
def test_neither_door_answers_to_a_name_that_is_not_ours(running, settings, host):
    settings.ALLOWED_HOSTS = ["ours.example"]
    server = running()
    session = a_session(a_person())
    page = ask(server, "/sign-in", headers={"host": host}).status_code
    stream = ask(server, "/live", headers={"host": host, "accept-language": "zh"})  # nobody is signed in
    said = httpx.post(f"{server.url}/groups/1/messages", json=[], headers={"host": host}, cookies={"huiyin": session}, timeout=PATIENCE)
    ours = host.lower().startswith("ours.example") and not host.endswith(("evil.example", ":x"))
    assert (page, stream.status_code, said.status_code) == ((200, 401, 422) if ours else (400, 400, 400))
    assert ours or said.json()["words"] == "这里不使用这个域名。"


def test_two_names_at_once_are_none(running, slow, settings):
    settings.ALLOWED_HOSTS = ["ours.example"]
    one = slow.send(running(), "GET /live HTTP/1.1\nHost: evil.example\nHost: ours.example\n\n")
    assert one.recv(4096).startswith(b"HTTP/1.1 400")


def test_strangers_with_a_network_of_their_own_leave_room_for_who_is_signed_in(monkeypatch):
    monkeypatch.setattr(bodies, "OF_VISITORS", 3)
    monkeypatch.setattr(bodies, "FROM_ONE_ADDRESS", 2)
    under_way = bodies.Bodies()

    def comes(address: str, person: int = 0) -> bool:
        sender = bodies.Sender(devices.neighbourhood(address), person)
        if room := under_way._has_room(sender):
            under_way._count(sender)
        return room

    assert [comes(f"2001:db8::{n}") for n in range(3)] == [True, True, False], "a household has many addresses"
    assert [comes("192.0.2.1"), comes("192.0.2.2")] == [True, False], "so many strangers, wherever they are"
    assert comes("192.0.2.3", person=7)


def test_who_comes_from_one_address_with_many_waits_in_line_and_is_not_refused(running, monkeypatch):
    """Two hundred buyers behind one carrier's address: each is served, some a little later."""
    monkeypatch.setattr(bodies, "FROM_ONE_ADDRESS", 2)
    server = running()

    def app(environ: Any, start: Any) -> Any:
        start("200 OK", [])
        return HttpResponse("taken")

    server.server.django.app = app
    session = a_session(a_person())

    async def all_at_once() -> list[int]:
        async with httpx.AsyncClient(timeout=PATIENCE * 2, cookies={"huiyin": session}, limits=httpx.Limits(max_connections=64)) as http:
            answers = await asyncio.gather(*(http.post(f"{server.url}/x", content=b"x=1") for _ in range(64)))
            return [answer.status_code for answer in answers]

    assert asyncio.run(all_at_once()) == [200] * 64


def test_the_line_is_bounded_and_served_in_the_order_in_which_people_came(monkeypatch):
    monkeypatch.setattr(bodies, "FROM_ONE_ADDRESS", 1)
    monkeypatch.setattr(bodies, "WAITING_OF_ONE_ADDRESS", 2)
    monkeypatch.setattr(bodies, "WAITING_SECONDS", 0.01)
    served: list[str] = []

    async def story() -> None:
        under_way = bodies.Bodies()
        first, others = bodies.Sender("192.0.2.1", 1), [bodies.Sender("192.0.2.1", n) for n in (2, 3, 4)]

        async def come(sender: bodies.Sender) -> None:
            await under_way._enter(sender)
            served.append(str(sender.person))

        await come(first)
        with pytest.raises(bodies.Busy):  # nobody leaves: it waited its time
            await come(others[0])
        monkeypatch.setattr(bodies, "WAITING_SECONDS", PATIENCE)
        line = [asyncio.create_task(come(sender)) for sender in others[:2]]
        await asyncio.sleep(0)
        with pytest.raises(bodies.Busy):
            await come(others[2])
        assert served == ["1"] and len(under_way.waiting) == 2
        for left in (first, others[0], others[1]):
            under_way._leave(left)
            await asyncio.sleep(0)
        await asyncio.gather(*line)
        assert not under_way.waiting and not under_way.addresses and not under_way.people

    asyncio.run(story())
    assert served == ["1", "2", "3"]
