"""Bringing people into a group by name, and units and posts whose holders belong to it."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods, require_POST

from huiyin.core.errors import Invalid
from huiyin.groups import actions
from huiyin.groups.models import Group
from huiyin.groups.queries import members_among, people_to_add, source_in, sources_of
from huiyin.groups.rules import may_manage, membership_or_404, require
from huiyin.groups.views.frame import done, number, numbers, page
from huiyin.people.auth import PersonRequest, require_person
from huiyin.people.models import Unit
from huiyin.people.queries import directory, search_people, search_units, unit_tree
from huiyin.people.queries.organisation import open_post, open_unit
from huiyin.people.throttles import looks_up


@require_http_methods(["GET", "HEAD", "POST"])
@require_person
def add(request: PersonRequest, pk: int) -> HttpResponse:
    """Finds people by words (?q=) or in a unit (?unit=), and adds those that were ticked."""
    member = membership_or_404(request.user, pk)
    require(may_manage(member))
    if request.method == "POST":
        chosen = people_to_add(request.user, numbers(request.POST.getlist("people")))
        entered = actions.add_people(member.group, chosen, by=request.user)
        return done("added" if entered else "nobody", "group-members", pk)
    words = request.GET.get("q", "").strip()[:60]
    unit = open_unit(number(request, "unit") or 0)
    shown: dict[str, Any] = {"q": words, "unit": unit, "sources": sources_of(member.group)}
    if unit is not None:
        shown |= _in_unit(member.group, unit)
    elif words:
        looks_up(request.user)
        found = [(one.person, one.post or one.person.about) for one in search_people(words, request.user)]
        shown |= {"found": _offered(member.group, found), "units": search_units(words)}
    else:
        shown["roots"] = unit_tree()
    shown["addable"] = any(not one["within"] for one in shown.get("found", ()))
    return page(request, "groups/members_add.html", member, **shown)


def _in_unit(group: Group, unit: Unit) -> dict[str, Any]:
    """A unit's posts with who holds them: each may be added by name, by post, or all of the unit at once."""
    there = directory(unit)
    held = {line.holder.person.pk: (line.holder.person, line.post.title) for line in there.posts if line.holder}
    return {"found": _offered(group, list(held.values())), "posts": [line.post for line in there.posts], "below": there.below}


def _offered(group: Group, found: list[tuple[Any, str]]) -> list[dict[str, Any]]:
    within = members_among(group, [person.pk for person, _post in found])
    return [{"person": p, "post": post, "within": p.pk in within} for p, post in found if p.is_active]


@require_POST
@require_person
def add_source(request: PersonRequest, pk: int) -> HttpResponse:
    """A unit or a post belongs to the group from now on."""
    member = membership_or_404(request.user, pk)
    require(may_manage(member))
    unit = next((open_unit(n) for n in numbers(request.POST.getlist("unit"))), None)
    post = next((open_post(n) for n in numbers(request.POST.getlist("post"))), None)
    if (unit is None) == (post is None):
        raise Invalid(field="unit")
    actions.add_source(member.group, request.user, unit=unit, post=post)
    return done("source", "group-members", pk)


@require_POST
@require_person
def remove_source(request: PersonRequest, pk: int, source: int) -> HttpResponse:
    """A unit or a post brings nobody in any more."""
    member = membership_or_404(request.user, pk)
    actions.remove_source(source_in(member.group, source), request.user)
    return done("unsourced", "group-members", pk)
