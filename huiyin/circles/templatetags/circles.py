"""How pages say how long somebody waits."""

from __future__ import annotations

from datetime import datetime

from django import template
from django.utils import timezone

from huiyin.core.dates import span_words

register = template.Library()


@register.filter
def so_long(since: datetime) -> str:
    """Gives how long it is since a moment, in words."""
    return span_words(timezone.now() - since)
