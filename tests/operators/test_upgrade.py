"""A database of any commit that was on main is taken, or told exactly which version to go through; versions move."""

from __future__ import annotations

import re
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

import pytest
from django.db.migrations.loader import MigrationLoader

import huiyin
from huiyin.db import migration_history
from tests.tables import put_tables
from tests.test_cli import huiyin as run
from tests.test_cli import of_before_the_steps_were_joined

pytestmark = pytest.mark.sqlite_only
ROOT = Path(__file__).resolve().parents[2]
LABELS = {"privacy": "rights"}  # the app that was renamed and kept its label


def git(*words: str) -> str:
    done = subprocess.run(["git", *words], cwd=ROOT, capture_output=True, text=True)
    if done.returncode:
        pytest.skip("no history here: unpacked from an archive")
    return done.stdout


def steps_of(commit: str) -> set[migration_history.Step]:
    """The steps whose files a commit holds."""
    files = git("ls-tree", "-r", "--name-only", commit, "huiyin").splitlines()
    found = (re.fullmatch(r"huiyin/(?:\w+/)?(\w+)/migrations/(0\w+)\.py", name) for name in files)
    return {(LABELS.get(step[1], step[1]), step[2]) for step in found if step}


def test_a_database_of_any_commit_is_taken_or_told_the_version_to_go_through() -> None:
    through = re.search(r"\(([0-9a-f]{7,})", migration_history.THROUGH)
    assert through is not None
    passed = steps_of(through[1])
    loader = MigrationLoader(None)
    known, taken, sent = migration_history.known(loader), 0, 0
    for commit in git("log", "--format=%h", "--", "huiyin/*/migrations/*.py", "huiyin/*/*/migrations/*.py").split():
        there = steps_of(commit)
        single = [(app, name) for app, name in there if "_squashed_" not in name]  # the others are joined beside the steps they stand for
        leaves_of_two = {app for app, name in single if len([1 for a, n in single if a == app and n[:4] == name[:4]]) > 1}
        if leaves_of_two or not there:
            continue  # two steps of one number: no database was ever made by it
        if migration_history.half_taken(loader, there):
            assert there <= passed, f"{commit} cannot go through {migration_history.THROUGH}: {there - passed}"
            sent += 1
        else:
            assert there <= known, f"a database of {commit} is neither taken nor sent anywhere: {there - known}"
            taken += 1
    assert taken > 5 and sent > 20


def test_a_new_database_takes_the_joined_steps_alone_also_where_one_stands_for_one_that_stands_for_others() -> None:
    steps = MigrationLoader(None).graph.nodes
    assert not steps.keys() & {replaced for one in steps.values() for replaced in one.replaces}
    assert ("channels", "0001_squashed") not in steps and any(app == "channels" for app, _name in steps)


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A house of this version in which nothing was said yet; each test takes a copy of it."""
    folder = tmp_path_factory.mktemp("prepared") / "house"
    put_tables(folder)
    made = run("migrate", data=folder)
    assert made.returncode == 0, made.stderr
    return folder


def test_a_version_with_another_database_bears_another_number(tmp_path: Path) -> None:
    assert len(MigrationLoader(None).disk_migrations) >= huiyin.STEPS > 10
    assert run("--version", data=tmp_path).stdout.strip() == f"huiyin {huiyin.SERIES}.{huiyin.STEPS}"


def test_an_older_version_does_not_open_what_a_newer_one_made(prepared: Path, tmp_path: Path) -> None:
    shutil.copytree(prepared, tmp_path / "house")
    later = "INSERT INTO django_migrations (app, name, applied) VALUES ('tasks', '0999_of_the_future', '2030-01-01')"
    with closing(sqlite3.connect(tmp_path / "house/huiyin.sqlite3")) as database, database:
        database.execute(later)
    for words in (["migrate"], ["serve"], ["check", "--deploy"], ["backup", str(tmp_path / "b")]):
        done = run(*words, data=tmp_path / "house")
        assert done.returncode in (1, 2)
        assert "newer" in done.stderr and "Traceback" not in done.stderr


def test_who_comes_from_the_last_version_before_goes_on_with_all_that_was_said(prepared: Path, tmp_path: Path) -> None:
    shutil.copytree(prepared, tmp_path / "house")
    of_before_the_steps_were_joined(tmp_path / "house", tmp_path / "old")
    assert run("migrate", data=tmp_path / "old").returncode == 0
    assert run("journal", "verify", data=tmp_path / "old").returncode == 0


def test_a_database_of_the_version_before_is_named_by_every_command_and_no_way_leads_in_a_circle(prepared: Path, tmp_path: Path) -> None:
    """`check` found nothing to mend, and `backup` said: back up, then migrate."""
    shutil.copytree(prepared, tmp_path / "house")
    with closing(sqlite3.connect(tmp_path / "house/huiyin.sqlite3")) as database, database:
        database.execute("DELETE FROM django_migrations WHERE app = (SELECT app FROM django_migrations ORDER BY id DESC)")
    for words, status in ((["check"], 1), (["check", "--deploy"], 1), (["backup", str(tmp_path / "b")], 2), (["journal", "verify"], 2)):
        done = run(*words, data=tmp_path / "house")
        assert done.returncode == status and "huiyin migrate" in done.stderr and "Back up, then" not in done.stderr, words
        assert "the version that made it" in done.stderr, words
