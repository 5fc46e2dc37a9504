"""Holes that other programs of this kind had, each tried here."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from huiyin.groups.actions import add_people, leave, recall_message, remove_member
from huiyin.groups.models import Member, Mention, Message
from huiyin.journal.models import Entry
from huiyin.media.actions import keep_upload
from huiyin.notices.models import Notice
from tests.api.conftest import program as program
from tests.factories import a_group, a_person, say


def a_photo(person: Any) -> Any:
    picture = io.BytesIO()
    Image.new("RGB", (40, 30), "seagreen").save(picture, "JPEG")
    return keep_upload(person, SimpleUploadedFile("塘.jpg", picture.getvalue()), "塘.jpg", "image/jpeg")


def test_a_mention_tells_nobody_of_a_group_they_are_not_in(client_for: Any, program: Any) -> None:
    owner, outsider = a_person("周建国"), a_person("孟渔生")
    group = a_group("不公开的群", owner=owner, members=[a_person("方敏")])
    say(group, owner, "@孟渔生 你看一下")
    forged = {"text": "@孟渔生", "key": "mention-forged", "mentions": [{"label": "孟渔生", "person": outsider.pk}]}
    assert program(owner)("post", f"/groups/{group.pk}/messages", forged).status_code in (201, 422)
    say(group, owner, "@所有人 开会")
    assert not Mention.objects.filter(person=outsider).exists()
    assert not Notice.objects.filter(person=outsider).exists()
    assert not Entry.objects.filter(stream__key=f"person:{outsider.pk}", data__group=group.pk).exists()
    client = client_for(outsider)
    for path in ("/messages", "/me/notices", "/today", "/search?q=看一下", "/people?q=不公开"):
        assert "不公开的群" not in client.get(path).content.decode(), path
    assert str(group.pk) not in program(outsider)("get", "/unread").content.decode()


@pytest.mark.parametrize("how", ["removed", "left"])
def test_search_shows_nothing_of_a_group_one_is_no_longer_in(how: str, client_for: Any, program: Any) -> None:
    owner, gone = a_person(), a_person()
    group = a_group(owner=owner, members=[gone])
    say(group, owner, "北岸排口的钥匙在门卫")
    client, ask = client_for(gone), program(gone)
    assert "北岸排口" in client.get("/search?q=排口").content.decode()
    remove_member(group, gone, by=owner) if how == "removed" else leave(group, gone)
    for path in ("/search?q=排口", f"/search?q=排口&group={group.pk}", f"/search?author={owner.pk}", f"/search?group={group.pk}&kind=text"):
        assert "北岸" not in client.get(path).content.decode(), path
    for path in ("/search?q=排口", f"/search?q=排口&group={group.pk}"):
        answer = ask("get", path)
        assert answer.status_code in (200, 404) and "北岸" not in answer.content.decode(), path


def test_who_comes_later_may_read_what_was_said_before_and_nobody_is_led_to_think_otherwise(client_for: Any) -> None:
    """There is no hidden history: the page of joining and of adding say so, and search keeps to the same rule as the page."""
    owner, newcomer = a_person(), a_person()
    group = a_group(owner=owner)
    say(group, owner, "来之前说的话")
    add_people(group, [newcomer], by=owner)
    client = client_for(newcomer)
    assert "来之前说的话" in client.get(f"/groups/{group.pk}").content.decode()
    assert "来之前" in client.get("/search?q=来之前").content.decode()


def test_what_was_taken_back_is_nowhere_by_any_link(client_for: Any, program: Any) -> None:
    owner, member = a_person(), a_person()
    group = a_group(owner=owner, members=[member])
    upload = a_photo(owner)
    message = say(group, owner, "发错了的照片", uploads=[upload.key])
    client, ask = client_for(member), program(member)
    link = f"/groups/{group.pk}/files/{upload.key}/large"
    assert client.get(link).status_code == 200
    recall_message(message, owner)
    for path in (link, link.replace("large", "thumb"), f"/groups/{group.pk}/gallery", f"/groups/{group.pk}", "/search?q=发错", "/messages"):
        assert "发错了" not in client.get(path).content.decode(errors="replace"), path
    assert client.get(link).status_code == 404
    assert ask("get", f"/groups/{group.pk}/files/{upload.key}/large").status_code == 404
    assert "发错" not in ask("get", f"/groups/{group.pk}/messages").content.decode()


def test_a_forged_key_of_anothers_upload_sends_nothing(program: Any) -> None:
    """Knowing the key of a file lets nobody send it into a group of their own and read it there."""
    owner, thief = a_person(), a_person()
    upload = a_photo(owner)
    say(a_group(owner=owner), owner, "只给这里", uploads=[upload.key])
    mine = a_group(owner=thief)
    answer = program(thief)("post", f"/groups/{mine.pk}/messages", {"text": "拿来", "key": "stolen-file", "uploads": [upload.key]})
    assert answer.status_code in (404, 422)
    assert not Message.objects.filter(group=mine).exists()


def test_answering_and_forwarding_do_not_open_another_group(program: Any, client_for: Any) -> None:
    owner, thief = a_person(), a_person()
    secret = say(a_group(owner=owner), owner, "别处的秘密")
    mine = a_group(owner=thief)
    ask = program(thief)
    reply = {"text": "回", "key": "steal-by-reply", "reply_to": secret.n}
    assert ask("post", f"/groups/{mine.pk}/messages", reply).status_code in (404, 422), "there is no such number here"
    assert "别处的秘密" not in client_for(thief).get(f"/groups/{mine.pk}").content.decode()
    assert ask("post", f"/groups/{secret.group_id}/messages/{secret.n}/forward", {"group": mine.pk}).status_code in (404, 422)
    assert client_for(thief).post(f"/groups/{secret.group_id}/messages/{secret.n}/forward", {"group": str(mine.pk)}).status_code == 404
    assert not Message.objects.filter(group=mine, text__contains="秘密").exists()
    assert Member.objects.filter(person=thief).count() == 1
