"""My deadlines in my calendar: by a secret link, mine alone, unchanged when nothing changed."""

from __future__ import annotations

import re
import shutil
import subprocess
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.cache import cache
from django.test import Client
from icalendar import Calendar

from huiyin.groups.actions import rename_group
from huiyin.journal.models import Entry
from huiyin.people.actions.holdings import leave_post
from huiyin.protocols.ical.actions import A_MINUTE, UNKNOWN_A_MINUTE, end_link, make_link
from huiyin.protocols.ical.models import CalendarLink
from huiyin.tasks.actions import Named, accept_report, acknowledge_task, move_deadline, report_done
from tests.factories import a_person
from tests.tasks.conftest import TUESDAY_CLOSING


@pytest.fixture(autouse=True)
def _fresh():
    cache.clear()


def read(secret: str, query: str = "") -> Calendar:
    answer = Client().get(f"/calendar/{secret}.ics{query}")
    assert answer.status_code == 200 and answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    return Calendar.from_ical(answer.content)


def summaries(secret: str) -> list[str]:
    return [str(event["summary"]) for event in read(secret).walk("VEVENT")]


def test_what_i_am_to_do_stands_at_its_deadline(lake, settings):
    settings.ORIGIN = "https://huiyin.example"
    task = lake.task(helpers=[Named(lake.county_deputy.pk)])
    lake.task(title="没有期限的", deadline=None)
    secret = make_link(lake.deputy)
    [event] = read(secret).walk("VEVENT")
    assert (event.end, event.duration) == (TUESDAY_CLOSING, timedelta(minutes=30))
    assert event["summary"] == f"到期：{task.title}" and task.number in event["uid"] and event["transp"] == "TRANSPARENT"
    assert event["url"] == f"https://huiyin.example/tasks/{task.pk}" and lake.group.name in event["description"]
    assert len(summaries(make_link(lake.county_deputy))) == 1, "helpers too"
    assert summaries(make_link(lake.secretary)) == summaries(make_link(lake.director)) == []


def test_as_todos_for_those_who_keep_a_list(lake):
    task = lake.task()
    [todo] = read(make_link(lake.deputy), "?as=todo").walk("VTODO")
    assert todo["due"].dt == TUESDAY_CLOSING and todo["status"] == "NEEDS-ACTION" and task.title in todo["summary"]


def test_it_follows_what_becomes_of_the_task(lake):
    task, secret = lake.task(), make_link(lake.deputy)
    move_deadline(task, lake.secretary, TUESDAY_CLOSING + timedelta(days=1), "下雪")
    assert read(secret).walk("VEVENT")[0].end == TUESDAY_CLOSING + timedelta(days=1)
    report_done(task, lake.deputy, "运完了")
    accept_report(task, lake.secretary)
    assert summaries(secret) == []


def revision(event) -> tuple:
    return event["dtstamp"].dt, event["last-modified"].dt, event["sequence"]


def test_every_change_moves_stamp_and_sequence_and_nothing_else_does(lake, monday):
    task, secret = lake.task(), make_link(lake.deputy)
    seen = [revision(read(secret).walk("VEVENT")[0])]
    monday.shift(timedelta(minutes=1))
    assert revision(read(secret).walk("VEVENT")[0]) == seen[0], "read again it is the same"
    for change in (
        lambda: move_deadline(task, lake.secretary, TUESDAY_CLOSING + timedelta(days=1), "下雪"),
        lambda: acknowledge_task(task, lake.deputy),
        lambda: rename_group(lake.group, lake.secretary, "清拆二组"),
    ):
        monday.shift(timedelta(minutes=1))
        change()
        [event] = read(secret).walk("VEVENT")
        seen.append(revision(event))
        assert seen[-1][0] == seen[-1][1] and all(now > before for now, before in zip(seen[-1], seen[-2], strict=True))
    assert "清拆二组" in event["description"]


def test_an_entry_is_this_houses_own_and_stays_the_same_entry(lake, settings):
    task, secret = lake.task(), make_link(lake.deputy)
    uid = read(secret).walk("VEVENT")[0]["uid"]
    assert task.number in uid and task.stream.entries.get(seq=1).hash[:16] in uid, "two houses have the same numbers of tasks"
    move_deadline(task, lake.secretary, TUESDAY_CLOSING + timedelta(days=1), "下雪")
    settings.SECRET_KEY, settings.ORIGIN = "the key was changed", "https://moved.example"
    assert read(secret).walk("VEVENT")[0]["uid"] == uid


def test_it_says_its_name_and_how_often_to_look_as_each_program_reads_it(lake):
    whole = read(make_link(lake.deputy))
    assert whole["name"] == whole["x-wr-calname"] == "回音：我的期限"
    assert whole["refresh-interval"].dt == timedelta(minutes=15) and b"X-PUBLISHED-TTL:PT15M" in whole.to_ical()


@pytest.mark.parametrize("query", ["", "?as=todo"])
def test_it_rings_if_wished_and_else_stays_quiet(lake, client_for, query):
    lake.task()
    made = client_for(lake.deputy).post("/me/calendar/make", {"alarm": "120"}).content.decode()
    secret = re.findall(r"/calendar/([\w-]+)\.ics", made)[0]
    [alarm] = read(secret, query).walk("VALARM")
    assert alarm["trigger"].dt == timedelta(hours=-2) and alarm["trigger"].params["RELATED"] == "END" and alarm["action"] == "DISPLAY"
    assert read(make_link(lake.deputy), query).walk("VALARM") == []
    assert client_for(lake.deputy).post("/me/calendar/make", {"alarm": "7"}).status_code == 422


def test_nobody_reads_longer_than_they_hold_the_post(lake):
    lake.task()
    secret = make_link(lake.deputy)
    leave_post(lake.deputy.holdings.get(), until=(TUESDAY_CLOSING - timedelta(days=2)).date())
    assert summaries(secret) == []


def test_what_has_not_changed_is_not_sent_again(lake):
    lake.task()
    client, address = Client(), f"/calendar/{make_link(lake.deputy)}.ics"
    first = client.get(address)
    again = client.get(address, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    lake.task(title="又一件")
    assert client.get(address, headers={"If-None-Match": first.headers["ETag"]}).status_code == 200


def test_without_titles_only_numbers_leave(lake):
    task = lake.task()
    answer = Client().get(f"/calendar/{make_link(lake.deputy, bare=True)}.ics").content.decode()
    assert task.number in answer and task.title[:4] not in answer and lake.group.name not in answer


def test_a_title_breaks_out_of_nothing(lake):
    lake.task(title="一;二,三\\n BEGIN:VALARM")
    [event] = read(make_link(lake.deputy)).walk("VEVENT")
    assert event["summary"] == "到期：一;二,三\\n BEGIN:VALARM" and event.subcomponents == []


def test_a_new_link_ends_the_old_one_and_an_ended_one_answers_nothing(lake):
    old = make_link(lake.deputy)
    new = make_link(lake.deputy)
    client = Client()
    assert client.get(f"/calendar/{old}.ics").status_code == 404 and client.get(f"/calendar/{new}.ics").status_code == 200
    end_link(lake.deputy)
    end_link(lake.deputy)
    assert client.get(f"/calendar/{new}.ics").status_code == 404
    kinds = Entry.objects.filter(stream__key=f"person:{lake.deputy.pk}", kind__startswith="calendar.").order_by("seq")
    assert list(kinds.values_list("kind", flat=True)) == ["calendar.linked", "calendar.linked", "calendar.unlinked"]
    assert new not in str(list(CalendarLink.objects.values()))


def test_who_is_locked_out_is_read_by_nobody(lake):
    from huiyin.people.actions.administrators import appoint_administrator
    from huiyin.people.actions.locking import lock_person

    secret, guard = make_link(lake.deputy), a_person()
    appoint_administrator(guard, "security")
    lock_person(lake.deputy, by=guard)
    assert Client().get(f"/calendar/{secret}.ics").status_code == 404


def test_who_guesses_is_slowed_down_and_who_asks_without_end_too(lake):
    secret = make_link(lake.deputy)
    client = Client()
    assert {client.get(f"/calendar/{n}.ics").status_code for n in range(UNKNOWN_A_MINUTE)} == {404}
    slowed = client.get("/calendar/another.ics")
    assert slowed.status_code == 429 and slowed.headers["Retry-After"] == "60"
    assert {client.get(f"/calendar/{secret}.ics").status_code for _ in range(A_MINUTE)} == {200}
    assert client.get(f"/calendar/{secret}.ics").status_code == 429


def test_the_page_shows_the_link_once(lake, client_for):
    client = client_for(lake.deputy)
    assert "做一个链接" in client.get("/me/calendar").content.decode()
    made = client.post("/me/calendar/make", {"bare": "1"})
    assert ".ics" in made.content.decode() and made.headers["Cache-Control"] == "no-store"
    again = client.get("/me/calendar").content.decode()
    assert ".ics" not in again and "不写标题" in again
    client.post("/me/calendar/end")
    assert not CalendarLink.objects.filter(ended_at=None).exists()


@pytest.mark.skipif(shutil.which("khal") is None, reason="khal is not here")
def test_khal_reads_it(lake, tmp_path: Path):
    task = lake.task()
    (tmp_path / "huiyin.ics").write_bytes(Client().get(f"/calendar/{make_link(lake.deputy)}.ics").content)
    config = tmp_path / "config"
    config.write_text(
        f"[calendars]\n[[mine]]\npath = {tmp_path}/kept\n[locale]\nlocal_timezone = Asia/Shanghai\ndefault_timezone = Asia/Shanghai\n"
        "timeformat = %H:%M\ndateformat = %Y-%m-%d\nlongdateformat = %Y-%m-%d\ndatetimeformat = %Y-%m-%d %H:%M\n"
        f"longdatetimeformat = %Y-%m-%d %H:%M\n[sqlite]\npath = {tmp_path}/khal.db\n"
    )
    khal = ["khal", "-c", str(config)]
    subprocess.run([*khal, "import", "--batch", "-a", "mine", str(tmp_path / "huiyin.ics")], check=True, capture_output=True)
    shown = subprocess.run([*khal, "list", "2026-11-24", "1d"], check=True, capture_output=True, text=True).stdout
    assert "17:00-17:30" in shown and task.title in shown
