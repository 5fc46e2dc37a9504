"""Who may give keys to programs, and which requests leave the house."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, Q

from huiyin.cases.models import Case, Series
from huiyin.open311.models import SendingKey, Sent
from huiyin.people.models import Administrator
from huiyin.people.rules import role_of


def may_manage_keys(person: Any) -> bool:
    """Which programs send requests in, for the whole installation."""
    return role_of(person) == Administrator.Role.SYSTEM


#: Its author agreed, names and numbers were taken out, somebody in office put it there. The rest says again what publishing says.
PUBLISHED = Q(published_at__isnull=False, wished_at__isnull=False, series=Series.PUBLIC, private=False)


def is_published(case: Case) -> bool:
    """Whether everybody may read a case: the same as `PUBLISHED`."""
    return case.published_at is not None and case.wished_at is not None and case.series == Series.PUBLIC and not case.private


def sent_with(key: SendingKey) -> Q:
    """Narrows cases to those that came in with a key; a sealed one is not there for it any more."""
    return Q(Exists(Sent.objects.filter(case=OuterRef("pk"), key=key)), series=Series.PUBLIC)


def shown_to(key: SendingKey | None) -> Q:
    """Narrows cases to those that are there for whoever asks: the published ones, and with a key those that came in with it."""
    return PUBLISHED if key is None else PUBLISHED | sent_with(key)
