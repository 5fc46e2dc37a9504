"""A PostgreSQL that keeps its data in a directory given, with the memory a city's machine would give it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from tests.postgres import NoPostgres, _nobody, _programs, _run, free_port

#: For a machine of 8 GB or more that is the database's; docs/operators/scale.md says them to operators.
SETTINGS = {
    "shared_buffers": "2GB", "effective_cache_size": "6GB", "work_mem": "32MB", "maintenance_work_mem": "1GB", "max_wal_size": "8GB",
    "random_page_cost": "1.1", "effective_io_concurrency": "100", "jit": "off", "checkpoint_timeout": "15min", "wal_compression": "on",
}  # fmt: skip


@contextmanager
def kept(home: Path, durable: bool = True) -> Iterator[str]:
    """Gives the address of a PostgreSQL whose data lie in `home`, made if there are none. Not `durable`: for loading only."""
    home.mkdir(parents=True, exist_ok=True)
    root = os.geteuid() == 0
    if root:
        os.chown(home, _nobody(), -1)
    who: dict[str, object] = {"cwd": home} | ({"user": "nobody"} if root else {})
    for old in ("site",):
        shutil.rmtree(home / old, ignore_errors=True)
    data, log = home / "data", home / "log"
    if root:  # what is there already stays as it is: only new files are given to nobody
        programs = _programs(home / "programs", copy=True) if not (home / "programs").exists() else _found(home / "programs")
    else:
        programs = _programs(home, copy=False)
    if not data.exists():
        _run([programs / "initdb", "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync", "-U", "huiyin", "-D", data], **who)
    port = free_port()
    settings = (
        SETTINGS if durable else SETTINGS | {"fsync": "off", "full_page_writes": "off", "wal_level": "minimal", "max_wal_senders": "0"}
    )
    options = f"-h 127.0.0.1 -p {port} -k '' " + " ".join(f"-c {name}={value}" for name, value in settings.items())

    def control(*words: str) -> None:
        _run([programs / "pg_ctl", "-w", "-s", "-o", options, "-l", log, "-D", data, *words], **who)

    control("start")
    try:
        yield f"postgresql://huiyin@127.0.0.1:{port}/postgres"
    finally:
        with suppress(NoPostgres):
            control("-m", "fast", "stop")


def _found(programs: Path) -> Path:
    return next(programs.glob("site/*/pginstall*/bin"))
