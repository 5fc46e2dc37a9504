"""What `huiyin check` and the start ask before anything is removed by the clock."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core import checks

from huiyin.core.personal_data import MODELS_DECLARED, RETENTION_KINDS
from huiyin.core.retention_periods import TERMS, BadTerms, read_terms


@checks.register()
def terms_are_lawful(**_more: Any) -> list[checks.CheckMessage]:
    """Names a HUIYIN_KEEP that cannot be followed, or would remove what the law wants kept."""
    try:
        read_terms(settings.KEEP)
    except BadTerms as bad:
        return [checks.Error(str(bad.words), id="rights.E001")]
    return []


@checks.register()
def nothing_is_forgotten(**_more: Any) -> list[checks.CheckMessage]:
    """Names each column that leads to a person of which no app says what becomes of it, and each term nobody can set."""
    found: list[checks.CheckMessage] = []
    for model in apps.get_models():
        name = model._meta.label_lower
        declared = MODELS_DECLARED[name].references if name in MODELS_DECLARED else None
        columns = {f.name for f in model._meta.get_fields() if f.related_model is get_user_model() and f.concrete}
        if declared is None or set(declared) != columns:
            hint = "PERSONAL_DATA in its app's personal_data.py names the columns that lead to a person and what becomes of them."
            words = f"{name}: {sorted(columns)} lead to persons, {sorted(declared or ())} are declared."
            found.append(checks.Error(words, hint, id="rights.E002"))
    unknown = (kind for kind in RETENTION_KINDS if kind.term and kind.term not in TERMS)
    return [*found, *(checks.Error(f"{kind.name}: HUIYIN_KEEP knows no {kind.term}.", id="rights.E003") for kind in unknown)]
