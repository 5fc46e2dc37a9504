"""Units: added, renamed, moved, closed."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from huiyin.core.errors import Invalid, WrongState
from huiyin.db.trees import upward
from huiyin.journal.models import Entry
from huiyin.people.book import organisation
from huiyin.people.extension_points import WorkingTimeChange
from huiyin.people.hours import forget_hours, tell_changed
from huiyin.people.models import Person, Unit
from huiyin.people.normalization import clean_words
from huiyin.people.queries.tree import descendants
from huiyin.people.reporting_line import MOST_ABOVE, circle_if, path_in_words
from huiyin.people.rules import may_manage_units, require_by

NAME_TAKEN = _("There is already a unit of this name in the same place.")


def add_unit(
    name: str,
    parent: Unit | None = None,
    *,
    by: Person | None = None,
    kind: str = Unit.Kind.BUREAU,
    short_name: str = "",
    code: str = "",
    order: int | None = None,
    hours: dict[str, Any] | None = None,
) -> Unit:
    """Adds a unit to the tree. `code` is its GB/T 2260 or statistical code, "" where it has none; `order` None puts it last.

    A unit of this name that was closed in the same place is opened again, with its history. Raises Invalid (field named).
    """
    with organisation() as book:
        require_by(by, may_manage_units)
        name = clean_words(name, "name", 60)
        code = _clean_code(code)
        if parent is not None and Unit.objects.filter(pk=parent.pk).exclude(closed_at=None).exists():
            raise WrongState(_("The unit above was closed."))
        _require_room(parent)
        if order is None:
            order = Unit.objects.filter(parent=parent).count() + 1
        values = {
            "kind": kind,
            "short_name": clean_words(short_name, "short_name", 20, empty=True),
            "code": code,
            "order": order,
            "hours": hours or {},
            "closed_at": None,
        }
        unit = Unit.objects.filter(parent=parent, name=name).first()
        if unit is None:
            unit = Unit.objects.create(parent=parent, name=name, **values)
        elif unit.closed_at is None:
            raise Invalid(NAME_TAKEN, field="name")
        else:
            _set(unit, **values)
        book.note("unit.added", by, {"unit": unit.pk, "parent": unit.parent_id, "name": name})
    return unit


def _require_room(parent: Unit | None) -> dict[int, int | None]:
    """Gives what stands above each unit from this one up. Raises Invalid where that is too many."""
    above = upward("people_unit", "parent_id", parent.pk) if parent is not None else {}
    if len(above) > MOST_ABOVE:
        raise Invalid(_("More than %(most)d units would stand above this one.") % {"most": MOST_ABOVE}, field="parent")
    return above


def rename_unit(unit: Unit, name: str, *, by: Person | None = None, short_name: str | None = None) -> Unit:
    """Gives the unit another name (and short name, if one is given). Raises Invalid where its neighbour bears it."""
    with organisation() as book:
        require_by(by, may_manage_units)
        unit = _open_unit(unit)
        name = clean_words(name, "name", 60)
        if Unit.objects.filter(parent_id=unit.parent_id, name=name).exclude(pk=unit.pk).exists():
            raise Invalid(NAME_TAKEN, field="name")
        was = unit.name
        short = unit.short_name if short_name is None else clean_words(short_name, "short_name", 20, empty=True)
        if (was, unit.short_name) != (name, short):
            _set(unit, name=name, short_name=short)
            book.note("unit.renamed", by, {"unit": unit.pk, "was": was, "name": name})
    return unit


def change_unit(unit: Unit, *, by: Person | None = None, kind: str | None = None, code: str | None = None) -> Unit:
    """Corrects the unit's kind or division code. None leaves a thing as it is."""
    with organisation() as book:
        require_by(by, may_manage_units)
        unit = _open_unit(unit)
        values = {"kind": unit.kind if kind is None else kind, "code": unit.code if code is None else _clean_code(code)}
        if values["kind"] not in Unit.Kind.values:
            raise Invalid(_("Choose one of the kinds."), field="kind")
        if (unit.kind, unit.code) != (values["kind"], values["code"]):
            _set(unit, **values)
            book.note("unit.changed", by, {"unit": unit.pk, **values})
    return unit


def move_unit(unit: Unit, parent: Unit | None, *, by: Person | None = None) -> Unit:
    """Puts the unit, with all below it, under another. Raises Invalid where it would stand below itself."""
    with organisation() as book:
        require_by(by, may_manage_units)
        unit = _open_unit(unit)
        if parent is not None:
            parent = _open_unit(parent)
        circle = circle_if(int(unit.pk), parent.pk if parent else None, _require_room(parent).get)
        if circle:
            names = dict(Unit.objects.filter(pk__in=circle).values_list("pk", "name"))
            path = path_in_words(names[pk] for pk in circle)
            raise Invalid(_("A unit cannot stand below itself: %(path)s") % {"path": path}, field="parent")
        if Unit.objects.filter(parent=parent, name=unit.name).exclude(pk=unit.pk).exists():
            raise Invalid(NAME_TAKEN, field="parent")
        was = unit.parent_id
        if was != (parent and parent.pk):
            _set(unit, parent=parent)
            book.note("unit.moved", by, {"unit": unit.pk, "was": was, "parent": unit.parent_id})
            _hours_changed(unit)  # what it does not say itself it has from the unit above
    return unit


def revise_unit(
    unit: Unit, *, name: str, short_name: str, kind: str, code: str, parent: Unit | None, by: Person | None = None
) -> Unit:  # fmt: skip
    """Gives a unit its names, kind, code and place in the tree: all of it, or nothing where one of them is refused."""
    with organisation():
        rename_unit(unit, name, short_name=short_name, by=by)
        change_unit(unit, kind=kind, code=code, by=by)
        return move_unit(unit, parent, by=by)


def close_unit(unit: Unit, *, by: Person | None = None) -> Unit:
    """Closes a unit that is empty: no open unit below, no open post. Raises WrongState naming what is left."""
    with organisation() as book:
        require_by(by, may_manage_units)
        unit = _open_unit(unit)
        below = unit.children.filter(closed_at=None).first()
        if below is not None:
            raise WrongState(_("“%(name)s” still stands below it. Move or close it first.") % {"name": below.name})
        post = unit.posts.filter(closed_at=None).first()
        if post is not None:
            raise WrongState(_("It still has the post “%(name)s”. Close it first.") % {"name": post.title})
        _set(unit, closed_at=timezone.now())
        book.note("unit.closed", by, {"unit": unit.pk})
    return unit


def set_unit_hours(unit: Unit, hours: dict[str, Any], *, by: Person | None = None) -> Unit:
    """Sets the unit's working hours, the shape of `worktime.hours`; {} follows the unit above. That somebody looked at the topmost unit's
    for the first time and left them as they are is recorded too: the office's first hour asks for it."""
    with organisation() as book:
        require_by(by, may_manage_units)
        unit = _open_unit(unit)
        if unit.hours != hours or (unit.parent_id is None and not Entry.objects.filter(kind="unit.hours_set").exists()):
            _set(unit, hours=hours)
            book.note("unit.hours_set", by, {"unit": unit.pk, "hours": hours})
            _hours_changed(unit)
    return unit


def _hours_changed(unit: Unit) -> None:
    changed = (unit.pk, *descendants(unit.pk))
    forget_hours(changed)
    transaction.on_commit(lambda: forget_hours(changed))
    tell_changed(WorkingTimeChange(units=changed))


def _open_unit(unit: Unit) -> Unit:
    """The unit as it stands under the lock; what the caller read before may be old."""
    fresh = Unit.objects.get(pk=unit.pk)
    if fresh.closed_at is not None:
        raise WrongState(_("The unit “%(name)s” was closed.") % {"name": fresh.name})
    return fresh


def _set(unit: Unit, **values: Any) -> None:
    for name, value in values.items():
        setattr(unit, name, value)
    unit.save(update_fields=list(values))


def _clean_code(code: str) -> str:
    code = "".join(code.split())
    if code and not (code.isascii() and code.isdigit() and len(code) in (6, 9, 12)):
        raise Invalid(_("A division code has 6, 9 or 12 digits."), field="code")
    return code
