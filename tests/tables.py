"""SQLite's tables, made once a run and copied from then on: making them takes longer than most tests."""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
KEPT = "HUIYIN_TEST_TABLES"  # where ./dev test keeps them for the run; without it every database is made as in life


def put_tables(data: Path) -> bool:
    """Puts a database with tables and nothing in them into a data directory. Gives whether it could: not without ./dev test."""
    kept = os.environ.get(KEPT)
    if not kept:
        return False
    data.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(_made(Path(kept)), data / "huiyin.sqlite3")
    return True


def _made(kept: Path) -> Path:
    with kept.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # processes of one run need it at the same moment: its beginning
        if not kept.exists():
            with tempfile.TemporaryDirectory(dir=kept.parent) as made:
                env = {name: value for name, value in os.environ.items() if not name.startswith(("HUIYIN_", "DJANGO_"))}
                env |= {"HUIYIN_DATA": made, "PYTHONPATH": str(ROOT)}
                subprocess.run([sys.executable, "-m", "huiyin", "migrate"], cwd=ROOT, env=env, check=True, capture_output=True, timeout=300)
                (Path(made) / "huiyin.sqlite3").replace(kept)
    return kept
