"""./dev pin: writes requirements/*.txt from *.in, every version exact and with its hashes, no address in them.

    ./dev pin                      what is pinned stays where it still fits
    ./dev pin --upgrade            the newest that fits
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OPTIONS = ["--universal", "--python-version", "3.11", "--generate-hashes", "--no-emit-index-url", "--no-emit-find-links"]


def main() -> int:
    """Pins the files. Gives the exit code."""
    for what in ("core", "s3", "dev"):
        # The header of the file names the command, so it is written the same on every machine.
        shown = f"uv pip compile {' '.join(OPTIONS)} requirements/{what}.in -o requirements/{what}.txt"
        command = [sys.executable, "-m", "uv", "pip", "compile", "--quiet", "--custom-compile-command", shown, *OPTIONS]
        done = subprocess.run([*command, *sys.argv[1:], f"requirements/{what}.in", "-o", f"requirements/{what}.txt"], cwd=ROOT)
        if done.returncode:
            return done.returncode
        print(f"requirements/{what}.txt is pinned")
    return 0


def need_uv() -> None:
    """Installs uv into this environment where it is missing; only pinning needs it, so nothing else pins it."""
    if subprocess.run([sys.executable, "-m", "uv", "--version"], capture_output=True).returncode:
        subprocess.run([sys.executable, "-m", "pip", "install", "--quiet", "uv"], check=True)


if __name__ == "__main__":
    need_uv()
    raise SystemExit(main())
