"""Keys of programs, for the page and the command."""

from __future__ import annotations

from django.db.models import Count

from huiyin.core.errors import or_404
from huiyin.open311.models import SendingKey


def keys_living() -> list[SendingKey]:
    """Gives the keys that hold, the latest first, each with how many requests came in with it (`requests`)."""
    return list(SendingKey.objects.filter(ended_at=None).annotate(requests=Count("sent")).order_by("-made_at", "-pk"))


def keys_ended() -> list[SendingKey]:
    """Gives the keys that ended last, twenty at most."""
    return list(SendingKey.objects.exclude(ended_at=None).annotate(requests=Count("sent")).order_by("-ended_at", "-pk")[:20])


def key_living(pk: int) -> SendingKey:
    """Gives a key that holds. Raises NotThere."""
    return or_404(SendingKey.objects.filter(pk=pk, ended_at=None).first())
