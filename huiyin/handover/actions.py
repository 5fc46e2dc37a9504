"""Handing over a post: opened when its holder changes or asks for it, reviewed, given in one step, signed by both."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.db import transaction
from django.db.models import Count, Exists
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from huiyin.core.errors import Invalid, NotAllowed, NotThere, WrongState
from huiyin.core.handover import HANDED_OVER, Giving, left_open
from huiyin.handover.models import Handover, HandoverItem
from huiyin.handover.queries import handovers_seen
from huiyin.handover.rules import may_cancel, may_give, may_list, may_take
from huiyin.journal.models import Entry
from huiyin.journal.recording import open_stream, record
from huiyin.language.clean import clean_words
from huiyin.people.models import Person, Post
from huiyin.people.queries.holders import own_holders
from huiyin.worktime.bounds import whole_in

Choice = HandoverItem.Choice
MOST_WORDS = 500  # letters for who comes after


def open_handover(post: Post, leaver: Person, by: Person | None = None) -> Handover | None:
    """Lists everything open that somebody leaves at a post. None where there is nothing. Again gives the open one, its list made anew.

    `by` is the leaver themself, who stands above, or the system administrator; None is the house, when a holder changed. Raises
    NotAllowed for anybody else.
    """
    with transaction.atomic():
        if by is not None and not may_list(by, post, leaver):
            raise NotAllowed
        known = Handover.objects.select_for_update(of=("self",)).filter(post=post, leaver=leaver, taken_at=None).first()
        items = left_open(leaver, post)
        if known is None and not items:
            return None
        if known is None:
            stream = open_stream(f"handover:{post.pk}:{leaver.pk}:{timezone.now():%Y%m%d%H%M%S%f}")
            known = Handover.objects.create(stream=stream, post=post, leaver=leaver, successor=_successor(post, leaver))
            data = {"handover": known.pk, "post": post.pk, "from": leaver.pk, "items": len(items)}
            record(stream, "handover.opened", by=by, data=data)
        elif known.given_at is not None:
            return known
        for kind, number in items:
            HandoverItem.objects.get_or_create(handover=known, kind=kind, number=number)
    return known


def _successor(post: Post, leaver: Person) -> Person | None:
    holder = own_holders([post.pk]).get(post.pk)
    return holder.person if holder is not None and holder.person.pk != leaver.pk else None


def holder_left(entry: Entry) -> None:
    """A post was left for good: what is open there is listed."""
    if not entry.data["acting"]:
        open_handover(Post.objects.get(pk=entry.data["post"]), Person.objects.get(pk=entry.data["person"]))


def holder_came(entry: Entry) -> None:
    """Whoever takes the post is the successor of everybody whose handover is still open there."""
    waiting = Handover.objects.filter(post=entry.data["post"], successor=None, taken_at=None).exclude(leaver=entry.data["person"])
    for one in waiting.order_by("pk"):
        Handover.objects.filter(pk=one.pk).update(successor=entry.data["person"])
        record(one.stream_id, "handover.named", by=entry.by, data={"handover": one.pk, "to": entry.data["person"]})


def cancel_handover(handover: Handover | int, by: Person) -> None:
    """Takes back a handover that was listed before leaving: everything stays where it is. The record keeps that it was.

    Raises NotThere or NotAllowed for whom it is not, WrongState where it was given or the post was left.
    """
    with transaction.atomic():
        found = handovers_seen(by).select_for_update(of=("self",)).filter(pk=_number(handover)).first()
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

    Takes choices by item: "successor" (where nothing is said), "stays" (what need not go with the post), "other:12" for a third person,
    who is told.

    Each item in a transaction of its own, in the order in which it is listed; broken off, it goes on with what is left when done again.
    Raises WrongState where there is no successor yet, NotAllowed for whom it is not, Invalid (its field names the item) for what cannot be.
    """
    found = handovers_seen(by).select_related("post__unit", "leaver", "successor").filter(pk=_number(handover)).first()
    if found is None:
        raise NotThere
    if found.given_at is not None:
        raise WrongState(_("This was handed over already."))
    if not may_give(by, found):
        raise NotAllowed(_("Who leaves hands over; once they are gone, who stands above the post."))
    if found.successor is None:
        raise WrongState(_("Nobody has taken the post yet. Everything stays listed until somebody does."))
    open_handover(found.post, found.leaver)  # what came since it was opened
    open_items = listed(found.items.filter(done_at=None))
    going = [(item, *_chosen(found, item, choices.get(item.pk, Choice.SUCCESSOR))) for item in open_items]
    for item, choice, to in going:  # all are allowed before the first goes
        _give(found, item, choice, to, by)
    return _signed(found.pk, by, words)


def listed(items: Iterable[HandoverItem]) -> list[HandoverItem]:
    """Gives items in the order in which they are read, and go: by what they are, then by number."""
    orders = {kind.name: kind.order for kind in HANDED_OVER}
    return sorted(items, key=lambda item: (orders.get(item.kind, max(orders.values(), default=0) + 1), item.kind, item.number))


def _signed(pk: int, by: Person, words: str) -> Handover:
    with transaction.atomic():
        found = Handover.objects.select_for_update(of=("self",)).get(pk=pk)
        found.given_at, found.given_by, found.words = timezone.now(), by, clean_words(words[:MOST_WORDS], MOST_WORDS)
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
    kind, field = HANDED_OVER.get(item.kind), f"item-{item.pk}"
    if name == Choice.OTHER:
        receiver = Person.objects.filter(pk=whole_in(number) or 0).first()
        if receiver is None:
            raise Invalid(_("Name to whom it goes."), field=field)
        if receiver.pk != handover.successor_id:
            if receiver.pk == handover.leaver_id or receiver.kind != Person.Kind.OFFICIAL or not receiver.is_active:
                raise Invalid(_("It can go to another official who can sign in."), field=field)
            _check(handover, item, receiver, third=True)
            return Choice.OTHER, receiver
        choice = Choice.SUCCESSOR
    if choice not in (Choice.SUCCESSOR, Choice.STAYS) or (choice == Choice.STAYS and not (kind is not None and kind.may_stay)):
        raise Invalid(_("Tasks go with the post."), field=field)
    if choice == Choice.STAYS:
        return choice, None
    _check(handover, item, handover.successor, third=False)
    return choice, handover.successor


def _check(handover: Handover, item: HandoverItem, to: Person, *, third: bool) -> None:
    """Raises Invalid, in the words of the app whose it is, where it cannot go to this person."""
    kind = HANDED_OVER.get(item.kind)
    if kind is not None and (words := kind.refuses(_giving(handover, item, to, third, to))):
        raise Invalid(words, field=f"item-{item.pk}")


def _give(handover: Handover, item: HandoverItem, choice: str, to: Person | None, by: Person) -> None:
    """One item goes on, as the app moves it whose it is. What no app knows any more stays."""
    third, kind = choice == Choice.OTHER, HANDED_OVER.get(item.kind)
    with transaction.atomic():
        if to is not None and kind is not None:
            kind.give(_giving(handover, item, to, third, by))
        item.choice, item.done_at, item.receiver = choice, timezone.now(), to if third else None
        item.save(update_fields=["choice", "done_at", "receiver"])


def _giving(handover: Handover, item: HandoverItem, to: Person, third: bool, by: Person) -> Giving:
    return Giving(item.number, handover.leaver, handover.post, to, third, by, handover.pk)


def acknowledge_items(handover: Handover | int, by: Person) -> int:
    """A third person says that they know what came to them. Gives how many items; again, none."""
    with transaction.atomic():
        pk = _number(handover)
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
        seen = handovers_seen(by).select_for_update(of=("self",)).select_related("leaver", "post")
        found = seen.filter(pk=_number(handover)).first()
        if found is None:
            raise NotThere
        if not may_take(by, found):
            raise WrongState(_("It is signed by the successor, after who leaves has signed."))
        found.taken_at = timezone.now()
        found.save(update_fields=["taken_at"])
        record(found.stream_id, "handover.taken", by=by, data={"handover": found.pk, "to": by.pk})
    return found


def _number(handover: Handover | int) -> int:
    return handover if isinstance(handover, int) else handover.pk
