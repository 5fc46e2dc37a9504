"""A group's robots: added, tried, changed, removed; what was sent last and what came of it."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from huiyin.channels import actions, queries
from huiyin.channels.actions.sending import send_round
from huiyin.channels.cards import robot_events, said_of
from huiyin.channels.models import Delivery, Destination
from huiyin.channels.reasons import why
from huiyin.channels.registry import ROBOTS
from huiyin.channels.rules import may_keep_robots, may_see_robots
from huiyin.core.errors import Invalid, NotThere, Refused, WrongState
from huiyin.groups.models import Member
from huiyin.groups.rules import membership_or_404, require
from huiyin.groups.views.frame import done, page
from huiyin.people.auth import PersonRequest, require_person


@require_GET
@require_person
def robots(request: PersonRequest, pk: int) -> HttpResponse:
    """The robots of a group, and where to add one."""
    member = _leader(request, pk)
    found = queries.robots_of(member.group)
    for one in found:
        one.says = ROBOTS[one.channel].words  # type: ignore[attr-defined]
        one.icon = f"{one.channel}/icon.svg"  # type: ignore[attr-defined]
    kinds = [(name, robot.words, f"{name}/icon.svg") for name, robot in ROBOTS.items()]
    return page(request, "channels/robots.html", member, robots=found, kinds=kinds, may_keep=may_keep_robots(member, member.group))


@require_http_methods(["GET", "HEAD", "POST"])
@require_person
def new(request: PersonRequest, pk: int, channel: str) -> HttpResponse:
    """Adds a robot."""
    member = _leader(request, pk)
    if channel not in ROBOTS:
        raise NotThere
    require(may_keep_robots(member, member.group))
    if request.method != "POST":
        return _form(request, member, channel)
    said = request.POST
    try:
        made = actions.add_robot(
            member.group, request.user, channel, name=said.get("name", "")[:200], address=said.get("address", "")[:2000],
            secret=said.get("secret", "")[:500], events=said.getlist("events")[:20], bare="bare" in said,
        )  # fmt: skip
    except (Invalid, WrongState) as refusal:
        return _form(request, member, channel, refusal)
    return done("saved", "group-robot", pk, made.pk)


def _form(request: PersonRequest, member: Member, channel: str, refusal: Refused | None = None) -> HttpResponse:
    robot = ROBOTS[channel]
    chosen = request.POST.getlist("events") if request.method == "POST" else ["issued", "late", "rung", "settled"]
    return page(
        request, "channels/robot_new.html", member, refusal, robot=robot, form=f"{channel}/form.html", icon=f"{channel}/icon.svg",
        typed=request.POST, events=_events(chosen), bare="bare" in request.POST,
    )  # fmt: skip


def _events(chosen: list[str]) -> list[tuple[str, object, bool]]:
    return [(name, words, name in chosen) for name, words in robot_events().items()]


@require_GET
@require_person
def robot(request: PersonRequest, pk: int, robot: int) -> HttpResponse:
    """One robot: what it is told, what was sent last, what came of it."""
    member = _leader(request, pk)
    return _page(request, member, _found(member, robot))


def _page(request: PersonRequest, member: Member, found: Destination, refusal: Refused | None = None) -> HttpResponse:
    deliveries = queries.deliveries_of(found)
    for one in deliveries:
        one.said = why(one.answer)  # type: ignore[attr-defined]
        one.what = said_of(one.entry) if one.entry else _("Test")  # type: ignore[attr-defined]
        one.lost = one.state in Delivery.LOST  # type: ignore[attr-defined]
    return page(
        request, "channels/robot.html", member, refusal, robot=found, says=ROBOTS[found.channel].words, icon=f"{found.channel}/icon.svg",
        deliveries=deliveries, trouble=why(found.trouble), events=_events(found.told),
        may_keep=may_keep_robots(member, member.group),
    )  # fmt: skip


@require_POST
@require_person
def again(request: PersonRequest, pk: int, robot: int, delivery: int) -> HttpResponse:
    """Sends once more what may not have arrived."""
    member = _leader(request, pk)
    found = _found(member, robot)
    one = queries.delivery_in(found, delivery)
    if one is None:
        raise NotThere
    try:
        actions.send_again(one, request.user)
    except WrongState as refusal:
        return _page(request, member, found, refusal)
    return done("saved", "group-robot", pk, robot)


@require_POST
@require_person
def change(request: PersonRequest, pk: int, robot: int, do: str) -> HttpResponse:
    """Sends a test, sets a stopped robot going, chooses what it is told, or removes it."""
    member = _leader(request, pk)
    found = _found(member, robot)
    if do not in _CHANGES:
        raise NotThere
    try:
        return _CHANGES[do](request, member, found)
    except (Invalid, WrongState) as refusal:
        return _page(request, member, found, refusal)


def _test(request: PersonRequest, member: Member, found: Destination) -> HttpResponse:
    actions.send_test(found, request.user)
    send_round(found.pk)  # at once, within the three seconds an errand has: who pressed waits for what comes of it
    return done("saved", "group-robot", member.group_id, found.pk)


def _resume(request: PersonRequest, member: Member, found: Destination) -> HttpResponse:
    actions.resume_robot(found, request.user)
    return done("saved", "group-robot", member.group_id, found.pk)


def _choose(request: PersonRequest, member: Member, found: Destination) -> HttpResponse:
    actions.change_robot(found, request.user, request.POST.getlist("events")[:20], "bare" in request.POST)
    return done("saved", "group-robot", member.group_id, found.pk)


def _remove(request: PersonRequest, member: Member, found: Destination) -> HttpResponse:
    actions.remove_robot(found, request.user)
    return done("saved", "group-robots", member.group_id)


_CHANGES: dict[str, Callable[[PersonRequest, Member, Destination], HttpResponse]] = {
    "test": _test, "resume": _resume, "choose": _choose, "remove": _remove,
}  # fmt: skip


def _leader(request: PersonRequest, pk: int) -> Member:
    member = membership_or_404(request.user, pk)
    require(may_see_robots(member))
    return member


def _found(member: Member, pk: int) -> Destination:
    found = queries.robot_in(member.group, pk)
    if found is None:
        raise NotThere
    return found
