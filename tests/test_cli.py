"""The command line, from outside: what an operator types and reads."""

from __future__ import annotations

import io
import os
import resource
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from huiyin.commands.progress import Progress
from huiyin.db import migration_history
from tests import forked
from tests.postgres import free_port
from tests.tables import put_tables

pytestmark = pytest.mark.sqlite_only


def typed(*words: str, data: Path, **env: str) -> subprocess.CompletedProcess[str]:
    """Runs the command as an operator does, in English unless LANG says otherwise."""
    command = [sys.executable, "-m", "huiyin", *words]
    return subprocess.run(command, capture_output=True, text=True, env=surroundings(data, env), timeout=180)


def huiyin(*words: str, data: Path, **env: str) -> subprocess.CompletedProcess[str]:
    """Runs the command in a process of its own that need not load everything: for what it does, not for how it starts."""
    return forked.run(surroundings(data, env), *words)


def surroundings(data: Path, more: dict[str, str]) -> dict[str, str]:
    own = {key: value for key, value in os.environ.items() if not key.startswith(("HUIYIN_", "DJANGO_", "LC_"))}
    return own | {"HUIYIN_DATA": str(data), "LANG": "C.UTF-8", **more}


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data directory with an empty, ready database."""
    data = tmp_path_factory.mktemp("house")
    put_tables(data)  # which `huiyin migrate` made from nothing
    done = typed("migrate", data=data)
    assert done.returncode == 0, done.stderr
    return data


def _processor_of_children() -> float:
    return sum(resource.getrusage(resource.RUSAGE_CHILDREN)[:2])


def test_help_is_instant_and_does_not_wake_django(tmp_path):
    began = _processor_of_children()
    done = typed("--help", data=tmp_path)
    seconds = _processor_of_children() - began
    assert done.returncode == 0
    assert all(word in done.stdout for word in ("serve", "demo", "migrate", "create-admin", "import", "journal"))
    assert seconds < 1.5  # 0.06 s on an idle machine
    imported = subprocess.run([sys.executable, "-X", "importtime", "-m", "huiyin", "--help"], capture_output=True, text=True)
    assert "django" not in imported.stderr


@pytest.mark.parametrize(
    "command",
    ["serve", "demo", "migrate", "create-admin", "import", "import staff", "import messages", "journal", "journal verify", "check"],
)
def test_each_command_has_help(command, tmp_path):
    done = typed(*command.split(), "--help", data=tmp_path)
    assert done.returncode == 0
    assert done.stdout.startswith("Usage: huiyin")
    assert not list(tmp_path.iterdir())


def test_an_unknown_word_is_answered_with_where_to_look(tmp_path):
    done = typed("serv", data=tmp_path)
    assert done.returncode == 2
    assert "huiyin --help" in done.stderr
    assert "Traceback" not in done.stderr


def test_nothing_is_served_before_the_database_is_ready(tmp_path):
    done = typed("serve", data=tmp_path)
    assert done.returncode == 2
    assert "huiyin migrate" in done.stderr
    assert "Traceback" not in done.stderr


def test_migrating_twice_is_harmless(house):
    done = typed("migrate", data=house)
    assert (done.returncode, done.stdout.strip()) == (0, "The database is ready.")
    assert typed("migrate", "--check", data=house).returncode == 0


def of_before_the_steps_were_joined(house: Path, data: Path, without: str = "") -> Path:
    """A copy of the house that knows its steps by their old names, and lacks one of them. Gives its database."""
    data.mkdir()
    shutil.copy(house / "huiyin.sqlite3", data / "huiyin.sqlite3")
    with closing(sqlite3.connect(data / "huiyin.sqlite3")) as database, database:
        database.execute("DELETE FROM django_migrations WHERE name IN ('0001_squashed', ?)", [without])
    return data / "huiyin.sqlite3"


def test_a_database_that_took_every_step_by_its_old_name_needs_nothing(house, tmp_path):
    there = of_before_the_steps_were_joined(house, tmp_path / "old")
    assert huiyin("migrate", "--check", data=tmp_path / "old").returncode == 0
    assert huiyin("journal", "verify", data=tmp_path / "old").returncode == 0
    assert huiyin("migrate", data=tmp_path / "old").returncode == 0
    with closing(sqlite3.connect(there)) as database:
        known = {app for (app,) in database.execute("SELECT app FROM django_migrations WHERE name = '0001_squashed'")}
    assert {"people", "journal", "groups", "tasks", "channels"} <= known


@pytest.mark.parametrize("without", ["0008_fewer_indexes", "0002_mailboxes_shaded"])  # others build on the first, nobody on the second
def test_a_database_that_took_only_some_of_the_old_steps_is_sent_back(house, tmp_path, without):
    of_before_the_steps_were_joined(house, tmp_path / "old", without)
    for command in (["migrate"], ["serve"]):
        done = huiyin(*command, data=tmp_path / "old")
        assert done.returncode == 2
        assert "too early" in done.stderr and migration_history.THROUGH in done.stderr
        assert "Traceback" not in done.stderr


def test_a_place_where_nothing_can_be_kept_is_said_in_words(tmp_path):
    (tmp_path / "file").write_text("")
    done = typed("migrate", data=tmp_path / "file")
    assert done.returncode == 2
    assert "HUIYIN_DATA" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_database_that_does_not_answer_is_said_in_words(tmp_path):
    done = huiyin("migrate", data=tmp_path, HUIYIN_DATABASE=f"postgresql://nobody@127.0.0.1:{free_port()}/none")
    assert done.returncode == 2
    assert "HUIYIN_DATABASE" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_file_that_is_not_there_is_named(house):
    done = huiyin("import", "messages", "nowhere.csv", data=house)
    assert done.returncode == 2
    assert "nowhere.csv" in done.stderr


def test_the_record_of_an_empty_house_holds(house):
    done = typed("journal", "verify", data=house)
    assert done.returncode == 0
    assert "The record holds" in done.stdout


def test_the_first_entry_that_was_changed_is_named(house):
    tamper = (
        "from django.db import transaction; from huiyin.journal.models import Entry;"
        "from huiyin.people.actions.organisation import add_unit;"
        "a = add_unit('县办公室'); b = add_unit('县水产局'); e = Entry.objects.filter(kind='unit.added').order_by('seq')[1];"
        "from django.db import connection; connection.cursor().execute('DROP TRIGGER journal_entry_unchanged');"
        "Entry.objects.filter(pk=e.pk).update(data={**e.data, 'name': '别的局'})"
    )
    made = huiyin("django", "shell", "-c", tamper, data=house)
    assert made.returncode == 0, made.stderr
    done = huiyin("journal", "verify", data=house)
    assert done.returncode == 1
    assert "stream organisation, entry 2" in done.stderr


def test_the_invented_county_stays_out_of_a_real_house(house):
    done = huiyin("demo", data=house)
    assert done.returncode == 2
    assert "HUIYIN_MODE=dev" in done.stderr


def test_what_is_weak_for_people_to_rely_on_is_named(house):
    done = typed("check", "--deploy", data=house)
    assert done.returncode == 1
    assert "HUIYIN_ORIGIN" in done.stderr
    assert "HUIYIN_SMS_GATEWAY" in done.stderr
    assert "create-admin --role audit" in done.stderr


def test_three_administrators_are_three_people(house):
    assert huiyin("create-admin", "--name", "林小满", "--phone", "13800001234", "--role", "system", data=house).returncode == 0
    again = huiyin("create-admin", "--name", "林小满", "--phone", "13800001234", "--role", "audit", data=house)
    assert again.returncode == 2
    assert "Traceback" not in again.stderr


def test_the_words_are_in_the_language_of_the_terminal(tmp_path):
    assert "serve" in typed("--help", data=tmp_path, LANG="zh_CN.UTF-8").stdout
    assert "用法" in typed("--help", data=tmp_path, LANG="zh_CN.UTF-8").stdout


@pytest.mark.parametrize(
    ("command", "said"),
    [
        ("serv", "命令 只能是下面之一，没有“serv”：serve, migrate"),
        ("serve --port abc", "--port 应为数字，不是“abc”"),
        ("serve --port", "--port 没有给出值"),
        ("import messages", "还缺：FILE"),
        ("journal verify --hastily", "没有这一项：--hastily"),
    ],
)
def test_a_slip_of_the_hand_is_told_in_the_language_of_the_terminal(command, said, tmp_path):
    done = typed(*command.split(), data=tmp_path, LANG="zh_CN.UTF-8")
    assert done.returncode == 2
    assert said in done.stderr
    assert not any(english in done.stderr for english in ("rgument", "invalid", "required"))


def test_a_scope_that_is_none_is_answered_with_all_there_are(house):
    for words in (["--scope", "everything"], []):
        done = huiyin("token", "make", "--phone", "13800001234", "--name", "bridge", *words, data=house)
        assert done.returncode == 2
        assert "messages:read, messages:write" in done.stderr


def test_progress_in_a_log_is_a_line_now_and_then_and_one_at_the_end():
    log = io.StringIO()
    with Progress("Verifying", log) as progress:
        for done in range(1, 1001):
            progress(done, 1000)
    assert log.getvalue() == "Verifying  100%  1,000/1,000\n"
