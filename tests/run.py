"""./dev test: every test on SQLite, again on PostgreSQL, and with a browser. The last line says how many passed and failed.

    ./dev test                     all of it
    ./dev test --no-browser        without Chromium
    ./dev test --long              also the tests marked long
    ./dev test tests/people -x     one pytest run with these arguments, on SQLite; with --postgres on PostgreSQL
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as ET
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.postgres import NoPostgres, postgres  # noqa: E402
from tests.tables import KEPT, kept_between_runs, made_once, make_sqlite  # noqa: E402

LIMIT_SECONDS = 3000  # a run that takes longer hangs; a quiet machine takes a third of it
#: Where a browser or several servers meet on one machine: only here is what failed run again once, alone, and the summary names it.
MEETINGS = ("tests/browser/", "tests/faults/")
AGAIN_AT_MOST = 3  # more is no accident of a crowded machine
#: One more than there are processors: who waits for a server, a disk or a browser leaves one to others (measured: two used 1.27 of two).
PROCESSES = (os.cpu_count() or 1) + 1
PYTEST_NOTHING_COLLECTED = 5


@dataclass
class Outcome:
    """What one run came to."""

    name: str
    passed: int = 0
    failed: int = 0
    skipped: int = 0
    seconds: float = 0.0
    words: str = ""
    which: list[str] = field(default_factory=list)  # the tests that failed

    def __str__(self) -> str:
        counted = f"{self.passed} passed, {self.failed} failed" + (f", {self.skipped} skipped" if self.skipped else "")
        return f"{self.name:<24} {counted:<40} {self.seconds:6.1f} s  {self.words}".rstrip()


def main() -> int:
    """Runs what was asked for. Gives the exit code."""
    given = sys.argv[1:]
    if {"-h", "--help"} & set(given):
        print(__doc__)
        return 0
    own = {flag for flag in ("--no-browser", "--long", "--postgres") if flag in given}
    rest = [word for word in given if word not in own]
    long = ["--long"] if "--long" in own else []
    outcomes: list[Outcome] = []
    with ExitStack() as stack:
        work = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="huiyin-tests-", ignore_cleanup_errors=True)))
        work.chmod(0o711)  # a PostgreSQL of a test's own runs as nobody when we are root, and must get through to its files
        address = ""
        os.environ[KEPT] = str(kept_between_runs() if rest else work / "tables.sqlite3")
        if not rest:  # both databases' tables at once: making them keeps one processor each
            beside = stack.enter_context(ThreadPoolExecutor(1))
            beside.submit(made_once, Path(os.environ[KEPT]), make_sqlite)
        if not rest or "--postgres" in own:
            try:
                address = stack.enter_context(postgres())
            except NoPostgres as error:
                outcomes.append(Outcome("PostgreSQL", failed=1, words=f"could not be started: {error}"))
        if rest:
            outcomes.append(run("your tests", [*long, *rest], work, address, whole=False))
        else:
            for name, arguments, database in plan("--no-browser" not in own, address):
                outcomes.append(again(run(name, [*arguments, *long], work, database), long, work, database))
    return tell(outcomes)


def plan(browser: bool, address: str) -> list[tuple[str, list[str], str]]:
    """Gives the runs: name, pytest's arguments, database ("" is SQLite). Several processes: tests share nothing but the machine."""
    # In our order (tests/conftest.py), whole servers first; xdist would begin with the files of most tests and wait for servers at the end.
    several = ["-n", str(PROCESSES), "--dist", "loadfile", "--no-loadscope-reorder"]
    runs = [("SQLite", [*several, "-m", "not browser"], "")]
    chromium = browser and any(map(shutil.which, ("chromium", "google-chrome", "chromium-browser")))
    if address:  # the smoke of the browser's tests goes along: for three tests no run of its own is begun
        which = "not browser and not sqlite_only and not no_database"
        runs.append(("PostgreSQL", [*several, "-m", f"({which}) or smoke" if chromium else which], address))
    if chromium:
        # Of the other tests nothing is read: that takes each process longer than ten pages.
        runs.append(("browser, SQLite", ["-n", str(max(2, PROCESSES - 1)), "--dist", "worksteal", "-m", "browser", "tests/browser"], ""))
    elif browser:
        print("Browser tests are left out: no Chromium here. To have them: apt-get install chromium fonts-noto-cjk", flush=True)
    return runs


def run(name: str, arguments: list[str], work: Path, database: str, whole: bool = True) -> Outcome:
    """Runs pytest once, in its own process with its own data. Gives what it came to; of a whole run also tells what took longest."""
    print(f"\n── {name}", flush=True)
    report = work / f"{name.replace(' ', '-')}.xml"
    env = {key: value for key, value in os.environ.items() if not key.startswith("HUIYIN_")}
    env |= {"HUIYIN_TEST_DATABASE": database, "TMPDIR": str(work), "PYTHONPATH": str(ROOT), KEPT: os.environ[KEPT]}
    slowest = ["--durations=40", "--durations-min=4"] if whole else []
    command = [sys.executable, "-m", "pytest", "-q", "--no-header", f"--junit-xml={report}", *slowest, *arguments]
    began = time.monotonic()
    words, code = "", 1
    process = subprocess.Popen(command, cwd=ROOT, env=env, start_new_session=True)
    try:
        code = process.wait(timeout=LIMIT_SECONDS)
    except subprocess.TimeoutExpired:
        words = f"stopped after {LIMIT_SECONDS} s"
    finally:
        if process.poll() is None:  # a hang, or Ctrl-C here: everything it started goes too
            os.killpg(process.pid, signal.SIGTERM)
            process.wait(timeout=30)
    if report.exists() and whole:
        print("\n".join(f"{spent:7.1f} s  {where}" for spent, where in longest_files(report)), flush=True)
    return _read(name, report, code, time.monotonic() - began, words)


def again(outcome: Outcome, long: list[str], work: Path, database: str) -> Outcome:
    """Runs the few tests of MEETINGS that failed once more, alone; what passes then counts as passed and is named in the summary."""
    failed = outcome.which
    if not 0 < len(failed) <= AGAIN_AT_MOST or len(failed) != outcome.failed or not all(test.startswith(MEETINGS) for test in failed):
        return outcome
    second = run(f"{outcome.name}, again and alone", [*failed, *long], work, database)
    outcome.seconds += second.seconds
    if not second.failed and second.passed:
        outcome.passed, outcome.failed = outcome.passed + outcome.failed, 0
        outcome.words = f"UNSTEADY, passed only alone: {', '.join(failed)}"
    return outcome


def _read(name: str, report: Path, code: int, seconds: float, words: str) -> Outcome:
    outcome = Outcome(name, seconds=seconds, words=words)
    if report.exists():
        for suite in ET.parse(report).getroot().iter("testsuite"):
            outcome.which += [_address(case) for case in suite.iter("testcase") if {"failure", "error"} & {part.tag for part in case}]
            failed = int(suite.get("failures", 0)) + int(suite.get("errors", 0))
            outcome.failed += failed
            outcome.skipped += int(suite.get("skipped", 0))
            outcome.passed += max(int(suite.get("tests", 0)) - failed - int(suite.get("skipped", 0)), 0)
    if code == PYTEST_NOTHING_COLLECTED:
        outcome.words = "no tests"
    elif code and not outcome.failed:
        outcome.failed += 1
        outcome.words = outcome.words or f"pytest ended with {code}"
    return outcome


def longest_files(report: Path, most: int = 25) -> list[tuple[float, str]]:
    """Gives which files of tests took longest, in seconds: where a run's time goes."""
    seconds: Counter[str] = Counter()
    for case in ET.parse(report).getroot().iter("testcase"):
        seconds[case.get("classname", "")] += float(case.get("time", 0))  # type: ignore[assignment]
    return [(spent, name) for name, spent in seconds.most_common(most)]


def _address(case: ET.Element) -> str:
    """tests.web.test_shell and test_a[b], as pytest's report has them, in the form pytest takes."""
    return f"{case.get('classname', '').replace('.', '/')}.py::{case.get('name', '')}"


def tell(outcomes: list[Outcome]) -> int:
    """Says what came of each run, and of all in the last line. Gives the exit code."""
    print("\n── summary")
    for outcome in outcomes:
        print(outcome)
    passed, failed, skipped = (sum(getattr(o, key) for o in outcomes) for key in ("passed", "failed", "skipped"))
    print(f"{passed} passed, {failed} failed" + (f", {skipped} skipped" if skipped else ""), flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    try:
        raise SystemExit(main())
    except KeyboardInterrupt:
        print("stopped", file=sys.stderr)
        raise SystemExit(130) from None
