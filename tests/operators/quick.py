"""The command `huiyin` on a machine of the tests, forked from a process that has loaded it: a page is followed in seconds.

It runs as whoever typed it, where they stand, with their environment, files and umask; only the starting of Python is spared. How the
program itself starts there is tried with the real one (install_program).
"""

from __future__ import annotations

import contextlib
import json
import os
import shlex
import socket
import struct
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.operators.machine import Machine

ROOT = Path(__file__).resolve().parents[2]
AT = "/run/huiyin-quick.sock"
PROGRAM = f"""#!{sys.executable} -IS
import json, os, socket, sys
mask = os.umask(0)
os.umask(mask)
env = dict(os.environ, PYTHONPATH={str(ROOT)!r}, PYTHONDONTWRITEBYTECODE="1")
line = socket.socket(socket.AF_UNIX)
line.connect({AT!r})
socket.send_fds(line, [b"."], [0, 1, 2])
asked = dict(words=sys.argv[1:], code="", env=env, umask=mask, own_session=False)
line.sendall(json.dumps([os.getcwd(), asked]).encode() + b"\\n")
sys.exit(int(line.makefile().readline() or 70))
"""


@contextlib.contextmanager
def loaded(on: Machine) -> Iterator[None]:
    """Has Huiyin loaded on a machine, for as long as it lasts."""
    env = {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "HUIYIN_DATA": "/nowhere", "HUIYIN_SECRET_KEY": "nobody's",
           "DJANGO_SETTINGS_MODULE": "huiyin.settings", "PYTHONDONTWRITEBYTECODE": "1"}  # fmt: skip
    words = ["nsenter", "-t", str(on.holder), "-m", "chroot", on.root, "env", "-i", "-C", "/", *(f"{k}={v}" for k, v in env.items())]
    with subprocess.Popen([*words, sys.executable, __file__], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        try:
            assert process.stdout.readline() == b"ready\n"
            yield
        finally:
            process.kill()


def install_quick_program(on: Machine) -> None:
    """Puts the program that asks for a fork in the real one's place."""
    on.done(f"printf '%s' {shlex.quote(PROGRAM)} > /srv/huiyin/venv/bin/huiyin")


def serve() -> None:
    """Forks a run for each that is asked for, one after the other, and tells how it ended."""
    from tests.mother import Asked, end, load

    load()
    door = socket.socket(socket.AF_UNIX)
    door.bind(AT)
    os.chmod(AT, 0o777)
    door.listen()
    print("ready", flush=True)
    while True:
        line, _ = door.accept()
        _, files, _, _ = socket.recv_fds(line, 1, 3)
        place, asked = json.loads(line.makefile("rb").readline())
        pid = os.fork()
        if not pid:
            _become(line, files, place)
            end(Asked(**asked))
        for file in files:
            os.close(file)
        line.sendall(b"%d\n" % os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
        line.close()


def _become(line: socket.socket, files: list[int], place: str) -> None:
    """Whoever asked: their user and group as the kernel names them, their files, and where they stand."""
    _pid, user, group = struct.unpack("3i", line.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, 12))
    for number, file in enumerate(files):
        os.dup2(file, number)
    os.closerange(3, 1024)
    os.setgroups([group])
    os.setgid(group)
    os.setuid(user)
    os.chdir(place)


if __name__ == "__main__":
    sys.path[0] = str(ROOT)
    serve()
