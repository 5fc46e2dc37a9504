"""The server's key is changed: what lies sealed under the old one is sealed under the new one, all of it or none."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db import transaction

from huiyin.channels.extension_points import SEALED_ROWS
from huiyin.channels.sealing import Unreadable, seal, unseal
from huiyin.people.book import organisation


def reseal(old: str, new: str, was: str, now: str) -> int:
    """Seals anew every address and secret, in one transaction; each is opened under the new key before it counts. Gives how many.

    What an interrupted change had sealed anew already is left as it is. Takes both keys, and what the record calls them.
    Raises Unreadable, with nothing changed, where a row opens under neither.
    """
    with transaction.atomic(), organisation() as book:
        done = 0
        for row in _sealed_rows():
            try:
                unseal(row.sealed, new)
            except Unreadable:
                said = unseal(row.sealed, old)
                row.sealed = seal(said, new)
                row.save(update_fields=["sealed"])
                row.refresh_from_db(fields=["sealed"])
                if unseal(row.sealed, new) != said:
                    raise
                done += 1
        book.note("key.changed", None, {"was": was, "now": now, "sealed": done})
    return done


def _sealed_rows() -> Iterator[Any]:
    for declared in SEALED_ROWS:
        rows = declared.rows().exclude(sealed="")
        for pk in list(rows.order_by("pk").values_list("pk", flat=True)):
            yield rows.select_for_update().get(pk=pk)
