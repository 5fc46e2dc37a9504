"""What waits for somebody today, in one screen: my word, what is late in my line, what was said and not answered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from huiyin.groups.models import Group, Member, Message
from huiyin.people.models import Person
from huiyin.people.queries import posts_held
from huiyin.tasks.models import IN_HAND, Assignee, Extension, Rung, State, Task
from huiyin.tasks.queries.sight import either, posts_below, to_order
from huiyin.tasks.rendering import Card, cards_of

SHOWN = 12  # of each kind: more stand on the board
UNANSWERED_AFTER = timedelta(hours=4)
UNANSWERED_SINCE = timedelta(days=14)


@dataclass
class Waiting:
    """A task that waits for this person's word; `why` is what for: report, extension, declined, explain, acknowledge, do."""

    why: str
    card: Card
    extension: Extension | None = None
    rung: Rung | None = None


@dataclass
class Today:
    """The screen. `late` are tasks of the line below that are overdue; `unanswered` what people said and nobody answered."""

    post: str
    waiting: list[Waiting] = field(default_factory=list)
    to_do: list[Waiting] = field(default_factory=list)
    late: list[Card] = field(default_factory=list)
    unanswered: list[Message] = field(default_factory=list)
    under_way: int = 0


_CARD = ("issuer", "lead_post__unit", "lead_unit", "message", "group")


def today(person: Person) -> Today:
    """Gives what waits for a person: some eighteen queries, whatever there is. First which tasks, then all of them at once."""
    now, held = timezone.now(), posts_held([person.pk])
    mine = [h.post_id for h in held]
    # Issued from a post one speaks for, or by oneself without a post.
    issued = Task.objects.filter(_issued(person, mine), ended_at=None)
    reports = _keys(issued.filter(state=State.REPORTED).order_by("moved_at"))
    # From what waits to its tasks, never the other way: few wait.
    asked = Extension.objects.filter(_issued(person, mine, by_index=False, of="task__"), verdict="waiting", task__ended_at=None)
    extensions = list(asked.order_by("at")[:SHOWN])
    declined = _keys(issued.filter(state=State.DECLINED).order_by("moved_at"))
    rungs = list(
        Rung.objects.filter(person=person, fired_at__isnull=False, explained_at=None, task__ended_at=None)
        .order_by("fired_at")[:SHOWN]
    )  # fmt: skip
    doing = Assignee.objects.filter(ended_at=None, task__state__in=IN_HAND).filter(Q(person=person, post=None) | Q(post__in=mine))
    own = _keys(Task.objects.filter(pk__in=doing.values("task")).order_by("deadline_at", "pk"), 2 * SHOWN)
    late = _late(person, mine, now)
    wanted = {*reports, *declined, *own, *late, *(e.task_id for e in extensions), *(r.task_id for r in rungs)}
    cards = cards_of(list(Task.objects.filter(pk__in=wanted).select_related(*_CARD)))
    shown = Today(str(held[0].post) if held else "")
    shown.waiting = [Waiting("report", cards[pk]) for pk in reports]
    shown.waiting += [Waiting("extension", cards[e.task_id], extension=e) for e in extensions]
    shown.waiting += [Waiting("declined", cards[pk]) for pk in declined]
    shown.waiting += [Waiting("explain", cards[r.task_id], rung=r) for r in rungs]
    mine_to_do = [cards[pk] for pk in own if _does(cards[pk], person)]  # not what the post's named holder does
    shown.to_do = [Waiting("acknowledge" if _unseen(card, person) else "do", card) for card in mine_to_do]
    above = {w.card.task.pk for w in shown.waiting}
    shown.late = [cards[pk] for pk in late if pk not in above]
    shown.unanswered = unanswered(person, now)
    shown.under_way = issued.count() - len(reports) - len(declined)
    return shown


def _keys(found: QuerySet[Task], most: int = SHOWN) -> list[int]:
    return list(found.values_list("pk", flat=True)[:most])


def waiting_count(person: Person) -> int:
    """Gives how many wait for this person's word, for the mark on the tab. Four queries."""
    mine = [h.post_id for h in posts_held([person.pk])]
    issued = Task.objects.filter(_issued(person, mine), ended_at=None)
    words = issued.filter(state__in=[State.REPORTED, State.DECLINED]).count()
    words += Extension.objects.filter(_issued(person, mine, by_index=False, of="task__"), verdict="waiting", task__ended_at=None).count()
    return words + Rung.objects.filter(person=person, fired_at__isnull=False, explained_at=None, task__ended_at=None).count()


def _does(card: Card, person: Person) -> bool:
    return any(card.doer(a) == person for a in card.assignees)


def _unseen(card: Card, person: Person) -> bool:
    return any(a.acknowledged_at is None and card.doer(a) == person for a in card.assignees)


def _issued(person: Person, mine: Sequence[int], by_index: bool = True, of: str = "") -> Q:
    """Issued from a post one speaks for, or by oneself without a post. `of` leads from another table to the tasks."""
    return Q(**{f"{of}issuer": person, f"{of}issuer_post": None}) | either(f"{of}issuer_post_id", mine, by_index)


def _late(person: Person, mine: list[int], now: datetime) -> list[int]:
    below = sorted(set(posts_below(mine)) - set(mine))

    def rule(by_index: bool) -> Q:
        return _issued(person, mine, by_index) | either("lead_post_id", below, by_index)

    found, _ids = to_order(rule, below, Q(ended_at=None, state__in=[*IN_HAND, State.DECLINED], deadline_at__lte=now), leaves_few=False)
    return _keys(found.order_by("deadline_at", "pk"))


def unanswered(person: Person, now: datetime) -> list[Message]:
    """Gives what residents said in groups this person leads and nobody of the group's officials answered: no reply to it, no official's
    word after it, for four hours. The oldest first; of the last fortnight."""
    led = Member.objects.filter(person=person, left_at=None, role__in=["owner", "manager"], group__archived_at=None).values("group")
    after = Message.objects.filter(
        Q(reply_to=OuterRef("pk")) | Q(author__kind=Person.Kind.OFFICIAL), group=OuterRef("group"), n__gt=OuterRef("n"), recalled_at=None
    )
    said = Message.objects.filter(
        group__in=led, author__kind=Person.Kind.RESIDENT, at__lte=now - UNANSWERED_AFTER, at__gte=now - UNANSWERED_SINCE,
        recalled_at=None, erased_at=None,
    ).exclude(group__kind=Group.Kind.NOTICE)  # fmt: skip
    return list(said.filter(~Exists(after)).select_related("group", "author").order_by("at")[:SHOWN])
