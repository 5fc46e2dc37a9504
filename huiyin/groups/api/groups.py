"""Groups: list, change, members, invitations."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from ninja import Path, Query, Router

from huiyin.core.api import LARGEST, REFUSALS, each, needs
from huiyin.core.errors import Invalid, NotThere
from huiyin.core.paging import After, a_page, moment_of, number_of, place_after
from huiyin.groups import actions
from huiyin.groups.api.shapes import (
    GroupChange,
    GroupIn,
    GroupOut,
    InviteIn,
    InviteOut,
    MemberChange,
    MemberOut,
    OwnerIn,
    PeopleIn,
    UnreadOut,
)
from huiyin.groups.models import Invite, Member
from huiyin.groups.queries import invite_in, member_person, members_of, memberships_of, open_invites, people_to_add, unread_total
from huiyin.groups.rules import may_invite, membership_or_404, require, shows_ranks
from huiyin.people.api.people import Text, person_out
from huiyin.people.queries import posts_shown

router = Router(tags=["groups"])
Id = Annotated[int, Path(ge=1, le=LARGEST)]
PAGE = 100


def group_out(member: Member) -> dict[str, Any]:
    """Gives a group as a member of it sees it."""
    group = member.group
    return {
        "id": group.pk, "name": group.name, "kind": group.kind, "about": group.about, "last_n": group.last_n, "read_n": member.read_n,
        "unread": max(0, group.last_n - max(member.read_n, member.joined_n)), "muted": member.muted, "role": member.role,
        "archived": group.archived_at is not None, "ends_on": group.ends_on, "quiet": group.quiet,
    }  # fmt: skip


@router.get("/groups", response={200: list[GroupOut], **REFUSALS}, summary="My groups, the latest first", **needs("groups:read"))
def groups(request: HttpRequest, response: HttpResponse, archived: bool = False, limit: Annotated[int, Query(ge=1, le=500)] = PAGE,
           after: After = "") -> Any:  # fmt: skip
    behind = None
    if after:
        at, group_id = place_after(after, 2)
        behind = (moment_of(at), group_id)
    found = memberships_of(request.user, archived, behind, limit + 1)  # type: ignore[arg-type]
    page = a_page(request, response, found, limit, lambda m: (number_of(m.group.last_at), m.group_id))
    return each(page, group_out)


@router.get("/unread", response={200: UnreadOut, **REFUSALS}, summary="How many messages wait in all my groups", **needs("groups:read"))
def unread(request: HttpRequest) -> Any:
    return {"unread": unread_total(request.user)}  # type: ignore[arg-type]


@router.post("/groups", response={201: GroupOut, **REFUSALS}, summary="Open a group", **needs("groups:write"))
def open_group(request: HttpRequest, body: GroupIn) -> Any:
    group = actions.open_group(request.user, body.name, body.kind, body.about, ends_on=body.ends_on)  # type: ignore[arg-type]
    return 201, _fresh(request, group.pk)


@router.get("/groups/{group_id}", response={200: GroupOut, **REFUSALS}, summary="One group", **needs("groups:read"))
def group(request: HttpRequest, group_id: Id) -> Any:
    return _fresh(request, group_id)


@router.patch("/groups/{group_id}", response={200: GroupOut, **REFUSALS}, summary="Change what is named", **needs("groups:write"))
def change(request: HttpRequest, group_id: Id, body: GroupChange) -> Any:
    me: Any = request.user
    group = membership_or_404(me, group_id).group
    told = body.model_dump(exclude_unset=True)
    to = {name: value for name, value in told.items() if name == "ends_on" or value is not None}  # no last day is one too
    if to.get("name") == "":
        to["name"] = group.name
    actions.change_group(group, me, **to)
    return _fresh(request, group_id)


@router.get("/groups/{group_id}/members", response={200: list[MemberOut], **REFUSALS}, summary="Who is in it", **needs("groups:read"))
def members(request: HttpRequest, response: HttpResponse, group_id: Id, q: Text = "", limit: Annotated[int, Query(ge=1, le=500)] = PAGE,
            after: After = "") -> Any:  # fmt: skip
    group = membership_or_404(request.user, group_id).group  # type: ignore[arg-type]
    behind = None
    if after:
        rank, joined, pk = place_after(after, 3)
        behind = (rank, moment_of(joined), pk)
    some = list(members_of(group, q, after=behind)[: limit + 1])
    found = a_page(request, response, some, limit, lambda m: (m.rank, number_of(m.joined_at), m.pk))
    shown = posts_shown([m.person_id for m in found]) if shows_ranks(group) else {}
    return each(found, lambda m: {
        "person": person_out(m.person, shown.get(m.person_id, "")), "role": m.role, "silenced": m.silenced, "joined_at": m.joined_at,
    })  # fmt: skip


@router.post("/groups/{group_id}/members", response={200: list[MemberOut], **REFUSALS}, summary="Add people", **needs("groups:write"))
def add(request: HttpRequest, group_id: Id, body: PeopleIn) -> Any:
    me: Any = request.user
    group = membership_or_404(me, group_id).group
    added = actions.add_people(group, people_to_add(me, list(dict.fromkeys(body.people))), by=me)
    return each(added, lambda m: {"person": person_out(m.person), "role": m.role, "silenced": m.silenced, "joined_at": m.joined_at})


@router.patch("/groups/{group_id}/members/{person_id}", response={200: MemberOut, **REFUSALS}, summary="Role, pause posting",
              **needs("groups:write"))  # fmt: skip
def change_member(request: HttpRequest, group_id: Id, person_id: Id, body: MemberChange) -> Any:
    me: Any = request.user
    group = membership_or_404(me, group_id).group
    person = member_person(group, person_id)
    if person is None:
        raise NotThere
    member = actions.change_member(group, person, me, body.role, body.silenced)
    return {"person": person_out(person), "role": member.role, "silenced": member.silenced, "joined_at": member.joined_at}


@router.delete("/groups/{group_id}/members/{person_id}", response={204: None, **REFUSALS}, summary="Remove somebody, or leave",
               **needs("groups:write"))  # fmt: skip
def remove(request: HttpRequest, group_id: Id, person_id: Id) -> Any:
    me: Any = request.user
    group = membership_or_404(me, group_id).group
    person = member_person(group, person_id)
    if person is None:
        raise NotThere
    if person.pk == me.pk:
        actions.leave(group, me)
    else:
        actions.remove_member(group, person, by=me)
    return 204, None


@router.put("/groups/{group_id}/owner", response={200: GroupOut, **REFUSALS}, summary="Hand the group over", **needs("groups:write"))
def owner(request: HttpRequest, group_id: Id, body: OwnerIn) -> Any:
    me: Any = request.user
    group = membership_or_404(me, group_id).group
    person = member_person(group, body.person)
    if person is None:
        raise Invalid(field="person")
    actions.hand_over(group, person, by=me)
    return _fresh(request, group_id)


@router.get("/groups/{group_id}/invites", response={200: list[InviteOut], **REFUSALS}, summary="Open invitations", **needs("groups:write"))
def invites(request: HttpRequest, group_id: Id) -> Any:
    member = membership_or_404(request.user, group_id)  # type: ignore[arg-type]
    require(may_invite(member, member.group))
    return each(open_invites(member.group), _invite)


@router.post("/groups/{group_id}/invites", response={201: InviteOut, **REFUSALS}, summary="Invite by link", **needs("groups:write"))
def invite(request: HttpRequest, group_id: Id, body: InviteIn) -> Any:
    me: Any = request.user
    made = actions.make_invite(membership_or_404(me, group_id).group, me, body.met, body.hours, body.places)
    return 201, _invite(made)


@router.delete("/groups/{group_id}/invites/{invite_id}", response={204: None, **REFUSALS}, summary="Withdraw an invitation",
               **needs("groups:write"))  # fmt: skip
def revoke_invite(request: HttpRequest, group_id: Id, invite_id: Id) -> Any:
    me: Any = request.user
    actions.revoke_invite(invite_in(membership_or_404(me, group_id).group, invite_id), me)
    return 204, None


def _invite(invite: Invite) -> dict[str, Any]:
    return {"id": invite.pk, "key": invite.key, "met": invite.met, "expires_at": invite.expires_at, "places": invite.places,
            "used": invite.used}  # fmt: skip


def _fresh(request: HttpRequest, group_id: int) -> dict[str, Any]:
    return group_out(membership_or_404(request.user, group_id))  # type: ignore[arg-type]
