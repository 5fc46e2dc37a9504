"""What is true of the pebble because it is true of every noun. Run by test_house.py, with the pebble installed."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.core.checks import run_checks
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from huiyin.core.access import ACCESS_DECLARED
from huiyin.core.errors import Invalid
from huiyin.core.tabs import paths_under
from huiyin.handover.actions import give_over, open_handover
from huiyin.handover.models import Handover
from huiyin.journal import clocks
from huiyin.journal.event_types import EVENT_TYPES, STREAM_TYPES
from huiyin.journal.models import Entry
from huiyin.journal.verifying import verify
from huiyin.notices.models import Notice
from huiyin.notices.presentation import lines_of
from huiyin.people.models import Person
from huiyin.privacy.actions.erasing import erase_person, finish_erasure
from huiyin.privacy.actions.retention import due, run_now
from huiyin.privacy.copying.sections import sections
from huiyin.privacy.errors import StillHanging
from tests.factories import a_group, a_holding, a_person, a_picture, a_post, a_session, a_unit
from tests.house.pebble.actions import lay_pebble, lift_pebble
from tests.house.pebble.models import Pebble, State
from tests.house.pebble.moves import MOVES
from tests.house.pebble.queries import steps_of
from tests.permissions.asking import wrongly_open
from tests.permissions.county import a_county
from tests.permissions.places import operations, places
from tests.permissions.test_api_matrix import tokens_of, wrongly_done

pytestmark = pytest.mark.django_db


@pytest.fixture
def shore() -> dict[str, Any]:
    """A resident lays a pebble before a bureau's head, who is not in the group."""
    post = a_post("局长", a_unit("县水务局"))
    head = a_holding(post=post).person
    owner, resident = a_person(), a_person(kind="resident")
    group = a_group(owner=owner, members=[resident])
    return {"post": post, "head": head, "resident": resident, "owner": owner, "group": group,
            "pebble": lay_pebble(group, resident, post, "渠道什么时候清淤")}  # fmt: skip


def client_of(person: Person) -> Client:
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = a_session(person)
    return client


def test_its_entries_are_chained_and_proved(shore):
    lift_pebble(shore["pebble"], shore["head"], "下周三开工")
    entries = Entry.objects.filter(stream=shore["pebble"].stream_id).order_by("seq")
    assert [entry.kind for entry in entries] == ["pebble.laid", "pebble.lifted"]
    assert not verify().broken


def test_the_record_of_one_that_is_gone_is_nobody_elses(shore):
    gone = shore["pebble"].stream_id
    shore["pebble"].delete()
    after = [lay_pebble(shore["group"], shore["resident"], shore["post"], words) for words in ("第二问", "第三问")]
    assert len({gone, *(pebble.stream_id for pebble in after)}) == 3


def test_its_holder_is_told_and_its_author_is_answered(shore, in_language):
    notice = Notice.objects.get(person=shore["head"])
    with in_language("en"):
        assert "渠道什么时候清淤" in lines_of(shore["head"], [notice])[0].words
    page = client_of(shore["head"]).get(reverse("notices")).content.decode()
    assert reverse("pebble", args=[shore["pebble"].pk]) in page or "渠道什么时候清淤" in page
    lift_pebble(shore["pebble"], shore["head"], "下周三开工")
    notice.refresh_from_db()
    assert notice.read_at is not None, "who acts on it knows of it"
    assert Notice.objects.get(person=shore["resident"]).kind == "pebble.lifted"


def test_whoever_may_not_see_it_any_more_is_told_nothing_of_it(shore):
    notice = Notice.objects.get(person=shore["head"])
    shore["post"].holdings.update(until=timezone.localdate() - timedelta(days=1), since=timezone.localdate() - timedelta(days=9))
    assert "渠道" not in lines_of(shore["head"], [notice])[0].words


def test_the_audit_page_calls_it_by_its_words(shore):
    assert str(EVENT_TYPES["pebble.laid"].words) and all(str(words) for words in EVENT_TYPES["pebble.laid"].fields.values())
    assert str(STREAM_TYPES["pebble"].words)


def test_its_clock_rings_once(shore):
    later = timezone.now() + timedelta(days=4)
    assert clocks.fire_due(later) == 1 and clocks.fire_due(later) == 0
    assert Entry.objects.filter(kind="pebble.waited").count() == 1


def test_a_lifted_pebble_rings_no_more(shore):
    lift_pebble(shore["pebble"], shore["head"], "清了")
    assert clocks.fire_due(timezone.now() + timedelta(days=4)) == 0


def test_browsers_and_webhooks_hear_of_it(shore):
    from huiyin.hooks.payload import told, webhook_events
    from huiyin.live.frames import frames_of

    entry = Entry.objects.get(kind="pebble.laid")
    assert b'"state":"laid"' in frames_of([(entry, None)])[0].wire("zh-hans")
    assert "pebble.laid" in webhook_events()
    assert told(1, "pebble.laid", shore["group"], entry)["pebble"]["words"] == "渠道什么时候清淤"


def test_robots_may_be_told_of_it(shore):
    from huiyin.channels.cards import card_of_entry, robot_events

    assert "pebble" in robot_events()
    assert card_of_entry(Entry.objects.get(kind="pebble.laid"), bare=False).title == "渠道什么时候清淤"


def test_it_is_described_in_the_api_and_opens_to_its_scope_alone(shore):
    told = Client().get("/api/v1/openapi.json").json()
    operation = told["paths"]["/api/v1/pebbles/{pebble_id}"]["get"]
    assert operation["x-scope"] == "pebbles:read" and operation["description"].startswith("Gives a pebble")
    page = client_of(shore["head"]).get(reverse("tokens")).content.decode()
    assert 'value="pebbles:read"' in page, "whoever makes a token may choose it"


def test_its_addresses_say_who_gets_in_and_are_asked_as_every_role():
    county = a_county()
    tokens = tokens_of(county)
    addresses = [place for place in places() if place.name.startswith("pebble")]
    asked = [one for one in operations() if "pebble" in one.plain]
    assert len(addresses) == 2 and len(asked) == 1
    assert {one.name for one in [*places(), *operations()]} - {one.name for one in ACCESS_DECLARED} == set()
    assert not [wrong for place in addresses for wrong in wrongly_open(place, county)]
    assert not [wrong for one in asked for wrong in wrongly_done(one, county, tokens)]


def test_its_timeline_says_what_happened_in_the_words_of_its_kinds(shore, in_language):
    lift_pebble(shore["pebble"], shore["head"], "下周三开工")
    with in_language("en"):
        told = [(str(one["step"].words), one["by"]) for one in steps_of(shore["pebble"])]
    assert told == [("Laid down", shore["resident"]), ("Lifted", shore["head"])]
    page = client_of(shore["resident"]).get(reverse("pebble", args=[shore["pebble"].pk])).content.decode()
    assert page.count('<li class="step ') == 2 and shore["head"].name in page


def test_its_photo_is_for_who_may_see_it_now(shore):
    found = lay_pebble(shore["group"], shore["resident"], shore["post"], "渠垮了", a_picture(shore["resident"]).key)
    path = reverse("pebble-photo", args=[found.pk, "thumb"])
    assert client_of(shore["head"]).get(path).status_code == 200 and client_of(a_person()).get(path).status_code == 404
    shore["post"].holdings.update(until=timezone.localdate() - timedelta(days=1), since=timezone.localdate() - timedelta(days=9))
    assert client_of(shore["head"]).get(path).status_code == 404
    with pytest.raises(Invalid):  # another's picture
        lay_pebble(shore["group"], shore["resident"], shore["post"], "渠垮了", a_picture(shore["owner"]).key)


def test_the_check_of_the_house_asks_about_it(monkeypatch):
    assert not [one for one in run_checks() if one.id == "pebble.E001"]
    monkeypatch.delitem(MOVES._actions, "lift")
    assert [one.msg for one in run_checks() if one.id == "pebble.E001"] == ["lift: no action makes this move."]


def test_its_page_lies_under_the_tab_it_names():
    assert "/pebbles" in paths_under("matters")


def test_it_stands_on_today_with_its_move_and_a_decision_from_the_device_counts_once(shore):
    """Kept on the device while there is no network, the form is sent with a key, by a script, perhaps twice."""
    path, browser = reverse("pebble", args=[shore["pebble"].pk]), client_of(shore["head"])
    page = browser.get(reverse("today")).content.decode()
    form = page[page.index('id="pebbles"'):]
    assert "渠道什么时候清淤" in form and f'action="{path}"' in form and f'data-task="pebble-{shore["pebble"].pk}"' in form
    assert "data-decision=" in form
    sent = [browser.post(path, {"answer": "下周三开工", "key": "device-1"}, headers={"x-fragment": "1"}) for _ in range(2)]
    assert [answer.status_code for answer in sent] == [200, 200] and f'id="tpebble-{shore["pebble"].pk}"' in sent[1].content.decode()
    assert Entry.objects.filter(kind="pebble.lifted").count() == 1
    assert 'id="pebbles"' not in browser.get(reverse("today")).content.decode()


def test_its_page_opens_to_who_may_see_it_and_lifts_it(shore):
    path = reverse("pebble", args=[shore["pebble"].pk])
    assert client_of(a_person()).get(path).status_code == 404
    assert client_of(shore["resident"]).get(path).status_code == 200
    answer = client_of(shore["head"]).post(path, {"answer": "下周三开工"})
    assert answer.status_code == 302 and Pebble.objects.get().state == State.LIFTED
    assert client_of(shore["head"]).post(path, {"answer": "又一次"}).status_code == 409


def test_whoever_laid_it_finds_it_in_the_copy_of_their_data(shore):
    told = {key: rows for key, _title, rows in sections(shore["resident"])}
    assert [row["words"] for row in told["pebbles"]] == ["渠道什么时候清淤"]


def test_it_is_answered_before_whoever_laid_it_is_erased_and_then_its_words_go(shore):
    name = shore["resident"].name
    with pytest.raises(StillHanging):
        erase_person(shore["resident"], None, name)
    lift_pebble(shore["pebble"], shore["head"], "下周三开工")
    finish_erasure(erase_person(shore["resident"], None, name))
    pebble = Pebble.objects.get()
    assert pebble.words == "" and pebble.answer == "下周三开工" and not verify().broken


def test_it_goes_when_its_time_is_over(shore):
    lift_pebble(shore["pebble"], shore["head"], "清了")
    assert due()["pebbles"] == 0 and due(timezone.now() + timedelta(days=3653))["pebbles"] == 1
    with time_machine.travel(timezone.now() + timedelta(days=3653), tick=False):
        assert run_now().removed["pebbles"] == 1 and not Pebble.objects.exists()


def test_the_one_search_finds_it_for_who_may_see_it(shore):
    path = reverse("pebble", args=[shore["pebble"].pk])
    assert path in client_of(shore["head"]).get("/search?q=清淤").content.decode()
    assert path not in client_of(shore["head"]).get("/search?q=鲸鱼").content.decode()
    assert path not in client_of(a_person()).get("/search?q=清淤").content.decode()


def test_the_number_of_matters_counts_it_while_it_waits(shore):
    browser = client_of(shore["head"])
    assert browser.get(reverse("notices-count")).json()["waiting"] == 1
    lift_pebble(shore["pebble"], shore["head"], "清了")
    assert browser.get(reverse("notices-count")).json()["waiting"] == 0


def test_it_goes_with_its_post_and_is_given_to_whom_the_review_says(shore):
    post, beside = shore["post"], a_post("副局长", shore["post"].unit, shore["post"])
    deputy = a_holding(post=beside).person
    handover = open_handover(post, shore["head"], by=shore["head"])
    path = reverse("handover", args=[handover.pk])
    assert "渠道什么时候清淤" in client_of(shore["head"]).get(path).content.decode()
    Handover.objects.filter(pk=handover.pk).update(successor=a_person())
    item = handover.items.get()
    give_over(handover, shore["head"], {item.pk: f"other:{deputy.pk}"})
    assert Pebble.objects.get().post == beside and Entry.objects.filter(kind="pebble.handed_over").count() == 1


def test_its_moves_are_a_checked_graph():
    assert [move.name for move in MOVES.possible(State.LAID, {"holder"})] == ["lift"]
    assert not MOVES.possible(State.LIFTED, {"holder"}) and not MOVES.possible(State.LAID, {"member"})
