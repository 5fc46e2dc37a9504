"""./dev noun NAME: writes the folder of a new noun, after the pebble (tests/house/pebble), with its tests; settings and urls get a line.

    ./dev noun acorn               huiyin/acorn, tests/acorn; then read docs/developers/a-noun.md

The name is one English word in the singular, small letters; its plural is made with an s.
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PATTERN, TESTS = ROOT / "tests" / "house" / "pebble", ROOT / "tests" / "house" / "with_pebble.py"
NAME = re.compile(r"[a-z]{3,20}")
NEXT = """huiyin/{name} and tests/{name} are written; settings and urls have a line each. Next:
  1. Change what the noun is: models.py, moves.py, rules.py, actions.py; then events.py says what of it is told to whom.
  2. ./dev manage makemigrations {name}   (delete huiyin/{name}/migrations/0001_initial.py before, while nobody has the table)
  3. Its floor in pyproject.toml, [[tool.importlinter.contracts]].
  4. ./dev words                          and write the Chinese of what it says
  5. ./dev test tests/{name}, then tests/house tests/api tests/privacy tests/permissions
docs/developers/a-noun.md walks through it."""


def main() -> int:
    """Writes it. Gives the exit code: 2 where the name cannot be taken."""
    if len(sys.argv) != 2 or sys.argv[1] in ("-h", "--help"):
        print(__doc__)
        return 0 if len(sys.argv) == 2 else 2
    name = sys.argv[1]
    if not NAME.fullmatch(name) or (ROOT / "huiyin" / name).exists() or (ROOT / "tests" / name).exists():
        print(f"“{name}” cannot be taken: three to twenty small letters, and nothing of that name yet.", file=sys.stderr)
        return 2
    write(name)
    print(NEXT.format(name=name))
    return 0


def write(name: str) -> None:
    """Writes the folder, its tests and the two lines."""
    app, tests = ROOT / "huiyin" / name, ROOT / "tests" / name
    for path in sorted(PATTERN.rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts:
            target = app / renamed(str(path.relative_to(PATTERN)), name)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(renamed(path.read_text(encoding="utf-8"), name), encoding="utf-8")
    tests.mkdir()
    (tests / "__init__.py").write_text("")
    objects = TESTS.parent / "matrix_objects.py"
    (tests / objects.name).write_text(renamed(objects.read_text(encoding="utf-8"), name), encoding="utf-8")
    (tests / f"test_{name}.py").write_text(renamed(TESTS.read_text(encoding="utf-8"), name), encoding="utf-8")
    add_line(ROOT / "huiyin" / "settings.py", '    "huiyin.tasks",\n', f'    "huiyin.{name}",\n')
    # Other names stand in another order: what the check would mend is mended.
    ruff = [Path(sys.executable).parent / "ruff", "check", "--fix", "--quiet", app, tests]
    subprocess.run([str(word) for word in ruff], cwd=ROOT, check=False)
    before = '    path("", include("huiyin.tasks.urls")),\n'
    add_line(ROOT / "huiyin" / "urls.py", before, before.replace("tasks", name))


def renamed(text: str, name: str) -> str:
    """Gives a text of the pebble's as one of the new noun's."""
    if name[0] in "aeiou":
        text = re.sub(r"\b([Aa]) (?=[Pp]ebble)", r"\1n ", text)
    text = text.replace("tests.house.pebble", f"huiyin.{name}").replace("Run by test_house.py, with the pebble installed.", "")
    return text.replace("pebble", name).replace("Pebble", name.capitalize())


def add_line(path: Path, after: str, line: str) -> None:
    """Puts a line after another. Raises ValueError where that is not there."""
    text = path.read_text(encoding="utf-8")
    if after not in text:
        raise ValueError(f"{path.name} has no line {after.strip()}")
    path.write_text(text.replace(after, after + line, 1), encoding="utf-8")


if __name__ == "__main__":
    raise SystemExit(main())
