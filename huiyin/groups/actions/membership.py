"""Who is in a group: added, joined, left, removed, given a role, handed over; and units and posts whose holders belong."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from huiyin.core.errors import NotThere, TooMuch, WrongState
from huiyin.groups.models import Group, Member, Source
from huiyin.groups.rules import (
    may_leave,
    may_manage,
    may_remove,
    membership_of,
    require,
)
from huiyin.journal.models import Entry, Stream
from huiyin.journal.recording import PendingEntry, reacts_to, record, record_all
from huiyin.people.models import Person, Post, Unit
from huiyin.people.queries import delegates_today, holders_of_posts, holders_of_units, posts_held

MEMBERS_LIMIT = 5000


def enter(
    group: Group,
    person: Person,
    *,
    by: Person | None,
    kind: str = "member.added",
    role: str = Member.Role.MEMBER,
    met: str = "",
    at: datetime | None = None,
    **data: object,
) -> Member | None:
    """Puts one person into the group, as `enter_all` does. Gives the membership, or None when they were a member already."""
    came = {person.pk: at} if at else {}
    entered = enter_all(group, [person], by=by, kind=kind, role=role, met={person.pk: met}, at=came, brought=False, **data)
    return next(iter(entered), None)


def enter_all(
    group: Group,
    people: Iterable[Person],
    *,
    by: Person | None,
    kind: str = "member.added",
    role: str = Member.Role.MEMBER,
    met: Mapping[int, str] | None = None,
    at: Mapping[int, datetime] | None = None,
    brought: bool = False,
    **data: object,
) -> list[Member]:
    """Puts persons into the group and tells their browsers. Inside an action's transaction, under the group's stream.

    Takes persons; by person's id where they met and when they came (default: now); `brought`: a post or unit brings them, nobody
    named them. Gives the new memberships; who is in already stays as they are, but whom somebody names now no longer leaves
    with the post. What was said before is theirs to read, and counts as read.
    """
    met, at, now = met or {}, at or {}, timezone.now()
    wanted = {person.pk: person for person in people}
    known = {m.person_id: m for m in Member.objects.select_for_update().filter(group=group, person__in=list(wanted))}
    group.refresh_from_db(fields=["last_n"])
    entered, fresh = [], []
    for pk, person in wanted.items():
        member = known.get(pk)
        if member is not None and member.left_at is None:
            if member.brought and not brought:
                member.brought = False
                member.save(update_fields=["brought"])
            continue
        if member is None:
            member = Member(group=group, person=person)
            fresh.append(member)
        member.role, member.left_at, member.silenced, member.read_n = role, None, False, group.last_n
        member.brought = brought
        member.joined_n = 0 if pk in at else group.last_n  # whom a history brings along was there when it was said
        member.joined_at, member.met = at.get(pk, now), met.get(pk, "") or member.met
        if member.pk:
            member.save()
        entered.append(member)
    Member.objects.bulk_create(fresh, batch_size=500)
    told = {m.person_id: {"group": group.pk, "person": m.person_id, **data} for m in entered}
    record_all(group.stream_id, [PendingEntry(kind, by.pk if by else None, told[pk], at.get(pk)) for pk in told])
    tell_people(group, list(told), "group.entered", by)
    return entered


def tell_people(group: Group, people: Sequence[int], kind: str, by: Person | None) -> None:
    """Records in persons' own streams that they came into a group or left it: for those who ever signed in, whose browsers listen."""
    keys = [f"person:{pk}" for pk in people]
    for place in range(0, len(keys), 500):
        for stream in Stream.objects.filter(key__in=keys[place : place + 500]).order_by("pk"):
            record(stream, kind, by=by, data={"group": group.pk, "stream": group.stream_id})


def exit_group(member: Member, *, by: Person | None, kind: str) -> None:
    """Takes a member out and tells their browsers. Inside an action's transaction."""
    member.left_at, member.role = timezone.now(), Member.Role.MEMBER
    member.save(update_fields=["left_at", "role"])
    group = member.group
    record(group.stream_id, kind, by=by, data={"group": group.pk, "person": member.person_id})
    tell_people(group, [member.person_id], "group.exited", by)


def add_people(
    group: Group, people: Iterable[Person], by: Person, met: Mapping[int, str] | None = None, at: Mapping[int, datetime] | None = None
) -> list[Member]:
    """A manager adds persons by name. Gives the new members; who is in already stays as they are.

    `met`: by person's id, where and when they met; `at`: likewise, when they came, for histories brought from elsewhere.
    """
    with transaction.atomic():
        Stream.locked(group.stream_id)
        require(may_manage(membership_of(by, group)))
        _require_open(group)
        wanted = list(people)
        if group.members.filter(left_at=None).count() + len(wanted) > MEMBERS_LIMIT:
            raise TooMuch(_("A group holds at most %(limit)s people.") % {"limit": MEMBERS_LIMIT})
        return enter_all(group, [p for p in wanted if p.is_active], by=by, met=met, at=at)


def leave(group: Group, person: Person) -> None:
    """A member leaves. Raises NotAllowed for the owner, who hands the group over first."""
    with transaction.atomic():
        Stream.locked(group.stream_id)
        member = membership_of(person, group)
        if member is None:
            raise NotThere
        require(may_leave(member), _("Hand the group over to somebody first; then you can leave."))
        exit_group(member, by=person, kind="member.left")


def remove_member(group: Group, person: Person, by: Person) -> None:
    """A manager takes a member out; that person hears nothing more from the group from this moment."""
    with transaction.atomic():
        Stream.locked(group.stream_id)
        member = membership_of(person, group)
        if member is None:
            raise NotThere
        require(may_remove(membership_of(by, group), member))
        exit_group(member, by=by, kind="member.removed")


def mute(group: Group, person: Person, on: bool) -> None:
    """A member's own wish: no sound from this group. Not an entry: it is nobody else's business."""
    Member.objects.filter(group=group, person=person, left_at=None).update(muted=on)


def add_source(group: Group, by: Person, unit: Unit | None = None, post: Post | None = None) -> list[Member]:
    """Everyone who holds a post of this unit, or this post, belongs to the group from now on. Gives who came in."""
    with transaction.atomic():
        Stream.locked(group.stream_id)
        require(may_manage(membership_of(by, group)))
        _require_open(group)
        _source, made = Source.objects.get_or_create(group=group, unit=unit, post=post)
        if made:
            record(group.stream_id, "source.added", by=by, data={"group": group.pk, "unit": unit and unit.pk, "post": post and post.pk})
        return enter_all(group, [p for p in _belonging(unit, post) if p.is_active], by=by, brought=True)


def remove_source(source: Source, by: Person) -> None:
    """The unit or post no longer brings people in; who is in stays, as a member by name."""
    with transaction.atomic():
        group = source.group
        Stream.locked(group.stream_id)
        require(may_manage(membership_of(by, group)))
        elsewhere = {p.pk for other in group.sources.exclude(pk=source.pk) for p in _belonging(other.unit, other.post)}
        staying = {p.pk for p in _belonging(source.unit, source.post)} - elsewhere
        Member.objects.filter(group=group, left_at=None, person__in=staying).update(brought=False)
        record(group.stream_id, "source.removed", by=by, data={"group": group.pk, "unit": source.unit_id, "post": source.post_id})
        source.delete()


def _belonging(unit: Unit | None, post: Post | None) -> list[Person]:
    """Who holds the post, or one of the unit's, and who acts for them by delegation meanwhile."""
    holders = holders_of_units([unit.pk]) if unit else holders_of_posts([post.pk]) if post else []
    return [*holders, *delegates_today(post, unit)]


def _require_open(group: Group) -> None:
    group.refresh_from_db(fields=["archived_at"])
    if group.archived_at is not None:
        raise WrongState(_("This group has ended and is kept for reading. Its manager can open it again."))


@reacts_to("post.taken")
def follow_new_holder(entry: Entry) -> None:
    """Who takes a post enters the groups that the post, or its unit, belongs to."""
    _come(entry.data["post"], entry.data["person"])


@reacts_to("delegation.began")
def follow_delegate(entry: Entry) -> None:
    """Who acts for a post sees what is said to it, as long as they do."""
    _come(entry.data["post"], entry.data["to"])


def _come(post_id: int, person_id: int) -> None:
    post, person = Post.objects.get(pk=post_id), Person.objects.get(pk=person_id)
    for source in _sources_of(post).filter(group__archived_at=None).select_related("group").order_by("group__stream_id"):
        enter_all(source.group, [person], by=None, brought=True)


@reacts_to("post.left")
def follow_leaving_holder(entry: Entry) -> None:
    """Rights follow the post: who leaves it leaves the groups that only the post brought them into. Only an owner stays until the group
    is handed over (tasks/actions/handing_over.py lists it): a group is never nobody's."""
    _go(entry.data["post"], entry.data["person"])


@reacts_to("delegation.ended")
def follow_leaving_delegate(entry: Entry) -> None:
    """Who no longer acts for a post hears no more of what is said to it."""
    _go(entry.data["post"], entry.data["to"])


def _go(post_id: int, person_id: int) -> None:
    post = Post.objects.get(pk=post_id)
    came = Member.objects.filter(person_id=person_id, left_at=None, brought=True, group__sources__in=_sources_of(post))
    brought = came.exclude(role=Member.Role.OWNER)
    still = set(Source.objects.filter(_held_by(person_id)).values_list("group_id", flat=True))
    for member in brought.select_related("group").distinct().order_by("group__stream_id"):
        if member.group_id not in still:
            exit_group(member, by=None, kind="member.left")


def _sources_of(post: Post) -> QuerySet[Source]:
    return Source.objects.filter(Q(post=post) | Q(unit_id=post.unit_id))


def _held_by(person_id: int) -> Q:
    held = posts_held([person_id])
    return Q(post__in=[h.post_id for h in held]) | Q(unit__in=[h.unit_id for h in held])
