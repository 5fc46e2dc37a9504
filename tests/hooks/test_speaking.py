"""Programs speak into groups: as programs, under their own name, and only while somebody answers for them."""

from __future__ import annotations

import json
import logging
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from huiyin.core.errors import NotAllowed
from huiyin.groups.actions import post_message, set_role
from huiyin.groups.models import Member, Message
from huiyin.groups.queries import my_groups, receipts
from huiyin.hooks.actions import make_hook, revoke_hook
from huiyin.hooks.models import IncomingHook
from huiyin.journal.models import Entry
from tests.factories import a_group, a_person, say


def send(secret: str, said: Any, **more: Any) -> Any:
    body = said if isinstance(said, bytes | str) else json.dumps(said)
    return Client().post(f"/hooks/{secret}", body, content_type="application/json", **more)


def test_a_water_gauge_speaks_under_its_own_name_and_is_shown_as_a_program(client_for) -> None:
    owner, member = a_person("周建国"), a_person()
    group = a_group(owner=owner, members=[member])
    _hook, secret = make_hook(group, owner, "东坝水位站")
    answer = send(secret, {"text": "水位 31.2 米，超警戒 0.2 米"})
    assert answer.status_code == 201 and answer.json()["n"] == 1
    for reader in (owner, member):
        page = client_for(reader).get(f"/groups/{group.pk}").content.decode()
        assert "东坝水位站" in page and "程序" in page and "水位 31.2 米" in page
        article = page[page.index('id="m1"') - 80 :].split("<p>")[0]
        assert "周建国" not in article and 'data-author="0"' in article and " mine" not in article
    assert my_groups(member, "zh-hans")[0].preview.startswith("东坝水位站：")
    assert Entry.objects.filter(kind="message.posted").get().by == owner  # somebody answers for it


def test_a_program_is_nobody_it_is_not_counted_and_reads_nothing() -> None:
    owner, member = a_person(), a_person()
    group = a_group(owner=owner, members=[member])
    say(group, member, "第一句")
    _hook, secret = make_hook(group, owner, "水位站")
    send(secret, {"text": "31.2"})
    assert group.members.count() == 2
    assert Member.objects.get(group=group, person=owner).read_n == 0  # the maker has not read what the program stands under
    found = receipts(Message.objects.get(group=group, n=1))
    assert found.read_count + found.unread_count == 1  # the owner; the author of the message is not counted
    of_program = receipts(Message.objects.get(group=group, n=2))
    assert (of_program.read_count, of_program.unread_count) == (0, 2)  # both people have yet to read what the program said


def test_the_same_key_again_is_answered_with_the_first_message() -> None:
    owner = a_person()
    group = a_group(owner=owner)
    _a, first = make_hook(group, owner, "甲")
    _b, second = make_hook(group, owner, "乙")
    assert send(first, {"text": "一", "key": "k1"}).status_code == 201
    again = send(first, {"text": "一", "key": "k1"})
    assert again.status_code == 200 and again.json()["n"] == 1
    assert send(second, {"text": "二", "key": "k1"}).json()["n"] == 2  # another hook's key is another key
    assert Message.objects.filter(group=group).count() == 2


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ({}, 422), ({"text": 5}, 422), ([], 422), ("{", 422), (b"\xff", 422), ({"text": ""}, 422), ({"text": "   "}, 422),
        ({"text": "x" * 5001}, 413), ({"text": "x", "key": "k" * 101}, 422), ("[" * 50_000, 422), ("x" * 70_000, 413),
    ],
)  # fmt: skip
def test_what_is_no_message_is_refused_with_words_in_json(said, status) -> None:
    owner = a_person()
    group = a_group(owner=owner)
    answer = send(make_hook(group, owner, "甲")[1], said)
    assert answer.status_code == status and answer.json()["words"] and answer.json()["error"] in ("invalid", "too_much")
    assert not Message.objects.exists()


def test_a_secret_ends_by_revoking_by_time_and_with_its_makers_standing() -> None:
    owner, manager = a_person(), a_person()
    group = a_group(owner=owner, members=[manager])
    set_role(group, manager, Member.Role.MANAGER, owner)
    hook, secret = make_hook(group, manager, "甲", days=7)
    _hook, other = make_hook(group, manager, "乙")
    assert send("none-of-ours", {"text": "一"}).status_code == 404
    with time_machine.travel(timezone.now() + timedelta(days=8), tick=False):
        assert send(secret, {"text": "一"}).status_code == 404
    assert send(secret, {"text": "一"}).status_code == 201
    revoke_hook(hook, owner)
    assert send(secret, {"text": "二"}).status_code == 404
    assert send(other, {"text": "二"}).status_code == 201
    set_role(group, manager, Member.Role.MEMBER, owner)
    assert send(other, {"text": "三"}).status_code == 404


def test_too_many_in_a_minute_are_asked_to_wait() -> None:
    owner = a_person()
    _hook, secret = make_hook(a_group(owner=owner), owner, "甲")
    answers = [send(secret, {"text": "一", "key": "same"}) for _ in range(61)]
    assert [a.status_code for a in answers] == [201] + [200] * 59 + [429]
    assert answers[-1].headers["Retry-After"] == "60"
    assert [send(f"guess-{n}", {"text": "一"}).status_code for n in range(31)][-2:] == [404, 429]


def test_the_secret_is_shown_once_and_kept_nowhere(client_for, caplog) -> None:
    owner = a_person()
    group = a_group(owner=owner)
    browser = client_for(owner)
    made = browser.post(f"/groups/{group.pk}/hooks/new", {"name": "水位站", "days": "90"})
    page = made.content.decode()
    secret = page.split("http://testserver/hooks/")[1].split('"')[0]
    assert made.headers["Cache-Control"] == "no-store"
    hook = IncomingHook.objects.get()
    assert secret not in str(vars(hook)) and secret not in browser.get(f"/groups/{group.pk}/hooks").content.decode()
    with caplog.at_level(logging.DEBUG):
        assert send(secret, {"text": "一"}).status_code == 201
        send(secret, "{")
        send(secret, {"text": ""})
    assert secret not in caplog.text
    browser.post(f"/groups/{group.pk}/hooks/{hook.pk}/revoke")
    assert send(secret, {"text": "二"}).status_code == 404


def test_who_does_not_lead_makes_none() -> None:
    owner, member = a_person(), a_person()
    group = a_group(owner=owner, members=[member])
    with pytest.raises(NotAllowed):
        make_hook(group, member, "甲")


def test_a_notice_group_hears_programs_and_an_answer_quotes_them(client_for) -> None:
    owner = a_person("周建国")
    group = a_group(owner=owner, kind="notice")
    send(make_hook(group, owner, "气象台")[1], {"text": "大风预警", "urgent_reason": "两小时内到"})
    post_message(group, owner, "收到", reply_to=1)
    page = client_for(owner).get(f"/groups/{group.pk}").content.decode()
    assert "气象台：大风预警" in page and "两小时内到" in page
