"""Exports: all that was said, nothing that was taken back, for who asked alone, for a week."""

from __future__ import annotations

import io
import json
import re
import zipfile
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from huiyin.cli import main
from huiyin.core.errors import NotAllowed, NotThere, TooOften
from huiyin.groups.actions import open_group, recall_message, set_role
from huiyin.groups.exporting import actions, pages
from huiyin.groups.exporting.actions import ask_export, make_next, remove_export, take_export, write
from huiyin.groups.exporting.selection import Wanted
from huiyin.groups.importing import import_messages
from huiyin.groups.models import Export, Group, Member, Message
from huiyin.journal import clocks
from huiyin.journal.models import Entry
from huiyin.media.actions import keep_upload, storage
from tests.factories import a_group, a_person, say


def a_photo(owner: Any) -> str:
    file = io.BytesIO()
    Image.new("RGB", (40, 30), "seagreen").save(file, "JPEG")
    return keep_upload(owner, SimpleUploadedFile("塘.jpg", file.getvalue()), "塘.jpg", "image/jpeg").key


def a_paper(owner: Any, name: str) -> str:
    return keep_upload(owner, SimpleUploadedFile(name, b"a,b\n1,2\n"), name, "text/csv").key


def zipped(group: Group, **days: Any) -> zipfile.ZipFile:
    file = io.BytesIO()
    write(Wanted(group, **days), "html", file)
    return zipfile.ZipFile(file)


def listed(group: Group, **days: Any) -> list[dict[str, Any]]:
    file = io.BytesIO()
    write(Wanted(group, **days), "json", file)
    return json.loads(file.getvalue())


def test_one_page_holds_it_all_and_needs_nothing_from_us() -> None:
    owner, member = a_person("周建国"), a_person("何未央")
    group = a_group("鱼塘事项群", owner=owner, members=[member])
    say(group, member, "塘里 <b>三千</b> 斤鮰鱼 https://a.example/x")
    say(group, owner, "收到", reply_to=1, uploads=[a_photo(owner)])
    say(group, member, "去向", uploads=[a_paper(member, "去向.csv")])
    archive = zipped(group)
    page = archive.read("index.html").decode()
    assert archive.testzip() is None
    assert "鱼塘事项群" in page and "何未央" in page and "三千" in page and "<b>三千" not in page and "去向.csv" in page
    linked = set(re.findall(r'(?:src|href)="(media/[^"]+)"', page))
    assert linked == {n for n in archive.namelist() if n.startswith("media/")} and len(linked) == 2
    assert not re.findall(r'(?:src|href)="/', page) and "<script" not in page
    photo = next(n for n in linked if n.endswith(".jpg"))
    assert Image.open(io.BytesIO(archive.read(photo))).size == (40, 30)


def test_what_was_taken_back_is_a_trace_in_both_and_its_pictures_stay_here() -> None:
    owner = a_person("周建国")
    group = a_group(owner=owner)
    message = say(group, owner, "说错了的话", uploads=[a_photo(owner)])
    say(group, owner, "对的话", reply_to=1)
    recall_message(message, owner)
    archive = zipped(group)
    page = archive.read("index.html").decode()
    assert "说错了" not in page and "周建国撤回了一条消息" in page and archive.namelist() == ["index.html", "messages.json"]
    rows = listed(group)
    assert "说错了" not in json.dumps(rows, ensure_ascii=False) and rows[0]["recalled"] and "files" not in rows[0]


def test_a_file_is_unpacked_where_its_key_says_whatever_its_name_is() -> None:
    owner = a_person()
    group = a_group(owner=owner)
    say(group, owner, "", uploads=[a_paper(owner, "..%2f..%2fetc" + "/../../evil.csv")])
    assert all(re.fullmatch(r"index\.html|messages\.json|media/[\w-]+\.[a-z0-9]{1,8}", name) for name in zipped(group).namelist())


def test_days_are_whole_and_in_the_countys_zone() -> None:
    owner = a_person()
    group = a_group(owner=owner)
    for moment in ("2026-11-20 23:59", "2026-11-21 00:00", "2026-11-21 23:59", "2026-11-22 00:00"):
        with time_machine.travel(timezone.datetime.fromisoformat(moment + "+08:00"), tick=False):
            say(group, owner, f"在{moment}")
    day = date(2026, 11, 21)
    assert [row["text"] for row in listed(group, since=day, until=day)] == ["在2026-11-21 00:00", "在2026-11-21 23:59"]
    assert len(listed(group, since=day)) == 3 and len(listed(group, until=day)) == 3


def test_what_was_exported_can_be_brought_in_again(tmp_path) -> None:
    owner, member = a_person("周建国"), a_person("何未央")
    group = a_group(owner=owner, members=[member])
    say(group, member, "第一句")
    say(group, owner, "答", reply_to=1)
    say(group, member, "", uploads=[a_photo(member)])
    recall_message(say(group, owner, "不作数"), owner)
    (tmp_path / "history.json").write_text(json.dumps(listed(group), ensure_ascii=False), encoding="utf-8")
    brought = import_messages(tmp_path / "history.json", group="带来的群", owner=owner.phone or "")
    assert brought.stored == 4 and not brought.refused
    again = Message.objects.filter(group=brought.group).order_by("n").select_related("author", "reply_to")
    assert [m.author.name for m in again] == ["何未央", "周建国", "何未央", "周建国"]
    assert again[1].reply_to and again[1].reply_to.text == "第一句" and "不作数" not in again[3].text


def test_long_histories_are_split_into_pages_that_lead_to_each_other(monkeypatch) -> None:
    owner = a_person()
    group = a_group(owner=owner)
    for number in range(7):
        say(group, owner, f"第{number}句")
    file = io.BytesIO()
    assert pages.write_html(Wanted(group), file, lambda done, total: None, per_page=3) == 7
    archive = zipfile.ZipFile(file)
    assert archive.namelist() == ["index.html", "2.html", "3.html", "messages.json"]
    assert 'href="3.html"' in archive.read("index.html").decode() and "第6句" in archive.read("3.html").decode()


def test_an_empty_group_has_a_page_too() -> None:
    assert "0" in zipped(a_group()).read("index.html").decode() and listed(a_group()) == []


# Who and how long -------------------------------------------------------------------------------------------------------


def test_who_leads_asks_sees_how_far_it_is_and_takes_it(client_for) -> None:
    owner = a_person()
    group = a_group("街坊群", owner=owner, kind="listening")
    say(group, owner, "一句")
    browser, here = client_for(owner), f"/groups/{group.pk}/exports"
    assert browser.post(here, {"format": "html", "since": "", "until": ""}).status_code == 302
    waiting = browser.get(here).content.decode()
    assert "hx-trigger" in waiting and "排队" in waiting
    export = Export.objects.get()
    assert browser.get(f"{here}/{export.pk}/file").status_code == 404  # not yet
    make_next()
    ready = browser.get(here).content.decode()
    assert "hx-trigger" not in ready and f"{here}/{export.pk}/file" in ready
    answer = browser.get(f"{here}/{export.pk}/file")
    assert "attachment" in answer.headers["Content-Disposition"] and ".zip" in answer.headers["Content-Disposition"]
    assert zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content))).testzip() is None
    kinds = list(Entry.objects.filter(stream=group.stream, kind__startswith="export.").order_by("seq").values_list("kind", "by"))
    assert kinds == [("export.asked", owner.pk), ("export.made", owner.pk), ("export.taken", owner.pk)]


def test_it_is_for_who_asked_alone_and_only_while_they_lead(client_for) -> None:
    owner, manager, member = a_person(), a_person(), a_person()
    group = a_group(owner=owner, members=[manager, member])
    set_role(group, manager, Member.Role.MANAGER, owner)
    export = ask_export(group, manager, "json")
    make_next()
    export.refresh_from_db()
    take_export(export, manager).close()
    with pytest.raises(NotThere):
        take_export(export, owner)
    assert client_for(owner).get(f"/groups/{group.pk}/exports/{export.pk}/file").status_code == 404
    with pytest.raises(NotAllowed):
        ask_export(group, member)
    set_role(group, manager, Member.Role.MEMBER, owner)
    with pytest.raises(NotThere):
        take_export(export, manager)


def test_after_a_week_the_clock_takes_it_away(client_for) -> None:
    owner = a_person()
    export = ask_export(a_group(owner=owner), owner)
    make_next()
    export.refresh_from_db()
    assert storage().exists(export.path)
    with pytest.raises(NotThere), time_machine.travel(timezone.now() + timedelta(days=8)):
        take_export(export, owner)  # although the clock was late
    from django.test import TestCase

    with TestCase.captureOnCommitCallbacks(execute=True):
        clocks.fire_due(timezone.now() + timedelta(days=7, minutes=1))
    export.refresh_from_db()
    assert export.state == "gone" and not storage().exists(export.path)


def test_what_is_taken_away_while_it_is_made_is_not_made(monkeypatch) -> None:
    owner = a_person()
    group = a_group(owner=owner)
    say(group, owner, "一句")
    export = ask_export(group, owner, "json")
    monkeypatch.setattr(actions, "write", lambda *a: (remove_export(export, owner), a[-1](1, 1)))
    make_next()
    export.refresh_from_db()
    assert export.state == "gone" and not storage().exists(export.path)


def test_an_export_whose_maker_died_is_begun_anew_and_one_that_cannot_be_made_says_so(monkeypatch, client_for) -> None:
    owner = a_person()
    group = a_group(owner=owner)
    export = ask_export(group, owner, "json")
    Export.objects.filter(pk=export.pk).update(state="running", tries=1, beat_at=timezone.now())
    assert make_next() is None  # somebody is at it
    assert make_next(timezone.now() + timedelta(minutes=6)) == export
    export.refresh_from_db()
    assert export.state == "ready"
    other = ask_export(group, owner, "json")

    def broken(*_: Any) -> int:
        raise OSError("disk full")

    monkeypatch.setattr(actions, "write", broken)
    for _ in range(3):
        make_next()
    other.refresh_from_db()
    assert other.state == "failed" and make_next() is None
    assert "没能做好" in client_for(owner).get(f"/groups/{group.pk}/exports").content.decode()


def test_nobody_asks_for_everything_at_once() -> None:
    owner = a_person()
    group = a_group(owner=owner)
    for _ in range(3):
        ask_export(group, owner)
    with pytest.raises(TooOften):
        ask_export(group, owner)


@pytest.mark.parametrize("typed", [{"format": "exe"}, {"format": "html", "since": "2026-11-23", "until": "2026-11-22"}, {"since": "x"}])
def test_what_cannot_be_asked_for_comes_back_with_words(typed, client_for) -> None:
    owner = a_person()
    group = a_group(owner=owner)
    assert client_for(owner).post(f"/groups/{group.pk}/exports", typed).status_code == 422
    assert not Export.objects.exists()


def test_the_number_of_queries_grows_with_batches_not_with_messages(django_assert_max_num_queries) -> None:
    owner = a_person()
    group = a_group(owner=owner)
    for number in range(40):
        say(group, owner, f"第{number}句", reply_to=number or None)
    with django_assert_max_num_queries(12):
        zipped(group)


def test_the_command_line_writes_a_file_and_never_over_another(tmp_path, capsys) -> None:
    owner = a_person()
    group = open_group(owner, "街坊群")
    say(group, owner, "一句")
    target = tmp_path / "history.json"
    assert main(["export", "group", str(group.pk), str(target), "--format", "json"]) == 0
    assert json.loads(target.read_text(encoding="utf-8"))[0]["text"] == "一句"
    assert main(["export", "group", str(group.pk), str(target), "--format", "json"]) == 2
    assert main(["export", "group", "999999", str(tmp_path / "none.zip")]) == 2
    assert [p.name for p in tmp_path.iterdir()] == ["history.json"]
    assert Entry.objects.filter(kind="export.made", by=None).count() == 1
