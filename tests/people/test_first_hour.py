"""The first hour of an office: a short list that ticks itself off, and no page that speaks of somebody who is not there."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.conf import settings as house
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from huiyin.groups.actions import make_invite
from huiyin.people.actions.administrators import appoint_administrator
from huiyin.people.actions.units import set_unit_hours
from huiyin.people.models import Passkey, Person
from huiyin.people.queries.first_steps import first_steps
from tests.factories import a_group, a_holding, a_person, a_session, a_unit
from tests.markup import markup


@pytest.fixture
def administrator(db: None) -> Person:
    person = a_person("林小满")
    appoint_administrator(person, "system")
    return person


@pytest.fixture
def texts(capsys: pytest.CaptureFixture[str]) -> Callable[[], list[str]]:
    return lambda: re.findall(r"code (\d{6})", capsys.readouterr().out)


def client_of(person: Person) -> Client:
    client = Client()
    client.cookies[house.SESSION_COOKIE_NAME] = a_session(person)
    return client


def test_in_an_empty_house_the_administrator_begins_with_the_list(administrator):
    client = client_of(administrator)
    assert client.get("/")["Location"] == reverse("manage")
    page = markup(client.get(reverse("manage")))
    assert page.count('class="first-step-mark"') == 7 and reverse("manage-staff-import") in page
    assert client_of(a_person()).get("/")["Location"] == reverse("messages")


def test_every_step_leads_there_and_the_way_back_stands_on_its_page(administrator):
    client = client_of(administrator)
    client.get(reverse("manage"))
    for step in first_steps(administrator):
        for href in (step.href, *(href for href, _words in step.also)):
            answer = client.get(href.partition("#")[0])
            assert answer.status_code == 200, href
            if "html" in answer["Content-Type"] and not href.startswith(reverse("manage") + "#"):
                assert f'class="first-hour" href="{reverse("manage")}"' in markup(answer), href


def test_the_hours_are_set_where_the_step_leads_once_there_is_a_unit(administrator):
    client, unit = client_of(administrator), a_unit()
    href = first_steps(administrator)[1].href
    assert href == reverse("manage-unit-hours", args=[unit.pk])
    client.get(reverse("manage"))
    assert f'class="first-hour" href="{reverse("manage")}"' in markup(client.get(href))
    shown = {"morning_from": "08:30", "morning_to": "12:00", "afternoon_from": "14:00", "afternoon_to": "17:30"}
    as_they_are = {"own": "above", "quiet_from": "22:00", "quiet_to": "07:00", **shown}
    assert client.post(href, as_they_are).status_code == 302  # looked at, and right
    assert first_steps(administrator)[1].done


def test_each_step_ticks_itself_off(administrator, texts):
    client = client_of(administrator)
    unit = a_unit()
    a_holding()
    set_unit_hours(unit, {"morning": ["08:00", "12:00"], "afternoon": ["14:00", "17:30"], "quiet": ["22:00", "07:00"]}, by=administrator)
    client.post(reverse("manage-codes"))
    (code,) = texts()
    assert client.post(reverse("manage-codes"), {"code": "000000" if code != "000000" else "111111"}).status_code == 422
    assert client.post(reverse("manage-codes"), {"code": code})["Location"] == reverse("manage")
    for role in ("security", "audit"):
        appoint_administrator(a_person(), role)
    for n, person in enumerate(Person.objects.filter(administrator__isnull=False)):
        Passkey.objects.create(person=person, credential_id=f"key-{n}", public_key=b"k", label="我的")
    group = a_group(owner=administrator)
    make_invite(group, administrator)
    assert [step.done for step in first_steps(administrator)] == [True] * 6 + [False]
    assert client.get("/")["Location"] == reverse("messages")


def test_the_table_to_fill_in_has_its_columns_although_nobody_is_there(administrator):
    answer = client_of(administrator).get(reverse("manage-staff-export", args=["csv"]))
    assert answer.status_code == 200 and "单位" in b"".join(answer).decode("utf-8-sig").splitlines()[0]


def test_in_development_without_the_county_nobody_is_told_to_choose_somebody(db):
    page = markup(Client().get("/"))
    assert 'id="doors"' not in page and 'id="demo"' not in page and reverse("sign_in") in page


def test_no_page_reads_the_session_for_a_number_that_one_person_has(administrator):
    group = a_group(owner=administrator)
    client = client_of(administrator)
    client.get(reverse("manage"))
    for path in ("/messages", "/today", "/me", f"/groups/{group.pk}"):
        with CaptureQueriesContext(connection) as asked:
            assert client.get(path).status_code == 200
        assert not [one["sql"] for one in asked.captured_queries if "django_session" in one["sql"]], path
