"""The ledger: append-only, in grams. Every figure of a listing, a producer, an order is a sum of its rows."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import pgettext_lazy

from huiyin.market.models.listings import Listing, Producer
from huiyin.market.models.orders import Order


class LedgerRow(models.Model):
    """So many grams went from one state to another. Bears no name: a person leaves, the ledger stays.

    offered = Σ offered · reserved = Σ reserved − Σ released − Σ confirmed · confirmed = Σ confirmed − Σ delivered − Σ refused ·
    delivered = Σ delivered. Only `offered` may be negative: the stock was corrected downwards.
    """

    class Kind(models.TextChoices):
        OFFERED = "offered", pgettext_lazy("row of the ledger", "Offered")
        RESERVED = "reserved", pgettext_lazy("row of the ledger", "Reserved")
        CONFIRMED = "confirmed", pgettext_lazy("row of the ledger", "Confirmed")
        DELIVERED = "delivered", pgettext_lazy("row of the ledger", "Handed over")
        REFUSED = "refused", pgettext_lazy("row of the ledger", "Confirmed, but not handed over")
        RELEASED = "released", pgettext_lazy("row of the ledger", "Given back")

    listing = models.ForeignKey(Listing, db_index=False, on_delete=models.PROTECT, related_name="ledger")
    producer = models.ForeignKey(Producer, db_index=False, on_delete=models.PROTECT, related_name="+")
    order = models.ForeignKey(Order, null=True, db_index=False, on_delete=models.PROTECT, related_name="ledger")
    kind = models.CharField(max_length=9, choices=Kind)
    grams = models.BigIntegerField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(kind="offered") | models.Q(grams__gt=0), name="ledger_only_offers_shrink"),
        ]
        indexes = [
            models.Index(fields=["listing", "kind", "at"], name="ledger_of_listing"),
            models.Index(fields=["order"], condition=models.Q(order__isnull=False), name="ledger_of_order"),
        ]

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Only adds. Raises ValueError for a row that is there."""
        if self.pk is not None:
            raise ValueError("the ledger is only added to")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Raises ValueError: what happened stays."""
        raise ValueError("the ledger is only added to")
