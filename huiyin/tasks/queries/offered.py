"""What the board's filters offer: units, groups, people who issued and fields of the tasks a person sees; and the views they keep."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from huiyin.db.compiled import Compiled
from huiyin.groups.models import Group
from huiyin.people.models import Person, Unit
from huiyin.tasks.lines import lines
from huiyin.tasks.models import SavedView, Task
from huiyin.tasks.queries.stale_cache import Later, StaleCache
from huiyin.tasks.queries.visibility import VisibilityScope

# So many tasks are gone through; where there are more, each unit is asked whether one of its is seen, and most are soon.
LOOKED_AT, FEW = 20_000, 1000
LARGE = 4  # whoever has a quarter of all posts below them is taken to see more, unless they are few
Choices = dict[str, SafeString]  # for each filter its options as HTML: drawing 900 takes longer than all else
_CHOICES: StaleCache[Choices] = StaleCache(fresh_seconds=60, kept_seconds=600)


def choices(sight: VisibilityScope, later: Later | None = None) -> Choices:
    """Gives what the filters offer: units, groups, issuers and fields of tasks this person sees.

    Remembered under what the person sees and the organisation's book: who is erased or renamed is not offered once more. Where somebody
    takes what is to be done when the page has been sent (`later`), what is older than a minute is given once more and made anew behind
    the page: making it takes as long as all the rest.
    """
    key, make = f"board-choices:{sight.mark}:{sight.book}", partial(_choices, sight)
    kept = _CHOICES.get(key, make, later)
    return kept if kept is not None else _CHOICES.made(key, make)


def _choices(sight: VisibilityScope) -> Choices:
    seen = _seen(sight)
    if seen is not None:
        units, issuers, groups = (Q(pk__in={row[n] for row in seen} - {None}) for n in range(3))
        fields = sorted({row[3] for row in seen} - {""})[:100]
    else:  # one task that is seen is enough for each, and most are
        rule = sight.rule(by_index=False)
        used_by = ({name: OuterRef("pk")} for name in ("lead_unit", "issuer", "group"))
        units, issuers, groups = (Q(Exists(Task.objects.filter(rule, **here))) for here in used_by)
        known = Task.objects.exclude(field="").values_list("field", flat=True).distinct()
        fields = [field for field in known.order_by("field")[:100] if _is_seen(sight, field)]
    offered: dict[str, list[tuple[Any, str]]] = {
        "units": list(Unit.objects.filter(units, closed_at=None).order_by("order", "pk").values_list("pk", "name")[:300]),
        "issuers": list(Person.objects.filter(issuers).order_by("name").values_list("pk", "name")[:300]),
        "groups": list(Group.objects.filter(groups).order_by("name").values_list("pk", "name")[:300]),
        "fields": [(field, field) for field in fields],
    }
    return {
        name: format_html_join("", '<option value="{}">{}</option>', rows) for name, rows in offered.items()
    }  # fmt: skip


def _seen(sight: VisibilityScope) -> Sequence[tuple[Any, ...]] | None:
    """Units, issuers, groups and fields of the tasks that are seen, each as it stands; None where they are too many to be gone through."""
    most = FEW if len(sight.below) * LARGE > len(lines().superiors) else LOOKED_AT
    found = Task.objects.filter(sight.rule()).order_by().values_list("lead_unit", "issuer", "group", "field")[: most + 1]
    rows = list(found)
    return rows if len(rows) <= most else None


def _is_seen(sight: VisibilityScope, field: str) -> bool:
    return Task.objects.filter(sight.rule(by_index=False), field=field).exists()


_saved = Compiled[SavedView](lambda person: SavedView.objects.filter(person=person).order_by("name"))


def saved_views(person: Person) -> list[SavedView]:
    """Gives the views somebody keeps, by name."""
    return _saved(person.pk)
