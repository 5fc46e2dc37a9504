"""A unit: its posts and who holds them, the units below it, the line it reports along; and a holder handing a post on."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.core.errors import NotThere
from huiyin.people.actions.organisation import delegate, end_delegation
from huiyin.people.auth import require_person
from huiyin.people.queries import directory
from huiyin.people.queries.organisation import delegations, open_posts, open_unit
from huiyin.people.rendering import grid_html, tree_html
from huiyin.people.rules import may_delegate, may_end_delegation, may_see_units, require
from huiyin.people.views.forms import DelegateForm, SureForm, answer_form, asker, posted


@require_person
def unit(request: HttpRequest, pk: int) -> HttpResponse:
    """A unit's page. A closed unit is not there any more."""
    require(may_see_units(request.user))
    here = open_unit(pk)
    if here is None:
        raise NotThere
    shown = {"page": directory(here), "unit": here, "tree": tree_html(here), "grid": grid_html(here)}
    return render(request, "people/unit.html", shown)


@require_person
def hand_on(request: HttpRequest, pk: int) -> HttpResponse:
    """The holder lets another act for the post between two days."""
    post = get_object_or_404(open_posts(), pk=pk)
    require(may_delegate(request.user, post))
    return answer_form(
        request,
        DelegateForm(posted(request), viewer=request.user),
        lambda said: delegate(post, said["to"], said["since"], said["until"], said["reason"], by=asker(request)),
        title=_("Let somebody act for the %(post)s") % {"post": post},
        lead=_("They answer for the post on these days, both included. It ends by itself."),
        submit=_("Hand on"),
        back=reverse("unit", args=[post.unit_id]),
    )


@require_person
def end_hand_on(request: HttpRequest, pk: int) -> HttpResponse:
    """Either side ends a delegation before its day."""
    delegation = get_object_or_404(delegations(), pk=pk)
    require(may_end_delegation(request.user, delegation))
    return answer_form(
        request,
        SureForm(posted(request)),
        lambda said: end_delegation(delegation, by=asker(request)),
        title=_("%(name)s no longer acts for the %(post)s?") % {"name": delegation.to.name, "post": delegation.post},
        lead=_("It ends now. The holder answers for the post again."),
        submit=_("End it"),
        danger=True,
        back=reverse("unit", args=[delegation.post.unit_id]),
    )
