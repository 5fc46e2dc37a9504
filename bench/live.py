"""./dev bench live: live delivery and durable posting, Huiyin and its peers in one run. Writes bench/results/live.json."""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from bench import ours  # noqa: E402
from bench.driving import Generator, compiled  # noqa: E402

PORT = 8130


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="huiyin-bench-") as name:
        home = Path(name)
        program = compiled(home)
        people = ours.prepare(home / "ours", 200, 1)
        with ours.serving(home / "ours", PORT) as server:
            with Generator(program, "huiyin", PORT, ours.plan(people, 64, mark=True), [server.pid], home) as generator:
                print(generator.connected)
                for words in ("closed 64 1 4", "closed 8 1 4", "closed 1 1 4", "paced 50 1 4"):
                    print(words, generator.phase(words))


if __name__ == "__main__":
    main()
