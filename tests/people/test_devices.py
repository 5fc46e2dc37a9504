"""Where somebody is signed in, and how it is ended: at once, here and elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from huiyin.journal.models import Clock, Entry
from huiyin.people.devices import device_label, session_of
from huiyin.people.models import Device
from tests.factories import a_person, a_phone

A_DAY = timedelta(days=1)


def key_of(client: Client) -> str:
    return str(client.cookies[settings.SESSION_COOKIE_NAME].value)


@pytest.mark.parametrize(
    ("said", "label"),
    [
        (
            "Mozilla/5.0 (Linux; Android 9; VOG-AL00) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/80.0.3987.99 Mobile Safari/537.36",
            "Chrome · Android",
        ),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 Version/17.0 Mobile/15E148 Safari/604.1",
            "Safari · iPhone",
        ),
        (
            "Mozilla/5.0 (Linux; Android 12; wv) AppleWebKit/537.36 Chrome/107 Mobile Safari/537.36 MicroMessenger/8.0.42",
            "WeChat · Android",
        ),
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/120.0 Safari/537.36 Edg/120.0", "Edge · Windows"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0", "Firefox · Linux"),
        ("<script>alert(1)</script>", ""),
    ],
)
def test_a_browser_is_called_as_its_owner_knows_it(said: str, label: str) -> None:
    assert device_label(said) == label


def test_an_ended_device_is_out_with_its_next_request(client_for: Callable[..., Client]) -> None:
    zhou = a_person()
    here, lost = client_for(zhou), client_for(zhou)
    device = session_of(key_of(lost))
    assert device is not None
    page = here.get("/me/devices").content.decode()
    assert f"/me/devices/{device.pk}/end" in page and page.count('/end"') == 1
    assert here.post(f"/me/devices/{device.pk}/end").status_code == 302
    assert session_of(key_of(lost)) is None
    assert lost.get("/me")["Location"].startswith("/sign-in")
    assert here.get("/me").status_code == 200
    entry = Entry.objects.get(kind="session.ended")
    assert entry.stream.key == f"person:{zhou.pk}" and entry.data == {"device": device.pk}


def test_all_others_are_ended_and_this_one_stays(client_for: Callable[..., Client]) -> None:
    zhou = a_person()
    here, *others = [client_for(zhou) for _ in range(4)]
    here.post("/me/devices/end-others")
    assert here.get("/me").status_code == 200
    assert [other.get("/me").status_code for other in others] == [302, 302, 302]
    assert Entry.objects.filter(kind="session.ended").count() == 3


def test_nobody_ends_somebody_elses_device(client_for: Callable[..., Client]) -> None:
    zhou, stranger = client_for(a_person()), client_for(a_person())
    device = session_of(key_of(zhou))
    assert device is not None
    assert stranger.post(f"/me/devices/{device.pk}/end").status_code == 404
    assert stranger.post("/me/devices/99999999/end").status_code == 404
    stranger.post("/me/devices/end-others")
    assert zhou.get("/me").status_code == 200


def test_signing_out_ends_the_device(client_for: Callable[..., Client]) -> None:
    client = client_for(a_person())
    key = key_of(client)
    assert client.get("/sign-out").status_code == 405
    client.post("/sign-out")
    assert session_of(key) is None
    stolen = Client()
    stolen.cookies[settings.SESSION_COOKIE_NAME] = key
    assert stolen.get("/me").status_code == 302
    assert Device.objects.get().ended_at is not None


def test_somebody_else_signs_in_on_the_same_browser(client_for: Callable[..., Client]) -> None:
    from django.contrib.sessions.backends.db import SessionStore
    from django.test import RequestFactory

    from huiyin.people.actions.sign_in import sign_in

    first, second = a_person(), a_person()
    client = client_for(first)
    key = key_of(client)
    request = RequestFactory().get("/")
    request.session, request.device = SessionStore(key), session_of(key)  # type: ignore[attr-defined]
    sign_in(request, second, "demo")
    assert session_of(key) is None and request.session.session_key != key
    assert [d.person for d in Device.objects.filter(ended_at=None)] == [second]


@pytest.mark.parametrize(("kind", "days"), [("official", 30), ("resident", 90)])
def test_who_stays_away_long_is_asked_again(kind: str, days: int, client_for: Callable[..., Client]) -> None:
    client = client_for(a_person(kind=kind))
    with time_machine.travel(timezone.now() + days * A_DAY - timedelta(minutes=1)):
        assert client.get("/me").status_code == 200
    other = client_for(a_person(kind=kind))
    with time_machine.travel(timezone.now() + days * A_DAY + timedelta(minutes=1)):
        assert other.get("/me").status_code == 302


def test_half_a_year_is_the_most_however_busy(client_for: Callable[..., Client]) -> None:
    with time_machine.travel("2026-01-01 00:00:00+00:00", tick=False) as now:
        client = client_for(a_person())
        for _ in range(9):
            now.shift(20 * A_DAY - timedelta(hours=1))
            assert client.get("/me").status_code == 200
        now.shift(A_DAY)
        assert client.get("/me").status_code == 302


def test_a_signed_in_request_takes_one_query_to_know_who(client_for: Callable[..., Client]) -> None:
    client = client_for(a_person())
    with CaptureQueriesContext(connection) as asked:
        client.get("/sign-in")  # goes straight on, and asks nothing else
    assert len(asked) == 1, [query["sql"] for query in asked]


def test_last_seen_is_written_every_ten_minutes_at_most(client_for: Callable[..., Client]) -> None:
    with time_machine.travel("2026-11-23 00:00:00+00:00", tick=False) as now:
        client = client_for(a_person())
        seen = []
        for _ in range(5):
            client.get("/me")
            seen.append(Device.objects.get().seen_at)
            now.shift(timedelta(minutes=4))
    assert len(set(seen)) == 2


def test_what_an_open_page_asks_by_itself_is_no_sign_of_life(client_for: Callable[..., Client]) -> None:
    by_itself = {"accept": "application/json", "sec-fetch-dest": "empty"}
    with time_machine.travel("2026-11-23 00:00:00+00:00", tick=False) as now:
        client = client_for(a_person())
        began = Device.objects.get().seen_at
        now.shift(timedelta(days=20))
        for path in ("/me/notices/count", "/me/session", "/messages"):
            assert client.get(path, headers=by_itself).status_code == 200
        assert client.get("/messages", headers={"accept": "text/html", "sec-fetch-dest": "empty"}).status_code == 200
        assert Device.objects.get().seen_at == began
        now.shift(timedelta(days=1))
        client.post("/me/session")
        assert Device.objects.get().seen_at == timezone.now(), "a tap is"
        now.shift(timedelta(days=1))
        client.get("/messages")
        assert Device.objects.get().seen_at == timezone.now(), "and so is a page that is opened"


def test_a_visitor_reads_in_the_browsers_language_or_the_one_chosen() -> None:
    chinese, english = Client(headers={"accept-language": "zh-CN,zh;q=0.9"}), Client(headers={"accept-language": "en-GB"})
    assert chinese.get("/sign-in")["Content-Language"] == "zh-hans"
    assert english.get("/sign-in")["Content-Language"] == "en"
    assert Client(headers={"accept-language": "fr"}).get("/sign-in")["Content-Language"] == "zh-hans"
    answer = chinese.post("/language", {"language": "en", "next": "/sign-in?next=/me"})
    assert answer["Location"] == "/sign-in?next=/me"
    page = chinese.get("/sign-in")
    assert page["Content-Language"] == "en" and "Send me the code" in page.content.decode()
    assert chinese.post("/language", {"language": "en", "next": "https://elsewhere.example"})["Location"] == "/"
    assert chinese.post("/language", {"language": "tlh"}).status_code == 422


def test_everybody_sets_how_they_like_to_read(client_for: Callable[..., Client]) -> None:
    zhou = a_person()
    client = client_for(zhou)
    for field, value in (("text_size", "large"), ("theme", "dark"), ("language", "en")):
        assert client.post("/me/settings", {field: value}).status_code == 302
    zhou.refresh_from_db()
    assert (zhou.text_size, zhou.theme, zhou.language) == ("large", "dark", "en")
    assert client.get("/me")["Content-Language"] == "en"
    assert client.post("/me/settings", {"theme": "pink"}).status_code == 422
    client.post("/me/settings", {"kind": "media", "locked_at": ""})
    zhou.refresh_from_db()
    assert zhou.kind == "official"


def test_residents_correct_their_name_and_officials_ask(client_for: Callable[..., Client]) -> None:
    resident, official = a_person(kind="resident"), a_person()
    client = client_for(resident)
    assert client.post("/me/name", {"name": " 孟渔生\u202e "}).status_code == 302
    assert client.post("/me/name", {"name": "\u200b"}).status_code == 422
    assert client_for(official).post("/me/name", {"name": "别人"}).status_code == 403
    resident.refresh_from_db()
    assert resident.name == "孟渔生" and "mengyusheng" in resident.name_keys
    entry = Entry.objects.get(kind="person.changed", by=resident)
    assert entry.data == {"person": resident.pk, "fields": ["name"]}


def test_sessions_that_ran_out_go_once_a_day(client_for: Callable[..., Client]) -> None:
    from huiyin.journal.clocks import fire_due

    visitor, signed_in = Client(), client_for(a_person())
    visitor.post("/sign-in", {"phone": a_phone()})
    assert Session.objects.count() == 2
    for _ in range(2):
        with time_machine.travel(timezone.now() + A_DAY + timedelta(minutes=1)):
            fire_due()
    assert list(Session.objects.values_list("session_key", flat=True)) == [key_of(signed_in)]
    assert Clock.objects.filter(kind="sessions.swept", fired_at=None).count() == 1
