"""Many at once: what a limit is worth shows when twenty try in the same moment."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from django.test import Client

from huiyin.people.models import Device, SignInCode
from tests.factories import a_person


@pytest.mark.django_db(transaction=True)
def test_twenty_tries_at_once_are_five(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    from huiyin.people import codes

    client, person = Client(), a_person()
    client.post("/sign-in", {"phone": person.phone})
    (code,) = re.findall(r"code (\d{6})", capsys.readouterr().out)
    compared = []
    monkeypatch.setattr(codes, "same", lambda one, other: compared.append(1) or False)
    together = Barrier(20)

    def guess(n: int) -> int:
        mine = Client()
        mine.cookies = client.cookies
        together.wait()
        try:
            return mine.post("/sign-in/code", {"code": f"{n:06d}"}).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(20) as pool:
        answers = list(pool.map(guess, range(20)))
    assert len(compared) == 5
    assert SignInCode.objects.get().tries == 5
    assert set(answers) <= {422, 410}
    monkeypatch.undo()
    assert client.post("/sign-in/code", {"code": code}).status_code == 410


@pytest.mark.django_db(transaction=True)
def test_one_code_typed_twice_at_once_opens_one_device(capsys: pytest.CaptureFixture[str]) -> None:
    client, person = Client(), a_person()
    client.post("/sign-in", {"phone": person.phone})
    (code,) = re.findall(r"code (\d{6})", capsys.readouterr().out)
    together = Barrier(4)

    def use(_: int) -> int:
        mine = Client()
        mine.cookies["huiyin"] = client.cookies["huiyin"].value
        together.wait()
        try:
            return mine.post("/sign-in/code", {"code": code}).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        answers = sorted(pool.map(use, range(4)))
    assert answers == [302, 410, 410, 410]
    assert Device.objects.filter(person=person).count() == 1


@pytest.mark.django_db(transaction=True)
def test_ten_requests_for_a_code_at_once_send_one(capsys: pytest.CaptureFixture[str]) -> None:
    person = a_person()
    together = Barrier(10)

    def ask(_: int) -> int:
        together.wait()
        try:
            return Client().post("/sign-in", {"phone": person.phone}).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(10) as pool:
        answers = sorted(pool.map(ask, range(10)))
    assert answers == [302] + [429] * 9
    assert len(re.findall(r"code \d{6}", capsys.readouterr().out)) == 1
