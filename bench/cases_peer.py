"""The peer of ./dev bench cases: django-helpdesk, from PyPI, in an environment of its own under the directory for temporary files.

One gunicorn worker, as ours is one process; a ticket is one POST of its public form, without the page before it and without its proof.
"""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import httpx

from tests.postgres import free_port

VERSION = "2.6.1"
BENCH = Path(__file__).resolve().parent
HOME = Path(tempfile.gettempdir()) / "huiyin-bench-peers" / f"django-helpdesk-{VERSION}"
PATIENCE = 60.0


class NoPeer(Exception):
    """There is no django-helpdesk to be had here; the words say why."""


def installed() -> Path:
    """Gives the programs of an environment with django-helpdesk, made if there is none. Raises NoPeer."""
    programs = HOME / "bin"
    if not (HOME / "ready").exists():
        print(f"installing django-helpdesk {VERSION} into {HOME}", file=sys.stderr, flush=True)
        try:
            _run([sys.executable, "-m", "venv", "--clear", str(HOME)])
            wanted = [f"django-helpdesk=={VERSION}", "gunicorn", "psycopg[binary]"]
            _run([str(programs / "python"), "-m", "pip", "install", "-q", *wanted])
        except subprocess.CalledProcessError as error:
            raise NoPeer(f"django-helpdesk {VERSION} could not be installed: {error.stderr.strip()[-300:]}") from error
        (HOME / "ready").touch()
    return programs


def lists(rounds: int) -> dict[str, Any]:
    """Gives how its list and its search answer with 100,000 tickets, on SQLite. Raises NoPeer."""
    with tempfile.TemporaryDirectory(prefix="peer-") as home:
        told = _run([str(installed() / "python"), str(BENCH / "cases_peer_own.py"), "lists", str(rounds)], _settings(Path(home), ""))
    return dict(json.loads(told.splitlines()[-1]))


@contextlib.contextmanager
def served(home: Path, address: str) -> Iterator[tuple[str, int, dict[str, str]]]:
    """Gives the address of its public form, its server's process and what a form holds. Raises NoPeer."""
    programs, port = installed(), free_port()
    env = _settings(home, address)
    try:
        queue = _run([str(programs / "python"), str(BENCH / "cases_peer_own.py"), "make"], env).split()[-1]
    except subprocess.CalledProcessError as error:
        raise NoPeer(f"django-helpdesk {VERSION} could not be made ready: {error.stderr.strip()[-300:]}") from error
    command = [str(programs / "gunicorn"), "--pythonpath", str(BENCH), "cases_peer_own:application", "-w", "1", "-b", f"127.0.0.1:{port}"]
    with (home / "peer.log").open("wb") as log:
        process = subprocess.Popen([*command, "--log-level", "error"], env=env, cwd=home, stdout=log, stderr=log)
    try:
        url = f"http://127.0.0.1:{port}/tickets/submit/"
        _wait_for(url, process)
        yield url, process.pid, {"queue": queue, "priority": "3", "submitter_email": "a@example.org"}
    finally:
        process.terminate()
        process.wait(15)


def _wait_for(url: str, process: subprocess.Popen[bytes]) -> None:
    ends = time.monotonic() + PATIENCE
    while True:
        with contextlib.suppress(httpx.HTTPError):
            if httpx.get(url, timeout=PATIENCE).status_code == 200:
                return
        if time.monotonic() > ends or process.poll() is not None:
            raise NoPeer(f"django-helpdesk {VERSION} did not begin to answer")
        time.sleep(0.2)


def _settings(home: Path, address: str) -> dict[str, str]:
    own = {key: value for key, value in os.environ.items() if not key.startswith(("HUIYIN_", "DJANGO_", "PYTHONPATH"))}
    return own | {"PEER_HOME": str(home), "PEER_DATABASE": address}


def _run(command: Sequence[str], env: dict[str, str] | None = None) -> str:
    return subprocess.run(command, env=env, cwd=tempfile.gettempdir(), capture_output=True, text=True, check=True).stdout
