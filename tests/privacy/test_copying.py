"""A copy of what is kept of me: all of it, nothing of others' numbers, for me alone, for a week."""

from __future__ import annotations

import io
import json
import re
import zipfile
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from PIL import Image

from huiyin.groups.actions import recall_message
from huiyin.groups.exporting.actions import ask_export, ask_own_copy, make_next
from huiyin.groups.models import Export
from huiyin.journal import clocks
from huiyin.journal.models import Entry
from huiyin.media.actions import keep_upload, storage
from huiyin.people.actions.persons import change_person
from huiyin.people.actions.tokens import make_token
from huiyin.people.models import Person
from huiyin.tasks.actions import Named, TaskDraft, issue_task, report_done
from tests.factories import a_group, a_person, a_session, say


def a_photo(owner: Any) -> str:
    file = io.BytesIO()
    Image.new("RGB", (40, 30), "seagreen").save(file, "JPEG")
    return keep_upload(owner, file, "塘.jpg", "image/jpeg").key


def copied(person: Person) -> zipfile.ZipFile:
    ask_own_copy(person)
    made = make_next()
    assert made is not None and made.state == "ready", made
    return zipfile.ZipFile(io.BytesIO(storage().open(made.path).read()))


@pytest.fixture
def lives() -> Any:
    """An official with all that can be kept of somebody, and others around."""

    class Lives:
        boss, me, other = a_person("周建国"), a_person("林见山"), a_person("何未央", kind="resident")
        group = a_group("鱼塘事项群", owner=boss, members=[me, other])

    a_session(Lives.me)
    make_token(Lives.me, "桥", ["messages:read"])
    say(Lives.group, Lives.me, "塘里三千斤鮰鱼", uploads=[a_photo(Lives.me)])
    say(Lives.group, Lives.other, "别人说的话")
    recall_message(say(Lives.group, Lives.me, "说错了的话"), Lives.me)
    task = issue_task(Lives.group, Lives.boss, TaskDraft("查网箱缆绳", Named(Lives.me.pk)))
    report_done(task, Lives.me, "缆绳都查过了")
    ask_export(Lives.group, Lives.boss)
    make_next()
    change_person(Lives.me, about="爱好钓鱼")
    Lives.me.refresh_from_db()
    return Lives


def test_all_that_is_kept_of_me_is_in_it(lives: Any) -> None:
    archive = copied(lives.me)
    assert archive.testzip() is None
    data = json.loads(archive.read("data.json"))
    assert data["profile"][0]["name"] == "林见山" and data["profile"][0]["phone"].replace(" ", "") in lives.me.phone
    assert data["devices"][0]["device"] and [k["name"] for k in data["keys"]] == ["桥"]
    assert any(row["kind"] == "session.started" for row in data["done"])
    assert data["memberships"][0]["group"] == "鱼塘事项群"
    assert data["tasks"][0]["title"] == "查网箱缆绳" and "缆绳都查过了" in data["tasks"][0]["words"]
    assert data["notices"] and "查网箱缆绳" in data["notices"][0]["words"]
    assert {"export.asked", "person.changed"} <= {row["kind"] for row in data["looks"]}
    said = [m["text"] for m in data["messages"]]
    assert "塘里三千斤鮰鱼" in said and "别人说的话" not in said and "说错了的话" not in json.dumps(data, ensure_ascii=False)


def test_it_is_read_on_any_computer_with_its_photos(lives: Any) -> None:
    archive = copied(lives.me)
    index, messages = archive.read("index.html").decode(), archive.read("messages-1.html").decode()
    assert "林见山" in index and "查网箱缆绳" in index and "塘里三千斤鮰鱼" in messages and "<script" not in index + messages
    linked = set(re.findall(r'(?:src|href)="(media/[^"]+)"', messages))
    assert linked and linked == {n for n in archive.namelist() if n.startswith("media/")}
    assert set(re.findall(r'href="([^"#]+\.(?:html|json))"', index)) <= set(archive.namelist())


def test_no_number_of_anybody_else_is_in_it(lives: Any) -> None:
    archive = copied(lives.me)
    everything = "".join(archive.read(n).decode() for n in archive.namelist() if not n.startswith("media/")).replace(" ", "")
    for other in Person.objects.exclude(pk=lives.me.pk):
        assert other.phone and other.phone.removeprefix("+86") not in everything.replace(" ", "")
    assert lives.me.phone.removeprefix("+86") in everything


def test_it_is_asked_for_after_a_question_and_recorded_and_mine_alone(lives: Any, client_for: Any) -> None:
    mine, theirs = client_for(lives.me), client_for(lives.boss)
    page = mine.get("/me/data").content.decode()
    assert 'action="/confirm"' in page and 'value="/me/data/copy"' in page
    asked = mine.post("/confirm", {"confirm_to": "/me/data/copy", "confirm_question": "要生成副本吗"}).content.decode()
    assert "要生成副本吗" in asked and 'action="/me/data/copy"' in asked
    assert mine.post("/me/data/copy").status_code == 302 and mine.post("/me/data/copy").status_code == 302
    copy = Export.objects.get(by=lives.me, group=None)  # two taps are one wish
    assert "排队" in mine.get("/me/data").content.decode() or "等" in mine.get("/me/data").content.decode()
    make_next()
    assert f"/me/data/copies/{copy.pk}/file" in mine.get("/me/data").content.decode()
    got = mine.get(f"/me/data/copies/{copy.pk}/file")
    assert got.status_code == 200 and got["Cache-Control"] == "no-store" and "attachment" in got["Content-Disposition"]
    assert theirs.get(f"/me/data/copies/{copy.pk}/file").status_code == 404
    kinds = Entry.objects.filter(stream__key=f"person:{lives.me.pk}", kind__startswith="export.").order_by("pk")
    assert list(kinds.values_list("kind", flat=True)) == ["export.asked", "export.made", "export.taken"]


def test_after_a_week_it_is_gone(lives: Any, client_for: Any, django_capture_on_commit_callbacks: Any) -> None:
    ask_own_copy(lives.me)
    made = make_next()
    assert made is not None
    with time_machine.travel(timezone.now() + timedelta(days=7, seconds=1)), django_capture_on_commit_callbacks(execute=True):
        clocks.fire_due()
        assert client_for(lives.me).get(f"/me/data/copies/{made.pk}/file").status_code == 404
    assert not storage().exists(made.path)


def test_the_pages_of_my_data_are_asked_in_few_queries(lives: Any, client_for: Any, django_assert_max_num_queries: Any) -> None:
    client = client_for(lives.me)
    with django_assert_max_num_queries(24):  # one or two for each app that has something of hers
        client.get("/me/data")


def test_a_person_takes_another_number_by_a_code_sent_there(client_for: Any, capsys: pytest.CaptureFixture[str]) -> None:
    he = a_person("何未央", kind="resident", phone="13900001111")
    elsewhere = client_for(he)
    client = client_for(he)
    assert client.post("/me/phone", {"phone": "139 0000 2222"}).status_code == 302
    assert "139 0000 2222" in client.get("/me/phone?code").content.decode()
    (code,) = re.findall(r"code (\d{6})", capsys.readouterr().out)
    assert client.post("/me/phone", {"code": "000000" if code != "000000" else "111111"}).status_code == 422
    he.refresh_from_db()
    assert he.phone == "+8613900001111"
    assert client.post("/me/phone", {"code": code}).status_code == 302
    he.refresh_from_db()
    assert he.phone == "+8613900002222"
    assert client.get("/me").status_code == 200 and elsewhere.get("/me").status_code == 302  # signed out everywhere else
    assert Entry.objects.get(kind="person.changed", stream__key=f"person:{he.pk}").data["fields"] == ["phone"]


def test_a_number_somebody_has_is_not_taken_and_officials_ask_the_administrator(
    client_for: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    he, other = a_person(kind="resident"), a_person(kind="resident")
    client = client_for(he)
    client.post("/me/phone", {"phone": other.phone})
    (code,) = re.findall(r"code (\d{6})", capsys.readouterr().out)
    assert client.post("/me/phone", {"code": code}).status_code == 422
    assert Person.objects.get(pk=he.pk).phone == he.phone
    official = client_for(a_person())
    assert official.post("/me/phone", {"phone": "13900003333"}).status_code == 403
    assert "人员名单" in official.get("/me/phone").content.decode()


def test_pages_ask_for_erasure_and_the_administrator_does_it_without_javascript(client_for: Any) -> None:
    from huiyin.people.actions.administrators import appoint_administrator
    from huiyin.privacy.actions.erasing import finish_next

    system, audit, he = a_person("孔明亮"), a_person("包正"), a_person("何未央", kind="resident")
    appoint_administrator(system, "system")
    appoint_administrator(audit, "audit")
    asks, does, reads = client_for(he), client_for(system), client_for(audit)
    assert "注销" in asks.get("/me/data/erase").content.decode()
    assert asks.post("/me/data/erase", {"word": "不"}).status_code == 422
    assert asks.post("/me/data/erase", {"word": "注销"}).status_code == 302
    assert "您已申请" in asks.get("/me/data").content.decode()
    assert "何未央" in does.get("/manage/erasures").content.decode()
    page = does.get(f"/manage/erasures/{he.pk}").content.decode()
    assert "何未央" in page and "本人申请" in page
    assert does.post(f"/manage/erasures/{he.pk}", {"name": "别人"}).status_code == 422
    assert does.post(f"/manage/erasures/{he.pk}", {"name": "何未央"}).status_code == 302
    finish_next()
    assert asks.get("/me/data").status_code == 302
    for client in (does, reads):
        page = client.get("/manage/erasures").content.decode()
        assert "已完成" in page and "何未央" not in page
    assert does.get(f"/manage/erasures/{he.pk}").status_code == 404


def test_declined_with_a_reason_that_the_person_reads(client_for: Any) -> None:
    from huiyin.people.actions.administrators import appoint_administrator

    system, he = a_person(), a_person(kind="resident")
    appoint_administrator(system, "system")
    client_for(he).post("/me/data/erase", {"word": "erase"})
    does = client_for(system)
    assert does.post(f"/manage/erasures/{he.pk}/decline", {"reason": ""}).status_code == 422
    assert does.post(f"/manage/erasures/{he.pk}/decline", {"reason": "欠款纠纷尚在诉讼"}).status_code == 302
    assert "欠款纠纷尚在诉讼" in client_for(he).get("/me/data").content.decode()


def test_a_visitor_learns_nothing() -> None:
    for path in ("/me/data", "/me/data/erase", "/me/phone", "/manage/erasures"):
        assert Client().get(path).status_code == 302
