"""A history from elsewhere: all of it with its times and authors, or every row named that cannot be taken."""

from __future__ import annotations

import csv
import json
import os
from pathlib import Path

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from huiyin.core.errors import Invalid
from huiyin.groups import importing
from huiyin.groups.importing import import_messages, parse_moment, read_history
from huiyin.groups.message_search.index import search_messages
from huiyin.groups.models import Group, Message
from huiyin.journal.verifying import verify
from huiyin.people.actions.administrators import appoint_administrator
from tests.factories import a_person

STREAM = Path(__file__).resolve().parents[3] / "shared" / "data" / "triage" / "stream.csv"


@pytest.fixture(autouse=True)
def administrator():
    """Somebody who can own the group."""
    person = a_person("管理员")
    appoint_administrator(person, "system")
    return person


def a_file(tmp_path, rows, name="history.csv", encoding="utf-8"):
    path = tmp_path / name
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["编号", "用户", "主题", "时间", "内容"])
        writer.writerows(rows)
    return path


ROWS = [
    ["1", "A01", "路灯不亮", "2019/2/28 11:25:05", "村口那盏"],
    ["3", "A02", "", "2019-03-02 08:00", "修好了"],
    ["2", "A01", "", "2019/3/1 9:00:00", "还是不亮"],
]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_history_comes_in_with_its_times_and_authors_in_the_order_it_was_said(tmp_path, encoding):
    brought = import_messages(a_file(tmp_path, ROWS, encoding=encoding), group="路灯")
    assert (brought.stored, brought.people, brought.known) == (3, 2, 0)
    messages = list(Message.objects.filter(group__name="路灯").order_by("n").select_related("author"))
    assert [m.text for m in messages] == ["路灯不亮\n村口那盏", "还是不亮", "修好了"]
    assert messages[0].author_id == messages[1].author_id != messages[2].author_id
    assert timezone.localtime(messages[0].at).strftime("%Y-%m-%d %H:%M:%S") == "2019-02-28 11:25:05"
    assert verify().broken is None


def test_brought_in_again_nothing_is_doubled_and_what_is_new_is_added(tmp_path):
    path = a_file(tmp_path, ROWS)
    import_messages(path, group="路灯")
    again = import_messages(path, group="路灯")
    assert (again.stored, again.known) == (0, 3)
    longer = a_file(tmp_path, [*ROWS, ["4", "A03", "", "2019-03-03 08:00", "谢谢"]], "longer.csv")
    added = import_messages(longer, group="路灯")
    assert (added.stored, added.known) == (1, 3)
    assert Message.objects.count() == 4


def test_interrupted_it_goes_on_where_it_stopped(tmp_path, monkeypatch):
    monkeypatch.setattr(importing, "BATCH", 1)
    path, store, calls = a_file(tmp_path, ROWS), importing._store, []

    def break_off(*args):
        if calls:
            raise KeyboardInterrupt
        calls.append(1)
        return store(*args)

    monkeypatch.setattr(importing, "_store", break_off)
    with pytest.raises(KeyboardInterrupt):
        import_messages(path, group="路灯")
    monkeypatch.setattr(importing, "_store", store)
    resumed = import_messages(path, group="路灯")
    assert (resumed.stored, resumed.known) == (2, 1)
    assert [m.text for m in Message.objects.order_by("n")] == ["路灯不亮\n村口那盏", "还是不亮", "修好了"]


def test_every_bad_row_is_named_and_nothing_is_stored(tmp_path):
    path = a_file(
        tmp_path,
        [*ROWS, ["1", "A09", "", "2019-03-04", "同号"], ["5", "", "", "2019-03-04", "谁"], ["6", "A1", "", "明天", "何时"],
         ["7", "A1", "", "2019-03-04", ""]],
    )
    brought = import_messages(path, group="路灯")
    assert [row.row for row in brought.refused] == [5, 6, 7, 8]
    assert "第 5 行" in str(brought.refused[0])
    assert not Message.objects.exists()
    assert not Group.objects.filter(name="路灯").exists()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.csv", b"\x00\x01\x02"),
        ("a.csv", "没有,列\n1,2\n".encode()),
        ("a.json", b"{"),
        ("a.json", b'{"author": 1}'),
        ("a.xlsx", b"PK\x03\x04 broken"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(tmp_path, name, content):
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(Invalid) as refused:
        import_messages(path)
    assert len(str(refused.value)) > 5


def test_json_with_replies(tmp_path):
    path = tmp_path / "history.json"
    rows = [
        {"id": "a", "author": "x", "name": "渔民老孟", "at": "2020-01-01T08:00:00+08:00", "text": "有人在吗"},
        {"id": "b", "author": "y", "at": "2020-01-01T08:01:00+08:00", "text": "在", "reply_to": "a"},
    ]
    path.write_text(json.dumps(rows))
    import_messages(path)
    first, second = Message.objects.order_by("n")
    assert second.reply_to_id == first.pk
    assert first.author.name == "渔民老孟"


@pytest.mark.skipif(not STREAM.exists(), reason="the real messages lie beside the project, not in it")
def test_four_thousand_real_messages_of_residents_come_in_whole(administrator):
    brought = import_messages(STREAM, group="市民留言")
    with STREAM.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert brought.stored == len(rows) == Message.objects.count()
    assert brought.people == len({row["留言用户"] for row in rows})
    assert search_messages(administrator, "路灯").total > 5
    assert os.path.getsize(STREAM) > 1_000_000


@given(st.text(max_size=30))
def test_no_time_in_a_file_breaks_the_reader(text):
    parse_moment(text)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(st.lists(st.text(max_size=12), min_size=5, max_size=5), max_size=6))
def test_any_table_is_read_or_refused_row_by_row(tmp_path, rows):
    try:
        good, bad = read_history(a_file(tmp_path, rows))
    except Invalid as refused:
        assert str(refused), "a file with control characters is no table, and is told so"
        return
    assert len({r.row for r in good} | {r.row for r in bad}) == len(good) + len(bad)
