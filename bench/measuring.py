"""What a server costs: processor time and memory of its whole process tree, from the kernel's accounting (Linux)."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

TICK = os.sysconf("SC_CLK_TCK")
PAGE_KB = os.sysconf("SC_PAGE_SIZE") // 1024
SERVER_CORE, GENERATOR_CORE = 0, 1


def tree(root: int) -> list[int]:
    """Gives the ids of a process and all that descend from it."""
    parents: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with suppress(OSError):  # it ended while we looked
                parents.setdefault(int(_stat(entry.name)[1]), []).append(int(entry.name))
    found = [root]
    for pid in found:
        found += parents.get(pid, [])
    return found


def cpu_seconds(roots: Sequence[int]) -> float:
    """Gives processor seconds (user and system, with children that ended) of these process trees."""
    ticks = 0
    for root in roots:
        for pid in tree(root):
            with suppress(OSError):
                ticks += sum(int(t) for t in _stat(str(pid))[11:15])
    return ticks / TICK


def core_seconds(core: int) -> float:
    """Gives the seconds a core was busy since the machine started, whoever kept it so."""
    line = next(line for line in Path("/proc/stat").read_text().splitlines() if line.startswith(f"cpu{core} "))
    user, nice, system, _idle, _waiting, irq, softirq, *_rest = (int(t) for t in line.split()[1:])
    return (user + nice + system + irq + softirq) / TICK


def memory_kb(roots: Sequence[int]) -> int:
    """Gives the resident memory of these process trees, what they share counted once for each."""
    total = 0
    for root in roots:
        for pid in tree(root):
            with suppress(OSError):
                total += int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * PAGE_KB
    return total


def _stat(pid: str) -> list[str]:
    # The name in brackets may hold spaces: what counts begins behind it.
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()


def pinned(command: Sequence[str | Path], core: int) -> list[str]:
    """Gives the command that runs another on one core only."""
    taskset = shutil.which("taskset")
    if not taskset:
        raise SystemExit("taskset is missing: apt-get install util-linux")
    return [taskset, "-c", str(core), *map(str, command)]


def pin(roots: Sequence[int], core: int) -> None:
    """Moves running process trees to one core."""
    for root in roots:
        for pid in tree(root):
            with suppress(OSError):
                for thread in Path(f"/proc/{pid}/task").iterdir():
                    os.sched_setaffinity(int(thread.name), {core})


class Running:
    """A server we started; it ends with us."""

    def __init__(self, command: Sequence[str | Path], log: Path, core: int = SERVER_CORE, **more: Any) -> None:
        self.log = log
        with log.open("wb") as heard:
            self.process = subprocess.Popen(pinned(command, core), stdin=subprocess.DEVNULL, stdout=heard, stderr=heard, **more)

    @property
    def pid(self) -> int:
        return self.process.pid

    def wait_until(self, ready: Callable[[], bool], patience: float = 40.0) -> None:
        """Waits until it answers. Raises SystemExit with the end of its log when it does not."""
        until = time.monotonic() + patience
        while not ready():
            if self.process.poll() is not None or time.monotonic() > until:
                raise SystemExit(f"a server did not start:\n{self.log.read_text(errors='replace')[-2000:]}")
            time.sleep(0.1)

    def end(self) -> None:
        """Ends it, and what it started."""
        everybody = tree(self.pid)
        self.process.terminate()
        try:
            self.process.wait(timeout=15)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        for pid in everybody[1:]:
            with suppress(OSError):
                os.kill(pid, 9)
