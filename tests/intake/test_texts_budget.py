"""What text messages may cost, and what happens instead."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from huiyin.cases.actions import accept_case, answer_case
from huiyin.cases.models import Case
from huiyin.channels.actions.rounds import send_due_outgoing
from huiyin.channels.models import Outgoing, TextMonth
from huiyin.channels.personal_data import RETENTION
from huiyin.people.actions.administrators import appoint_administrator
from huiyin.privacy.actions.erasing import erase_person, finish_erasure
from tests.cases.conftest import County
from tests.factories import a_person
from tests.intake.test_letters_and_texts import ask

PHONE = "13800001111"


@pytest.fixture
def admin(county: County, client_for: Any) -> Client:
    system = a_person()
    appoint_administrator(system, "system")
    browser: Client = client_for(system)
    return browser


def test_a_month_is_bounded_said_in_plain_words_and_whoever_left_a_number_is_called(
    county: County, gateway: Any, admin: Client, client_for: Any, settings: Any
) -> None:
    settings.TEXT_A_MONTH = 5
    for n in range(4):
        ask(text=f"第{n}盏路灯坏了，在村东头第{n}家门口", phone=f"1380000111{n}", texts="yes")
    assert send_due_outgoing() == 4 and TextMonth.objects.get().sent == 4
    page = admin.get("/manage/outgoing").content.decode()
    assert "4" in page and 'class="notice near" id="texts-month"' in page
    assert "80 %" in admin.get("/me/notices").content.decode() and "80 %" in admin.get("/me").content.decode()
    ask(text="学校门口的井盖不见了", phone="13800002222", texts="yes")
    send_due_outgoing()
    assert 'id="texts-used-up"' in Client().get("/cases/new").content.decode()
    visitor = Client()
    visitor.post("/cases/new", {"text": "桥栏杆断了", "phone": PHONE, "texts": "yes", "key": "k"})
    assert 'id="called"' in visitor.get("/cases/received").content.decode()
    send_due_outgoing()
    case = Case.objects.latest("registered_at")
    assert len(gateway.got) == 5 and Outgoing.objects.get(about__startswith=f"case:{case.pk}:").state == "call"
    desk = client_for(county.desk)
    assert 'id="call-back"' in desk.get(f"/cases/{case.pk}").content.decode()
    assert "138 0000 1111" in desk.get("/today").content.decode().split('id="to-call"')[1]
    assert PHONE not in Client().get("/cases/public").content.decode().replace(" ", "")


def test_a_number_is_not_flooded_by_whoever_types_it(county: County, gateway: Any) -> None:
    for n in range(14):
        cache.clear()  # from many places
        ask(text=f"第{n}件：这里的灯、那里的井盖、第{n}户的水", texts="yes", phone=PHONE)
    send_due_outgoing()
    assert len(gateway.got) == 5 and Outgoing.objects.filter(state="waiting").count() <= 10
    Outgoing.objects.update(due_at=timezone.now())
    send_due_outgoing()
    assert len(gateway.got) == 5  # its five of the day; the rest waits


def test_from_one_place_so_many_are_asked_for_and_the_request_comes_all_the_same(county: County, gateway: Any) -> None:
    for n in range(11):
        visitor = Client()
        text = f"第{n}件事各不相同{'甲乙丙丁戊己庚辛壬癸子'[n]}"
        visitor.post("/cases/new", {"text": text, "phone": f"138000033{n:02}", "texts": "yes", "key": f"k{n}"})
    assert Case.objects.count() == 11 and Outgoing.objects.count() == 10
    assert 'id="untold"' in visitor.get("/cases/received").content.decode()


def test_what_was_refused_is_emptied_after_three_days_and_goes_with_whoever_is_erased(county: County, gateway: Any) -> None:
    gateway.answers = [400, 400]
    first, person = ask(texts="yes"), a_person(kind="resident")
    ask(text="另一件事，学校的围墙", texts="yes", phone=person.phone)
    send_due_outgoing()
    assert Outgoing.objects.filter(state="refused").exclude(sealed="").count() == 2
    accept_case(first, county.who("desk"))
    answer_case(first, county.who("desk"), "solved", "路灯已修好")  # waits till morning, for whom nobody erases
    finish_erasure(erase_person(person, None, person.name))
    assert not Outgoing.objects.filter(hint__endswith=person.phone[-4:]).exists()
    kind = next(one for one in RETENTION if one.name == "outgoing_sealed")
    kind.remove(timezone.now() + timedelta(days=3, minutes=1))
    assert not Outgoing.objects.filter(state="refused").exclude(sealed="").exists()
    assert Outgoing.objects.filter(state="waiting").count() == 1
