"""The peers: ejabberd and prosody as their packages come, one room with an archive (MAM) in SQL, started with files of our own."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from bench.driving import Member
from bench.measuring import Running
from bench.ours import answers

SECRET = "bench"
DOMAIN, ROOMS = "localhost", "conference.localhost"
INSTALL = {
    "ejabberd": "ejabberd is left out: it is not installed. To have it: apt-get install ejabberd erlang-p1-sqlite3 erlang-p1-pgsql",
    "prosody": "prosody is left out: it is not installed. To have it: apt-get install prosody lua-dbi-sqlite3",
}


class Missing(Exception):
    """A peer is not installed; the words say how to install it."""


def plan(members: int, rooms: int, senders: int) -> list[Member]:
    """Gives the plan: everybody joins a room and hears it; the first `senders` post."""
    return [
        Member("both" if n < senders else "hear", f"r{n % rooms}@{ROOMS}", f"u{n}", SECRET) for n in range(members)
    ]  # fmt: skip


@contextmanager
def ejabberd(home: Path, port: int, members: int, database: str = "") -> Iterator[Running]:
    """Gives ejabberd running with `members` users. Takes a directory, a port, and PostgreSQL's address or nothing for SQLite."""
    erl, ebin = shutil.which("erl"), sorted(Path("/usr/lib").glob("*/ejabberd-*/ebin"))
    if erl is None or not ebin:
        raise Missing(INSTALL["ejabberd"])
    home.mkdir(exist_ok=True)
    (home / "spool").mkdir(exist_ok=True)
    schema = Path("/usr/share/ejabberd/sql")
    if database:
        there = urlsplit(database)
        sql = f"sql_type: pgsql\nsql_server: 127.0.0.1\nsql_port: {there.port}\nsql_username: {there.username}\n"
        sql += f"sql_database: {there.path[1:]}\nsql_pool_size: 10\n"
        _fill_postgres(database, schema / "pg.sql", members)
    else:
        sql = f"sql_type: sqlite\nsql_database: {home / 'ejabberd.sqlite'}\n"
        with sqlite3.connect(home / "ejabberd.sqlite") as connection:
            connection.executescript((schema / "lite.sql").read_text())
            connection.executemany("INSERT INTO users (username, password) VALUES (?, ?)", [(f"u{n}", SECRET) for n in range(members)])
        connection.close()
    (home / "ejabberd.yml").write_text(_EJABBERD.format(port=port, sql=sql, domain=DOMAIN))
    # What ejabberdctl would start, without its change of user and its name in the network.
    command = [erl, "+K", "true", "+P", "250000", "-noinput", "-mnesia", "dir", f'"{home / "spool"}"', "-s", "ejabberd"]
    surroundings = {
        "PATH": "/usr/bin:/bin", "HOME": str(home), "ERL_LIBS": str(ebin[-1].parent.parent),
        "EJABBERD_CONFIG_PATH": str(home / "ejabberd.yml"),
        "EJABBERD_LOG_PATH": str(home / "ejabberd.log"), "ERL_MAX_PORTS": "32000", "ERL_CRASH_DUMP_BYTES": "0", "LANG": "C.UTF-8",
    }  # fmt: skip
    server = Running(command, home / "out.log", env=surroundings, cwd=home)
    try:
        server.wait_until(lambda: answers(port))
        yield server
    finally:
        server.end()


@contextmanager
def prosody(home: Path, port: int, members: int, database: str = "") -> Iterator[Running]:
    """Gives prosody running with `members` users, its archive in SQLite."""
    program = shutil.which("prosody")
    if program is None or not list(Path("/usr/lib").glob("*/lua/*/dbd/sqlite3.so")):
        raise Missing(INSTALL["prosody"])
    accounts = home / "data" / DOMAIN / "accounts"
    accounts.mkdir(parents=True)
    for n in range(members):
        (accounts / f"u{n}.dat").write_text(f'return {{ ["password"] = "{SECRET}"; }};\n')
    (home / "prosody.cfg.lua").write_text(_PROSODY.format(port=port, home=home, domain=DOMAIN, rooms=ROOMS))
    server = Running([program, "-F", "--config", home / "prosody.cfg.lua"], home / "out.log", cwd=home)
    try:
        server.wait_until(lambda: answers(port))
        yield server
    finally:
        server.end()


def _fill_postgres(address: str, schema: Path, members: int) -> None:
    import psycopg

    with psycopg.connect(address) as connection:
        connection.execute(schema.read_text())  # type: ignore[arg-type]
        with connection.cursor() as cursor:
            cursor.executemany("INSERT INTO users (username, password) VALUES (%s, %s)", [(f"u{n}", SECRET) for n in range(members)])


def version(package: str) -> str:
    """Gives a Debian package's version, or ""."""
    done = subprocess.run(["dpkg-query", "-W", "-f", "${Version}", package], capture_output=True, text=True, check=False)
    return done.stdout.strip()


_EJABBERD = """\
hosts: [{domain}]
loglevel: warning
auth_method: sql
default_db: sql
{sql}
listen:
  - {{port: {port}, ip: "127.0.0.1", module: ejabberd_c2s, max_stanza_size: 262144}}
acl:
  local: {{user_regexp: ""}}
access_rules:
  c2s: {{allow: all}}
modules:
  mod_disco: {{}}
  mod_roster: {{}}
  mod_mam: {{db_type: sql, default: always}}
  mod_muc:
    host: conference.{domain}
    db_type: sql
    access_create: all
    max_users: 5000
    default_room_options: {{mam: true, max_users: 5000, persistent: true}}
"""

_PROSODY = """\
run_as_root = true
pidfile = "{home}/prosody.pid"
data_path = "{home}/data"
log = {{ warn = "{home}/prosody.log" }}
c2s_ports = {{ {port} }}
c2s_interfaces = {{ "127.0.0.1" }}
s2s_ports = {{ }}
http_ports = {{ }}
https_ports = {{ }}
modules_enabled = {{ "roster", "saslauth", "disco" }}
modules_disabled = {{ "s2s", "tls" }}
c2s_require_encryption = false
allow_unencrypted_plain_auth = true
authentication = "internal_plain"
storage = {{ muc_log = "sql" }}
sql = {{ driver = "SQLite3", database = "{home}/prosody.sqlite" }}
VirtualHost "{domain}"
Component "{rooms}" "muc"
    modules_enabled = {{ "muc_mam" }}
    muc_log_all_rooms = true
    muc_room_locking = false
    max_history_messages = 0
    restrict_room_creation = false
"""
