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
    assert [ask(a_phone(), f"198.51.100.{n}").status_code for n in range(4)] == [302] * 3 + [429]
    with time_machine.travel(timezone.now() + timedelta(minutes=61)):
        assert ask(a_phone(), "198.51.100.9").status_code == 302


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
