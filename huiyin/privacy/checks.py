"""What `huiyin check` and the start ask before anything is removed by the clock."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core import checks

from huiyin.core.retention_periods import BadTerms, read_terms


@checks.register()
def terms_are_lawful(**_more: Any) -> list[checks.CheckMessage]:
    """Names a HUIYIN_KEEP that cannot be followed, or would remove what the law wants kept."""
    try:
        read_terms(settings.KEEP)
    except BadTerms as bad:
        return [checks.Error(str(bad.words), id="rights.E001")]
    return []
