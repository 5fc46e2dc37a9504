"""./dev words: collects every word the house says, keeps the Chinese that is there, writes the catalogue in one spelling, compiles it.

    ./dev words                    collect and compile; what lacks Chinese is listed
    ./dev words FILE.json …        take translations from files: {"msgid": "中文", "one|many": "中文"}

The catalogue is sorted and bears no dates or line numbers, so that a change in it is a change of words.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parent.parent
HOUSE = ROOT / "huiyin"
CATALOGUE = HOUSE / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"
METADATA = {
    "Project-Id-Version": "Huiyin",
    "Language": "zh_Hans",
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
    "Plural-Forms": "nplurals=1; plural=0;",
}
PLACE_HOLDER = re.compile(r"%\(\w+\)[a-z]|%[sd]|\{\w*\}")
Key = tuple[str, str, str]  # context, msgid, msgid_plural


def main() -> int:
    """Collects, merges, writes. Gives 0 also where Chinese is missing: `./dev check` refuses that."""
    if not have_gettext():
        print("xgettext is needed to collect words: apt-get install gettext", file=sys.stderr)
        return 2
    given = [read_json(Path(name)) for name in sys.argv[1:]]
    found = collect()
    there = read(CATALOGUE)
    unknown = merge(found, there, given)
    write(found, CATALOGUE)
    missing = [entry for entry in found if not said(entry)]
    gone = [entry for entry in there if key(entry) not in {key(e) for e in found}]
    print(f"{len(found)} msgids, {len(found) - len(missing)} in Chinese, {len(gone)} gone")
    for title, lines in (
        ("Still without Chinese", [label(e) for e in missing]),
        ("Given, but nobody says it", unknown),
        ("Place holders differ", [label(e) for e in found if said(e) and not places_kept(e)]),
    ):
        if lines:
            print(f"\n{title}:")
            print("\n".join(f"  {line}" for line in lines))
    return 0


def have_gettext() -> bool:
    """Says whether xgettext is here; as root on a Debian-like machine it is installed."""
    if shutil.which("xgettext") is None and shutil.which("apt-get") and os.geteuid() == 0:
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "env": os.environ | {"DEBIAN_FRONTEND": "noninteractive"}}
        install = ["apt-get", "install", "-y", "-qq", "gettext"]
        if subprocess.run(install, **quiet).returncode:  # type: ignore[call-overload]
            subprocess.run(["apt-get", "update", "-qq"], **quiet)  # type: ignore[call-overload]
            subprocess.run(install, **quiet)  # type: ignore[call-overload]
    return shutil.which("xgettext") is not None


def collect() -> polib.POFile:
    """Gives every msgid in the house, sorted, without Chinese. Works in a copy: the house itself is only read."""
    with tempfile.TemporaryDirectory(prefix="huiyin-words-") as copy:
        house = Path(copy) / "huiyin"
        for path in _speaking_files():
            target = house / path.relative_to(HOUSE)
            target.parent.mkdir(parents=True, exist_ok=True)
            if "jinja2" in path.parts:
                target.with_name(f"{target.name}.py").write_text("\n".join(_jinja_words(path)))
            else:
                shutil.copyfile(path, target)
        (house / "locale").mkdir(exist_ok=True)
        env = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
        env["PYTHONSAFEPATH"] = "1"  # the copy's secrets.py is not Python's
        kinds = "py,html,txt,svg,webmanifest"
        command = [sys.executable, "-m", "django", "makemessages", "-l", "zh_Hans", "-e", kinds, "--add-location=file", "-v", "0"]
        done = subprocess.run(command, cwd=house, env=env, capture_output=True, text=True)
        if done.returncode or not (house / "locale/zh_Hans").exists():
            raise SystemExit(f"makemessages could not collect the words:\n{done.stdout}{done.stderr}")
        found = polib.pofile(str(house / "locale/zh_Hans/LC_MESSAGES/django.po"))
    kept = new_catalogue()
    for entry in sorted(found, key=key):
        entry.occurrences = sorted({(_place(place), "") for place, _ in entry.occurrences})
        entry.flags = [flag for flag in entry.flags if flag != "fuzzy"]
        entry.msgstr, entry.msgstr_plural = "", dict.fromkeys(entry.msgstr_plural, "")
        entry.comment = ""
        kept.append(entry)
    return kept


def _place(place: str) -> str:
    return place.removeprefix("./").removesuffix(".py" if "jinja2" in place else "")


def _speaking_files() -> Iterator[Path]:
    speaks, silent = {".py", ".html", ".txt", ".svg", ".webmanifest", ".jinja2"}, {"migrations", "locale", "static"}
    for path in sorted(HOUSE.rglob("*")):
        if path.suffix in speaks and not silent & set(path.relative_to(HOUSE).parts):
            yield path


def _jinja_words(path: Path) -> Iterator[str]:
    """The words of a Jinja template as calls that xgettext understands."""
    from jinja2 import Environment

    environment = Environment(extensions=["jinja2.ext.i18n"], autoescape=True)
    for _line, function, words in environment.extract_translations(path.read_text()):  # type: ignore[attr-defined]
        parts = [words] if isinstance(words, str) else [part for part in words if part is not None]
        name = {"_": "gettext", "trans": "gettext"}.get(function, function)
        yield f"{name}({', '.join(map(repr, parts))}{', 0' if name.endswith('ngettext') else ''})"


def new_catalogue() -> polib.POFile:
    """Gives an empty catalogue with the head of this house."""
    made = polib.POFile(wrapwidth=110)
    made.metadata = dict(METADATA)
    return made


def read(path: Path) -> polib.POFile:
    """Gives the catalogue at a path, or an empty one."""
    return polib.pofile(str(path)) if path.exists() else new_catalogue()


def read_json(path: Path) -> dict[str, str]:
    """Gives the translations in a file. A list stands for its first words: Chinese has one form for one and many."""
    told = json.loads(path.read_text(encoding="utf-8"))
    return {msgid: words[0] if isinstance(words, list) else words for msgid, words in told.items()}


def merge(found: polib.POFile, there: polib.POFile, given: list[dict[str, str]]) -> list[str]:
    """Puts the Chinese into what was found: from the catalogue, then from what was given. Gives what was given for nothing.

    A msgid without its context says nothing new to an entry that has one and is in Chinese already: "Reported" of a moment is not that
    of a task.
    """
    kept = {key(entry): entry for entry in there if not entry.obsolete and "fuzzy" not in entry.flags}
    told = {msgid: words for translations in given for msgid, words in translations.items()}
    used = set()
    for entry in found:
        old = kept.get(key(entry))
        words = (old.msgstr_plural.get(0, "") if entry.msgid_plural else old.msgstr) if old else ""
        for name in (f"{entry.msgctxt}\x04{entry.msgid}", f"{entry.msgid}|{entry.msgid_plural}", entry.msgid):
            if name in told:
                words = words if words and entry.msgctxt and name == entry.msgid else told[name]
                used.add(name)
                break
        if entry.msgid_plural:
            entry.msgstr_plural = {0: words}
        else:
            entry.msgstr = words
    return sorted(set(told) - used)


def write(catalogue: polib.POFile, path: Path) -> None:
    """Writes the catalogue and, beside it, the compiled one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    catalogue.save(str(path))
    path.with_suffix(".mo").write_bytes(compiled(catalogue))


def compiled(catalogue: polib.POFile) -> bytes:
    """Gives the catalogue as Python's gettext reads it."""
    binary: bytes = catalogue.to_binary()
    return binary


def key(entry: polib.POEntry) -> Key:
    """Gives what tells one msgid from another."""
    return entry.msgctxt or "", entry.msgid, entry.msgid_plural or ""


def said(entry: polib.POEntry) -> bool:
    """Says whether there is Chinese for it."""
    return bool(entry.msgstr_plural.get(0) if entry.msgid_plural else entry.msgstr)


def places_kept(entry: polib.POEntry) -> bool:
    """Says whether the Chinese has the place holders of the English: one that is missing loses a fact, one too many is an error."""
    words = entry.msgstr_plural.get(0, "") if entry.msgid_plural else entry.msgstr
    wanted, kept = set(PLACE_HOLDER.findall(entry.msgid_plural or entry.msgid)), set(PLACE_HOLDER.findall(words))
    return kept == wanted


def label(entry: polib.POEntry) -> str:
    """Gives the msgid and where it is said, for a list."""
    where = ", ".join(place for place, _ in entry.occurrences[:2])
    return f"{entry.msgid!r}" + (f" | {entry.msgid_plural!r}" if entry.msgid_plural else "") + (f"  ({where})" if where else "")


if __name__ == "__main__":
    raise SystemExit(main())
