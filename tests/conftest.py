"""What every test may use. Tests of one area add their own in tests/<area>/conftest.py; things to test with come from factories.py."""

from __future__ import annotations

import gc
import os
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from django.test import Client
from django.utils import translation

from tests.databases import is_left_out
from tests.postgres import TABLES
from tests.tables import empty_what_holds_something, kept, put_tables

hypothesis.settings.register_profile("house", deadline=None)  # machines are shared; a slow example is no fault
hypothesis.settings.load_profile("house")

PURE = ("language", "worktime")  # no Django, so no database either
#: Whole servers, then the files that take longest: begun last they would keep one processor waiting.
FIRST = (
    "faults", "test_commands.py", "test_stories.py", "test_matrix.py", "test_visibility.py", "test_importing.py", "test_lifecycle.py",
    "test_robots.py", "test_recurrence.py", "test_bounds.py", "test_schema.py", "test_live.py", "test_recurrence_pages.py",
    "test_escalation_together.py", "test_deadlines_truth.py", "test_frame_pages.py", "test_posting.py", "test_working_days.py",
    "test_erasing.py", "test_mail.py", "test_people_pages.py", "test_telling.py",
)  # fmt: skip


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--long", action="store_true", help="also the tests marked long")


def pytest_ignore_collect(collection_path: Path) -> bool | None:
    """What PostgreSQL does not repeat is not even read there, unless it is asked for by name."""
    return True if is_left_out(collection_path) else None


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Long tests are asked for; whoever is not pure has a database; the browser comes last, because what it makes stays.

    A test marked no_database is given none, and is stopped where it asks one: so it says the same on both, and once is enough.
    """
    for item in items:
        if item.get_closest_marker("long") and not config.getoption("--long"):
            item.add_marker(pytest.mark.skip(reason="long: ./dev test --long"))
        folder = Path(item.path).relative_to(config.rootpath).parts[1]
        without = item.get_closest_marker("no_database")
        if (without or item.get_closest_marker("sqlite_only")) and os.environ.get("HUIYIN_TEST_DATABASE"):
            item.add_marker(pytest.mark.skip(reason="on SQLite only"))
        if folder == "browser":
            item.add_marker("browser")
        elif folder not in PURE and not without and not item.get_closest_marker("django_db"):
            item.add_marker("django_db")
        label = getattr(item, "operation_label", "")
        if label and item.id.params is None:  # under pytest 9.2 schemathesis gives one address to the tests of all operations
            item._id = item.id.with_params(label)
    twice = [name for name, times in Counter(item.nodeid for item in items).items() if times > 1]
    if twice:
        raise pytest.UsageError(f"pytest-xdist runs only one of several tests with the same address: {twice[:3]}")
    items.sort(key=lambda item: (item.get_closest_marker("browser") is not None, _turn(item.path)))


def pytest_collection_finish(session: pytest.Session) -> None:
    """What was loaded stays: looking through it for what is unused, again and again, took a tenth of a run (measured)."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


def _turn(path: Path) -> int:
    return next((turn for turn, name in enumerate(FIRST) if name in path.parts), len(FIRST))


def pytest_unconfigure(config: pytest.Config) -> None:
    """The data directory that the settings made for this process goes."""
    data = os.environ.get("HUIYIN_DATA", "")
    if "huiyin-test-" in data and not os.environ.get("HUIYIN_TEST_DATA"):
        shutil.rmtree(data, ignore_errors=True)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """SQLite's test database is a file, as in life (WAL, locks between connections), where a server started beside looks for it.

    PostgreSQL's is copied from one with tables, where ./dev test made that (tests/postgres.py).
    """
    from django.conf import settings

    database = settings.DATABASES["default"]
    if "sqlite" in database["ENGINE"]:
        database.setdefault("TEST", {})["NAME"] = str(settings.DATA / "huiyin.sqlite3")
    elif kept() is not None:
        database.setdefault("TEST", {})["TEMPLATE"] = TABLES


@pytest.fixture(scope="session")
def django_db_keepdb(django_db_keepdb: bool, django_db_modify_db_settings: None) -> bool:
    """A database that is there already is taken as it is: a copy of this run's tables, gone with the data directory."""
    from django.conf import settings

    return ("sqlite" in settings.DATABASES["default"]["ENGINE"] and put_tables(settings.DATA)) or django_db_keepdb


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """What a test committed goes after it; so the tests' SQLite lets entries be removed, as no other does (journal/0001)."""
    from django.db import connection

    with django_db_blocker.unblock():
        if connection.vendor == "sqlite":
            with connection.cursor() as cursor:
                cursor.execute("DROP TRIGGER IF EXISTS journal_entry_kept")
        empty_what_holds_something()


@pytest.fixture
def client_for() -> Callable[..., Client]:
    """A signed-in browser without JavaScript: ``client_for(person).get("/messages")``."""
    from django.conf import settings

    from tests.factories import a_session

    def client_for(person: object, **headers: str) -> Client:
        client = Client(headers=headers or None)
        client.cookies[settings.SESSION_COOKIE_NAME] = a_session(person)
        return client

    return client_for


@pytest.fixture
def in_language() -> Callable[[str], AbstractContextManager[None]]:
    """``with in_language("en"):`` words are in that language. Tests begin in Chinese, as the house does."""
    return translation.override


@pytest.fixture(autouse=True)
def _begin_in_chinese() -> Iterator[None]:
    with translation.override("zh-hans"):
        yield


@pytest.fixture(autouse=True)
def _nothing_remembered() -> Iterator[None]:
    """What one test cached (limits, sessions) the next one does not find."""
    from huiyin.core.memory import forget_everything

    forget_everything()
    yield
