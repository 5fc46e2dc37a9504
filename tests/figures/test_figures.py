"""Figures that anybody reckons anew: the page, the file, the command; nobody can be recognised in them."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from huiyin.cases.actions import CaseDraft, decline_case, follow_up, register_case, reopen_case, split_case
from huiyin.cli import main
from huiyin.figures.actions import make_edition
from huiyin.figures.formula import FORMULAS
from huiyin.figures.lines import Line, Unreadable, as_csv, as_json, read
from huiyin.figures.merging import LEAST, STEPS, cell_of, merged
from huiyin.figures.reckoning import QUESTIONS, as_told, figures_of, share_of
from tests.cases.conftest import County, a_county
from tests.factories import a_unit

YES_NO = st.sampled_from(["", "yes", "no"])
LINES = st.lists(
    st.builds(
        Line, period=st.sampled_from(["2026-01", "2026-02", "2026-11", "2025-12"]), town=st.sampled_from(["", "青渡镇", 'a,"b"\n']),
        topic=st.sampled_from(["", "water", "road"]), procedure=st.sampled_from(["hotline", "petition"]),
        outcome=st.sampled_from(["open", "answered", "answered", "declined", "split"]), ground=st.sampled_from(["", "1", "5"]),
        days=st.sampled_from(["", "0", "3", "45", "400"]), in_time=YES_NO, overdue=YES_NO,
        asked=st.sampled_from(["", "reached", "reached", "not_reached"]), answered=YES_NO, solved=YES_NO, satisfied=YES_NO, reopened=YES_NO,
    ),
    max_size=60,
)  # fmt: skip


@pytest.fixture
def county(db: None) -> County:
    return a_county()


@given(LINES, st.sampled_from(sorted(FORMULAS)))
def test_whoever_reads_the_file_reckons_the_same_to_the_last_digit(lines: list[Line], version: str) -> None:
    shown = merged(lines)
    told = as_told(figures_of(shown, version))
    for text in (as_csv(shown, version, "2026-11-29"), as_json(shown, version, "2026-11-29")):
        again, said = read(text)
        assert again == shown and said in (version, "") and as_told(figures_of(again, version)) == told
    for rate in figures_of(shown, version).rates:
        beside = 0 if rate.not_reached_counts else rate.not_reached
        assert rate.denominator + beside + sum(rate.excluded.values()) == len(shown) and rate.numerator <= rate.denominator


@given(LINES)
def test_no_cell_is_under_five_and_nobody_is_left_out(lines: list[Line]) -> None:
    shown = merged(lines)
    assert all(n >= LEAST for n in Counter(map(cell_of, shown)).values())
    assert len(shown) == (len(lines) if len(lines) >= LEAST else 0)
    if shown:
        bare = STEPS[-1]
        assert Counter(map(bare, shown)) == Counter(map(bare, lines))  # what became of them is untouched


@given(st.text(max_size=200) | st.binary(max_size=60).map(lambda b: b.decode("latin-1")))
def test_any_other_file_is_refused(text: str) -> None:
    with pytest.raises(Unreadable):
        read(text)


@pytest.mark.parametrize(("part", "whole", "share"), [(1, 3, "0.3333"), (2, 3, "0.6667"), (7, 8, "0.8750"), (5, 5, "1.0000"), (0, 0, "")])
def test_shares_are_whole_number_arithmetic(part: int, whole: int, share: str) -> None:
    assert share_of(part, whole) == share


def some(county: County) -> None:
    a_unit("柳渡村", a_unit("青渡镇", county.office, kind="town"), kind="village")
    cases = [county.answered(text=f"第{n}件，我叫王小河，电话13812345678", place="柳渡村3号", topic="city") for n in range(7)]
    for n, case in enumerate(cases[:5]):
        follow_up(case, county.who("resident"), True, True, n != 0, n > 1)
    follow_up(cases[5], county.who("desk"), False)
    reopen_case(cases[6], county.who("resident"), "没解决")
    decline_case(county.case(text="高速公路的事", topic="王小河的事"), county.who("desk"), 5, "归省里管。")
    split_case(county.given(text="两件事"), county.who("desk"), ["一", "二"])
    register_case(CaseDraft("水务局某人收钱", accused=[county.water.pk], topic="accusation"), county.who("resident"))
    make_edition()


def csv_file() -> str:
    return Client().get("/figures/cases.csv").content.decode()


def test_an_edition_is_held_for_a_week_and_none_tells_a_line_by_the_difference(county: County) -> None:
    with time_machine.travel(datetime(2026, 11, 30, 9, 0, tzinfo=UTC)):  # a Monday
        some(county)
        first = csv_file()
        case = county.answered(text="又一件")
        assert make_edition() is None and csv_file() == first and ",2026-11-30" in first
        assert "2026" in Client().get("/figures").content.decode()
    with time_machine.travel(datetime(2026, 12, 7, 9, 0, tzinfo=UTC)):
        assert make_edition() is None and csv_file() == first  # one request more: whose it is would be told
        for n in range(4):
            county.answered(text=f"再{n}件")
        assert make_edition() is None  # once a day
    with time_machine.travel(datetime(2026, 12, 8, 9, 0, tzinfo=UTC)):
        assert make_edition() is not None and csv_file() != first and ",2026-12-08" in csv_file()
        assert Client().get("/figures.json").json()["lines"] == 16 and case.pk


def test_the_page_the_file_and_the_command_say_the_same(county: County, tmp_path: Any, capsys: Any) -> None:
    some(county)
    page = Client().get("/figures.json").json()
    rates = {rate["question"]: rate for rate in page["rates"]}
    assert page["lines"] == 11 and [(rates[q]["numerator"], rates[q]["denominator"]) for q in QUESTIONS] == [(5, 5), (4, 6), (3, 5)]
    assert rates["solved"]["not_reached"] == 1 and rates["solved"]["share"] == "0.6667"
    assert rates["solved"]["excluded"] == {"declined_5": 1, "open": 2, "split": 1}
    shown = Client(headers={"accept-language": "en"}).get("/figures").content.decode()
    for words in ("Waits for its first answer", "Answered in its parts, which are counted", "Not reached (not counted)"):
        assert shown.count(words) == 1  # what all three leave out alike is said once
    assert shown.count("Reached, without a word on this question") == 2  # and what only some do, with them
    for name in ("csv", "json"):
        file = tmp_path / f"cases.{name}"
        file.write_bytes(Client().get(f"/figures/cases.{name}").content)
        assert main(["figures", str(file), "--json"]) == 0
        assert json.loads(capsys.readouterr().out) == page
        assert main(["figures", str(file)]) == 0
        said = capsys.readouterr().out
        assert "0.6667" in said and not any(key in said for key in ("declined_", "not_asked", "no_word"))  # reasons in words
        stricter = main(["figures", str(file), "--json", "--formula", "2"])
        assert stricter == 0 and json.loads(capsys.readouterr().out)["rates"][1]["denominator"] == 7
        assert main(["figures", str(file), "--formula", "9"]) == 2
    wrong = tmp_path / "else.csv"
    wrong.write_text("a,b\n1,2\n")
    assert main(["figures", str(wrong)]) == 1


def test_the_file_has_no_words_no_names_and_no_trace_of_what_is_sealed(county: County) -> None:
    some(county)
    before = [Client().get(f"/figures/cases.{name}").content.decode() for name in ("csv", "json")]
    planted = ("王小河", "13812345678", "柳渡村", "第3件", "没解决", "收钱", "accusation", county.resident.name, county.head.name, "2026-0")
    assert not [word for word in planted for text in before if word in text] and "青渡镇" in before[0]
    rows = list(csv.DictReader(io.StringIO(before[0].removeprefix("\ufeff"))))
    assert len(rows) == 11 and {row["formula"] for row in rows} == {"1"}
    register_case(CaseDraft("又一件控告", accused=[county.water.pk]), county.who("resident"))
    assert [Client().get(f"/figures/cases.{name}").content.decode() for name in ("csv", "json")] == before


def test_fewer_than_five_are_not_shown(county: County) -> None:
    county.answered()
    assert make_edition() is None
    assert Client().get("/figures.json").json()["lines"] == 0
    page = Client().get("/figures")
    assert page.status_code == 200 and "notice" in page.content.decode()


def test_a_stricter_formula_is_chosen_by_the_deployment_and_named(county: County, settings: Any) -> None:
    some(county)
    settings.FORMULA = "2"
    told = Client().get("/figures.json").json()
    assert told["formula"] == "2" and told["rates"][1]["denominator"] == 7
    assert "公式 2" in Client().get("/figures").content.decode()


def test_the_page_says_it_to_who_does_not_see_and_ranks_nobody(county: County, programs: Any) -> None:
    some(county)
    page = Client().get("/figures").content.decode()
    assert 'role="img"' in page and "<table" in page and county.head.name not in page and "县水务局" not in page
    assert programs("resident")("get", "/figures").json() == Client().get("/figures.json").json()


@pytest.mark.usefixtures("chinese_font")
def test_the_figures_are_shared_as_a_poster(county: County) -> None:
    some(county)
    answer = Client().get("/figures/poster.png")
    assert answer.headers["Content-Type"] == "image/png" and answer.content[:4] == b"\x89PNG"
    assert Client().get("/figures/poster.png", headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304
