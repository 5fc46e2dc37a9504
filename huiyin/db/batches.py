"""Rows removed a batch at a time, each in one short transaction: people who post are waiting for it."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import QuerySet

BATCH = 500


def delete_some(rows: QuerySet[Any], most: int = BATCH, /) -> int:
    """Deletes a batch of rows; gives how many of them (not of what hung on them), nought when none is left."""
    with transaction.atomic():
        pks = list(rows.order_by("pk").values_list("pk", flat=True)[:most])
        if pks:
            rows.model._default_manager.filter(pk__in=pks).delete()
        return len(pks)


def update_some(rows: QuerySet[Any], most: int = BATCH, /, **values: Any) -> int:
    """Sets columns in a batch of rows; gives how many, nought when none is left."""
    with transaction.atomic():
        pks = list(rows.order_by("pk").values_list("pk", flat=True)[:most])
        return rows.model._default_manager.filter(pk__in=pks).update(**values) if pks else 0
