"""What was written before one was signed out: carried through the door, never sent by itself, never more than a page can bear."""

from __future__ import annotations

import json
import re

from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from huiyin.people.actions.devices import end_all_devices
from huiyin.people.pending_form import CHARACTERS, FIELDS, PendingForm
from tests.factories import a_group, a_person

WORDS = "三组从昨晚起没有水，请派人看看"


def test_a_form_that_came_too_late_goes_through_the_door_and_is_sent_by_hand(client_for, capsys) -> None:
    zhou = a_person()
    group = a_group(owner=zhou)
    client: Client = client_for(zhou)
    end_all_devices(zhou, zhou)
    where = f"/groups/{group.pk}/messages"
    door = client.post(where, {"text": WORDS, "token": "a secret"}, headers={"Referer": f"http://testserver/groups/{group.pk}"})
    page = door.content.decode()
    assert door.status_code == 401 and WORDS in page and "a secret" not in page and f'value="/groups/{group.pk}"' in page
    kept = json.dumps([where, [["text", WORDS]]])
    coming = client.post("/sign-in", {"phone": zhou.phone, "kept": kept, "next": f"/groups/{group.pk}"})
    assert coming.status_code == 200 and 'name="kept"' in coming.content.decode()
    wrong = client.post("/sign-in/code", {"code": "000000", "kept": kept})
    assert wrong.status_code != 200 and 'name="kept"' in wrong.content.decode()
    code = re.findall(r"code (\d{6})", capsys.readouterr().out)[-1]
    behind = client.post("/sign-in/code", {"code": code, "kept": kept}).content.decode()
    assert f'action="{where}"' in behind and WORDS in behind and group.messages.count() == 0


def test_a_button_pressed_too_late_leads_to_the_plain_door(client_for) -> None:
    zhou = a_person()
    client = client_for(zhou)
    end_all_devices(zhou, zhou)
    assert client.post("/me/settings", {"theme": "dark"})["Location"].startswith("/sign-in")
    assert client.post("/me/name", {"name": "长" * (CHARACTERS + 1)})["Location"].startswith("/sign-in"), "more than a page bears"


nests = st.recursive(st.none() | st.integers() | st.text(), lambda inner: st.lists(inner, max_size=4))


@given(st.one_of(st.text(max_size=300), nests.map(json.dumps)))
def test_whatever_a_page_claims_to_carry_leads_nowhere_else(said: str) -> None:
    kept = PendingForm.carried(said)
    assert kept is None or (kept.to.startswith("/") and not kept.to.startswith("//") and len(kept.fields) <= FIELDS)


def test_what_is_carried_comes_back_as_it_was_and_goes_to_no_other_site() -> None:
    kept = PendingForm("/groups/7/messages", (("text", WORDS), ("reply", "3")))
    assert PendingForm.carried(str(kept)) == kept
    for elsewhere in ("https://evil.example/", "//evil.example", "/\\evil.example", "/sign-out", "/", "javascript:alert(1)"):
        assert PendingForm.carried(json.dumps([elsewhere, [["text", WORDS]]])) is None
