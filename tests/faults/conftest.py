"""Servers as processes of their own, on both databases, to be killed."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.faults.processes import environment
from tests.faults.storm import Talk, settle
from tests.live.conftest import phone, running  # noqa: F401 - fixtures
from tests.postgres import NoPostgres, address_in, cluster, new_database


@pytest.fixture(scope="session")
def cluster_of_faults() -> Iterator[str]:
    """A PostgreSQL that forces its log to the disk, as in life."""
    try:
        with cluster() as running:
            yield running.address
    except NoPostgres as error:
        pytest.skip(str(error))


@pytest.fixture(scope="session")
def settled_sqlite(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any]]:
    """A data directory with a group of sixty, to be copied: migrating takes longer than most tests here."""
    data = tmp_path_factory.mktemp("settled")
    return data, settle(environment(data, "", ""))


@pytest.fixture(scope="session")
def settled_postgres(cluster_of_faults: str, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path, dict[str, Any]]:
    """The same in PostgreSQL: the address of its cluster, the data directory, who is there."""
    data = tmp_path_factory.mktemp("settled")
    return cluster_of_faults, data, settle(environment(data, address_in(cluster_of_faults, "settled"), ""))


@pytest.fixture
def talk_on(request: pytest.FixtureRequest) -> Iterator[Callable[..., Talk]]:
    """``talk_on("sqlite", directory)``: a group of sixty; its server, if one was started, is killed at the end."""
    talks: list[Talk] = []

    def talk_on(kind: str, data: Path) -> Talk:
        if kind == "sqlite":
            settled, told = request.getfixturevalue("settled_sqlite")
            database = ""
        else:
            address, settled, told = request.getfixturevalue("settled_postgres")
            database = new_database(address, data.parent.name, "settled")
        shutil.copytree(settled, data, dirs_exist_ok=True)
        talks.append(Talk(environment(data, database, ""), told))
        return talks[-1]

    yield talk_on
    for talk in talks:
        talk.kill()


@pytest.fixture(params=["sqlite", "postgresql"])
def talk(request: pytest.FixtureRequest, tmp_path: Path, talk_on: Callable[..., Talk]) -> Talk:
    """A group of sixty in a new database of each kind."""
    return talk_on(request.param, tmp_path / "data")
