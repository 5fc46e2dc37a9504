"""./dev check: everything that reads the code without running it, two at a time, with all findings at the end.

    ./dev check                    all of it
    ./dev check types ruff         the checks whose names contain one of these words
    ./dev check --fix              first lets ruff, djade and css-beautify mend what they can mend safely
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
BIN = Path(sys.executable).parent

from tests import house_rules, tidy, tidy_jinja, tidy_pages, words  # noqa: E402


@dataclass
class Finding:
    """What one check found; `notes` are said but refuse nothing."""

    faults: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def program(*command: str | Path, **env: str) -> Finding:
    """Runs a program; whatever it says is a fault if it ends with anything but 0."""
    surroundings = os.environ | {"NO_COLOR": "1", "FORCE_COLOR": "", "COLUMNS": "140"} | env
    done = subprocess.run([str(word) for word in command], cwd=ROOT, capture_output=True, text=True, env=surroundings)
    return Finding((done.stdout + done.stderr).strip().splitlines() or [f"ended with {done.returncode}"]) if done.returncode else Finding()


def ruff() -> Finding:
    return program(BIN / "ruff", "check", "--quiet", "--output-format=concise", ".")


def types() -> Finding:
    with tempfile.TemporaryDirectory(prefix="huiyin-check-") as data:  # its Django plugin reads the settings
        return program(sys.executable, "-m", "mypy", "--no-error-summary", "--no-pretty", HUIYIN_DATA=data, HUIYIN_DATABASE="")


def floors() -> Finding:
    return program(BIN / "lint-imports", "--no-logo")


def pages() -> list[Path]:
    return sorted((ROOT / "huiyin").glob("*/templates/**/*.html"))


def templates() -> Finding:
    return program(BIN / "djade", "--check", "--target-version", "5.2", *pages()) if pages() else Finding()


def mend() -> None:
    """Mends what can be mended without a thought."""
    program(BIN / "ruff", "check", "--fix", "--quiet", ".")
    for lay_out in (tidy.tidy, tidy_pages.tidy, tidy_jinja.tidy):
        lay_out(house_rules.files())
    SETTINGS_PAGE.write_text(_settings_written(), encoding="utf-8")
    if pages():
        program(BIN / "djade", "--target-version", "5.2", *pages())
        tidy_pages.tidy(house_rules.files())  # a block that came to stand on several lines got its name at its end


SETTINGS_PAGE = ROOT / "docs/operators/settings.md"


def settings_page() -> Finding:
    """The operators' page of settings is the table that the start reads by."""
    if SETTINGS_PAGE.read_text(encoding="utf-8") != _settings_written():
        return Finding([f"{SETTINGS_PAGE.relative_to(ROOT)} is not what huiyin/environment/table.py says: ./dev check --fix"])
    return Finding()


def _settings_written() -> str:
    from huiyin.environment.table import as_markdown

    page = SETTINGS_PAGE.read_text(encoding="utf-8")
    before, _, rest = page.partition("| name |")
    return before + as_markdown() + "\n" + rest.partition("\n\n")[2]


def styles() -> Finding:
    """Style sheets say one declaration a line."""
    return Finding([f"{path.relative_to(ROOT)} is laid out otherwise: ./dev check --fix" for path in tidy.untidy(house_rules.files())])


def columns() -> Finding:
    """Templates are at most 120 columns wide, where a line can be broken."""
    wide = [*tidy_pages.untidy(house_rules.files()), *tidy_jinja.untidy(house_rules.files())]
    return Finding([f"{path.relative_to(ROOT)} has lines of more than {tidy_pages.MOST} columns: ./dev check --fix" for path in wide])


def migrations() -> Finding:
    with tempfile.TemporaryDirectory(prefix="huiyin-check-") as data:
        env = {"HUIYIN_DATA": data, "HUIYIN_DATABASE": "", "DJANGO_SETTINGS_MODULE": "huiyin.settings", "HUIYIN_MODE": "dev"}
        return program(sys.executable, "-m", "django", "makemigrations", "--check", "--dry-run", "--skip-checks", **env)


#: What a machine lacks is for `huiyin check` to say on that machine: it is no fault of the code.
OF_THE_MACHINE = ("printing.W001",)
CHECKED = """
import django
from django.conf import settings
from django.core.management import call_command
settings.SILENCED_SYSTEM_CHECKS = {silenced!r}
django.setup()
call_command("check", fail_level="WARNING")
"""


def django_checks() -> Finding:
    """Django's own checks and the house's, but for what only a machine can lack."""
    with tempfile.TemporaryDirectory(prefix="huiyin-check-") as data:
        env = {"HUIYIN_DATA": data, "HUIYIN_DATABASE": "", "DJANGO_SETTINGS_MODULE": "huiyin.settings", "HUIYIN_MODE": "dev"}
        return program(sys.executable, "-c", CHECKED.format(silenced=list(OF_THE_MACHINE)), **env)


def collected() -> Finding:
    """Every file of tests can be read: a name one of them takes from another may have gone."""
    done = program(sys.executable, "-m", "pytest", "--collect-only", "-q", "--no-header", "-p", "no:cacheprovider", HUIYIN_TEST_DATABASE="")
    return Finding([line for line in done.faults if "::" not in line])


def translations() -> Finding:
    """Every msgid has its Chinese, nothing is kept that nobody says, and what is compiled is what is written."""
    found = Finding()
    there = words.read(words.CATALOGUE)
    if words.have_gettext():
        said_now = {words.key(e): e for e in words.collect()}
        kept = {words.key(e) for e in there}
        found.faults += [f"not in the catalogue (./dev words): {words.label(e)}" for k, e in said_now.items() if k not in kept]
        found.faults += [f"nobody says it any more (./dev words): {words.label(e)}" for e in there if words.key(e) not in said_now]
    else:
        found.notes.append("msgids were not collected: no xgettext here (apt-get install gettext)")
    for entry in there:
        if not words.said(entry):
            found.faults.append(f"without Chinese: {words.label(entry)}")
        elif not words.places_kept(entry):
            found.faults.append(f"place holders differ: {words.label(entry)}")
        if "fuzzy" in entry.flags or entry.obsolete:
            found.faults.append(f"fuzzy or obsolete: {words.label(entry)}")
    compiled = words.CATALOGUE.with_suffix(".mo")
    if not compiled.exists() or compiled.read_bytes() != words.compiled(there):
        found.faults.append("the compiled catalogue is not the written one: ./dev words")
    return found


def rule(reads: Callable[[list[Path]], Iterator[str]], refuses: bool = True) -> Callable[[], Finding]:
    """Makes a check of a house rule."""
    return lambda: Finding(list(reads(house_rules.files()))) if refuses else Finding(notes=list(reads(house_rules.files())))


CHECKS: dict[str, Callable[[], Finding]] = {
    "types (mypy)": types,  # the longest first
    "tests collected": collected,
    "migrations complete": migrations,
    "Django's own checks": django_checks,
    "translations complete": translations,
    "floors (import-linter)": floors,
    "ruff": ruff,
    "templates (djade)": templates,
    "styles (css-beautify)": styles,
    "columns of pages": columns,
    "only actions write": rule(house_rules.only_actions_write),
    "only db asks the database": rule(house_rules.sql_in_few_places),
    "views ask nothing": rule(house_rules.views_ask_nothing),
    "pages keep the policy": rule(house_rules.pages_keep_the_policy),
    "settings written down": settings_page,
    "settings read in one place": rule(house_rules.settings_in_one_place),
    "addresses by name": rule(house_rules.addresses_by_name),
    "layers of every app": rule(house_rules.every_app_has_layers),
    "documents name what is there": rule(house_rules.documents_name_what_is_there),
    "public things say what": rule(house_rules.public_things_say_what_they_are),
    "docstrings count no queries": rule(house_rules.docstrings_count_no_queries),
    "nothing private": rule(house_rules.nothing_private),
    "files people can read": rule(house_rules.long_files),
    "tests people can read": rule(house_rules.long_tests, refuses=False),
}


def main() -> int:
    """Runs all checks, or those whose names contain a word given. Gives the exit code."""
    if {"-h", "--help"} & set(sys.argv):
        print(__doc__)
        return 0
    if "--fix" in sys.argv:
        mend()
    words_given = [word for word in sys.argv[1:] if not word.startswith("-")]
    wanted = {name: check for name, check in CHECKS.items() if not words_given or any(word in name for word in words_given)}
    began = time.monotonic()
    found: dict[str, Finding] = {}

    def timed(name: str) -> None:
        start = time.monotonic()
        try:
            found[name] = wanted[name]()
        except Exception as error:  # a check that breaks is a finding, not the end of the others
            found[name] = Finding([f"the check broke: {type(error).__name__}: {error}"])
        mark = f"{len(found[name].faults)} to mend" if found[name].faults else "good"
        print(f"{name:<26} {mark:<12} {time.monotonic() - start:5.1f} s", flush=True)

    with ThreadPoolExecutor(2) as two:
        list(two.map(timed, wanted))
    for name, finding in found.items():
        for title, lines in (("", finding.faults), (" (only said)", finding.notes)):
            if lines:
                print(f"\n── {name}{title}\n" + "\n".join(lines))
    bad = [name for name, finding in found.items() if finding.faults]
    print(f"\n{len(found) - len(bad)} checks good, {len(bad)} not, {time.monotonic() - began:.0f} s")
    print("".join(f"  to mend: {name}\n" for name in bad), end="")
    return 1 if bad else 0


if __name__ == "__main__":
    raise SystemExit(main())
