"""Which units receive new requests, arranged on the server."""

from __future__ import annotations

import argparse
from typing import Any

from huiyin.commands.language import gettext as _
from huiyin.commands.start import Stopped, django, need_migrated, note, say


def add(commands: Any) -> None:
    """Makes `desk` known. Takes the parser's commands."""
    family = commands.family("desk", _("Which units receive new requests; without any, the topmost."))
    family.add("list", show, _("List the units that receive."), ["huiyin desk list"])
    for name, run, words in (("add", put, _("Have a unit receive.")), ("remove", take, _("Have a unit receive no longer."))):
        one = family.add(name, run, words, [f"huiyin desk {name} 12"])
        one.add_argument("unit", type=int, help=_("the number of the unit, as in its address"))
        if name == "add":
            one.add_argument("--sealed", action="store_true", help=_("it receives sealed accusations, and no others"))
    family.add("forget", forget, _("Forget what was learned from decisions about topics and units."), ["huiyin desk forget"])


def unit_of(pk: int) -> Any:
    """Gives the unit of this number. Raises Stopped where there is none, or it is closed."""
    django()
    need_migrated()
    from huiyin.people.queries.organisation import open_unit

    found = open_unit(pk)
    if found is None:
        raise Stopped(_("There is no unit of this number."))
    return found


def show(args: argparse.Namespace) -> int:
    """Lists them."""
    django()
    need_migrated()
    from huiyin.cases.models import Desk

    for desk in Desk.objects.select_related("unit").order_by("unit__order", "unit_id"):
        say(f"{desk.unit_id}\t{desk.unit.name}" + (f"\t{_('sealed')}" if desk.sealed else ""))
    return 0


def put(args: argparse.Namespace) -> int:
    """Has a unit receive."""
    unit = unit_of(args.unit)
    from huiyin.cases.actions.desks import set_desk

    set_desk(unit, True, args.sealed)
    note(_("%(unit)s receives from now on.") % {"unit": unit.name})
    return 0


def take(args: argparse.Namespace) -> int:
    """Has a unit receive no longer."""
    unit = unit_of(args.unit)
    from huiyin.cases.actions.desks import set_desk

    set_desk(unit, False)
    note(_("%(unit)s receives no longer.") % {"unit": unit.name})
    return 0


def forget(args: argparse.Namespace) -> int:
    """Forgets what was learned; what is decided from now on is learned anew."""
    django()
    need_migrated()
    from huiyin.cases.actions.learning import forget_learned

    forget_learned()
    note(_("What was learned is forgotten; it is learned anew from what is decided from now on."))
    return 0
