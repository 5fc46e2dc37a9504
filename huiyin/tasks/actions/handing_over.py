"""Handing over a post: opened when its holder changes or asks for it, reviewed, given in one step, signed by both."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from huiyin.core.errors import Invalid, NotAllowed, NotThere, WrongState
from huiyin.core.handover import left_open
from huiyin.groups.models import Group
from huiyin.journal.models import Entry
from huiyin.journal.recording import open_stream, reacts_to, record
from huiyin.language.clean import clean_words
from huiyin.people.models import Person, Post
from huiyin.people.queries import holders_for, posts_held, reporting_line
from huiyin.people.queries.holders import own_holders
from huiyin.people.rules import may_manage_staff
from huiyin.tasks.actions.giving import check_declared, check_receiver, give_declared, give_group, give_repetition, give_task
from huiyin.tasks.models import OPEN, Assignee, Handover, HandoverItem, RepeatedAssignee, Repetition, Task
from huiyin.worktime.bounds import whole_in

Kind, Choice = HandoverItem.Kind, HandoverItem.Choice


def handovers_seen(person: Person) -> QuerySet[Handover]:
    """Gives the handovers a person may see: who leaves, who takes over, who stands right above the post, the system administrator; and
    who got something of it."""
    if may_manage_staff(person):
        return Handover.objects.all()
    mine = [h.post_id for h in posts_held([person.pk])]
    third = Exists(HandoverItem.objects.filter(handover=OuterRef("pk"), receiver=person))
    return Handover.objects.filter(Q(leaver=person) | Q(successor=person) | Q(post__reports_to__in=mine) | Q(third))


def sees_all(person: Person, handover: Handover) -> bool:
    """A third person sees what came to them, and nothing else."""
    return person.pk in (handover.leaver_id, handover.successor_id) or _is_above(person, handover.post) or may_manage_staff(person)


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
        for kind, thing in items:
            HandoverItem.objects.get_or_create(handover=known, kind=kind, **thing)
    return known


def _everything(post: Post, leaver: Person) -> list[tuple[str, dict[str, Any]]]:
    """What somebody leaves at a post: of what kind, and the columns that say which."""
    mine = Assignee.objects.filter(person=leaver, post=post, ended_at=None, task__state__in=OPEN).select_related("task").order_by("task")
    items: list[tuple[str, dict[str, Any]]] = [(Kind.LEADS if a.role == "lead" else Kind.HELPS, {"task": a.task}) for a in mine]
    issued = Task.objects.filter(issuer=leaver, issuer_post=post, state__in=OPEN).order_by("pk")
    items += [(Kind.ISSUED, {"task": task}) for task in issued]
    again = RepeatedAssignee.objects.filter(person=leaver, post=post, repetition__ended_at=None).select_related("repetition")
    items += [(Kind.LEADS if a.role == "lead" else Kind.HELPS, {"repetition": a.repetition}) for a in again.order_by("repetition")]
    repeated = Repetition.objects.filter(issuer=leaver, issuer_post=post, ended_at=None).order_by("pk")
    items += [(Kind.REPEAT, {"repetition": one}) for one in repeated]
    owned = Group.objects.filter(members__person=leaver, members__role="owner", members__left_at=None, archived_at=None)
    # A listening group is a person's own: the people in it met this person, not the post (story S8).
    items += [(Kind.OWNS, {"group": group}) for group in owned.exclude(kind=Group.Kind.LISTENING).order_by("pk")]
    return items + [(Kind.GOES, {"sort": sort, "number": number}) for sort, number in left_open(leaver, post)]


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
    for one in waiting.order_by("pk"):
        Handover.objects.filter(pk=one.pk).update(successor=entry.data["person"])
        record(one.stream_id, "handover.named", by=entry.by, data={"handover": one.pk, "to": entry.data["person"]})


def may_cancel(person: Person, handover: Handover) -> bool:
    """Who leaves, as long as they hold the post and nothing was given: they listed it before their time."""
    if handover.given_at is not None or person.pk != handover.leaver_id:
        return False
    return any(held.post_id == handover.post_id and not held.delegated for held in posts_held([person.pk]))


def cancel_handover(handover: Handover | int, by: Person) -> None:
    """Takes back a handover that was listed before leaving: everything stays where it is. The record keeps that it was.

    Raises NotThere or NotAllowed for whom it is not, WrongState where it was given or the post was left.
    """
    pk = handover if isinstance(handover, int) else handover.pk
    with transaction.atomic():
        found = handovers_seen(by).select_for_update(of=("self",)).filter(pk=pk).first()
        if found is None:
            raise NotThere
        if found.leaver_id != by.pk:
            raise NotAllowed
        if not may_cancel(by, found):
            raise WrongState
        record(found.stream_id, "handover.cancelled", by=by, data={"handover": found.pk})
        Handover.objects.filter(pk=found.pk).delete()


def give_over(handover: Handover | int, by: Person, choices: Mapping[int, str], words: str = "") -> Handover:
    """The one step: every item goes where the review says, and who leaves signs.

    Takes choices by item: "successor" (where nothing is said), "stays" (groups only), "other:12" for a third person, who is told.

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
    things = ("task__issuer_post", "group", "repetition__issuer_post", "repetition__group")
    open_items = found.items.filter(done_at=None).select_related(*things)
    going = [(item, *_chosen(found, item, choices.get(item.pk, Choice.SUCCESSOR))) for item in open_items.order_by("group", "task", "pk")]
    for item, choice, to in going:  # all are allowed before the first goes
        _give(found, item, choice, to, by)
    with transaction.atomic():
        found = Handover.objects.select_for_update(of=("self",)).get(pk=pk)
        found.given_at, found.given_by, found.words = timezone.now(), by, clean_words(words[:500], 500)
        found.save(update_fields=["given_at", "given_by", "words"])
        data = {"handover": found.pk, "to": found.successor_id, "items": found.items.count()}
        record(found.stream_id, "handover.given", by=by, data=data)
        third = found.items.filter(choice=Choice.OTHER).order_by("receiver").values("receiver").annotate(n=Count("pk"))
        for one in third:
            data = {"handover": found.pk, "to": one["receiver"], "items": one["n"]}
            record(found.stream_id, "handover.passed", by=by, data=data)
    return found


def _chosen(handover: Handover, item: HandoverItem, choice: str) -> tuple[str, Person | None]:
    """Where an item goes, and to whom. Raises Invalid for what cannot be."""
    assert handover.successor is not None
    name, _colon, number = choice.partition(":")
    if name == Choice.OTHER:
        receiver = Person.objects.filter(pk=whole_in(number) or 0).first()
        if receiver is None:
            raise Invalid(_("Name to whom it goes."), field=f"item-{item.pk}")
        if receiver.pk == handover.successor_id:
            return Choice.SUCCESSOR, handover.successor
        check_receiver(handover, item, receiver)
        return Choice.OTHER, receiver
    if choice not in (Choice.SUCCESSOR, Choice.STAYS) or (choice == Choice.STAYS and item.group is None):
        raise Invalid(_("Tasks go with the post."), field=f"item-{item.pk}")
    if choice == Choice.SUCCESSOR:
        check_declared(handover, item, handover.successor, third=False)
    return choice, handover.successor if choice == Choice.SUCCESSOR else None


def _give(handover: Handover, item: HandoverItem, choice: str, to: Person | None, by: Person) -> None:
    third = choice == Choice.OTHER
    with transaction.atomic():
        if to is not None and item.task_id is not None:
            give_task(handover, item, to, third, by)
        elif to is not None and item.repetition_id is not None:
            give_repetition(handover, item, to, third, by)
        elif to is not None and item.group is not None:
            give_group(handover.leaver, to, item.group)
        elif to is not None and item.number is not None:
            give_declared(handover, item, to, third, by)
        item.choice, item.done_at, item.receiver = choice, timezone.now(), to if third else None
        item.save(update_fields=["choice", "done_at", "receiver"])


def acknowledge_items(handover: Handover | int, by: Person) -> int:
    """A third person says that they know what came to them. Gives how many items; again, none."""
    with transaction.atomic():
        pk = handover if isinstance(handover, int) else handover.pk
        mine = HandoverItem.objects.filter(handover=pk, receiver=by, done_at__isnull=False)
        seen = handovers_seen(by).filter(Exists(mine), pk=pk, given_at__isnull=False)
        found = seen.select_for_update(of=("self",)).first()
        if found is None:
            raise NotThere
        count = mine.filter(acknowledged_at=None).update(acknowledged_at=timezone.now())
        if count:
            data = {"handover": found.pk, "items": count, "to": by.pk}
            record(found.stream_id, "handover.acknowledged", by=by, data=data)
    return count


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
