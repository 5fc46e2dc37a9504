"""Others' truth tables, where they are at hand: the shares the project promises hold."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests import eval_deadlines

DATA = Path(__file__).resolve().parents[2].parent / "shared" / "data"
needs_tables = pytest.mark.skipif(not (DATA / "time").is_dir(), reason="the truth tables are not here")


@needs_tables
def test_every_workday_of_twenty_years_is_known() -> None:
    right, count, wrong = eval_deadlines.workdays(DATA)
    assert (right, count, wrong) == (7305, 7305, [])


@needs_tables
def test_nine_in_ten_chinese_times_are_read() -> None:
    right, count, wrong = eval_deadlines.jionlp(DATA)
    assert right / count >= 0.9, wrong


@needs_tables
def test_most_of_the_recognizers_times_are_read() -> None:
    right, count, wrong = eval_deadlines.recognizers(DATA)
    assert right / count >= 0.85, wrong
