"""The door, as somebody in front of it sees it: a number, six digits, in. And as somebody sees it who should not come in."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.conf import settings
from django.db import connection
from django.http import HttpRequest
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from huiyin.journal.models import Entry, Sealed
from huiyin.people.models import Device, Person, SignInCode
from tests.factories import a_person, a_phone


@pytest.fixture
def texts(capsys: pytest.CaptureFixture[str]) -> Callable[[], list[str]]:
    """The codes that were sent since last asked, as the console of a development machine prints them."""
    return lambda: re.findall(r"code (\d{6})", capsys.readouterr().out)


def come_in(client: Client, phone: str, texts: Callable[[], list[str]], **more: str) -> object:
    client.post("/sign-in", {"phone": phone, **more})
    (code,) = texts()
    return client.post("/sign-in/code", {"code": code, **more})


def test_a_number_and_six_digits_bring_somebody_in(texts: Callable[[], list[str]]) -> None:
    zhou = a_person(phone="13900001234")
    client = Client(headers={"user-agent": "Mozilla/5.0 (Linux; Android 9) AppleWebKit/537.36 Chrome/80.0 Mobile Safari/537.36"})
    asked = client.post("/sign-in", {"phone": "139 0000 1234"})
    assert asked.status_code == 302 and asked["Location"] == "/sign-in/code"
    page = client.get("/sign-in/code").content.decode()
    assert 'autocomplete="one-time-code"' in page and 'inputmode="numeric"' in page
    (code,) = texts()
    answer = client.post("/sign-in/code", {"code": code})
    assert answer.status_code == 302 and answer["Location"] == "/"
    assert zhou.name in client.get("/me").content.decode()
    device = Device.objects.get(person=zhou)
    assert (device.label, device.how) == ("Chrome · Android", "code")
    entry = Entry.objects.get(kind="session.started")
    assert entry.stream.key == f"person:{zhou.pk}" and entry.data == {"device": device.pk}


def test_full_width_digits_and_spaces_are_digits(texts: Callable[[], list[str]]) -> None:
    client, person = Client(), a_person()
    client.post("/sign-in", {"phone": person.phone})
    (code,) = texts()
    wide = "".join(chr(ord(c) + 0xFEE0) for c in code)
    assert client.post("/sign-in/code", {"code": f" {wide[:3]} {wide[3:]} "}).status_code == 302


def test_what_is_no_number_is_said_beside_the_field() -> None:
    answer = Client().post("/sign-in", {"phone": "12345"})
    page = answer.content.decode()
    assert answer.status_code == 422 and 'aria-invalid="true"' in page and 'value="12345"' in page
    assert not SignInCode.objects.exists()


def test_known_unknown_and_locked_numbers_look_and_cost_the_same(texts: Callable[[], list[str]]) -> None:
    from huiyin.people.actions.locking import lock_person

    known, locked, unknown = a_person(), a_person(), a_phone()
    lock_person(locked)
    Client().post("/sign-in", {"phone": a_phone()})  # the very first request opens the stream "security"
    texts()
    seen = []
    for phone in (str(known.phone), str(locked.phone), unknown):
        with time_machine.travel(timezone.now() + timedelta(minutes=2 * len(seen))):
            client = Client()
            with CaptureQueriesContext(connection) as queries:
                answer = client.post("/sign-in", {"phone": phone})
                asked = len(queries)
                page = client.get("/sign-in/code").content.decode()
            with CaptureQueriesContext(connection) as queries:
                wrong = client.post("/sign-in/code", {"code": "000000x"})
                tried = len(queries)
            shown = re.sub(r"199 \d{4} \d{4}", "NUMBER", page + wrong.content.decode())
            shown = re.sub(r"\b\w{64}\b", "TOKEN", shown)
            seen.append((answer.status_code, answer["Location"], asked, shown, wrong.status_code, tried))
    assert seen[0][2] > 5
    assert seen[0] == seen[1] == seen[2]
    assert len(texts()) == 1
    assert SignInCode.objects.count() == 4


def test_no_six_digits_open_an_unknown_number(texts: Callable[[], list[str]], monkeypatch: pytest.MonkeyPatch) -> None:
    """Even whoever guesses the code that was made for it: what is kept for an unknown number matches nothing."""
    monkeypatch.setattr("huiyin.people.codes.new_code", lambda: "123456")
    client = Client()
    client.post("/sign-in", {"phone": a_phone()})
    assert texts() == []
    assert client.post("/sign-in/code", {"code": "123456"}).status_code == 422
    assert not Device.objects.exists()


def test_a_code_is_good_once_for_five_minutes_in_one_browser(texts: Callable[[], list[str]]) -> None:
    person = a_person()
    with time_machine.travel("2026-11-23 08:00:00+00:00", tick=False) as now:
        client, other = Client(), Client()
        client.post("/sign-in", {"phone": person.phone})
        (code,) = texts()
        assert other.post("/sign-in/code", {"code": code}).status_code == 410
        now.shift(timedelta(minutes=5, seconds=1))
        assert client.post("/sign-in/code", {"code": code}).status_code == 410
        client.post("/sign-in", {"phone": person.phone})
        (newer,) = texts()
        assert client.post("/sign-in/code", {"code": newer}).status_code == 302
        client.post("/sign-out")
        assert client.post("/sign-in/code", {"code": newer}).status_code == 410


def test_a_newer_code_replaces_the_older_in_its_browser(texts: Callable[[], list[str]], monkeypatch: pytest.MonkeyPatch) -> None:
    made = iter(["111111", "222222"])
    monkeypatch.setattr("huiyin.people.codes.new_code", lambda: next(made))
    person, client = a_person(), Client()
    client.post("/sign-in", {"phone": person.phone})
    with time_machine.travel(timezone.now() + timedelta(seconds=61)):
        client.post("/sign-in", {"phone": person.phone})
        assert texts() == ["111111", "222222"]
        assert client.post("/sign-in/code", {"code": "111111"}).status_code == 422
        assert client.post("/sign-in/code", {"code": "222222"}).status_code == 302


def test_five_wrong_codes_and_the_right_one_is_dead(texts: Callable[[], list[str]]) -> None:
    client, person = Client(), a_person()
    client.post("/sign-in", {"phone": person.phone})
    (code,) = texts()
    wrong = "000000" if code != "000000" else "111111"
    assert [client.post("/sign-in/code", {"code": wrong}).status_code for _ in range(5)] == [422, 422, 422, 422, 410]
    assert client.post("/sign-in/code", {"code": code}).status_code == 410
    assert not Device.objects.exists()


def test_refusals_are_recorded_without_the_number_in_clear(texts: Callable[[], list[str]]) -> None:
    client, person = Client(), a_person()
    client.post("/sign-in", {"phone": person.phone})
    client.post("/sign-in/code", {"code": "x"})
    entry = Entry.objects.get(kind="session.refused")
    assert entry.stream.key == "security" and entry.data == {"reason": "code:wrong"}
    assert Sealed.objects.get(entry=entry).body == {"phone": person.phone, "address": "127.0.0.1"}
    kept = SignInCode.objects.get()
    assert str(person.phone)[-8:] not in f"{kept.phone_hash}{kept.code_hash}{kept.bound_to}{kept.prefix}"


def test_a_minute_between_codes_and_the_first_one_stays_good(texts: Callable[[], list[str]]) -> None:
    person, client = a_person(), Client()
    client.post("/sign-in", {"phone": person.phone})
    (code,) = texts()
    again = client.post("/sign-in", {"phone": person.phone})
    assert again.status_code == 429 and int(again["Retry-After"]) <= 60 and 'name="code"' in again.content.decode()
    other = Client().post("/sign-in", {"phone": person.phone})
    assert other.status_code == 429 and 'name="code"' not in other.content.decode()
    assert texts() == []
    assert client.post("/sign-in/code", {"code": code}).status_code == 302


def test_ten_codes_a_day_for_a_number() -> None:
    person = a_person()
    with time_machine.travel("2026-11-23 01:00:00+00:00", tick=False) as now:
        statuses = []
        for _ in range(11):
            statuses.append(Client().post("/sign-in", {"phone": person.phone}).status_code)
            now.shift(timedelta(minutes=10))
        assert statuses == [302] * 10 + [429]
        now.shift(timedelta(hours=23))
        assert Client().post("/sign-in", {"phone": person.phone}).status_code == 302


def test_thirty_codes_an_hour_for_an_address_and_a_household_of_ipv6_is_one() -> None:
    def ask(address: str) -> int:
        return Client(REMOTE_ADDR=address).post("/sign-in", {"phone": a_phone()}).status_code

    assert [ask(f"2001:db8:1:2::{n:x}") for n in range(1, 32)] == [302] * 30 + [429]
    assert ask("2001:db8:1:3::1") == 302
    assert Entry.objects.filter(kind="session.refused", data={"reason": "limit:address"}).count() == 1
    assert ask("2001:db8:1:2::ffff") == 429
    assert Entry.objects.filter(kind="session.refused").count() == 1  # knocking does not fill the journal


def test_few_codes_go_abroad() -> None:
    """A range of foreign numbers that earns by text messages does not earn here."""
    answers = [Client(REMOTE_ADDR=f"10.0.{n}.1").post("/sign-in", {"phone": f"+99810000{n:04d}"}).status_code for n in range(21)]
    assert answers == [302] * 20 + [429]


def test_the_session_gets_a_new_key_and_a_known_one_opens_nothing(texts: Callable[[], list[str]]) -> None:
    client, person = Client(), a_person()
    client.post("/sign-in", {"phone": person.phone})
    before = client.cookies[settings.SESSION_COOKIE_NAME].value
    (code,) = texts()
    client.post("/sign-in/code", {"code": code})
    after = client.cookies[settings.SESSION_COOKIE_NAME].value
    assert after != before
    planted = Client()
    planted.cookies[settings.SESSION_COOKIE_NAME] = before
    assert planted.get("/me").status_code == 302
    assert after not in str(list(Device.objects.values()))


def test_a_locked_person_is_out_with_the_next_request_and_stays_out(
    client_for: Callable[..., Client], texts: Callable[[], list[str]]
) -> None:
    from huiyin.core.errors import NotAllowed, WrongState
    from huiyin.people.actions.administrators import appoint_administrator
    from huiyin.people.actions.locking import lock_person, unlock_person

    guard, zhou = a_person(), a_person()
    appoint_administrator(guard, "security")
    client = client_for(zhou)
    assert client.get("/me").status_code == 200
    with pytest.raises(NotAllowed):
        lock_person(guard, by=zhou)
    with pytest.raises(NotAllowed):
        lock_person(guard, by=guard)
    lock_person(zhou, by=guard)
    assert client.get("/me")["Location"] == "/sign-in?next=%2Fme"
    kinds = list(Entry.objects.filter(stream__key=f"person:{zhou.pk}").order_by("seq").values_list("kind", flat=True))
    assert kinds == ["session.started", "person.locked", "session.ended"]
    client.post("/sign-in", {"phone": zhou.phone})
    assert texts() == []
    with pytest.raises(WrongState):
        lock_person(zhou, by=guard)
    unlock_person(zhou, by=guard)
    with time_machine.travel(timezone.now() + timedelta(minutes=2)):
        assert come_in(Client(), str(zhou.phone), texts).status_code == 302  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "to",
    [
        "https://elsewhere.example/",
        "//elsewhere.example",
        "/\\elsewhere.example",
        "/\t/elsewhere.example",
        "javascript:alert(1)",
        "me",
        "/sign-in",
    ],
)
def test_the_door_leads_nowhere_else(to: str, texts: Callable[[], list[str]]) -> None:
    person = a_person()
    assert come_in(Client(), str(person.phone), texts, next=to)["Location"] == "/"  # type: ignore[index]


def test_whoever_was_sent_to_the_door_comes_back_to_the_page(texts: Callable[[], list[str]]) -> None:
    person, client = a_person(), Client()
    sent = client.get("/me/devices?x=1")
    assert sent["Location"] == "/sign-in?next=%2Fme%2Fdevices%3Fx%3D1"
    assert 'value="/me/devices?x=1"' in client.get(sent["Location"]).content.decode()
    assert come_in(client, str(person.phone), texts, next="/me/devices?x=1")["Location"] == "/me/devices?x=1"  # type: ignore[index]


def test_programs_are_told_401_and_are_not_led_to_a_page() -> None:
    answer = Client(headers={"accept": "application/json"}).post("/me/settings", {"language": "en"})
    assert answer.status_code == 401


@pytest.mark.parametrize(
    "path", ["/sign-in", "/sign-in/code", "/sign-in/passkey", "/sign-in/passkey/options", "/sign-out", "/language", "/me/settings"]
)
def test_every_form_needs_its_token(path: str) -> None:
    assert Client(enforce_csrf_checks=True).post(path, {}).status_code == 403


def test_without_a_gateway_production_says_so_to_everybody(settings: object) -> None:
    settings.DEMO, settings.SMS_GATEWAY = False, ""  # type: ignore[attr-defined]
    known, unknown = Client().post("/sign-in", {"phone": a_person().phone}), Client().post("/sign-in", {"phone": a_phone()})
    assert known.status_code == unknown.status_code == 503


def test_a_resident_joins_in_two_steps_and_comes_back_by_the_same(texts: Callable[[], list[str]]) -> None:
    from huiyin.people.actions.sign_in import ask_code, check_code, sign_in_or_make_person

    phone = a_phone()
    request = _request()
    ask_code(request, phone, may_be_new=True)
    (code,) = texts()
    made = sign_in_or_make_person(request, check_code(request, code), "孟渔生")
    assert (made.name, made.kind, made.phone) == ("孟渔生", Person.Kind.RESIDENT, phone)
    assert request.user == made
    assert Entry.objects.filter(kind="person.joined", by=made).count() == 1
    again = _request()
    with time_machine.travel(timezone.now() + timedelta(minutes=2)):
        ask_code(again, phone, may_be_new=True)
        (code,) = texts()
        assert sign_in_or_make_person(again, check_code(again, code), "别的名字") == made
    assert Person.objects.get(phone=phone).name == "孟渔生"


def _request() -> HttpRequest:
    from django.contrib.auth.models import AnonymousUser
    from django.contrib.sessions.backends.db import SessionStore
    from django.test import RequestFactory

    request = RequestFactory().post("/join/x")
    request.session, request.user = SessionStore(), AnonymousUser()
    return request
