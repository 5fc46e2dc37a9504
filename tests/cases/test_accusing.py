"""An accusation comes in by every door people use, and is sealed from its first line on."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from huiyin.cases.actions import publish_case
from huiyin.cases.actions.desks import set_desk
from huiyin.cases.codes import code_of
from huiyin.cases.models import Case
from huiyin.core.ten_digits import for_reading
from huiyin.people.models import Person
from huiyin.reception.actions import call_next
from tests.cases.conftest import County
from tests.factories import a_holding, a_post, a_unit
from tests.reception.conftest import a_day, a_visit

SAID = "水务局的人收了施工队的钱，才让他们接水管"


@pytest.fixture
def inspector(county: County) -> Person:
    """Accusations go to the discipline inspection; the office's desk receives all else."""
    discipline = a_unit("县纪委", county.office)
    set_desk(county.office, True)
    set_desk(discipline, True, sealed=True)
    return a_holding(post=a_post("干部", discipline)).person


def sees(client_for: Any, person: Person, case: Case) -> bool:
    return bool(client_for(person).get(f"/cases/{case.pk}").status_code == 200)


def test_a_visitor_accuses_an_office_by_the_form_and_only_who_receives_accusations_reads_it(
    county: County, inspector: Person, client_for: Any
) -> None:
    published = county.given(text="水务局接水管要收钱")
    for name in ("resident", "desk"):
        publish_case(published, county.who(name))
    visitor = Client()
    assert "/cases/new?accuse=1" in visitor.get("/cases/new").content.decode()
    form = visitor.get("/cases/new?accuse=1").content.decode()
    assert county.water.name in form and "data-like>" not in form
    sent = visitor.post("/cases/new", {"accuse": "1", "accused": [county.water.pk, ""], "text": SAID, "key": "k"}, follow=True)
    case = Case.objects.get(text=SAID)
    assert case.number in sent.content.decode() and case.number.startswith("J") and for_reading(code_of(case.pk)) in sent.content.decode()
    assert sees(client_for, inspector, case)
    assert not any(sees(client_for, person, case) for person in (county.head, county.clerk, county.desk, county.road_head))
    assert case.number not in client_for(county.head).get("/cases/desk").content.decode()


def test_one_that_names_no_office_comes_in_as_nothing_at_all_and_stays_typed(county: County, client_for: Any) -> None:
    for browser, path in ((Client(), "/cases/new"), (client_for(county.desk), "/cases/call"), (client_for(county.desk), "/cases/letter")):
        told = {"accuse": "1", "accused": ["", ""], "text": SAID, "summary": SAID, "channel": "phone", "received_on": timezone.localdate()}
        refused = browser.post(path, told | {"key": "k"})
        page = refused.content.decode()
        assert refused.status_code == 422 and SAID in page and 'name="accuse"' in page
        gone = browser.post(path, told | {"accused": ["", str(county.water.pk), "x"]})
        assert gone.status_code == 422 and f'value="{county.water.pk}" selected' in gone.content.decode()
    assert not Case.objects.exists()


@pytest.mark.parametrize("path", ["/cases/call", "/cases/letter"])
def test_who_takes_one_down_reads_number_and_code_aloud_once_and_opens_it_no_more(
    county: County, inspector: Person, client_for: Any, path: str
) -> None:
    told = {"accuse": "1", "accused": [str(county.water.pk)], "text": SAID, "summary": SAID, "channel": "phone", "name": "老王",
            "phone": "13900001111", "received_on": timezone.localdate(), "key": "k"}  # fmt: skip
    clerk = client_for(county.desk)
    page = clerk.post(path, told, follow=True)
    case, shown = Case.objects.get(), page.content.decode()
    code = for_reading(code_of(case.pk))
    assert case.number in shown and code in shown and f'href="/cases/{case.pk}"' not in shown
    assert not sees(client_for, county.desk, case) and sees(client_for, inspector, case)
    others = client_for(county.second).get(f"{path}?taken={case.pk}").content.decode()
    assert case.number not in others and code not in others
    assert case.number not in clerk.get("/cases/call?phone=13900001111").content.decode()
    assert re.search(rf'href="/cases/{case.pk}"', client_for(inspector).get("/cases/desk").content.decode())


def test_who_is_signed_in_may_ask_without_their_name(county: County, inspector: Person, client_for: Any) -> None:
    browser = client_for(county.resident)
    assert 'name="anonymous"' in browser.get("/cases/new").content.decode()
    told = {"accuse": "1", "accused": [str(county.water.pk)], "text": SAID, "anonymous": "yes", "key": "k"}
    assert browser.post("/cases/new", told).status_code == 302
    case = Case.objects.get()
    assert case.author_id is None and county.resident.name not in client_for(inspector).get(f"/cases/{case.pk}").content.decode()


def test_a_reception_leads_an_accusation_away_from_its_open_line(county: County, client_for: Any) -> None:
    day = a_day(county)
    a_visit(day, "老王")
    visit = call_next(day, county.who("desk"))
    assert visit is not None
    page = client_for(county.desk).get(f"/visits/{visit.pk}/desk").content.decode()
    led = re.search(r'href="(/cases/call\?accuse=1[^"]*)"', page)
    assert led is not None and "name=" not in led[1], "who accuses stands in no address and no log"
    form = client_for(county.desk).get(led[1].replace("&amp;", "&")).content.decode()
    assert re.search(r'value="desk"\s+checked', form)
