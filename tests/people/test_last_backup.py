"""When the last good backup was: the watcher, the command line and the system administrator read it, and a missed night is said."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from huiyin.commands.weaknesses import backup_weaknesses
from huiyin.people.actions.administrators import appoint_administrator
from huiyin.people.actions.backups import backup_was_made
from tests.factories import a_person


@pytest.fixture
def nights(monkeypatch: pytest.MonkeyPatch) -> Any:
    """``nights(2)``: so many nights pass."""
    now = timezone.now

    def pass_by(n: int) -> None:
        monkeypatch.setattr(timezone, "now", lambda: now() + timedelta(days=n))

    return pass_by


@pytest.fixture
def told(client: Client, client_for: Any, settings: Any) -> Any:
    """``told()``: what health says, what the command names, what the administrator reads."""
    settings.DEMO = False
    administrator = a_person()
    appoint_administrator(administrator, "system")

    def told() -> tuple[str, list[str], str]:
        page = client_for(administrator).get("/manage", headers={"accept-language": "en"}).content.decode()
        return client.get("/healthz").json()["backup"], list(backup_weaknesses()), page

    return told


def test_a_house_that_was_never_backed_up_says_so_everywhere(told: Any) -> None:
    health, named, page = told()
    assert health == "none"
    assert "Nothing has been backed up yet" in named[0]
    assert "还没有备份" in page


def test_a_backup_of_last_night_is_good_and_one_missed_night_is_said(told: Any, nights: Any) -> None:
    backup_was_made(1000, sealed=False, missing=0)
    assert told()[:2] == ("ok", []) and "已备份" in told()[2]
    nights(2)
    health, named, page = told()
    assert health == "late"
    assert "did not happen" in named[0]
    assert "昨晚没有备份" in page


def test_a_backup_that_lacks_files_is_no_good_one(told: Any) -> None:
    backup_was_made(1000, sealed=True, missing=3)
    assert told()[0] == "none"


def test_a_late_backup_takes_nobody_away_from_the_server(client: Client) -> None:
    assert client.get("/healthz").status_code == 200
