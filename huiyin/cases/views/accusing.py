"""An accusation of an office, or of somebody who works there, as forms bring it: chosen from the first line on, so that it never lies at an
open desk meanwhile (Regulations on Petitions, art. 30)."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext_lazy as _

from huiyin.core.errors import Invalid
from huiyin.people.queries import units_in_a_row
from huiyin.worktime.bounds import whole_in

MOST = 10  # units of one accusation


def accuses(request: HttpRequest) -> bool:
    """Whether this form is that of an accusation."""
    return bool(request.POST.get("accuse") or request.GET.get("accuse"))


def accused_in(typed: QueryDict) -> list[int]:
    """Gives the units an accusation is about; none for what is no accusation. Raises Invalid for one that names none, or none there is: it
    must not come in as something everybody at a desk reads."""
    if not typed.get("accuse"):
        return []
    chosen = [whole_in(one, 9) for one in typed.getlist("accused")[:MOST] if one]
    found = [pk for pk in dict.fromkeys(chosen) if pk is not None]
    if not found or None in chosen:
        raise Invalid(_("Say which office it is about."), field="accused")
    return found


def accusing(request: HttpRequest) -> dict[str, Any]:
    """What the form of an accusation shows: all units, and those chosen; nothing for what is none."""
    if not accuses(request):
        return {}
    chosen = [*request.POST.getlist("accused")[:2], "", ""][:2]
    return {"accusing": True, "all_units": [(str(pk), name) for pk, name in units_in_a_row()], "chosen": chosen}
