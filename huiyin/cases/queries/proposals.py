"""What the house proposes for a new case: it proposes, people decide."""

from __future__ import annotations

from dataclasses import dataclass

from huiyin.cases.models import Case
from huiyin.cases.rules import Speaker


@dataclass(frozen=True)
class Proposal:
    """A topic or a unit, with why and how sure."""

    topic: str = ""
    unit: int | None = None
    unit_name: str = ""
    why: str = ""


def proposals(case: Case, who: Speaker) -> Proposal | None:
    """Gives what like cases before it were about and who had them, where the desk decided so; None where nothing is near enough."""
    like = (
        Case.objects.filter(series="public", topic=case.topic, unit__isnull=False).exclude(pk=case.pk).exclude(topic="")
        .select_related("unit").order_by("-registered_at")[:20]
    )  # fmt: skip
    units = [one.unit for one in like if one.unit is not None]
    if len(units) < 2 or case.is_sealed or not who.desks:
        return None
    best = max(units, key=lambda unit: sum(one.pk == unit.pk for one in units))
    share = sum(one.pk == best.pk for one in units) / len(units)
    return Proposal(case.topic, best.pk, best.name, f"{round(share * 100)} %") if share >= 0.6 else None
