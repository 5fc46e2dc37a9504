"""Taking a copy of what was said in a group."""

from __future__ import annotations

from typing import cast

from django.http import FileResponse, HttpResponse
from django.utils import timezone
from django.utils.text import get_valid_filename
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from huiyin.core.errors import Invalid, NotThere, Refused, TooOften, WrongState
from huiyin.groups.exporting import actions, queries
from huiyin.groups.models import Export, Member
from huiyin.groups.rules import may_export, membership_or_404, require
from huiyin.groups.views.details import day_typed
from huiyin.groups.views.frame import done, page
from huiyin.people.auth import PersonRequest, require_person
from huiyin.people.views.reauthentication import reauthenticated


@require_http_methods(["GET", "HEAD", "POST"])
@require_person
@reauthenticated
def exports(request: PersonRequest, pk: int) -> HttpResponse:
    """One's own exports of the group and how far each has come; and the form that asks for one."""
    member = _leader(request, pk)
    refusal: Refused | None = None
    if request.method == "POST":
        try:
            since, until = (day_typed(request.POST.get(name, "")) for name in ("since", "until"))
            actions.ask_export(member.group, request.user, request.POST.get("format", ""), since, until)
            return done("saved", "group-exports", pk)
        except (Invalid, TooOften, WrongState) as error:
            refusal = error
    mine = queries.exports_of(member.group, request.user)
    return page(
        request, "groups/exports.html", member, refusal, exports=mine, formats=Export.Format.choices, today=timezone.localdate(),
        working=any(one.state in ("waiting", "running") for one in mine), typed=request.POST,
    )  # fmt: skip


@require_person
@reauthenticated(reading=True)
@require_GET
def file(request: PersonRequest, pk: int, export: int) -> HttpResponse:
    """The file of one's own export: always saved, never shown."""
    member = _leader(request, pk)
    found = _found(member, export)
    day = timezone.localtime(found.asked_at).date().isoformat()
    name = get_valid_filename(f"{member.group.name}-{day}") + found.path[found.path.rindex(".") :]
    answer = FileResponse(actions.take_export(found, request.user), as_attachment=True, filename=name)
    answer["Content-Type"] = "application/octet-stream"
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    answer["Cache-Control"] = "no-store"
    return cast(HttpResponse, answer)


@require_POST
@require_person
def remove(request: PersonRequest, pk: int, export: int) -> HttpResponse:
    """Takes an export away before its time, also one that is still being made."""
    actions.remove_export(_found(_leader(request, pk), export), request.user)
    return done("saved", "group-exports", pk)


def _leader(request: PersonRequest, pk: int) -> Member:
    member = membership_or_404(request.user, pk)
    require(may_export(member))
    return member


def _found(member: Member, pk: int) -> Export:
    found = queries.export_in(member.group, member.person, pk)
    if found is None:
        raise NotThere
    return found
