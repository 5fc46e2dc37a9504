"""A machine of its own for an operator's commands: this one's files, seen through a layer that is thrown away, and an outside user's shell.

Needs root and Linux (a namespace of mounts, overlayfs); where either is missing the tests say so and are left out.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.tables import put_tables

ROOT = Path(__file__).resolve().parents[2]
#: What cron gives a command (Debian's crontab(5)): no sbin.
CRON = {"PATH": "/usr/bin:/bin", "SHELL": "/bin/sh", "HOME": "/root", "LOGNAME": "root"}
#: What root has after signing in.
SHELL = {"PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "HOME": "/root", "USER": "root", "LANG": "C.UTF-8"}


class Machine:
    """A running machine. What a command changes in its files is there for the next command, and gone with the machine."""

    def __init__(self, holder: int, root: str) -> None:
        self.holder, self.root = holder, root

    def run(self, command: str, env: dict[str, str] | None = None, at: str = str(ROOT)) -> subprocess.CompletedProcess[str]:
        """Runs a line of shell as root. Takes the environment (root's after signing in) and where it stands."""
        words = ["nsenter", "-t", str(self.holder), "-m", "chroot", self.root, "env", "-i", "-C", at]
        words += [f"{name}={value}" for name, value in (env or SHELL).items()]
        # As a shell has it, whatever a test before set for this process (`huiyin` itself keeps what it makes to its own user).
        return subprocess.run(
            [*words, "/bin/sh", "-c", command], capture_output=True, text=True, stdin=subprocess.DEVNULL, timeout=120, umask=0o022
        )

    def done(self, command: str, env: dict[str, str] | None = None, at: str = str(ROOT)) -> str:
        """Runs a line that has to succeed. Gives what it said."""
        ended = self.run(command, env, at)
        assert ended.returncode == 0, f"{command}\nended with {ended.returncode}\n{ended.stdout[-1500:]}\n{ended.stderr[-1500:]}"
        return ended.stdout + ended.stderr


@contextlib.contextmanager
def machine() -> Iterator[Machine]:
    """Gives a machine on which nothing of Huiyin is installed yet. Skips the test where none can be made."""
    tools = ("unshare", "nsenter", "chroot", "mount")
    if os.geteuid() != 0 or not all(map(shutil.which, tools)):
        pytest.skip("a machine of its own needs root, unshare and nsenter")
    home = f"/run/huiyin-machine-{os.getpid()}"
    mount = (
        f"mkdir -p {home} && mount -t tmpfs -o mode=755 none {home} && mkdir {home}/up {home}/work {home}/merged"
        f" && mount -t overlay overlay -o lowerdir=/,upperdir={home}/up,workdir={home}/work {home}/merged"
        f" && mount --rbind /proc {home}/merged/proc && mount --rbind /dev {home}/merged/dev && echo ready && exec cat"
    )
    with subprocess.Popen(
        ["unshare", "-m", "--propagation", "private", "sh", "-c", mount],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    ) as holder:  # fmt: skip
        assert holder.stdout is not None and holder.stdin is not None and holder.stderr is not None
        try:
            if holder.stdout.readline() != b"ready\n":
                pytest.skip(f"no machine of its own here: {holder.stderr.read().decode(errors='replace').strip()[-200:]}")
            yield Machine(holder.pid, f"{home}/merged")
        finally:
            holder.stdin.close()  # the holder ends, its mounts go with it
            holder.wait(20)
            with contextlib.suppress(OSError):
                os.rmdir(home)


def put_house(on: Machine) -> None:
    """Puts an empty, ready house where huiyin's user keeps theirs, as `as_huiyin migrate` would make it."""
    if put_tables(Path(f"/proc/{on.holder}/root{on.root}/srv/huiyin/data")):
        on.done("chown huiyin /srv/huiyin/data/* && chmod 600 /srv/huiyin/data/huiyin.sqlite3", at="/")


def install_program(on: Machine) -> None:
    """What `pip install` would bring, without asking the package index: the command, running this checkout with our own Python."""
    seen = {ROOT, Path(sys.executable).parent, Path(sys.executable).resolve()}
    ways = sorted({str(parent) for path in seen for parent in [path, *path.parents]})
    on.done("chmod a+x " + " ".join(ways))
    on.done(
        "mkdir -p /srv/huiyin/venv/bin && printf '%s\\n' '#!/bin/sh' "
        f"'PYTHONPATH={ROOT} PYTHONDONTWRITEBYTECODE=1 exec {sys.executable} -m huiyin \"$@\"' > /srv/huiyin/venv/bin/huiyin"
        " && chmod 755 /srv/huiyin /srv/huiyin/venv /srv/huiyin/venv/bin /srv/huiyin/venv/bin/huiyin"
    )
