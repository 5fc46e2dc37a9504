"""How many codes there are is counted in one place, whatever door asks: a number, an address, a range, everybody; known or not."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from huiyin.core.errors import TooMuch
from huiyin.groups.actions import make_invite
from huiyin.people import codes
from huiyin.people.actions.tokens import TOKENS_LIMIT, living, make_token
from huiyin.people.devices import neighbourhood, places_of
from huiyin.people.models import SignInCode
from tests.factories import a_group, a_person, a_phone


def ask(phone: Any, address: str = "192.0.2.1", path: str = "/sign-in", **more: str) -> Any:
    return Client(REMOTE_ADDR=address).post(path, {"phone": str(phone), **more})


@pytest.mark.parametrize("known", [True, False])
def test_ten_a_day_are_ten_through_every_door_and_say_the_same_of_any_number(known: bool, client_for: Any, settings: Any) -> None:
    settings.DEMO, settings.SMS_GATEWAY = False, "console"
    owner = a_person()
    invite = make_invite(a_group(owner=owner), owner, hours=72)
    phone = a_person().phone if known else a_phone()
    with time_machine.travel(timezone.now(), tick=False) as now:
        said = []
        for n in range(11):
            path = f"/join/{invite.key}" if n % 2 else "/sign-in"
            said.append(ask(phone, f"192.0.2.{n}", path, name="小满").status_code)
            now.shift(timedelta(minutes=2))
        assert said == [302] * 10 + [429]
        page = re.sub(r"199 ?\d{4} ?\d{4}|\w{64}", "", ask(phone, "192.0.2.99").content.decode())
        other = a_phone() if known else a_person().phone
        SignInCode.objects.filter(phone_hash=codes.number_digest(str(phone))).update(phone_hash=codes.number_digest(str(other)))
        assert re.sub(r"199 ?\d{4} ?\d{4}|\w{64}", "", ask(other, "192.0.2.99").content.decode()) == page


def test_showing_again_who_one_is_counts_too(client_for: Any, settings: Any) -> None:
    settings.DEMO, settings.SMS_GATEWAY = False, "console"
    person = a_person()
    client = client_for(person)
    with time_machine.travel(timezone.now() + timedelta(minutes=11), tick=False) as now:
        for n in range(10):
            assert client.post("/me/tokens", {"again": "send"}).status_code == 403, n
            now.shift(timedelta(minutes=2))
        assert client.post("/me/tokens", {"again": "send"}).status_code == 429
        assert ask(person.phone).status_code == 429


@pytest.mark.parametrize(("limit", "value"), [("ALL_AN_HOUR", 3), ("PREFIX_AN_HOUR", {"+86": 3, "+": 1})])
def test_a_range_and_everybody_together_have_a_ceiling(limit: str, value: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(codes, limit, value)
    said = [ask(a_person().phone, f"198.51.100.{n}").status_code for n in range(3)]
    assert [*said, ask(a_person().phone, "198.51.100.3").status_code, ask(a_phone(), "198.51.100.4").status_code] == [302] * 3 + [429] * 2
    with time_machine.travel(timezone.now() + timedelta(minutes=61)):
        assert ask(a_phone(), "198.51.100.9").status_code == 302


@pytest.mark.parametrize("net", ["2001:db8:1:{:x}::7", "203.0.113.{}"])
def test_whoever_has_a_whole_network_does_not_close_the_door_to_everybody(net: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(codes, "ALL_AN_HOUR", 40)
    monkeypatch.setattr(codes, "NETWORK_AN_HOUR", 6)
    said = [ask(a_person().phone, net.format(n)).status_code for n in range(8)]
    assert said == [302] * 6 + [429] * 2
    assert ask(a_person().phone, "2001:db8:2::1").status_code == 302, "the network beside it"
    assert ask(a_person().phone, "198.51.100.1").status_code == 302


def test_a_provider_full_of_networks_does_not_close_it_either(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(codes, "PROVIDER_AN_HOUR", 6)
    said = [ask(a_person().phone, f"2001:db8:{n:x}::1").status_code for n in range(8)]
    assert said == [302] * 6 + [429] * 2
    assert ask(a_person().phone, "2001:db9::1").status_code == 302


@pytest.mark.parametrize(("limit", "value"), [("ALL_AN_HOUR", 3), ("PREFIX_AN_HOUR", {"+86": 3, "+": 1})])
def test_numbers_that_nobody_has_hardly_use_up_what_is_everybodys(limit: str, value: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(codes, limit, value)
    assert {ask(a_phone(), f"198.51.100.{n}").status_code for n in range(29)} == {302}
    assert ask(a_person().phone, "192.0.2.1").status_code == 302
    assert ask(a_person().phone, "192.0.2.2").status_code == 429, "twenty-nine made up count as two, and one was sent"


def test_abroad_all_count_in_full_and_one_network_uses_half(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(codes, "PREFIX_AN_HOUR", {"+86": 2000, "+": 4})
    numbers = [f"+1202555{n:04d}" for n in range(6)]
    assert [ask(numbers[n], f"192.0.2.{n}").status_code for n in range(3)] == [302, 302, 429]
    assert [ask(numbers[n], f"198.51.100.{n}").status_code for n in range(3, 6)] == [302, 302, 429]


def test_joining_costs_the_same_for_a_known_number_and_an_unknown_one() -> None:
    owner, known = a_person(), a_person(kind="resident")
    invite = make_invite(a_group(owner=owner), owner)
    ask(a_phone(), "192.0.2.200")  # the very first request opens the stream "security"
    seen = []
    for n, phone in enumerate((known.phone, a_phone())):
        client = Client(REMOTE_ADDR=f"192.0.2.{n}")
        with CaptureQueriesContext(connection) as queries:
            answer = client.post(f"/join/{invite.key}", {"phone": str(phone), "name": "小满"})
            page = client.get(answer["Location"]).content.decode()
        seen.append((answer.status_code, re.sub(r"199 \d{4} \d{4}|\w{64}", "", page), len(queries)))
    assert seen[0] == seen[1]


@pytest.mark.django_db(transaction=True)
def test_no_more_than_twenty_tokens_although_they_are_made_at_once() -> None:
    person = a_person()
    for n in range(TOKENS_LIMIT - 2):
        make_token(person, f"第{n}个", ["people:read"])
    together = Barrier(6)

    def make(n: int) -> bool:
        together.wait()
        try:
            make_token(person, f"同时第{n}个", ["people:read"])
            return True
        except TooMuch:
            return False
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as at_once:
        assert sorted(at_once.map(make, range(6))) == [False] * 4 + [True] * 2
    assert living(person) == TOKENS_LIMIT


@pytest.mark.parametrize(
    ("address", "places"),
    [
        ("192.0.2.77", ("192.0.2.77", "192.0.2.0/24", "192.0.0.0/16")),
        ("2001:db8:1:2::7", ("2001:db8:1:2::", "2001:db8:1::/48", "2001:db8::/32")),
        ("::ffff:192.0.2.77", ("192.0.2.77", "192.0.2.0/24", "192.0.0.0/16")),
        ("fe80::1%eth0", ("fe80::", "fe80::/48", "fe80::/32")),
        ("1.2.3.4:80", ("1.2.3.4:80",) * 3),
        ("", ("",) * 3),
    ],
)
def test_an_address_lies_in_places_from_near_to_far(address: str, places: tuple[str, str, str]) -> None:
    assert places_of(address) == places
    assert neighbourhood(address) == places[0]
