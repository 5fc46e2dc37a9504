"""Several accuse an office together: whoever takes it down names them on the page, and the accused learn of none of them."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from huiyin.cases.actions import publish_case
from huiyin.cases.codes import code_of
from huiyin.cases.models import Case, Party
from huiyin.cases.queries.listing import earlier_by_phone
from huiyin.cases.rules import in_office, speaker_of, visible_to
from huiyin.core.today import forget_waiting, waiting_count
from huiyin.intake.models import PaperLetter
from huiyin.notices.models import Notice
from huiyin.people.actions.administrators import appoint_administrator
from huiyin.people.phones import phone_for_reading
from tests.cases.conftest import County
from tests.factories import a_holding, a_person, a_post, a_unit
from tests.markup import markup

SPEAKS = r'(\w+) <span class="chip">代表大家</span>'
SAID = "水务局的人收了施工队的钱，才让他们接水管"


def told(county: County, **more: Any) -> dict[str, Any]:
    """What a clerk types of an accusation by one who speaks, one more who speaks, and two who only stand in it."""
    return {
        "accuse": "1", "accused": [str(county.water.pk)], "text": SAID, "summary": SAID, "channel": "phone", "name": "秦望川",
        "phone": "13900001111", "received_on": timezone.localdate(), "speaker": ["许星河", "", "", ""],
        "speaker-phone": ["139 0000 2222", "", "", ""], "others": "沈秋水 137 0000 3333\n陆听雨", "key": "k", **more,
    }  # fmt: skip


@pytest.mark.parametrize("path", ["/cases/call", "/cases/letter"])
def test_a_clerk_names_them_and_who_receives_accusations_reads_all_of_them(county: County, client_for: Any, path: str) -> None:
    assert client_for(county.desk).post(path, told(county)).status_code == 302
    case = Case.objects.get()
    assert case.is_sealed and case.with_others
    assert list(Party.objects.filter(case=case).order_by("pk").values_list("name", "phone", "speaks", "person")) == [
        ("许星河", "+8613900002222", True, None), ("沈秋水", "+8613700003333", False, None), ("陆听雨", "", False, None),
    ]  # fmt: skip
    page = markup(client_for(county.second).get(f"/cases/{case.pk}"))
    assert re.findall(SPEAKS, page) == ["许星河"] and "沈秋水" in page and "陆听雨" in page
    assert (path == "/cases/letter") == PaperLetter.objects.filter(case=case).exists()


def test_the_desk_of_a_reception_has_the_same_rows(county: County, client_for: Any) -> None:
    form = markup(client_for(county.desk).get("/cases/call?accuse=1&channel=desk"))
    assert form.count('name="speaker"') == 4, "whoever asks is the fifth"
    sent = client_for(county.desk).post("/cases/call", told(county, channel="desk"))
    assert sent.status_code == 302 and Case.objects.get().channel == "desk" and Party.objects.count() == 3


@pytest.mark.parametrize("path", ["/cases/call", "/cases/letter"])
def test_article_20_five_speak_at_most_whoever_asks_among_them_and_nothing_typed_is_lost(
    county: County, client_for: Any, path: str
) -> None:
    five = ["甲一", "乙二", "丙三", "丁四", "戊五"]
    refused = client_for(county.desk).post(path, told(county, speaker=five, **{"speaker-phone": [""] * 5}))
    page = refused.content.decode()
    assert refused.status_code == 422 and "第二十条" in page and all(f'value="{name}"' in page for name in five)
    assert "沈秋水 137 0000 3333" in page and f'value="{county.water.pk}" selected' in page and not Case.objects.exists()
    wrong = client_for(county.desk).post(path, told(county, **{"speaker-phone": ["139", "", "", ""]}))
    assert wrong.status_code == 422 and "许星河" in wrong.content.decode().partition('role="alert"')[2][:300]
    assert not Case.objects.exists()
    assert client_for(county.desk).post(path, told(county, speaker=five[:4], **{"speaker-phone": [""] * 4})).status_code == 302
    assert Party.objects.filter(speaks=True).count() == 4


def test_the_accused_learn_of_none_of_them_and_nobody_named_is_told(county: County, client_for: Any, programs: Any) -> None:
    insider, below = county.clerk, a_holding(post=a_post("站长", a_unit("水务局水管站", county.water))).person
    neighbour = a_person(kind="resident")
    numbers = {"speaker-phone": [insider.phone, "", "", ""], "others": f"沈秋水 {neighbour.phone}"}
    client_for(county.desk).post("/cases/call", told(county, **numbers))
    case = Case.objects.get()
    for person in (county.head, insider, below):
        appoint_administrator(person, "audit")
        who, browser = speaker_of(person), client_for(person)
        assert not Case.objects.filter(visible_to(who)).exists() and not Case.objects.filter(in_office(who)).exists()
        assert browser.get(f"/cases/{case.pk}").status_code == 404
        for page in ("/cases/desk", "/cases", "/today", "/search?q=许星河", "/search?q=施工队", "/manage/journal",
                     f"/cases/call?phone={neighbour.phone}"):  # fmt: skip
            shown = browser.get(page, follow=True).content.decode()
            assert case.number not in shown and f"/cases/{case.pk}" not in shown and SAID not in shown, page
        forget_waiting([person.pk])
        assert waiting_count(person) == 0 and not Notice.objects.filter(person=person).exists()
        assert not earlier_by_phone(str(neighbour.phone), who).exists() and not earlier_by_phone(str(insider.phone), who).exists()
    assert programs("clerk")("get", "/cases").json() == [] and programs("clerk")("get", f"/cases/{case.pk}").status_code == 404
    assert not Notice.objects.filter(person=neighbour).exists()
    assert client_for(neighbour).get(f"/cases/{case.pk}").status_code == 404, "with number and code, as everybody who is named in one"


def test_several_who_ask_in_an_ordinary_call_go_along_past_what_is_offered(county: County, client_for: Any) -> None:
    published = county.given(text="村口的水管漏了三天，路上都是水")
    for name in ("resident", "desk"):
        publish_case(published, county.who(name))
    plain = told(county, accuse="", accused=[], text="村口的水管漏了三天，路上都是水")
    between = client_for(county.desk).post("/cases/call", plain)
    page = between.content.decode()
    assert between.status_code == 200 and published.number in page
    assert all(f'value="{said}"' in page for said in ("许星河", "139 0000 2222")) and "陆听雨" in page
    assert client_for(county.desk).post("/cases/call", plain | {"offered": published.number}).status_code == 302
    made = Case.objects.exclude(pk=published.pk).get()
    assert list(made.parties.order_by("pk").values_list("name", flat=True)) == ["许星河", "沈秋水", "陆听雨"]


def test_who_speaks_for_all_looks_it_up_and_reads_that_they_do(county: County, client_for: Any) -> None:
    client_for(county.desk).post("/cases/call", told(county))
    case = Case.objects.get()
    visitor = Client()
    assert visitor.post("/cases/look-up", {"number": case.number, "code": code_of(case.pk)}).status_code == 302
    shown = markup(visitor.get(f"/cases/{case.pk}"))
    assert re.findall(SPEAKS, shown) == ["许星河"] and phone_for_reading("+8613700003333") not in shown
