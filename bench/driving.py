"""The load generator: compiled here, run beside the server on a core of its own."""

from __future__ import annotations

import json
import shutil
import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

from bench.measuring import GENERATOR_CORE, SERVER_CORE, core_seconds, cpu_seconds, pinned

#: 390 bytes of a duty report, said again and again; with the number in front some 405.
WORDS = "水位三十七米北岸有风" * 13


@dataclass(frozen=True, slots=True)
class Member:
    """One line of the plan; generator.c tells what each means."""

    role: str
    target: str
    name: str
    secret: str


def compiled(home: Path) -> Path:
    """Gives the generator, compiled into a directory. Raises SystemExit where there is no compiler."""
    compiler = shutil.which("gcc") or shutil.which("cc")
    if compiler is None:
        raise SystemExit(
            "The load generator is written in C and compiled when it runs; there is no gcc here: apt-get install gcc libc6-dev"
        )
    program = home / "generator"
    source = Path(__file__).with_name("generator.c")
    subprocess.run([compiler, "-O2", "-Wall", "-o", str(program), str(source)], check=True)
    return program


class Generator:
    """Members who are connected: use it as a context, then let them talk with `phase`."""

    first = 0  # numbers of posts go on from one generator to the next: a server has seen those before

    def __init__(self, program: Path, protocol: str, port: int, plan: Sequence[Member], servers: Sequence[int], home: Path) -> None:
        """Takes the compiled program, huiyin or xmpp, the server's port, the members, the server's process ids, a directory."""
        file = home / "plan"
        file.write_text("".join(f"{m.role} {m.target} {m.name} {m.secret}\n" for m in plan))
        Generator.first += 10_000_000
        command = [program, protocol, "127.0.0.1", str(port), file, WORDS, str(Generator.first)]
        self.servers = servers
        self.process = subprocess.Popen(
            pinned(command, GENERATOR_CORE), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1
        )

    def __enter__(self) -> Generator:
        self.connected = json.loads(self._line())
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.process.kill()
        self.process.wait()

    def phase(self, words: str) -> dict[str, Any]:
        """Lets the members talk. Takes a command of the generator ("closed 64 1 5"). Gives its figures, and the server's CPU seconds."""
        assert self.process.stdin is not None
        self.process.stdin.write(words + "\n")
        self.process.stdin.flush()
        self._expect("begin")
        before, core, began = cpu_seconds(self.servers), core_seconds(SERVER_CORE), time.monotonic()
        self._expect("end")
        used, took = cpu_seconds(self.servers) - before, time.monotonic() - began
        others = core_seconds(SERVER_CORE) - core - used
        figures: dict[str, Any] = json.loads(self._line())
        figures["cpu_share"] = used / took
        figures["others_share"] = max(0.0, others / took)
        figures["deliveries_s"] = figures["deliveries"] / figures["seconds"]
        figures["posts_s"] = figures["posts"] / figures["seconds"]
        figures["deliveries_cpu_s"] = figures["deliveries_s"] / max(figures["cpu_share"], 0.001)
        return figures

    def _expect(self, word: str) -> None:
        line = self._line().strip()
        if line != word:
            raise SystemExit(f"the generator said {line!r} instead of {word!r}")

    def _line(self) -> str:
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        if not line:
            raise SystemExit("the generator stopped; what it said stands above")
        return line
