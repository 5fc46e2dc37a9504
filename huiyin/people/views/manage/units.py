"""Units in administration: added, changed, moved, closed."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.people.actions.organisation import add_unit, close_unit, revise_unit, set_unit_hours
from huiyin.people.auth import require_person
from huiyin.people.hours import hours_of
from huiyin.people.models import Unit
from huiyin.people.queries import unit_tree
from huiyin.people.queries.organisation import open_units
from huiyin.people.rules import may_manage_units, require
from huiyin.people.views.forms import HoursForm, SureForm, UnitForm, answer_form, asker, posted, show


@require_person
def units(request: HttpRequest) -> HttpResponse:
    """The tree, with what can be done to each unit."""
    require(may_manage_units(request.user))
    return show(request, "people/manage/units.html", {"roots": unit_tree()})


@require_person
def new_unit(request: HttpRequest) -> HttpResponse:
    """Adds a unit, below the one it was asked for from."""
    require(may_manage_units(request.user))
    initial = {"parent": request.GET.get("parent"), "kind": Unit.Kind.BUREAU}
    return answer_form(
        request,
        UnitForm(posted(request), initial=initial),
        lambda said: add_unit(**said, by=asker(request)),
        title=_("New unit"),
        submit=_("Add"),
        back=reverse("manage-units"),
        done=_place_of,
    )


@require_person
def edit_unit(request: HttpRequest, pk: int) -> HttpResponse:
    """Changes a unit's names, kind, code and place in the tree."""
    require(may_manage_units(request.user))
    unit = get_object_or_404(open_units(), pk=pk)

    also = [
        (reverse("manage-unit-hours", args=[pk]), _("Working and quiet hours")),
        (reverse("manage-unit-close", args=[pk]), _("Close this unit")),
    ]
    initial = {"name": unit.name, "short_name": unit.short_name, "kind": unit.kind, "code": unit.code, "parent": unit.parent_id}
    return answer_form(
        request,
        UnitForm(posted(request), initial=initial),
        lambda said: revise_unit(unit, **said, by=asker(request)),
        title=unit.name,
        submit=_("Save"),
        back=reverse("manage-units"),
        done=_place_of(unit),
        words={"also": also},
    )


@require_person
def unit_hours(request: HttpRequest, pk: int) -> HttpResponse:
    """When a unit works and when its groups are quiet; or as the unit above it."""
    require(may_manage_units(request.user))
    unit = get_object_or_404(open_units(), pk=pk)
    return answer_form(
        request,
        HoursForm(posted(request), initial=HoursForm.initial_of(unit.hours, hours_of(unit.pk)), topmost=unit.parent_id is None),
        lambda said: set_unit_hours(unit, said["hours"], by=asker(request)),
        title=_("Hours of “%(name)s”") % {"name": unit.name},
        lead=_("Deadlines are counted in working hours; in quiet hours nobody is disturbed but by what is urgent."),
        submit=_("Save"),
        back=reverse("manage-unit", args=[pk]),
    )


@require_person
def shut_unit(request: HttpRequest, pk: int) -> HttpResponse:
    """Closes an empty unit, after asking."""
    require(may_manage_units(request.user))
    unit = get_object_or_404(open_units(), pk=pk)
    return answer_form(
        request,
        SureForm(posted(request)),
        lambda said: close_unit(unit, by=asker(request)),
        title=_("Close “%(name)s”?") % {"name": unit.name},
        lead=_("It disappears from the directory; its history stays. Only an empty unit can be closed."),
        submit=_("Close it"),
        danger=True,
        back=reverse("manage-units"),
    )


def _place_of(unit: Unit) -> str:
    """Where it stands in the tree: the browser goes there and shows which one it is."""
    return f"{reverse('manage-units')}#unit-{unit.pk}"
