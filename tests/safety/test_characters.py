"""What no database keeps (the character NUL) is taken out at the door: no page and no form breaks on it, and the rest of the words stay."""

from __future__ import annotations

import pytest

from huiyin.groups.actions import add_people
from huiyin.groups.actions.erasing import take_name_out
from huiyin.groups.models import Message
from huiyin.tasks.models import SavedView
from tests.factories import a_group, a_person, a_unit, say

PAGES = ["/board?{0}", "/board?sort=%00&light=late%00", "/today?{0}", "/messages?{0}", "/search?{0}&from=%00&kind=%00", "/people?{0}",
         "/people/suggest?{0}", "/notices?{0}", "/groups/{1}?{0}", "/groups/{1}/members?{0}", "/groups/{1}/gallery?{0}",
         "/groups/{1}/tasks?{0}", "/handovers?{0}", "/welcome?{0}", "/sign-in?next=%00", "/me?{0}"]  # fmt: skip


@pytest.fixture
def owner():
    return a_person("江远帆")


@pytest.fixture
def group(owner):
    made = a_group("防汛群", owner=owner)
    say(made, owner, "水位到了警戒线")
    return made


@pytest.mark.parametrize("page", PAGES)
def test_no_page_breaks_on_it(page, owner, group, client_for):
    address = page.format("q=%E6%B0%B4%00&page=%00&unit=%00&%00=x", group.pk)
    client = client_for(owner)
    there = client.get(address.split("?")[0]).status_code
    assert client.get(address).status_code == there


def test_a_search_finds_the_words_around_it(owner, group, client_for):
    assert "警戒线" in client_for(owner).get("/search?q=%E8%AD%A6%00%E6%88%92").content.decode()


def test_an_address_that_holds_it_is_none_of_ours(owner, client_for):
    for address in ("/%00", "/join/%00", "/static/%00.css", "/board%00"):
        assert client_for(owner).get(address).status_code == 404, address


def test_a_paragraph_and_a_rare_name_are_kept_as_they_were_written(owner, group, client_for):
    client = client_for(owner)
    said = "　　各村：\n　　请王\ue863、\U0002ebf0某核对。"
    assert client.post(f"/groups/{group.pk}/messages", {"text": said, "key": "key-2"}).status_code == 302
    assert Message.objects.latest("pk").text == said
    assert "　　各村：" in client.get(f"/groups/{group.pk}").content.decode()


@pytest.mark.parametrize("kept", ["王伟", "王 伟"])
def test_a_person_is_found_and_mentioned_however_the_name_is_set_out(kept, owner, group, client_for):
    person = a_person("王伟")
    type(person).objects.filter(pk=person.pk).update(name=kept)
    add_people(group, [person], owner)
    client = client_for(owner)
    for typed in ("王伟", "王　伟", "王 伟"):
        assert [one["name"] for one in client.get("/people/suggest", {"q": typed}).json()["people"]] == [kept], typed
        message = say(group, owner, f"请@{typed}看看")
        (mention,) = message.extra["mentions"]
        assert mention["people"] == [person.pk], typed
    assert client.get(f"/groups/{group.pk}").content.decode().count(f'class="at" data-people="{person.pk}"') == 3
    while take_name_out(person, kept, None):
        pass
    assert not [text for text in Message.objects.filter(group=group).values_list("text", flat=True) if "伟" in text]


def test_what_a_form_sends_is_kept_without_it(owner, group, client_for):
    client = client_for(owner)
    assert client.post(f"/groups/{group.pk}/messages", {"text": "开\0闸", "key": "k\0ey-1"}).status_code == 302
    assert Message.objects.latest("pk").text == "开闸"
    client.post("/board/views", {"name": "逾\0期", "light": "late", "field": "环\0保"})
    assert SavedView.objects.get().name == "逾期"
    assert client.post("/sign-in", {"phone": "138\x000000"}).status_code < 500


def test_a_program_is_refused_in_words(owner, group, client_for):
    unit = a_unit("水利局")
    said = {"text": "请水利局\0明天开闸", "about": "\0", "unit": unit.pk}
    answer = client_for(owner).post(f"/groups/{group.pk}/tasks/sentence", said, content_type="application/json")
    assert answer.status_code < 500
    answer = client_for(owner).post("/sign-in/passkey", {"credential": {"id": "\0", "response": {}}}, content_type="application/json")
    assert answer.status_code < 500


@pytest.mark.parametrize("address", ["/groups/{0}/tasks/sentence", "/groups/{0}/tasks/issue", "/sign-in/passkey", "/me/passkeys/add"])
def test_a_form_where_a_program_should_speak_is_refused_in_words(address, owner, group, client_for):
    from django.conf import settings
    from django.test import Client

    client = Client(enforce_csrf_checks=True)  # as in life: the proof in the form is read first, and with it the whole form
    client.cookies.update(client_for(owner).cookies)
    client.cookies[settings.CSRF_COOKIE_NAME] = token = "a" * 32
    answer = client.post(address.format(group.pk), {"csrfmiddlewaretoken": token, "text": "开闸"}, headers={"accept": "application/json"})
    assert 400 <= answer.status_code < 500 and answer.json()["error"] != "stale_page"
