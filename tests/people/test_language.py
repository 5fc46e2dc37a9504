"""Who read the door in English goes on in English: a choice made there counts, and every page has a way to the other language."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
import time_machine
from django.conf import settings
from django.test import Client
from django.utils import timezone

from huiyin.people.models import Person
from tests.factories import a_group, a_person, a_session
from tests.markup import markup

ENGLISH = {"HTTP_ACCEPT_LANGUAGE": "en-GB,en;q=0.9"}


Door = Callable[[Client, Person], Client]


@pytest.fixture
def come_in(capsys: pytest.CaptureFixture[str]) -> Iterator[Door]:
    """Brings somebody in by the code that a development machine prints; each time two minutes later, as codes are sent once a minute."""
    with time_machine.travel(timezone.now(), tick=False) as now:

        def door(client: Client, person: Person) -> Client:
            now.shift(120)
            client.post("/sign-in", {"phone": person.phone})
            (code,) = re.findall(r"code (\d{6})", capsys.readouterr().out)
            assert client.post("/sign-in/code", {"code": code}).status_code == 302
            return client

        yield door


def test_who_comes_for_the_first_time_goes_on_in_the_language_their_browser_asks_for(come_in):
    person = a_person()
    page = markup(come_in(Client(**ENGLISH), person).get("/messages"))
    assert '<html lang="en"' in page and Person.objects.get(pk=person.pk).language == "en"


def test_who_chose_at_the_door_goes_on_in_it_also_later(come_in):
    person = a_person()
    come_in(Client(), person)
    client = Client()
    client.post("/language", {"language": "en", "next": "/sign-in"})
    page = markup(come_in(client, person).get("/messages"))
    assert '<html lang="en"' in page


def test_who_has_been_here_keeps_their_own_language_whatever_a_borrowed_browser_asks_for(come_in):
    person = a_person()
    come_in(Client(), person)
    come_in(Client(**ENGLISH), person)
    assert Person.objects.get(pk=person.pk).language == "zh-hans"


def test_a_choice_among_my_settings_is_not_taken_back_by_an_older_one_at_the_door(come_in):
    person = a_person()
    client = Client()
    client.post("/language", {"language": "en"})
    come_in(client, person)
    client.post("/me/settings", {"language": "zh-hans"})
    client.post("/sign-out")
    come_in(client, person)
    assert Person.objects.get(pk=person.pk).language == "zh-hans"


@pytest.mark.parametrize(("own", "other", "name"), [("zh-hans", "en", "English"), ("en", "zh-hans", "中文")])
def test_the_way_to_the_other_language_stands_on_every_page_under_its_own_name(own, other, name):
    person = a_person(language=own)
    group = a_group(owner=person)
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = a_session(person)
    for path in ("/messages", "/today", "/people", "/me", f"/groups/{group.pk}", "/search?q=水"):
        page = markup(client.get(path))
        assert f'value="{other}" lang="{"zh-Hans" if other == "zh-hans" else "en"}"' in page and name in page, path
    client.post("/language", {"language": other, "next": "/today"})
    assert Person.objects.get(pk=person.pk).language == other


def test_from_a_page_that_only_a_form_leads_to_the_switch_goes_home():
    person = a_person()
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = a_session(person)
    page = markup(client.post("/me/calendar/make"))
    assert 'name="next" value=""' in page and 'value="/me/calendar/make"' not in page
    assert client.post("/language", {"language": "en", "next": ""})["Location"] == "/"
