"""Handing over a post: opened when its holder changes or asks for it, reviewed, given in one step, signed by both."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from huiyin.groups.actions import add_people, hand_over
from huiyin.groups.models import Group, Member
from huiyin.groups.rules import standing
from huiyin.journal.errors import Invalid, NotAllowed, NotThere, WrongState
from huiyin.journal.models import Entry
from huiyin.journal.recording import open_stream, reacts_to, record
from huiyin.people.models import Person, Post
from huiyin.people.queries import holders_for, posts_held, reporting_line
from huiyin.people.queries.holders import own_holders
from huiyin.people.rules import may_manage_staff
from huiyin.tasks.actions.reminding import wind_nag
from huiyin.tasks.actions.telling import show
from huiyin.tasks.models import OPEN, Assignee, Handover, HandoverItem, Task

Kind, Choice = HandoverItem.Kind, HandoverItem.Choice


def handovers_seen(person: Person) -> QuerySet[Handover]:
    """Gives the handovers a person may see: who leaves, who takes over, who stands right above the post, and the system administrator."""
    if may_manage_staff(person):
        return Handover.objects.all()
    mine = [h.post_id for h in posts_held([person.pk])]
    return Handover.objects.filter(Q(leaver=person) | Q(successor=person) | Q(post__reports_to__in=mine))


def may_give(person: Person, handover: Handover) -> bool:
    """Who leaves; where they can sign in no more, or have left the post, who stands right above it or the system administrator too."""
    if handover.given_at is not None:
        return False
    gone = not handover.leaver.is_active or all(h.post_id != handover.post_id for h in posts_held([handover.leaver_id]))
    return person.pk == handover.leaver_id or (gone and (_is_above(person, handover.post) or may_manage_staff(person)))


def may_take(person: Person, handover: Handover) -> bool:
    return handover.given_at is not None and handover.taken_at is None and person.pk == handover.successor_id


def _is_above(person: Person, post: Post) -> bool:
    above = reporting_line(post)[:1]
    return bool(above) and any(holder.person.pk == person.pk for holder in holders_for([above[0].pk]).values())


def open_handover(post: Post, leaver: Person, by: Person | None = None) -> Handover | None:
    """Lists everything open that somebody leaves at a post. None where there is nothing. Again gives the open one, its list made anew.

    `by` is the leaver themself, who stands above, or the system administrator; None is the house, when a holder changed.
    """
    with transaction.atomic():
        if by is not None and not (by == leaver or _is_above(by, post) or may_manage_staff(by)):
            raise NotAllowed
        known = Handover.objects.select_for_update(of=("self",)).filter(post=post, leaver=leaver, taken_at=None).first()
        items = _everything(post, leaver)
        if known is None and not items:
            return None
        if known is None:
            stream = open_stream(f"handover:{post.pk}:{leaver.pk}:{timezone.now():%Y%m%d%H%M%S%f}")
            known = Handover.objects.create(stream=stream, post=post, leaver=leaver, successor=_successor(post, leaver))
            data = {"handover": known.pk, "post": post.pk, "from": leaver.pk, "items": len(items)}
            record(stream, "handover.opened", by=by, data=data)
        elif known.given_at is not None:
            return known
        for kind, task, group in items:
            HandoverItem.objects.get_or_create(handover=known, kind=kind, task=task, group=group)
    return known


def _everything(post: Post, leaver: Person) -> list[tuple[str, Task | None, Group | None]]:
    mine = Assignee.objects.filter(person=leaver, post=post, ended_at=None, task__state__in=OPEN).select_related("task").order_by("task")
    items: list[tuple[str, Task | None, Group | None]] = [(Kind.LEADS if a.role == "lead" else Kind.HELPS, a.task, None) for a in mine]
    issued = Task.objects.filter(issuer=leaver, issuer_post=post, state__in=OPEN).order_by("pk")
    items += [(Kind.ISSUED, task, None) for task in issued]
    owned = Group.objects.filter(members__person=leaver, members__role="owner", members__left_at=None, archived_at=None)
    # A listening group is a person's own: the people in it met this person, not the post (story S8).
    return items + [(Kind.OWNS, None, group) for group in owned.exclude(kind=Group.Kind.LISTENING).order_by("pk")]


def _successor(post: Post, leaver: Person) -> Person | None:
    holder = own_holders([post.pk]).get(post.pk)
    return holder.person if holder is not None and holder.person.pk != leaver.pk else None


@reacts_to("post.left")
def holder_left(entry: Entry) -> None:
    """A post was left for good: what is open there is listed."""
    if not entry.data["acting"]:
        open_handover(Post.objects.get(pk=entry.data["post"]), Person.objects.get(pk=entry.data["person"]))


@reacts_to("post.taken")
def holder_came(entry: Entry) -> None:
    """Whoever takes the post is the successor of everybody whose handover is still open there."""
    waiting = Handover.objects.filter(post=entry.data["post"], successor=None, taken_at=None).exclude(leaver=entry.data["person"])
    waiting.update(successor=entry.data["person"])


def give_over(handover: Handover | int, by: Person, choices: Mapping[int, str], words: str = "") -> Handover:
    """The one step: every item goes where the review says, and who leaves signs. Takes choices by item (default: to the successor).

    Each item in a transaction of its own, in the order of its locks; broken off, it goes on with what is left when done again.
    Raises WrongState where there is no successor yet, NotAllowed for whom it is not.
    """
    pk = handover if isinstance(handover, int) else handover.pk
    found = handovers_seen(by).select_related("post__unit", "leaver", "successor").filter(pk=pk).first()
    if found is None:
        raise NotThere
    if found.given_at is not None:
        raise WrongState(_("This was handed over already."))
    if not may_give(by, found):
        raise NotAllowed(_("Who leaves hands over; once they are gone, who stands above the post."))
    if found.successor is None:
        raise WrongState(_("Nobody has taken the post yet. Everything stays listed until somebody does."))
    open_handover(found.post, found.leaver)  # what came since it was opened
    for item in found.items.filter(done_at=None).select_related("task", "group").order_by("group", "task", "pk"):
        choice = choices.get(item.pk, Choice.SUCCESSOR)
        if choice not in Choice.values or (choice == Choice.STAYS and item.group is None):
            raise Invalid(_("Tasks go with the post."), field=f"item-{item.pk}")
        _give(found, item, choice, by)
    with transaction.atomic():
        found = Handover.objects.select_for_update(of=("self",)).get(pk=pk)
        found.given_at, found.given_by, found.words = timezone.now(), by, words.strip()[:500]
        found.save(update_fields=["given_at", "given_by", "words"])
        data = {"handover": found.pk, "to": found.successor_id, "items": found.items.count()}
        record(found.stream_id, "handover.given", by=by, data=data)
    return found


def _give(handover: Handover, item: HandoverItem, choice: str, by: Person) -> None:
    assert handover.successor is not None
    with transaction.atomic():
        if choice == Choice.SUCCESSOR and item.task_id is not None:
            _give_task(handover, item, by)
        elif choice == Choice.SUCCESSOR and item.group is not None:
            _give_group(handover, item.group)
        item.choice, item.done_at = choice, timezone.now()
        item.save(update_fields=["choice", "done_at"])


def _give_task(handover: Handover, item: HandoverItem, by: Person) -> None:
    successor = handover.successor
    assert item.task_id is not None and successor is not None
    task = Task.locked(item.task_id)
    if not task.is_open:
        return
    owner = Member.objects.filter(group=task.group_id, role="owner", left_at=None).select_related("person").first()
    if owner is not None and task.group.archived_at is None:
        add_people(task.group, [successor], by=owner.person)  # who does it hears what is said of it
    if item.kind == Kind.ISSUED:
        task.issuer = successor
        task.save(update_fields=["issuer"])
    else:
        mine = Q(task=task, person=handover.leaver, post=handover.post, ended_at=None)
        for old in Assignee.objects.filter(mine):
            old.ended_at = timezone.now()
            old.save(update_fields=["ended_at"])
            Assignee.objects.create(task=task, role=old.role, person=successor, post=handover.post)
        wind_nag(task)
    data = {"task": task.pk, "handover": handover.pk, "kind": item.kind, "from": handover.leaver_id, "to": successor.pk}
    record(task.stream_id, "task.handed_over", by=by, data=data, about=task)
    show(task)


def _give_group(handover: Handover, group: Group) -> None:
    successor, leaver = handover.successor, handover.leaver
    member = standing(leaver, group)
    if successor is None or member is None or member.role != Member.Role.OWNER or group.archived_at is not None:
        return
    add_people(group, [successor], by=leaver)
    hand_over(group, successor, by=leaver)


def take_over(handover: Handover | int, by: Person) -> Handover:
    """The successor signs: both have confirmed, and the handover is closed for good."""
    with transaction.atomic():
        pk = handover if isinstance(handover, int) else handover.pk
        found = handovers_seen(by).select_for_update(of=("self",)).select_related("leaver", "post").filter(pk=pk).first()
        if found is None:
            raise NotThere
        if not may_take(by, found):
            raise WrongState(_("It is signed by the successor, after who leaves has signed."))
        found.taken_at = timezone.now()
        found.save(update_fields=["taken_at"])
        record(found.stream_id, "handover.taken", by=by, data={"handover": found.pk, "to": by.pk})
    return found
