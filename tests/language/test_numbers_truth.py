"""Others' numerals and amounts, where they are at hand: the shares the project promises hold."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests import eval_numbers

DATA = Path(__file__).resolve().parents[2].parent / "shared" / "data"
needs_tables = pytest.mark.skipif(not (DATA / "numbers").is_dir(), reason="the truth tables are not here")


@needs_tables
def test_chinese_numerals_are_read() -> None:
    right, count, wrong = eval_numbers.cn2an(DATA)
    assert right / count >= 0.97, wrong


@needs_tables
def test_amounts_of_money_are_read() -> None:
    right, count, wrong = eval_numbers.jionlp(DATA)
    assert right / count >= 0.97, wrong


@needs_tables
def test_most_of_the_recognizers_numbers_are_read() -> None:
    if not (DATA / "time/recognizers-text/Number").is_dir():
        pytest.skip("only part of the tables is here")
    right, count, wrong = eval_numbers.recognizers(DATA)
    assert right / count >= 0.92, wrong
