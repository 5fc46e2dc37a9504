"""Starting Django for a command, and the errors a command may end with."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

from huiyin import __version__
from huiyin.commands.language import gettext as _
from huiyin.commands.language import language, ngettext


class Stopped(Exception):
    """The command cannot go on; its words say what happened and what to do. `status` is the exit code."""

    def __init__(self, words: str, status: int = 2) -> None:
        super().__init__(words)
        self.status = status


def say(words: str = "") -> None:
    """Writes a line of the command's result."""
    print(words, flush=True)


def note(words: str) -> None:
    """Writes a line about the work, beside the result (stderr)."""
    print(words, file=sys.stderr, flush=True)


def settings_said() -> dict[str, Any]:
    """Gives what the settings say. Raises Stopped, with a line for each that is wrong."""
    from huiyin.environment import WrongSettings, read

    try:
        return read()
    except WrongSettings as wrong:
        raise Stopped("\n".join(f"- {line}" for line in wrong.lines)) from None


def django() -> None:
    """Starts Django with the settings of this house, in the terminal's language.

    Raises Stopped where a setting is wrong or the data cannot be kept.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huiyin.settings")
    data = settings_said()["DATA"]
    try:
        data.mkdir(parents=True, exist_ok=True, mode=0o700)
        writable = os.access(data, os.W_OK | os.X_OK)
    except OSError:
        writable = False
    if not writable:
        raise Stopped(_("Nothing can be written to %(where)s. Set HUIYIN_DATA to a directory that is yours.") % {"where": data})

    import django
    from django.utils import translation

    django.setup()
    translation.activate(language())


def pending_migrations() -> int:
    """Gives how many migrations the database still lacks. Raises Stopped where some of them are gone from this version."""
    from django.db import connection
    from django.db.migrations.exceptions import NodeNotFoundError
    from django.db.migrations.executor import MigrationExecutor

    from huiyin.db.migration_history import THROUGH, half_taken, newer

    try:
        executor = MigrationExecutor(connection)
        gone = half_taken(executor.loader, executor.loader.applied_migrations)
    except NodeNotFoundError:
        gone = True
    if gone:
        words = _("The database was made by too early a Huiyin. Go through version %(version)s: install it, run huiyin migrate, come back.")
        raise Stopped(words % {"version": THROUGH})
    if newer(executor.loader, executor.loader.applied_migrations):
        words = _("The database was made by a newer Huiyin than this (%(version)s). Install that one again, or restore an older backup.")
        raise Stopped(words % {"version": __version__})
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def prepare(pending: int) -> None:
    """Applies the migrations, telling how far it is. Takes how many are pending."""
    from django.core.management import call_command

    note(ngettext("Preparing the database: %(n)s step.", "Preparing the database: %(n)s steps.", pending) % {"n": pending})
    call_command("migrate", interactive=False, verbosity=0)


def joined_are_known() -> None:
    """Notes in the database that its steps were joined to one (`replaces`): a later version asks for that one."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    MigrationExecutor(connection).check_replacements()


def not_ready() -> str:
    """Gives what to do where the database is of an older version: a backup of it is made by the version that made it."""
    return _("The database is not ready for this version: huiyin migrate. To back it up before, use the version that made it"
             " (docs/operators/upgrade.md).")  # fmt: skip


def need_migrated() -> None:
    """Raises Stopped, with what to do, where the database is not as this version needs it."""
    if pending_migrations():
        raise Stopped(not_ready())


def readable(name: str) -> Path:
    """Gives the path of a file to be read. Raises Stopped where there is none."""
    path = Path(name)
    if not path.is_file() or not os.access(path, os.R_OK):
        raise Stopped(_("There is no file to read at %(path)s.") % {"path": path})
    return path
