"""Where towns lie on the map of published requests, arranged on the server."""

from __future__ import annotations

import argparse
from typing import Any

from huiyin.cases.commands.desks import unit_of
from huiyin.commands.language import gettext as _
from huiyin.commands.start import django, need_migrated, note, say


def add(commands: Any) -> None:
    """Makes `town` known. Takes the parser's commands."""
    family = commands.family("town", _("Where towns lie on the map of published requests."))
    family.add("list", show, _("List the towns, and where they lie."), ["huiyin town list"])
    words = _("Say where a town lies, in degrees as GPS gives them (WGS-84).")
    put_ = family.add("place", put, words, ["huiyin town place 12 30.8521 111.3307"])
    put_.add_argument("unit", type=int, help=_("the number of the unit, as in its address"))
    put_.add_argument("latitude", type=float, help=_("degrees north"))
    put_.add_argument("longitude", type=float, help=_("degrees east"))
    take_ = family.add("forget", take, _("Take a town off the map; it stays in the list."), ["huiyin town forget 12"])
    take_.add_argument("unit", type=int, help=_("the number of the unit, as in its address"))


def show(args: argparse.Namespace) -> int:
    """Lists them."""
    django()
    need_migrated()
    from huiyin.cases.models import TownPlace
    from huiyin.cases.towns import towns

    places = {one.unit_id: one for one in TownPlace.objects.all()}
    for unit in towns():
        place = places.get(unit.pk)
        say(f"{unit.pk}\t{unit.name}" + (f"\t{place.latitude}\t{place.longitude}" if place else ""))
    return 0


def put(args: argparse.Namespace) -> int:
    """Says where a town lies."""
    return _place(args.unit, args.latitude, args.longitude)


def take(args: argparse.Namespace) -> int:
    """Takes it off the map."""
    return _place(args.unit, None, None)


def _place(pk: int, latitude: float | None, longitude: float | None) -> int:
    unit = unit_of(pk)
    from huiyin.cases.actions.placing import place_town

    place_town(unit, latitude, longitude)
    note(_("%(unit)s: done.") % {"unit": unit.name})
    return 0
