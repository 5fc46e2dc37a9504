"""What the page of exports needs."""

from __future__ import annotations

from huiyin.groups.models import Export, Group
from huiyin.people.models import Person


def exports_of(group: Group, person: Person) -> list[Export]:
    """Gives a person's exports of a group that are not gone, newest first."""
    return list(Export.objects.filter(group=group, by=person).exclude(state=Export.State.GONE).order_by("-pk")[:50])


def export_in(group: Group, person: Person, pk: int) -> Export | None:
    """Gives a person's own export of a group, or None."""
    return Export.objects.select_related("group").filter(group=group, by=person, pk=pk).exclude(state=Export.State.GONE).first()
