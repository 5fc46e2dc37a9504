"""Thousands of pages are asked for here, each after everything remembered was forgotten."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.utils.translation import override

from tests.permissions.county import County, a_county


@pytest.fixture(autouse=True)
def _the_frame_counts_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """The number at *today* is no matter of the address: counting it anew took two thirds of each page. The address that gives it
    (`notices-count`) counts, for every role."""
    monkeypatch.setattr("huiyin.web.shell.waiting_count", lambda _person: 0)


@pytest.fixture(scope="module")
def county(django_db_setup: None, django_db_blocker: Any) -> Iterator[County]:
    """Built once: every request is taken back by itself, and the county at the end."""
    with django_db_blocker.unblock(), transaction.atomic(), override("zh-hans"):
        yield a_county()
        transaction.set_rollback(True)
