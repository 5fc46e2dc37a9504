"""Which town a place lies in: nothing finer is ever published. Villages, streets and houses become their town."""

from __future__ import annotations

from huiyin.language.places import Division, Gazetteer
from huiyin.people.models import Unit
from huiyin.people.queries.tree import UnitNode, tree

SURE = 0.55  # below this no town is named: a wrong one misleads more than none
_DIVISIONS = (Unit.Kind.COUNTY, Unit.Kind.TOWN, Unit.Kind.VILLAGE)


def town_of(place: str) -> int | None:
    """Gives the town (its unit's number) that a place lies in; None where it names none for sure. Takes what somebody wrote."""
    known = tree()
    gazetteer: Gazetteer | None = known.drawn.get("gazetteer")
    if gazetteer is None:
        gazetteer = known.drawn["gazetteer"] = _gazetteer()
    found = gazetteer.find(place, 1) if place.strip() else []
    if not found or found[0].certainty < SURE:
        return None
    at = int(found[0].code)
    line = [*known.path(at), known.nodes[at].unit] if at in known.nodes else []
    return next((unit.pk for unit in reversed(line) if unit.kind == Unit.Kind.TOWN), None)


def towns() -> list[Unit]:
    """Gives the open towns, in the order of the tree."""
    return sorted((node.unit for node in tree().nodes.values() if node.unit.kind == Unit.Kind.TOWN), key=lambda unit: (unit.order, unit.pk))


def _gazetteer() -> Gazetteer:
    divisions: list[Division] = []
    waiting: list[tuple[UnitNode, str]] = [(root, "") for root in tree().roots]
    while waiting:
        node, above = waiting.pop()
        unit = node.unit
        if unit.kind in _DIVISIONS:
            short = (unit.short_name,) if unit.short_name and unit.short_name != unit.name else ()
            divisions.append(Division(str(unit.pk), unit.name, above, short))
            above = str(unit.pk)
        waiting += [(one, above) for one in node.below]
    return Gazetteer(divisions)
