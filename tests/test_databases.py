"""What PostgreSQL does not repeat is there, and is tried on SQLite."""

from __future__ import annotations

import pytest

from tests.databases import ONCE, TESTS, is_left_out

pytestmark = [pytest.mark.sqlite_only, pytest.mark.no_database]


def test_what_is_tried_once_is_there_and_left_out_on_postgresql_alone(monkeypatch):
    assert not [name for name in ONCE if not (TESTS / name).exists()], "a file that moved: tests/databases.py names it"
    assert not [name for name in ONCE if is_left_out(TESTS / name)]
    monkeypatch.setenv("HUIYIN_TEST_DATABASE", "postgresql://127.0.0.1/huiyin")
    assert all(is_left_out(TESTS / name) for name in ONCE)
    assert not is_left_out(TESTS / "permissions")
