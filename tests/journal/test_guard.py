"""The database refuses to change or remove an entry; the chain finds it where somebody took that guard away (test_chain.py)."""

from __future__ import annotations

from importlib import import_module

import pytest
from django.db import DatabaseError, connection, transaction

from huiyin.journal.models import Entry
from tests.factories import a_group, say


@pytest.mark.parametrize("how", ["data", "by", "one by one", "in SQL"])
def test_an_entry_is_not_changed(how: str) -> None:
    group = a_group()
    say(group, group.made_by, "记下来的")
    entry = Entry.objects.latest("pk")
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        if how == "one by one":
            entry.kind = "message.erased"
            entry.save()
        elif how == "in SQL":
            with connection.cursor() as cursor:
                cursor.execute("UPDATE journal_entry SET hash = 'x' WHERE id = %s", [entry.pk])
        else:
            Entry.objects.filter(pk=entry.pk).update(**{"data": {"n": 99}} if how == "data" else {"by": None})
    assert Entry.objects.get(pk=entry.pk).hash == Entry.objects.latest("pk").hash


def test_an_entry_is_not_removed() -> None:
    group = a_group()
    if connection.vendor == "sqlite":  # the tests' own database goes without this half: rows of one test must not stay for the next
        guard = import_module("huiyin.journal.migrations.0001_squashed").SQLITE[1]
        with connection.cursor() as cursor:
            cursor.execute(guard)
    with pytest.raises(DatabaseError, match="never removed"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM journal_entry WHERE stream_id = %s", [group.stream_id])
