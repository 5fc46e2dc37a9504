"""Huiyin in a process of its own, in milliseconds instead of a second and more: forked from one that has loaded it (tests/mother.py).

For tests of what a command or a server does; how one starts is tried with the command itself, in tests/test_cli.py and wherever there is
`python -m huiyin`.
"""

from __future__ import annotations

import atexit
import json
import os
import select
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import IO, Any

ROOT = Path(__file__).resolve().parent.parent
_mothers: dict[tuple[str, bool], socket.socket] = {}  # one for each HUIYIN_MODE and database, as long as this process lives
_one_at_a_time = threading.Lock()


class Forked:
    """A running process, as `subprocess.Popen` is one: its process id, whether it ended and how."""

    def __init__(self, env: dict[str, str], words: Sequence[str], code: str, stdout: Any, stderr: Any, own_session: bool) -> None:
        self.returncode: int | None = None
        self._line, theirs = socket.socketpair()
        asked = {"words": [*words], "code": code, "env": env, "umask": _umask(), "own_session": own_session}
        with theirs, open(os.devnull, "rb") as nothing, _one_at_a_time:
            socket.send_fds(_mother(env), [b"."], [theirs.fileno(), nothing.fileno(), stdout.fileno(), stderr.fileno()])
        self._line.sendall(json.dumps(asked).encode() + b"\n")
        self._said = self._line.makefile("rb")
        self.pid = int(self._said.readline() or self._lost())

    def poll(self) -> int | None:
        """Gives the exit code (below 0: the signal), or None while it runs."""
        return self._ended(0)

    def wait(self, timeout: float | None = None) -> int:
        """Gives the exit code when it has ended. Raises TimeoutExpired."""
        code = self._ended(timeout)
        if code is None:
            raise subprocess.TimeoutExpired(f"huiyin, process {self.pid}", timeout or 0)
        return code

    def send_signal(self, number: int) -> None:
        if self.poll() is None:
            os.kill(self.pid, number)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)

    def _ended(self, seconds: float | None) -> int | None:
        if self.returncode is None and select.select([self._line], [], [], seconds)[0]:
            self.returncode = int(self._said.readline() or self._lost())
            self._said.close()
            self._line.close()
        return self.returncode

    def _lost(self) -> int:
        raise RuntimeError("the process that forks the others has gone; what it said is in the captured stderr")


class Piped(Forked):
    """A piece of Python with Django ready whose words are read while it runs: `stdout.readline()`."""

    def __init__(self, env: dict[str, str], code: str) -> None:
        reading, writing = os.pipe()
        self.stdout = open(reading, encoding="utf-8")  # noqa: SIM115 - closed by whoever reads it
        with open(writing, "w") as theirs:
            super().__init__(env, [], code, theirs, sys.__stderr__, own_session=False)


def start(
    env: dict[str, str], *words: str, code: str = "", stdout: IO[Any], stderr: IO[Any] | None = None, own_session: bool = False
) -> Forked:
    """Starts a command of Huiyin's, or a piece of Python with Django ready. Takes its whole environment and where its output goes."""
    return Forked(env, words, code, stdout, stderr or stdout, own_session)


def run(env: dict[str, str], *words: str, code: str = "", timeout: float = 120) -> subprocess.CompletedProcess[str]:
    """Runs one to its end. Gives what it printed and how it ended."""
    with tempfile.TemporaryFile("w+", encoding="utf-8") as out, tempfile.TemporaryFile("w+", encoding="utf-8") as err:
        process = start(env, *words, code=code, stdout=out, stderr=err)
        try:
            status = process.wait(timeout)
        except BaseException:
            process.kill()
            raise
        out.seek(0)
        err.seek(0)
        return subprocess.CompletedProcess(["huiyin", *words], status, out.read(), err.read())


def _mother(env: dict[str, str]) -> socket.socket:
    mode, far = env.get("HUIYIN_MODE", "production"), bool(env.get("HUIYIN_DATABASE"))
    if (mode, far) not in _mothers:
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        nowhere = tempfile.mkdtemp(prefix="huiyin-test-mother-")
        atexit.register(os.rmdir, nowhere)  # it stays empty, or this says so
        own = {name: value for name, value in os.environ.items() if not name.startswith(("HUIYIN_", "DJANGO_", "LC_"))}
        own |= {
            "HUIYIN_MODE": mode, "HUIYIN_DATA": nowhere, "HUIYIN_DATABASE": "postgresql://nobody@127.0.0.1:1/none" if far else "",
            "HUIYIN_SECRET_KEY": "nobody's", "DJANGO_SETTINGS_MODULE": "huiyin.settings",
        }  # fmt: skip
        with theirs:
            program = [sys.executable, str(ROOT / "tests/mother.py"), str(theirs.fileno())]
            subprocess.Popen(program, env=own, cwd=ROOT, stdin=subprocess.DEVNULL, pass_fds=[theirs.fileno()])
        _mothers[mode, far] = ours
    return _mothers[mode, far]


def _umask() -> int:
    told = Path("/proc/self/status").read_text()
    return int(next(line for line in told.splitlines() if line.startswith("Umask:")).split()[1], 8)
