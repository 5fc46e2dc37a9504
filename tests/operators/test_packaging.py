"""What pyproject names is what is imported; the wheel holds every file, and its pages open far from the checkout."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from tests.tables import put_tables
from tests.test_cli import surroundings

pytestmark = pytest.mark.sqlite_only
ROOT = Path(__file__).resolve().parents[2]
#: Loaded by another package or by name in a command, never imported here.
BY_OTHERS = {"uvloop", "httptools", "psycopg"}
NO_INDEX = re.compile(r"No matching distribution|Connection|Temporary failure|ReadTimeout|Max retries")
PAGES = """
import django; django.setup()
import huiyin; print(huiyin.__file__)
from django.core.management import call_command
call_command("migrate", verbosity=0)
from django.test import Client
from huiyin.web.assets import ready_assets
ready_assets()
for path in ("/", "/sign-in", "/offline", "/healthz", "/manifest.webmanifest", "/sw.js", "/api/v1/openapi.json"):
    print(path, Client().get(path, headers={"host": "127.0.0.1"}).status_code)
"""


def distribution(name: str) -> str:
    return re.sub(r"[-_.]+", "-", re.split(r"[\[<>=~!; ]", name)[0]).lower()


def named() -> set[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    lists = [project["dependencies"], *project["optional-dependencies"].values()]
    return {distribution(one) for several in lists for one in several}


def imported() -> dict[str, str]:
    """Every distribution that is imported, or named by a dotted word as Django's settings do, and where."""
    owners = packages_distributions()
    found: dict[str, str] = {}
    for path in sorted((ROOT / "huiyin").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            words: list[str] = []
            if isinstance(node, ast.Import):
                words = [one.name for one in node.names]
            elif isinstance(node, ast.ImportFrom) and not node.level and node.module:
                words = [node.module]
            elif isinstance(node, ast.Constant) and isinstance(node.value, str) and re.fullmatch(r"[a-z]\w+(\.\w+)+", node.value):
                words = [node.value]
            for word in words:
                for owner in owners.get(word.split(".")[0], []):
                    if isinstance(node, ast.Constant) and distribution(owner) not in named():
                        continue  # a word with dots is an import only where somebody meant it
                    found.setdefault(distribution(owner), f"{path.relative_to(ROOT)}:{node.lineno}")
    found.pop("huiyin", None)
    return found


def test_what_is_imported_is_named_and_what_is_named_is_imported() -> None:
    there = imported()
    optional = {"boto3", "botocore"}  # come with django-storages[s3]
    assert {name: where for name, where in there.items() if name not in named() | optional} == {}
    assert named() - set(there) - BY_OTHERS == set()


def test_the_wheel_holds_every_file_and_its_pages_open_elsewhere(tmp_path: Path) -> None:
    checkout, site = tmp_path / "checkout", tmp_path / "site"
    asked = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True)
    if listed.returncode:
        pytest.skip("no history here: unpacked from an archive")
    files = [name for name in listed.stdout.split("\0") if name.startswith(("huiyin/", "setup.py", "pyproject", "README.md", "LICENSE"))]
    for name in files:
        if (ROOT / name).is_file():
            (checkout / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, checkout / name)
    stale = checkout / "build/lib/huiyin/deleted_long_ago.py"  # left by an installation of before
    stale.parent.mkdir(parents=True)
    stale.write_text("")
    build = [sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "--retries", "0", "--timeout", "10", "-w", str(tmp_path), "."]
    done = subprocess.run(build, cwd=checkout, capture_output=True, text=True, timeout=240)
    if done.returncode and NO_INDEX.search(done.stderr + done.stdout):
        pytest.skip("the package index does not answer")
    assert done.returncode == 0, done.stderr[-2000:]
    (wheel,) = tmp_path.glob("huiyin-*.whl")
    with zipfile.ZipFile(wheel) as archive:
        inside = set(archive.namelist())
        archive.extractall(site)
    assert "huiyin/deleted_long_ago.py" not in inside
    assert [path.name for path in (checkout / "build").rglob("*.py")] == [stale.name], "nothing new is left behind"
    assert {name for name in files if name.startswith("huiyin/") and (ROOT / name).is_file()} - inside == set()
    put_tables(tmp_path / "data")  # the wheel's own steps take them as theirs
    env = surroundings(tmp_path / "data", {"PYTHONPATH": str(site), "DJANGO_SETTINGS_MODULE": "huiyin.settings"})
    told = subprocess.run([sys.executable, "-c", PAGES], cwd="/", env=env, capture_output=True, text=True, timeout=120)
    assert told.returncode == 0, told.stderr[-2000:]
    where, *pages = told.stdout.splitlines()
    assert where.startswith(str(site))
    assert all(page.endswith(" 200") for page in pages) and len(pages) == 7
