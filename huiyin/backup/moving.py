"""From SQLite to PostgreSQL: every row as it is, in one transaction, proved by counts, heads and the whole record."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.apps import apps
from django.db import connections, models, transaction
from django.db.migrations.executor import MigrationExecutor
from django.utils.translation import gettext as _

from huiyin.backup.errors import Damaged, NotMade
from huiyin.db import copies
from huiyin.db.extension_points import INDEXES_OF_ROWS
from huiyin.db.which import one_writer
from huiyin.journal.models import Stream
from huiyin.journal.verifying import Verdict
from huiyin.journal.verifying import verify as verify_journal
from huiyin.people.models import Person

SOURCE = "moving"  # the alias under which SQLite is read
ROWS_AT_ONCE = 2000
Progress = Callable[[int, int, str], None]


@dataclass(frozen=True)
class Moved:
    """What was moved: rows by table, and what the proof of the record came to."""

    rows: dict[str, int]
    verdict: Verdict


def move(source: Path, progress: Progress = lambda *told: None) -> Moved:
    """Copies a whole SQLite into the PostgreSQL of the settings, whose tables are ready and empty; SQLite is only read.

    Takes SQLite's file, and a function told how far it is. Both have to be ours alone: the server is stopped. Raises NotMade, Damaged;
    then PostgreSQL is as empty as before.
    """
    if one_writer():
        raise NotMade(_("HUIYIN_DATABASE names no PostgreSQL: put its address there first."))
    if not copies.is_empty(Person, Stream):
        raise NotMade(_("There are people and messages in that PostgreSQL already. It has to be a new database."))
    copies.need_alone()
    copies.need_file_alone(source)
    with copies.opened(source, SOURCE):
        executor = MigrationExecutor(connections[SOURCE])
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            raise NotMade(_("The SQLite is not as this version needs it. Run huiyin migrate without HUIYIN_DATABASE first."))
        with transaction.atomic():
            rows = _copy_rows(progress)
            _prove_equal(rows)
            copies.count_on(_models())
            for index in INDEXES_OF_ROWS:
                index.fill(lambda done, total: progress(done, total, _("search")))
    return Moved(rows, verify_journal(progress=lambda done, total: progress(done, total, _("record"))))


def _models() -> list[type[models.Model]]:
    """Every table of ours and of Django's, but the list of migrations, which PostgreSQL has of its own."""
    return [model for model in apps.get_models(include_auto_created=True) if model._meta.managed and not model._meta.proxy]


def _copy_rows(progress: Progress) -> dict[str, int]:
    """Copies them; gives how many of each table."""
    tables = _models()
    counts = {model: model._base_manager.using(SOURCE).count() for model in tables}
    total, done = sum(counts.values()), 0
    copies.make_room(tables)  # what migrating put there by itself comes from SQLite too, under its own numbers
    for model in tables:
        held: list[models.Model] = []
        changes = [index.as_copied for index in INDEXES_OF_ROWS if index.model is model]
        for row in model._base_manager.using(SOURCE).order_by("pk").iterator(chunk_size=ROWS_AT_ONCE):
            for change in changes:
                change(row)
            held.append(row)
            if len(held) == ROWS_AT_ONCE:
                done += _store(model, held)
                progress(done, total, model._meta.label)
        done += _store(model, held)
        progress(done, total, model._meta.label)
    return {model._meta.label: counts[model] for model in tables}


def _store(model: type[models.Model], held: list[Any]) -> int:
    count = len(held)
    if held:
        model._base_manager.using("default").bulk_create(held)
        held.clear()
    return count


def _prove_equal(rows: Mapping[str, int]) -> None:
    """As many rows in every table, and every stream at the same head. Raises Damaged."""
    for model in _models():
        if model._base_manager.count() != rows[model._meta.label]:
            raise Damaged(_("%(table)s did not arrive whole. PostgreSQL is as empty as before.") % {"table": model._meta.label})
    heads = [list(Stream.objects.using(alias).order_by("key").values_list("key", "seq", "head")) for alias in (SOURCE, "default")]
    if sorted(heads[0]) != sorted(heads[1]):
        raise Damaged(_("%(table)s did not arrive whole. PostgreSQL is as empty as before.") % {"table": "journal.Stream"})
