"""Requests of a former system come in once, with their numbers, and whoever runs it reads what cannot."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from huiyin.cases.actions import importing
from huiyin.cases.actions.importing import Brought, Preview, import_cases, preview
from huiyin.cases.models import Case, CaseClock
from huiyin.journal.models import Entry
from huiyin.journal.verifying import verify
from huiyin.people.actions.administrators import appoint_administrator
from tests.cases.conftest import County

HEAD = "编号,登记时间,状态,主题,承办单位,地点,标题,内容,答复,答复时间,评价,渠道\n"
DONE = "A-001,2021-03-04 09:12,办结,city,县水务局,南街,,南街的水管又漏了,已换新管,2021-03-06,满意,电话\n"
OPEN = "A-002,2021-05-04 10:00,办理中,,县交通局,,路灯不亮,学府路路灯不亮,,,,\n"
OLD = "2021-000120,2021-06-01,,,,,,公交站牌歪了,扶正了,2021-06-02,不满意,\n"


@pytest.fixture
def history(county: County, tmp_path: Path) -> Path:
    appoint_administrator(county.second, "system")
    path = tmp_path / "history.csv"
    path.write_text(HEAD + DONE + OPEN + OLD, encoding="utf-8")
    return path


def test_what_was_asked_and_answered_stands_under_its_number(history: Path, county: County, client_for: Any) -> None:
    brought = import_cases(history)
    assert isinstance(brought, Brought) and (brought.stored, brought.known, brought.left_out) == (3, 0, 0)
    done, old = Case.objects.get(number="A-001"), Case.objects.get(number="2021-000120")
    assert (done.state, done.channel, done.unit) == ("settled", "phone", county.water) and done.answers.get().words == "已换新管"
    assert done.follow_ups.get().satisfied is True and old.follow_ups.get().satisfied is False
    page = client_for(county.desk).get(f"/cases/{done.pk}").content.decode()
    assert "已换新管" in page and ("从原系统转入" in page or "Brought in from a former system" in page)
    listed = client_for(county.desk).get("/cases/desk", {"q": "换新管"}).content.decode()
    assert "A-001" in listed and "A-002" not in listed
    assert client_for(county.head).get(f"/cases/{done.pk}").status_code == 200 and verify().broken is None
    assert list(Entry.objects.filter(stream=done.stream_id).values_list("kind", flat=True)) == ["case.imported"]


def test_what_ended_has_no_clock_and_what_is_open_has(history: Path) -> None:
    import_cases(history)
    assert not CaseClock.objects.filter(case__number="A-001").exists()
    clock = CaseClock.objects.get(case__number="A-002")
    assert clock.kind == "handle" and Case.objects.get(number="A-002").deadline_at == clock.due_at


def test_killed_in_the_middle_and_run_again_nothing_comes_twice(history: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importing, "LOT", 1)
    store, seen = importing._store, []

    def killed(*given: Any) -> None:
        seen.append(given)
        if len(seen) == 2:
            raise KeyboardInterrupt
        store(*given)

    monkeypatch.setattr(importing, "_store", killed)
    with pytest.raises(KeyboardInterrupt):
        import_cases(history)
    assert Case.objects.count() == 1
    again = import_cases(history)
    assert isinstance(again, Brought) and (again.stored, again.known) == (2, 1)
    assert isinstance(third := import_cases(history), Brought) and (third.stored, third.known) == (0, 3)
    assert Case.objects.count() == 3


def test_numbers_given_afterwards_go_on_where_the_old_ones_ended(history: Path, county: County) -> None:
    year = county.case("先有的一件").number[:4]
    history.write_text(HEAD + f"{year}-000777,2021-06-01,,,,,,旧的一件,,,,\n", encoding="utf-8")
    import_cases(history)
    assert county.case("后来的一件").number == f"{year}-000778"


def test_each_line_that_cannot_be_taken_is_named_and_nothing_is_stored(history: Path) -> None:
    bad = "A-001,2021-01-01,,,,,,又是一号,,,,\n,2021-01-01,,,,,,没有编号,,,,\nA-009,2099-01-01,,,,,,将来,,,,\n"
    bad += "A-010,2021-01-01,,,没有的局,,,单位,,,,\n"
    history.write_text(HEAD + DONE + bad + "A-011,2021-01-01,什么,,,,,状态,,,,\n", encoding="utf-8")
    with translation.override("zh-hans"):
        told = import_cases(history)
        assert isinstance(told, Preview) and told.faults == 5 and Case.objects.count() == 0
        words = [str(fault) for fault in told.refused]
    assert [word.split("：")[0] for word in words] == [f"第 {n} 行" for n in (3, 4, 5, 6, 7)]
    assert "第 2 行" in words[0] and "没有的局" in words[3]
    assert isinstance(rest := import_cases(history, leave_out=True), Brought) and (rest.stored, rest.left_out) == (1, 5)


def test_a_number_one_of_ours_has_is_left_out_and_ours_stays(history: Path, county: County) -> None:
    ours = county.case("我们自己的")
    history.write_text(HEAD + f"{ours.number},2021-06-01,,,,,,旧的一件,,,,\n", encoding="utf-8")
    told = import_cases(history)
    assert isinstance(told, Brought) and (told.stored, told.left_out) == (0, 1)
    assert Case.objects.get().text == "我们自己的"


def test_jsonl_is_read_as_well_and_gb18030(history: Path, tmp_path: Path) -> None:
    lines = tmp_path / "history.jsonl"
    told = {"number": "B1", "registered_at": "2020-02-02T02:02:02+08:00", "text": "井盖松了", "answer": "已更换", "rating": 5}
    lines.write_text(json.dumps(told, ensure_ascii=False) + "\n[1]\n\n", encoding="utf-8")
    looked = preview(lines)
    assert (looked.rows, looked.faults, looked.refused[0].line) == (1, 1, 2) and looked.first[0].satisfied is True
    history.write_text(HEAD + DONE, encoding="gb18030")
    assert preview(history).first[0].text == "南街的水管又漏了"


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=300))
def test_any_bytes_behind_the_headings_are_cases_or_faults(db: None, tmp_path: Path, said: bytes) -> None:
    path = tmp_path / "any.csv"
    path.write_bytes(HEAD.encode() + said)
    looked = preview(path)
    assert looked.rows + looked.faults <= said.count(b"\n") + said.count(b"\r") + 1
    (lines := tmp_path / "any.jsonl").write_bytes(said)
    assert preview(lines).rows == 0
