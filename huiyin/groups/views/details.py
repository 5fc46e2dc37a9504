"""A group's details: what it is, who is in it, and what may be changed about it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from huiyin.core.errors import Invalid, NotThere, Refused
from huiyin.groups import actions
from huiyin.groups.extension_points import SETTINGS_ROWS
from huiyin.groups.models import Group, Member
from huiyin.groups.queries import member_count, members_of, sources_of
from huiyin.groups.rules import may_appoint, may_invite, may_leave, may_manage, membership_or_404, shows_ranks
from huiyin.groups.views.frame import done, page
from huiyin.people.auth import PersonRequest, require_person
from huiyin.people.queries import posts_shown
from huiyin.worktime.bounds import day_in

PREVIEW = 12

KINDS = {
    Group.Kind.WORK: _("Work gets done here: posts stand beside names, and whoever writes sees how many have read."),
    Group.Kind.LISTENING: _("Everybody here is equal: no posts beside names, and nobody sees whether a resident has read."),
    Group.Kind.NOTICE: _("For announcements: those who lead the group write, everybody reads."),
}


@require_GET
@require_person
def details(request: PersonRequest, pk: int) -> HttpResponse:
    """The page of details."""
    return _page(request, membership_or_404(request.user, pk))


def _page(request: PersonRequest, member: Member, refusal: Refused | None = None, typed: Any = None) -> HttpResponse:
    group = member.group
    invites = may_invite(member, group)
    first = list(members_of(group)[: PREVIEW - invites])  # the button that adds somebody takes a place
    shown = posts_shown([m.person_id for m in first]) if shows_ranks(group) else {}
    for one in first:
        one.post_shown = shown.get(one.person_id, "")
    return page(
        request, "groups/details.html", member, refusal, first=first, count=member_count(group), kind_says=KINDS[Group.Kind(group.kind)],
        sources=sources_of(group), may_invite=invites, may_appoint=may_appoint(member), may_leave=may_leave(member),
        today=timezone.localdate(), more_rows=[more.row(group) for more in SETTINGS_ROWS] if may_manage(member) else [],
        typed=typed or {"name": group.name, "about": group.about, "ends_on": _iso(group.ends_on)},
    )  # fmt: skip


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


@require_POST
@require_person
def change(request: PersonRequest, pk: int, do: str) -> HttpResponse:
    """Changes one thing about the group, or leaves it; what was typed comes back with the words why it was refused."""
    member = membership_or_404(request.user, pk)
    if do not in _CHANGES:
        raise NotThere
    try:
        said = _CHANGES[do](request, member)
    except Invalid as refusal:
        return _page(request, member, refusal, {name: request.POST.get(name, "") for name in ("name", "about", "ends_on")})
    return redirect(f"{reverse('messages')}?done=left") if said == "left" else done(said, "group-details", pk)


def _rename(request: PersonRequest, member: Member) -> str:
    ends_on = day_typed(request.POST.get("ends_on", ""))
    to = actions.Change(name=request.POST.get("name", ""), about=request.POST.get("about", ""))
    if ends_on != member.group.ends_on:  # a last day that has passed stays, as long as nobody sets another
        to["ends_on"] = ends_on
    actions.change_group(member.group, request.user, **to)
    return "saved"


def day_typed(text: str) -> date | None:
    """Gives the day of a date field; None where it was left empty. Raises Invalid for what is no day."""
    day = day_in(text)
    if day is None and text.strip():
        raise Invalid(_("That is no day of the calendar."), field="ends_on")
    return day


def _quiet(request: PersonRequest, member: Member) -> str:
    on = request.POST.get("on") == "1"
    actions.set_quiet(member.group, on, request.user)
    return "quiet" if on else "loud"


def _mute(request: PersonRequest, member: Member) -> str:
    on = request.POST.get("on") == "1"
    actions.mute(member.group, request.user, on)
    return "muted" if on else "unmuted"


def _archive(request: PersonRequest, member: Member) -> str:
    actions.archive(member.group, request.user)
    return "archived"


def _reopen(request: PersonRequest, member: Member) -> str:
    actions.reopen(member.group, request.user)
    return "reopened"


def _leave(request: PersonRequest, member: Member) -> str:
    actions.leave(member.group, request.user)
    return "left"


_CHANGES: dict[str, Callable[[PersonRequest, Member], str]] = {
    "name": _rename, "quiet": _quiet, "mute": _mute, "archive": _archive, "reopen": _reopen, "leave": _leave,
}  # fmt: skip
