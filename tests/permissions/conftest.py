"""Thousands of pages are asked for here, each after everything remembered was forgotten."""

from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def _the_frame_counts_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """The number at *today* is no matter of the address: counting it anew took two thirds of each page. The address that gives it
    (`notices-count`) counts, for every role."""
    monkeypatch.setattr("huiyin.web.shell.waiting_count", lambda _person: 0)
