"""A process that has loaded Huiyin and asks no settings, database or socket of its own: tests/forked.py lets it fork one run after another.

What a run is given (environment, directory, standard files, umask) is its own, and it reads the settings again. A setting that was read
while loading must be the same in the run's environment; where one is not, the run begins from scratch, as a typed command does.
"""

from __future__ import annotations

import atexit
import gc
import importlib
import json
import os
import select
import signal
import socket
import sys
import threading
import traceback
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parent.parent


LOADED = (
    "huiyin.urls", "huiyin.cli", "huiyin.live.serving", "huiyin.backup.restoring", "uvicorn.lifespan.on",
    "uvicorn.protocols.http.httptools_impl", "uvicorn.loops.uvloop", "django.core.management.commands.migrate",
    "django.db.backends.sqlite3.base", "django.db.backends.postgresql.base",
)  # fmt: skip


class Asked(NamedTuple):
    """One run: the words after `huiyin`, or a piece of Python with Django ready, and where it runs."""

    words: list[str]
    code: str
    env: dict[str, str]
    umask: int
    own_session: bool


def load() -> None:
    """Imports what a command or a server asks for; nothing is looked up or opened. No makers of the tests: they count by process."""
    import django

    django.setup()
    from django.db.migrations.loader import MigrationLoader

    MigrationLoader(None, ignore_no_migrations=True)  # imports the steps; without a connection it asks none
    for name in LOADED:
        importlib.import_module(name)
    gc.collect()
    gc.freeze()  # the forks share these pages as long as no collection writes to them


def wait_for_runs(control: socket.socket) -> Asked | None:
    """Forks a run for each that is asked for. Gives what was asked in the fork, and None here when nobody is left to ask."""
    heard, ring = os.pipe()
    os.set_blocking(ring, False)
    signal.set_wakeup_fd(ring)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the tests; they end their runs
    running: dict[int, socket.socket] = {}
    while True:
        ready, _, _ = select.select([control, heard], [], [])
        if heard in ready:
            os.read(heard, 4096)
            _tell_of_the_ended(running)
        if control in ready:
            told, files, _, _ = socket.recv_fds(control, 1, 4)
            if not told:
                for pid in running:
                    os.kill(pid, signal.SIGKILL)
                return None
            line = socket.socket(fileno=files[0])
            asked = Asked(**json.loads(line.makefile("rb").readline()))
            pid = os.fork()
            if not pid:
                _become(files)
                if asked.own_session:
                    os.setsid()
                line.sendall(b"%d\n" % os.getpid())
                os.closerange(3, 1024)
                return asked
            running[pid] = line
            for file in files[1:]:
                os.close(file)


def _tell_of_the_ended(running: dict[int, socket.socket]) -> None:
    while running:
        pid, status = os.waitpid(-1, os.WNOHANG)
        if not pid:
            return
        with running.pop(pid) as line:
            try:
                line.sendall(b"%d\n" % os.waitstatus_to_exitcode(status))
            except OSError:  # whoever asked has gone
                pass


def _become(files: list[int]) -> None:
    """The standard files are those of the run, and signals mean what they mean to a new process."""
    signal.set_wakeup_fd(-1)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    for place, file in enumerate(files[1:]):
        os.dup2(file, place)


def carry_out(asked: Asked) -> Any:
    """Becomes the run. Gives its exit code."""
    os.umask(asked.umask)
    os.environ.clear()
    os.environ.update(asked.env)
    if not _with_its_own_settings():
        program = ["-c", f"import django; django.setup()\n{asked.code}"] if asked.code else ["-m", "huiyin", *asked.words]
        os.execve(sys.executable, [sys.executable, *program], asked.env)
    for name, place in (("stdout", 1), ("stderr", 2)):
        setattr(sys, name, open(place, "w", buffering=1, encoding="utf-8", closefd=False))  # noqa: SIM115
    if asked.code:
        import django

        django.setup()
        exec(compile(asked.code, "<string>", "exec"), {"__name__": "__main__"})
        return 0
    from huiyin.cli import main

    sys.argv = ["huiyin", *asked.words]
    return main(asked.words)


def end(asked: Asked) -> None:
    """Carries a run out and ends it as Python does, but without taking all that is loaded apart: that takes longer than most runs."""
    status: Any = 1
    try:
        status = carry_out(asked)
    except SystemExit as ended:
        status = ended.code
        if isinstance(status, str):
            print(status, file=sys.stderr)
            status = 1
    except BaseException:
        traceback.print_exc()
    threading._shutdown()  # type: ignore[attr-defined]  # waits for what runs beside
    atexit._run_exitfuncs()
    from django.db import connections

    connections.close_all()  # the last to leave writes SQLite's log back
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(status or 0)


def _with_its_own_settings() -> bool:
    """Reads the settings again. Gives whether all that were read while loading are the same; of the database only its kind was."""
    from django.conf import Settings, settings
    from django.db import connections

    from huiyin import settings as module

    read = {name: value for name, value in vars(settings).items() if name != "_wrapped"}
    kind = read.pop("DATABASES")["default"]["ENGINE"]
    importlib.reload(module)
    fresh = Settings("huiyin.settings")
    if fresh.DATABASES["default"]["ENGINE"] != kind or any(getattr(fresh, name) != value for name, value in read.items()):
        return False
    settings._wrapped = fresh
    del connections["default"]  # Django asked it how long a table's name may be; it was never opened
    connections._settings = None
    del connections.settings
    return True


if __name__ == "__main__":
    sys.path[0] = str(ROOT)
    load()
    if given := wait_for_runs(socket.socket(fileno=int(sys.argv[1]))):
        end(given)
