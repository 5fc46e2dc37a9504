"""What the pages about a person's data need."""

from __future__ import annotations

from huiyin.groups.models import Export
from huiyin.people.models import Person
from huiyin.privacy.models import Erasure

SHOWN = 100


def copies_of(person: Person) -> list[Export]:
    """Gives a person's copies of their own data that are not gone, newest first."""
    return list(Export.objects.filter(by=person, group=None).exclude(state=Export.State.GONE).order_by("-pk")[:20])


def copy_of(person: Person, pk: int) -> Export | None:
    """Gives a person's copy of their own data, or None."""
    return Export.objects.select_related("group").filter(by=person, group=None, pk=pk).exclude(state=Export.State.GONE).first()


def erasure_of(person: Person) -> Erasure | None:
    """Gives what a person asked for last about erasing their data, or None."""
    return Erasure.objects.filter(person=person).order_by("-pk").first()


def erasures_asked() -> list[Erasure]:
    """Gives what was asked for and waits, the longest waiting first."""
    waiting = Erasure.objects.filter(state=Erasure.State.ASKED).select_related("person")
    return list(waiting.order_by("asked_at", "pk")[:SHOWN])


def erasures_over() -> list[Erasure]:
    """Gives what became of the others, the latest first."""
    over = Erasure.objects.exclude(state=Erasure.State.ASKED).select_related("person", "decided_by")
    return list(over.order_by("-decided_at", "-pk")[:SHOWN])
