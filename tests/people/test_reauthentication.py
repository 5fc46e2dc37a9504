"""Before what is grave a person shows once more that it is they; what they had filled in is not lost, and nothing else opens the way."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from huiyin.groups.exporting.actions import ask_export
from huiyin.groups.models import Export
from huiyin.hooks.models import IncomingHook
from huiyin.journal.models import Entry
from huiyin.people.actions.administrators import appoint_administrator
from huiyin.people.models import Administrator, ApiToken, Device
from huiyin.protocols.ical.models import CalendarLink
from tests.factories import a_group, a_person, a_phone
from tests.people.test_passkeys import Phone, add, post

LATER = timedelta(minutes=11)


@pytest.fixture(autouse=True)
def _no_demo(settings: Any) -> None:
    """In the demo nobody is asked who they are, so not again either."""
    settings.DEMO, settings.SMS_GATEWAY = False, "console"


def fields(page: str, again: str) -> dict[str, list[str]]:
    """What the form with this step would send."""
    form = next(form for form in re.findall(r"<form.*?</form>", page, re.DOTALL) if f'name="again" value="{again}"' in form)
    sent: dict[str, list[str]] = {}
    for name, value in re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form):
        sent.setdefault(name, []).append(html.unescape(value))
    return sent


@pytest.fixture
def texts(capsys: pytest.CaptureFixture[str]) -> Callable[[], list[str]]:
    return lambda: re.findall(r"code (\d{6})", capsys.readouterr().out)


TOKEN = {"name": "水位站 & <桥>", "scopes": ["people:read", "search:read"], "days": "30"}


@pytest.fixture
def chen() -> Any:
    return a_person()


def test_a_token_is_made_after_a_code_and_nothing_typed_is_lost(chen: Any, client_for: Any, texts: Callable[[], list[str]]) -> None:
    client = client_for(chen)
    with time_machine.travel(timezone.now() + LATER):
        page = client.post("/me/tokens", TOKEN)
        assert page.status_code == 403 and "再确认一次" in page.content.decode()
        assert chen.phone[-4:] in page.content.decode() and chen.phone[3:11] not in page.content.decode(), "its owner knows it, nobody else"
        assert not texts(), "nothing is sent before it is asked for"
        asked = client.post("/me/tokens", fields(page.content.decode(), "send"))
        code = texts()[0]
        wrong = client.post("/me/tokens", fields(asked.content.decode(), "code") | {"again_code": "000000" if code != "000000" else "1"})
        assert wrong.status_code == 422 and not ApiToken.objects.exists()
        made = client.post("/me/tokens", fields(wrong.content.decode(), "code") | {"again_code": code})
        assert made.status_code == 200 and "hy_" in made.content.decode()
        token = ApiToken.objects.get()
        assert (token.name, token.scopes) == (TOKEN["name"], TOKEN["scopes"])
        assert Entry.objects.get(kind="session.proved").data == {"device": Device.objects.get().pk, "how": "code"}
        assert client.post("/me/tokens", TOKEN | {"name": "另一个"}).status_code == 200, "for ten minutes it is believed"
    with time_machine.travel(timezone.now() + 2 * LATER):
        assert client.post("/me/tokens", TOKEN).status_code == 403
    assert ApiToken.objects.count() == 2


def test_whoever_just_signed_in_is_not_asked(chen: Any, client_for: Any) -> None:
    assert client_for(chen).post("/me/tokens", TOKEN).status_code == 200


def test_a_code_opens_it_on_the_device_that_asked_alone(chen: Any, client_for: Any, texts: Callable[[], list[str]]) -> None:
    client, other = client_for(chen), client_for(chen)
    with time_machine.travel(timezone.now() + LATER):
        client.post("/me/tokens", {"again": "send"})
        code = texts()[0]
        assert other.post("/me/tokens", TOKEN | {"again": "code", "again_code": code}).status_code == 410
        assert client.post("/me/tokens", TOKEN | {"again": "code", "again_code": code}).status_code == 200
        assert other.post("/me/tokens", TOKEN).status_code == 403
        assert client.post("/me/tokens", TOKEN | {"again": "go"}).status_code == 200


def test_saying_that_it_was_shown_shows_nothing(chen: Any, client_for: Any) -> None:
    client = client_for(chen)
    with time_machine.travel(timezone.now() + LATER):
        for step in ("go", "code", "yes", ""):
            assert client.post("/me/tokens", TOKEN | {"again": step, "proved_at": "2099-01-01"}).status_code in (403, 410)
    assert not ApiToken.objects.exists()


def test_five_wrong_codes_and_it_is_over(chen: Any, client_for: Any, texts: Callable[[], list[str]]) -> None:
    client = client_for(chen)
    with time_machine.travel(timezone.now() + LATER):
        client.post("/me/tokens", {"again": "send"})
        code = texts()[0]
        wrong = "123456" if code != "123456" else "654321"
        said = [client.post("/me/tokens", TOKEN | {"again": "code", "again_code": wrong}).status_code for _ in range(5)]
        assert said == [422] * 4 + [410]
        assert client.post("/me/tokens", TOKEN | {"again": "code", "again_code": code}).status_code == 410
    assert not ApiToken.objects.exists()


def test_a_passkey_of_ones_own_does_as_well_and_no_other(client_for: Any) -> None:
    zhou, chen, phone, others = a_person(), a_person(), Phone(), Phone()
    client = client_for(zhou)
    assert add(client, phone).status_code == 201
    assert add(client_for(chen), others).status_code == 201
    with time_machine.travel(timezone.now() + LATER):
        assert 'id="again-go"' in client.post("/me/tokens", TOKEN).content.decode()
        options = post(client, "/me/again/passkey/options", {}).json()
        assert options["userVerification"] == "required" and len(options["allowCredentials"]) == 1
        assert post(client, "/me/again/passkey", {"credential": others.use(options)}).status_code == 422
        at_the_door = post(client, "/sign-in/passkey/options", {}).json()
        assert post(client, "/me/again/passkey", {"credential": phone.use(at_the_door)}).status_code == 422, "asked for something else"
        assert client.post("/me/tokens", TOKEN).status_code == 403
        options = post(client, "/me/again/passkey/options", {}).json()
        assert post(client, "/me/again/passkey", {"credential": phone.use(options)}).status_code == 200
        assert client.post("/me/tokens", TOKEN).status_code == 200


def test_no_passkey_is_added_on_a_device_left_open(chen: Any, client_for: Any, texts: Callable[[], list[str]]) -> None:
    client, phone = client_for(chen), Phone()
    with time_machine.travel(timezone.now() + LATER):
        assert "data-passkey=" not in client.get("/me/passkeys").content.decode()
        assert post(client, "/me/passkeys/options", {}).status_code == 403
        assert post(client, "/me/passkeys/add", {"credential": {"id": "x", "response": {}}}).status_code == 403
        client.post("/me/passkeys", {"again": "send"})
        page = client.post("/me/passkeys", {"again": "code", "again_code": texts()[0]})
        assert page.status_code == 200 and "data-passkey=" in page.content.decode()
        assert add(client, phone).status_code == 201


def test_programs_and_fragments_are_told_in_their_own_way(chen: Any, client_for: Any) -> None:
    client = client_for(chen)
    with time_machine.travel(timezone.now() + LATER):
        answer = client.post("/me/tokens", TOKEN, headers={"accept": "application/json"})
        assert (answer.status_code, answer.json()["error"]) == (403, "prove_again")
        assert client.post("/me/tokens", TOKEN, headers={"hx-request": "true"}).status_code == 403


def test_everything_grave_waits_for_it(client_for: Any) -> None:
    owner, secures, arranges, audits, other = (a_person() for _ in range(5))
    group = a_group(owner=owner, members=[other])
    for person, role in ((secures, "security"), (arranges, "system"), (audits, "audit")):
        appoint_administrator(person, role)
    export = ask_export(group, owner)
    grave: list[tuple[Any, str, str, dict[str, Any]]] = [
        (owner, "post", f"/groups/{group.pk}/exports", {"format": "json"}),
        (owner, "get", f"/groups/{group.pk}/exports/{export.pk}/file", {}),
        (owner, "post", f"/groups/{group.pk}/hooks/new", {"name": "水位站", "days": "30"}),
        (owner, "post", f"/groups/{group.pk}/subscriptions/new", {"address": "https://x.example/", "events": "message.posted"}),
        (owner, "post", "/me/calendar/make", {}),
        (secures, "post", "/manage/administrators/new", {"person": other.phone, "role": "audit"}),
        (secures, "post", f"/manage/administrators/{audits.pk}/dismiss", {}),
        (arranges, "get", "/manage/staff/export.csv", {}),
        (audits, "get", "/manage/journal.csv", {}),
        (owner, "post", "/me/data/copy", {}),
        (owner, "post", "/me/phone", {"phone": a_phone()}),
        (owner, "post", "/me/data/erase", {"word": "删除"}),
        (owner, "post", "/me/passkeys", {}),
        (arranges, "post", f"/manage/erasures/{other.pk}", {"name": other.name, "because": "本人要求"}),
    ]
    clients = {person: client_for(person) for person in (owner, secures, arranges, audits)}
    before = (Export.objects.count(), IncomingHook.objects.count(), CalendarLink.objects.count(), Administrator.objects.count())
    with time_machine.travel(timezone.now() + LATER):
        for person, method, path, body in grave:
            answer = getattr(clients[person], method)(path, body)
            assert answer.status_code == 403 and "再确认一次" in answer.content.decode(), path
    assert before == (Export.objects.count(), IncomingHook.objects.count(), CalendarLink.objects.count(), Administrator.objects.count())
    for person, method, path, body in grave:  # and just after the sign-in it does not
        assert "再确认一次" not in getattr(clients[person], method)(path, body).content.decode(errors="replace"), path


def test_a_copy_is_fetched_after_it_by_the_same_address(client_for: Any, texts: Callable[[], list[str]]) -> None:
    arranges = a_person()
    appoint_administrator(arranges, "system")
    client: Client = client_for(arranges)
    path = "/manage/staff/export.csv"
    with time_machine.travel(timezone.now() + LATER):
        page = client.post(path, fields(client.get(path).content.decode(), "send"))
        answer = client.post(path, fields(page.content.decode(), "code") | {"again_code": texts()[0]})
        assert (answer.status_code, answer.headers["location"]) == (302, path)
        assert client.get(path).headers["content-type"].startswith("text/csv")
