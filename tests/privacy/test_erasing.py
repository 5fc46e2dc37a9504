"""Somebody wishes to be forgotten: what is erased, what stays, and that the record still proves itself."""

from __future__ import annotations

import io
import json
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone
from PIL import Image

from huiyin.cli import main
from huiyin.core.errors import Invalid, NotAllowed, WrongState
from huiyin.groups.actions import forward_message, hand_over, make_invite
from huiyin.groups.exporting.actions import ask_export
from huiyin.groups.exporting.actions import make_next as make_next_export
from huiyin.groups.message_search.index import index_pending, search_messages
from huiyin.groups.models import Export, Member, Message
from huiyin.hooks.actions import make_hook
from huiyin.journal.models import Entry, Sealed
from huiyin.journal.verifying import verify
from huiyin.media.actions import keep_upload, storage
from huiyin.media.models import Upload
from huiyin.notices.models import Notice
from huiyin.people.actions.administrators import appoint_administrator
from huiyin.people.actions.holdings import leave_post
from huiyin.people.actions.me import set_my_name
from huiyin.people.actions.tokens import make_token, token_shown
from huiyin.people.models import ApiToken, Device, OutsideIdentity, Passkey, Person
from huiyin.privacy.actions.asking import ask_erasure, decline_erasure, withdraw_erasure
from huiyin.privacy.actions.erasing import erase_person, finish_erasure, finish_next, step
from huiyin.privacy.actions.words import remove_some
from huiyin.privacy.errors import StillHanging
from huiyin.privacy.models import Erasure
from huiyin.protocols.ical.actions import make_link
from huiyin.protocols.ical.models import CalendarLink
from huiyin.tasks.actions import Named, TaskDraft, accept_report, acknowledge_task, issue_task, report_done
from tests.factories import a_group, a_holding, a_person, a_post, a_session, a_unit, say


def a_photo(owner: Any, colour: str = "seagreen") -> str:
    file = io.BytesIO()
    Image.new("RGB", (40, 30), colour).save(file, "JPEG")
    return keep_upload(owner, file, "塘.jpg", "image/jpeg").key


def an_administrator(role: str = "system") -> Person:
    person = a_person()
    appoint_administrator(person, role)
    return person


def erased(person: Person) -> Erasure:
    return finish_erasure(erase_person(person, None, person.name))


@pytest.fixture
def village() -> Any:
    """A resident who talked, sent a photo, was named, passed on and answered."""

    class Village:
        owner = a_person("周建国")
        he = a_person("何未央", kind="resident", about="上湖村渔民")
        doer = a_person("林见山")
        group = a_group("鱼塘事项群", owner=owner, members=[he, doer])
        other = a_group("水产群", owner=owner)

    Village.first = say(Village.group, Village.he, "我家塘里有三千斤鮰鱼", uploads=[a_photo(Village.he)])
    say(Village.group, Village.owner, "@何未央 收到，明天来看", reply_to=1)
    forward_message(Village.first, Village.other, Village.owner)
    index_pending()
    return Village


def test_what_they_said_and_sent_is_gone_and_the_record_still_holds(village: Any, django_capture_on_commit_callbacks: Any) -> None:
    upload = Upload.objects.get(owner=village.he)
    assert all(storage().exists(upload.path(v)) for v in upload.variants)
    with django_capture_on_commit_callbacks(execute=True):
        done = erased(village.he)
    assert (done.state, done.messages, done.known_as) == ("done", 2, None)  # the message, and its copy in another group
    assert not any(storage().exists(upload.path(v)) for v in upload.variants)
    assert not Message.objects.filter(text__contains="鮰鱼").exists()
    verdict = verify()
    assert verdict.broken is None and verdict.erased >= 3
    finished = Entry.objects.get(kind="erasure.finished")
    assert finished.data == {"person": village.he.pk, "messages": 2, "files": 1}


@pytest.mark.parametrize(("language", "name", "wish"), [
    ("zh-hans", "已注销用户", "应本人要求，这条消息已删除。"), ("en", "Removed person", "This message was removed at the person"),
])  # fmt: skip
def test_pages_that_showed_the_name_show_a_neutral_word(village: Any, client_for: Any, language: str, name: str, wish: str) -> None:
    Person.objects.filter(pk=village.owner.pk).update(language=language)
    village.owner.refresh_from_db()
    seen = client_for(village.owner)
    assert "何未央" in seen.get(f"/groups/{village.group.pk}").content.decode()
    erased(village.he)
    for path in (f"/groups/{village.group.pk}", f"/groups/{village.other.pk}", f"/groups/{village.group.pk}/members", "/messages"):
        page = seen.get(path).content.decode()
        assert "何未央" not in page and "鮰鱼" not in page, path
    page = seen.get(f"/groups/{village.group.pk}").content.decode()
    assert name in page and wish in page and f"@{name}" in page and "收到，明天来看" in page
    assert seen.get(f"/people/{village.he.pk}").status_code == 404


def test_search_finds_neither_words_nor_name(village: Any) -> None:
    assert len(search_messages(village.owner, "鮰鱼").hits) and len(search_messages(village.owner, "未央").hits)
    erased(village.he)
    index_pending()
    assert not len(search_messages(village.owner, "鮰鱼").hits) and not len(search_messages(village.owner, "未央").hits)
    assert len(search_messages(village.owner, "明天来看").hits) == 1  # what somebody else said is still found


def test_every_way_in_and_every_way_to_reach_them_is_closed(village: Any, client: Client) -> None:
    he = village.he
    key = a_session(he)
    client.cookies["huiyin"] = key
    assert client.get("/me").status_code == 200
    _token, shown = make_token(he, "桥", ["messages:read"])
    make_link(he)
    Passkey.objects.create(person=he, credential_id="a", public_key=b"b", label="手机")
    OutsideIdentity.objects.create(person=he, issuer="https://gov.example", subject="1")
    erased(he)
    assert client.get("/me").status_code == 302 and token_shown(shown) is None
    for rows in (Device, ApiToken, CalendarLink, Passkey, OutsideIdentity, Notice):
        assert not rows._default_manager.filter(person=he).exists(), rows
    assert not Session.objects.filter(session_key=key).exists()
    he.refresh_from_db()
    assert (he.phone, he.about, he.name_keys, he.is_active) == (None, "", "", False)
    assert not Member.objects.filter(person=he, left_at=None).exists()


def test_the_number_is_free_again_and_whoever_has_it_is_somebody_else(village: Any) -> None:
    phone = village.he.phone
    erased(village.he)
    assert a_person("新主人", kind="resident", phone=phone).pk != village.he.pk


def test_nothing_sealed_in_the_record_knows_them(village: Any) -> None:
    set_my_name(village.he, "何未晚")
    village.he.refresh_from_db()
    phone = village.he.phone
    client = Client()
    client.post("/sign-in", {"phone": phone})
    client.post("/sign-in/code", {"code": "000000"})
    assert phone in json.dumps(list(Sealed.objects.values_list("body", flat=True)))
    erased(village.he)
    left = json.dumps(list(Sealed.objects.values_list("body", flat=True)), ensure_ascii=False)
    assert phone not in left.replace(" ", "") and "未晚" not in left and "未央" not in left
    assert verify().broken is None


def test_no_row_of_any_table_knows_the_name_the_number_or_the_words(village: Any) -> None:
    from django.apps import apps
    from django.core import serializers

    phone = village.he.phone
    he = village.he
    make_link(he)
    task = issue_task(village.group, village.owner, TaskDraft("把塘看好", Named(village.doer.pk)))
    say(village.group, he, "塘看好了，一切平安", reply_to=task.message.n, uploads=[a_photo(he, "navy")])
    erased(he)
    index_pending()
    kept = "".join(serializers.serialize("json", model._default_manager.all(), ensure_ascii=False) for model in apps.get_models())
    for trace in ("何未央", phone, phone[3:], "鮰鱼", "渔民", "一切平安"):
        assert trace not in kept, trace


def test_open_tasks_block_and_are_named(village: Any) -> None:
    doer = village.doer
    task = issue_task(village.group, village.owner, TaskDraft("把塘看好", Named(doer.pk)))
    with pytest.raises(StillHanging) as blocked:
        erase_person(doer, None, doer.name)
    assert task.number in str(blocked.value) and "把塘看好" in str(blocked.value)
    doer.refresh_from_db()
    assert doer.name == "林见山" and doer.is_active and not Erasure.objects.exists()


def test_a_group_they_own_and_a_post_they_hold_block_until_they_are_handed_on() -> None:
    chen, next_one = a_person("陈望舒"), a_person()
    group = a_group("夜班群", owner=chen, members=[next_one])
    holding = a_holding(chen, a_post("副局长", a_unit("水产局")), since=timezone.localdate() - timedelta(days=9))
    with pytest.raises(StillHanging) as blocked:
        erase_person(chen, None, "陈望舒")
    assert "夜班群" in str(blocked.value) and "副局长" in str(blocked.value)
    hand_over(group, next_one, by=chen)
    leave_post(holding, timezone.localdate() - timedelta(days=1))
    assert erased(chen).state == "done"


def test_acts_in_office_stay_under_the_post(client_for: Any) -> None:
    chen, doer = a_person("陈望舒"), a_person("林见山")
    group = a_group(owner=doer, members=[chen])
    holding = a_holding(chen, a_post("副局长", a_unit("水产局")), since=timezone.localdate() - timedelta(days=9))
    say(group, chen, "今天家里有事，晚点到")
    task = issue_task(group, chen, TaskDraft("查网箱缆绳", Named(doer.pk)))
    acknowledge_task(task, doer)
    report_done(task, doer, "查过了")
    accept_report(task, chen)
    leave_post(holding, timezone.localdate() - timedelta(days=1))
    erased(chen)
    page = client_for(doer).get(f"/tasks/{task.pk}").content.decode()
    assert "陈望舒" not in page and "原水产局副局长" in page and "查网箱缆绳" in page
    page = client_for(doer).get(f"/groups/{group.pk}").content.decode()
    assert "陈望舒" not in page and "查网箱缆绳" in page and "家里有事" not in page
    assert verify().broken is None


def test_programs_they_answered_for_end(village: Any) -> None:
    he = village.he
    group = a_group(owner=village.owner, members=[a_person()])
    from huiyin.groups.actions import add_people, set_role

    add_people(group, [he], by=village.owner)
    set_role(group, he, "manager", by=village.owner)
    hook, _secret = make_hook(group, he, "水位站")
    invite = make_invite(group, he)
    ask_export(group, he)
    erased(he)
    hook.refresh_from_db()
    invite.refresh_from_db()
    assert hook.revoked_at and invite.revoked_at and not Export.objects.exclude(state="gone").exists()


def test_a_copy_of_their_group_that_lay_here_goes_too(village: Any, django_capture_on_commit_callbacks: Any) -> None:
    ask_export(village.group, village.owner)
    made = make_next_export()
    assert made is not None and storage().exists(made.path)
    with django_capture_on_commit_callbacks(execute=True):
        erased(village.he)
    made.refresh_from_db()
    assert made.state == "gone" and not storage().exists(made.path)


def test_a_machine_that_stops_in_the_middle_goes_on_where_it_stopped(village: Any) -> None:
    for n in range(60):
        say(village.group, village.he, f"第{n}网")
    running = erase_person(village.he, None, "何未央")
    assert remove_some(running) is not None  # and then the power goes
    village.he.refresh_from_db()
    assert village.he.name == "已注销用户" and Message.objects.filter(author=village.he, erased_at=None).exists()
    again = finish_next()
    assert again is not None and again.state == "done" and finish_next() is None
    assert not Message.objects.filter(author=village.he, erased_at=None).exists()
    assert Entry.objects.filter(kind="erasure.finished").count() == 1 and verify().broken is None
    step()


def test_only_the_system_administrator_does_it_and_only_with_the_name_typed(village: Any) -> None:
    system = an_administrator()
    for other in (village.owner, village.he, an_administrator("security"), an_administrator("audit")):
        with pytest.raises(NotAllowed):
            erase_person(village.he, other, "何未央")
    with pytest.raises(Invalid):
        erase_person(village.he, system, "何未")
    finish_erasure(erase_person(village.he, system, "何未央"))
    assert Entry.objects.filter(kind="person.erased", by=system, stream__key="organisation").exists()
    with pytest.raises((WrongState, Invalid)):
        erase_person(Person.objects.get(pk=village.he.pk), system, "已注销用户")


def test_asked_taken_back_and_declined_with_a_reason(village: Any) -> None:
    system = an_administrator()
    with pytest.raises(Invalid):
        ask_erasure(village.he, "好")
    first = ask_erasure(village.he, "注销")
    assert ask_erasure(village.he, "ERASE").pk == first.pk  # asked twice is asked once
    withdraw_erasure(village.he)
    second = ask_erasure(village.he, "erase")
    decline_erasure(second, system, "还有一张欠条在办")
    kinds = list(Entry.objects.filter(kind__startswith="erasure.").order_by("pk").values_list("kind", flat=True))
    assert kinds == ["erasure.asked", "erasure.withdrawn", "erasure.asked", "erasure.declined"]


def test_at_the_command_line_the_name_is_typed(village: Any, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("builtins.input", lambda: "不是他")
    assert main(["erase", "person", "--phone", village.he.phone]) == 2
    assert Person.objects.get(pk=village.he.pk).name == "何未央"
    monkeypatch.setattr("builtins.input", lambda: "何未央")
    assert main(["erase", "person", "--phone", village.he.phone, "--because", "书面申请"]) == 0
    assert "2" in capsys.readouterr().out and Erasure.objects.get().reason == "书面申请"
    assert main(["erase", "person", "--id", str(village.he.pk), "--name", "何未央"]) == 2
