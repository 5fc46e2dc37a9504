"""Who is in a group, and what a manager does about it."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.views.decorators.http import require_GET, require_POST

from huiyin.core.errors import NotThere
from huiyin.groups import actions
from huiyin.groups.models import Member
from huiyin.groups.queries import findable, member_person, members_of, sources_of
from huiyin.groups.rules import may_appoint, may_invite, may_remove, membership_or_404, shows_ranks
from huiyin.groups.views.frame import done, page
from huiyin.people.auth import PersonRequest, require_person
from huiyin.people.queries import posts_shown

A_PAGE = 50


@require_GET
@require_person
def members(request: PersonRequest, pk: int) -> HttpResponse:
    """The members, fifty a page; ?q= finds by name or pinyin."""
    member = membership_or_404(request.user, pk)
    text = request.GET.get("q", "").strip()[:40]
    found = Paginator(members_of(member.group, text), A_PAGE).get_page(request.GET.get("page"))
    shown = posts_shown([m.person_id for m in found]) if shows_ranks(member.group) else {}
    known = findable(request.user, [m.person_id for m in found])
    appoints = may_appoint(member)
    for one in found:
        _dress(one, member, shown, appoints)
        one.opens = one.person_id in known
    return page(
        request, "groups/members.html", member, found=found, q=text, sources=sources_of(member.group) if not text else [],
        may_add=may_invite(member, member.group),
    )  # fmt: skip


def _dress(one: Any, member: Member, shown: dict[int, str], appoints: bool) -> None:
    """Sets what the line shows and which acts the reader has about this member."""
    other = one.person_id != member.person_id
    one.post_shown = shown.get(one.person_id, "")
    one.mine = not other
    one.may_remove = may_remove(member, one)
    one.may_appoint = appoints and other
    one.acts = one.may_remove or one.may_appoint


@require_POST
@require_person
def change(request: PersonRequest, pk: int, person: int, do: str) -> HttpResponse:
    """A manager's act about one member: their role, their voice, their place in the group."""
    group = membership_or_404(request.user, pk).group
    whom = member_person(group, person)
    if whom is None:
        raise NotThere
    match do:
        case "manager" | "member":
            actions.set_role(group, whom, do, request.user)
        case "silence":
            actions.silence(group, whom, request.user)
        case "unsilence":
            actions.unsilence(group, whom, request.user)
        case "remove":
            actions.remove_member(group, whom, request.user)
        case "hand-over":
            actions.hand_over(group, whom, request.user)
        case _:
            raise NotThere
    said = {"silence": "silenced", "unsilence": "unsilenced", "remove": "removed", "hand-over": "handed"}.get(do, do)
    return done(said, "group-members", pk)
