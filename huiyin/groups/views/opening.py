"""Opening a group."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from huiyin.core.errors import Invalid, NotAllowed
from huiyin.groups import actions
from huiyin.groups.models import Group
from huiyin.groups.rules import may_open_group
from huiyin.groups.views.details import KINDS, day_typed
from huiyin.groups.views.frame import done, numbers, page
from huiyin.people.auth import PersonRequest, require_person
from huiyin.people.queries import posts_of, units_in_a_row
from huiyin.people.queries.organisation import open_unit

FIELDS = ("name", "kind", "about", "unit", "ends_on")


@require_http_methods(["GET", "HEAD", "POST"])
@require_person
def new(request: PersonRequest) -> HttpResponse:
    """The form, then the page where people are added."""
    if not may_open_group(request.user, Group.Kind.WORK):
        return page(request, "groups/new_not.html", refusal=NotAllowed(_("Groups are opened by officials.")))
    if request.method != "POST":
        mine = posts_of(request.user)
        unit = str(mine[0].unit_id) if mine else ""
        return _form(request, {"kind": Group.Kind.WORK, "unit": unit, "quiet": True})
    typed: dict[str, Any] = {name: request.POST.get(name, "") for name in FIELDS} | {"quiet": "quiet" in request.POST}
    try:
        group = _open(request, typed)
    except Invalid as refusal:
        return _form(request, typed, refusal)
    return done("opened", "group-add", group.pk)


def _open(request: PersonRequest, typed: dict[str, Any]) -> Group:
    unit = next((open_unit(n) for n in numbers([typed["unit"]])), None)
    ends_on = day_typed(typed["ends_on"])
    return actions.open_group(request.user, typed["name"], typed["kind"], typed["about"], unit, ends_on, quiet=typed["quiet"])


def _form(request: PersonRequest, typed: dict[str, Any], refusal: Invalid | None = None) -> HttpResponse:
    kinds = [(kind.value, kind.label, KINDS[kind]) for kind in Group.Kind]
    units = [(str(pk), name) for pk, name in units_in_a_row()]
    return page(request, "groups/new.html", None, refusal, kinds=kinds, typed=typed, units=units, today=timezone.localdate())
