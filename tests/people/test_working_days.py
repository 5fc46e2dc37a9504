"""A new year's list of working days: brought in as a file, looked at, taken whole; what was provisional becomes certain."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given
from hypothesis import strategies as st

from huiyin import cli
from huiyin.core.errors import Invalid, NotAllowed, NotThere, Refused
from huiyin.journal.models import Entry
from huiyin.language.deadlines import read_deadlines
from huiyin.people import hours
from huiyin.people.actions.administrators import appoint_administrator
from huiyin.people.actions.days import declare_days, import_days
from huiyin.people.actions.organisation import add_unit, move_unit, set_unit_hours
from huiyin.people.extension_points import RECKON_WORKING_TIME, ReckonsWorkingTime, WorkingTimeChange
from huiyin.people.hours import days_set
from huiyin.people.models import DeclaredDay, DeclaredYear
from huiyin.people.queries.days import list_of, years_known
from huiyin.people.year_list import read_year_list, write_year_list
from huiyin.worktime.calendar import add_workdays, days_by_law, is_workday, listed_days
from huiyin.worktime.hours import Hours
from tests.factories import a_person

SHANGHAI = ZoneInfo("Asia/Shanghai")


def a_list(year: int = 2027, **more) -> dict:
    """A list as the State Council might make it: the days of the law, one more free Friday, one Saturday worked for it."""
    days = [{"date": day.isoformat(), "worked": False, "name": name} for day, name in sorted(days_by_law(year).items())]
    days += [{"date": f"{year}-10-08", "worked": False, "name": "国庆节"}, {"date": f"{year}-10-09", "worked": True, "name": "国庆节"}]
    return {"year": year, "source": "国办发明电〔2026〕9号", "days": days, **more}


def take(given: dict, by=None) -> bool:
    return declare_days(read_year_list(json.dumps(given)), by)


@pytest.fixture
def told(monkeypatch):
    """What those who reckon with working time were told."""
    said: list[WorkingTimeChange] = []
    monkeypatch.setitem(RECKON_WORKING_TIME.found, "told", ReckonsWorkingTime("told", said.append))
    return said


@pytest.fixture
def admin(db):
    person = a_person()
    appoint_administrator(person, "system")
    return person


def test_what_was_provisional_is_certain_once_the_list_is_there(db):
    friday, saturday, ordinary = date(2027, 10, 8), date(2027, 10, 9), date(2027, 3, 3)
    for day in (friday, saturday, ordinary):
        assert is_workday(day, days_set()).provisional
    assert add_workdays(date(2027, 10, 7), 1, days_set()) == friday
    assert take(a_list())
    known = {day: is_workday(day, days_set()) for day in (friday, saturday, ordinary, date(2027, 12, 31), date(2027, 3, 6))}
    assert not any(answer.provisional for answer in known.values())
    assert [answer.is_workday for answer in known.values()] == [False, True, True, True, False]
    assert add_workdays(date(2027, 10, 7), 1, days_set()) == saturday
    assert is_workday(date(2028, 3, 1), days_set()).provisional, "the year after is as unknown as before"


def test_a_deadline_is_read_by_the_new_list(db):
    now = datetime(2027, 10, 7, 20, 0, tzinfo=SHANGHAI)
    before = read_deadlines("一个工作日内报我", now, Hours(), days_set())[0]
    take(a_list())
    after = read_deadlines("一个工作日内报我", now, Hours(), days_set())[0]
    assert before.provisional and not after.provisional
    assert (before.moment.day, after.moment.day) == (8, 9)


def test_a_list_brought_again_undoes_what_the_first_one_said(db):
    take(a_list())
    first = list_of(2027)
    changed = a_list()
    changed["days"] = [day for day in changed["days"] if day["date"] not in ("2027-10-08", "2027-10-09")]
    assert take(changed)
    assert is_workday(date(2027, 10, 8), days_set()).is_workday and not is_workday(date(2027, 10, 9), days_set()).is_workday
    assert declare_days(read_year_list(write_year_list(first)))
    assert not is_workday(date(2027, 10, 8), days_set()).is_workday
    assert take({"year": 2027, "days": []}), "a list without days takes the year back"
    assert is_workday(date(2027, 3, 3), days_set()).provisional
    assert not DeclaredYear.objects.exists() and not DeclaredDay.objects.exists()
    assert not take({"year": 2027, "days": []})


def test_the_same_list_twice_changes_nothing_and_says_nothing(db, told):
    assert take(a_list())
    assert not take(a_list())
    entries = Entry.objects.filter(kind="days.declared")
    assert [entry.data["year"] for entry in entries] == [2027]
    assert entries[0].data["worked"] == 1 and entries[0].data["free"] == 14 and len(entries[0].data["digest"]) == 64
    assert told == [WorkingTimeChange(days=(date(2027, 1, 1), date(2027, 12, 31)))]


def test_every_bad_row_is_named_with_its_reason_and_nothing_is_taken(db):
    given = a_list()
    given["days"] += [
        {"date": "2027-02-30", "worked": False},
        {"date": "2028-01-01", "worked": False},
        {"date": "2027-10-08", "worked": True},
        {"date": "2027-07-01", "worked": "yes"},
        "2027-07-01",
        {"date": 20270701, "worked": True},
        {"date": "2027-07-02"},
    ]
    listed = read_year_list(json.dumps(given))
    assert [fault.row for fault in listed.faults] == [16, 17, 18, 19, 20, 21, 22]
    assert "2027-02-30" in str(listed.faults[0]) and "2028-01-01" in str(listed.faults[1]) and "14" in str(listed.faults[2])
    with pytest.raises(Invalid):
        declare_days(listed)
    assert not DeclaredYear.objects.exists() and not Entry.objects.filter(kind="days.declared").exists()


def test_a_torn_list_does_not_make_workdays_of_the_spring_festival(db):
    torn = a_list()
    torn["days"] = torn["days"][:1]
    listed = read_year_list(json.dumps(torn))
    assert "2027-02-05" in " ".join(map(str, listed.faults)) and len(listed.faults) == len(days_by_law(2027)) - 1
    partly = read_year_list(json.dumps(torn | {"complete": False}))
    assert not partly.faults and declare_days(partly)
    assert not is_workday(date(2027, 1, 1), days_set()).provisional and is_workday(date(2027, 3, 3), days_set()).provisional


def test_the_public_form_of_holiday_tables_is_read_too(db):
    public = {
        "$schema": "…", "year": 2027, "papers": ["http://www.gov.cn/…"],
        "days": [{"name": day["name"], "date": day["date"], "isOffDay": not day["worked"]} for day in a_list()["days"]],
    }  # fmt: skip
    public["days"].append({"name": "元旦", "date": "2026-12-31", "isOffDay": False})
    listed = read_year_list(("\ufeff" + json.dumps(public)).encode())
    assert not listed.faults and listed.source.startswith("http://www.gov.cn") and len(listed.worked) == 2
    assert declare_days(listed)
    assert is_workday(date(2027, 10, 9), days_set()).is_workday and days_set()[date(2026, 12, 31)] is True


def test_a_list_of_a_year_we_know_corrects_it_and_leaves_the_rest(db):
    take({"year": 2026, "days": [{"date": "2026-11-27", "worked": False, "name": "捕捞节"}]})
    for offset in range(365):
        day = date(2026, 1, 1) + timedelta(offset)
        assert is_workday(day, days_set()).is_workday == (is_workday(day).is_workday and day != date(2026, 11, 27)), day


@pytest.mark.parametrize(
    "content",
    [b"", b"\xff\xfe", b"[]", b"[" * 100_000, b'{"year": "2027", "days": []}', b'{"year": 2027}', b'{"year": true, "days": []}',
     b'{"year": 1e400, "days": []}', b'{"year": 2027, "days": [' + b"1," * 500 + b"1]}", b" " * 300_000],
)  # fmt: skip
def test_what_is_no_list_is_refused_in_words(content):
    with pytest.raises(Invalid):
        read_year_list(content)


_ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.dates().map(str),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["date", "worked", "isOffDay", "name"]), inner),
    max_leaves=8,
)


@given(st.dictionaries(st.sampled_from(["year", "days", "source", "papers", "complete"]), _ANYTHING), st.lists(_ANYTHING, max_size=5))
def test_nothing_in_a_file_gets_further_than_a_fault(given, days):
    for one in (given, {"year": 2025, **given, "days": days}):
        try:
            listed = read_year_list(json.dumps(one))
        except Refused:
            continue
        assert len(listed.days) + len(listed.faults) >= len(one["days"])
        again = read_year_list(write_year_list(listed))
        assert (again.days, again.source, again.digest) == (listed.days, listed.source, listed.digest)


def test_a_page_asks_the_database_once_and_the_next_one_not_at_all(db, django_assert_num_queries):
    take(a_list())
    with django_assert_num_queries(2):
        assert days_set()[date(2027, 10, 9)]
    with django_assert_num_queries(0):
        assert days_set()[date(2027, 10, 9)] and days_set()[date(2027, 3, 3)] and date(2028, 1, 3) not in days_set()


def test_a_list_that_failed_halfway_leaves_everything_as_it_was(db, told, monkeypatch):
    def stumbles(change: WorkingTimeChange) -> None:
        assert days_set()[date(2027, 3, 3)], "those told reckon with the new days already"
        raise RuntimeError

    monkeypatch.setitem(RECKON_WORKING_TIME.found, "stumbles", ReckonsWorkingTime("stumbles", stumbles))
    with pytest.raises(RuntimeError):
        take(a_list())
    assert date(2027, 3, 3) not in days_set() and not DeclaredYear.objects.exists()


def test_units_whose_hours_change_are_told_with_all_below_them(db, told):
    county = add_unit("云梦县")
    town = add_unit("湖口镇", county)
    bureau = add_unit("水产局")
    set_unit_hours(county, {"morning": ["08:00", "12:00"]})
    assert [set(change.units) for change in told] == [{county.pk, town.pk}]
    assert hours.hours_of(bureau.pk).morning[0].hour == 8 and hours.hours_of(bureau.pk).morning[0].minute == 30
    move_unit(bureau, county)
    assert set(told[-1].units) == {bureau.pk} and hours.hours_of(bureau.pk).morning[0].minute == 0


def test_years_say_how_sure_they_are(db):
    take(a_list())
    states = {known.year: known for known in years_known(date(2026, 11, 23))}
    assert [(year, known.state) for year, known in states.items()] == [
        (2025, "shipped"), (2026, "shipped"), (2027, "declared"), (2028, "provisional"),
    ]  # fmt: skip
    assert states[2027].worked == 1 and states[2026].free == sum(not worked for worked, _ in listed_days(2026).values())
    with pytest.raises(NotThere):
        list_of(2028)
    assert not read_year_list(write_year_list(list_of(2026))).faults, "what is shipped is taken out in the form that is read"


def test_only_the_system_administrator_declares_days(db, admin, client_for):
    with pytest.raises(NotAllowed):
        take(a_list(), by=a_person())
    assert take(a_list(), by=admin)
    assert Entry.objects.get(kind="days.declared").by_id == admin.pk


def upload(given: dict) -> dict:
    return {"file": SimpleUploadedFile("2027.json", json.dumps(given).encode())}


def test_the_page_shows_the_list_before_it_takes_it(admin, client_for):
    browser = client_for(admin)
    preview = browser.post("/manage/days", upload(a_list()))
    assert preview.status_code == 200 and "国办发明电〔2026〕9号" in preview.content.decode()
    assert "10月8日" in preview.content.decode(), "the days are written as people read them"
    assert not DeclaredYear.objects.exists(), "nothing is written before it is decided"
    taken = browser.post("/manage/days", {"list": preview.context["text"]})
    assert taken.status_code == 302 and DeclaredYear.objects.get().pk == 2027
    assert "国办发明电〔2026〕9号" in browser.get("/manage/days").content.decode()
    out = browser.get("/manage/days/2027.json")
    assert out.headers["Content-Type"] == "application/json"
    assert read_year_list(out.content).digest == read_year_list(preview.context["text"]).digest
    assert browser.get("/manage/days/2031.json").status_code == 404


def test_the_page_names_bad_rows_and_a_forged_decision_takes_nothing(admin, client_for):
    bad = a_list()
    bad["days"][3]["date"] = "2027-13-01"
    browser = client_for(admin)
    answer = browser.post("/manage/days", upload(bad))
    assert answer.status_code == 422 and "2027-13-01" in answer.content.decode()
    assert browser.post("/manage/days", {"list": json.dumps(bad)}).status_code == 422
    assert browser.post("/manage/days", {"list": "[" * 5000}).status_code == 422
    assert browser.post("/manage/days", {"file": SimpleUploadedFile("x.json", b"no")}).status_code == 422
    assert browser.post("/manage/days").status_code == 422
    assert not DeclaredYear.objects.exists()


def test_the_command_names_bad_rows_checks_and_takes(db, tmp_path, capsys):
    file = tmp_path / "2027.json"
    bad = a_list()
    bad["days"][0]["date"] = "2027-01-32"
    file.write_text(json.dumps(bad))
    assert cli.main(["import", "days", str(file)]) == 1
    assert "2027-01-32" in capsys.readouterr().err
    file.write_text(json.dumps(a_list()))
    assert cli.main(["import", "days", str(file), "--check"]) == 0 and not DeclaredYear.objects.exists()
    assert cli.main(["import", "days", str(file)]) == 0 and DeclaredYear.objects.exists()
    assert import_days(file)[1] is False
    capsys.readouterr()
    assert cli.main(["export", "days", "2027"]) == 0
    assert read_year_list(capsys.readouterr().out).digest == read_year_list(file.read_bytes()).digest
    assert cli.main(["export", "days", "2031"]) != 0


def test_another_process_without_a_shared_cache_forgets_within_a_minute(db, monkeypatch):
    kept = []
    monkeypatch.setattr(cache, "set", lambda key, value, seconds: kept.append((key, seconds)))
    days_set()
    assert kept[0][0] == "days:declared" and kept[0][1] <= 60
