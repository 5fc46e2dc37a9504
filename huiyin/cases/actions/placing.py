"""Where towns lie on the map of published cases: arranged on the server, recorded in the organisation's book."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from huiyin.cases.models import TownPlace
from huiyin.core.errors import Invalid
from huiyin.people.actions.organisation import organisation
from huiyin.people.models import Unit


def place_town(unit: Unit, latitude: float | None, longitude: float | None) -> None:
    """Says where a town lies (WGS-84 degrees; None: nowhere any more). Raises Invalid for what is no town and for no place on earth."""
    if unit.kind != Unit.Kind.TOWN:
        raise Invalid(_("This unit is no town."), field="unit")
    with organisation() as book:
        if latitude is None or longitude is None:
            TownPlace.objects.filter(unit=unit).delete()
        elif -90 <= latitude <= 90 and -180 <= longitude <= 180:
            TownPlace.objects.update_or_create(unit=unit, defaults={"latitude": round(latitude, 4), "longitude": round(longitude, 4)})
        else:
            raise Invalid(_("This is no place on earth."), field="latitude")
        book.note("town.placed", None, {"unit": unit.pk})
