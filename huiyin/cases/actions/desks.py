"""Which units receive new cases: arranged on the server, recorded in the organisation's book."""

from __future__ import annotations

from huiyin.cases.models import Desk
from huiyin.people.actions.organisation import organisation
from huiyin.people.models import Unit


def set_desk(unit: Unit, receives: bool, sealed: bool = False) -> None:
    """Has a unit receive new cases (`sealed`: the sealed accusations), or no longer. Idempotent."""
    with organisation() as book:
        if receives:
            Desk.objects.update_or_create(unit=unit, defaults={"sealed": sealed})
        else:
            Desk.objects.filter(unit=unit).delete()
        book.note("desk.set", None, {"unit": unit.pk, "receives": receives, "sealed": sealed})
