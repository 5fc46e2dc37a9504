"""What waits for somebody today, in one screen: my word, what is late in my line, what was said and not answered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import chain, zip_longest
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from huiyin.db.compiled import Compiled, keys_of
from huiyin.db.lookups import IdIn
from huiyin.db.statements import in_one_go
from huiyin.groups.models import Group, Member, Message
from huiyin.people.models import Person
from huiyin.people.queries.holders import ask_posts
from huiyin.tasks.lines import ask_lines
from huiyin.tasks.models import IN_HAND, Assignee, Extension, Proof, Rung, State, Task
from huiyin.tasks.queries.visibility import either, to_order
from huiyin.tasks.rendering import Card, cards_of

# One screen: the rest stands on the board, and follows here as these are cleared.
WORDS, TO_DO, LATE, SAID = 10, 8, 8, 10
COUNTED = 100
PROOFS = 200  # of all reports on the screen
UNANSWERED_AFTER = timedelta(hours=4)
UNANSWERED_SINCE = timedelta(days=14)


@dataclass
class Waiting:
    """A task that waits for this person's word; `why` is what for: report, extension, declined, explain, acknowledge, do."""

    why: str
    card: Card
    extension: Extension | None = None
    rung: Rung | None = None
    proofs: Sequence[Proof] = ()  # what a report is judged by
    html: str = ""  # the card, and what stands below it, as the view has had them drawn
    clearing: str = ""


@dataclass
class Today:
    """The screen. `late` are tasks of the line below that are overdue; `unanswered` what people said and nobody answered. `more_waiting`:
    how many reports and declined tasks are not on it; `more_to_do`, `more_late`: whether there are more of these."""

    waiting: list[Waiting] = field(default_factory=list)
    to_do: list[Waiting] = field(default_factory=list)
    late: list[Card] = field(default_factory=list)
    unanswered: list[Message] = field(default_factory=list)
    under_way: int = 0
    people_waiting: int = 0  # how many words wait for an answer, 100 at the most
    more_waiting: int = 0
    more_to_do: bool = False
    more_late: bool = False
    late_html: Sequence[str] = ()  # the cards of `late`, as the page has had them drawn
    unanswered_after: str = ""  # after how long, in words


def today(person: Person) -> Today:
    """Gives what waits for a person: some twenty questions in six goes, whatever there is. First which tasks, then all of them at once."""
    now = timezone.now()
    with in_one_go():
        held, line = ask_posts(person), ask_lines()
        said = _unanswered.ask(person.pk, now - UNANSWERED_AFTER, now - UNANSWERED_SINCE)
    mine = tuple(sorted(held()))
    below = sorted({*line().below(mine)} - {*mine})
    with in_one_go():
        asked = [_in_state.ask(person.pk, mine, state) for state in (State.REPORTED.value, State.DECLINED.value)]
        extensions, rungs = _extensions.ask(person.pk, mine), _rungs.ask(person.pk)
        doing, states = _doing.ask(person.pk, mine), _states.ask(person.pk, mine)
    waiting = _fairly([
        [("report", pk, None) for pk in asked[0]()], [("extension", e.task_id, e) for e in extensions()],
        [("declined", pk, None) for pk in asked[1]()], [("explain", r.task_id, r) for r in rungs()],
    ], WORDS)  # fmt: skip
    own, above = doing(), {task for _why, task, _what in waiting}
    late = [pk for pk in _late(person, mine, below, now) if pk not in above]
    cards = cards_of(_tasks(tuple({*above, *own, *late[:LATE]})))
    shown = Today(late=[cards[pk] for pk in late[:LATE]], more_late=len(late) > LATE, unanswered=said())
    shown.people_waiting = len(shown.unanswered)
    if shown.people_waiting == SAID:
        shown.people_waiting = len(_in_vain(person.pk, now - UNANSWERED_AFTER, now - UNANSWERED_SINCE))
    reported = tuple(task for why, task, _what in waiting if why == "report")
    proofs: dict[int, list[Proof]] = {}
    for proof in _proofs(reported) if reported else ():
        proofs.setdefault(proof.task_id, []).append(proof)
    for why, task, what in waiting:
        extension, rung = what if isinstance(what, Extension) else None, what if isinstance(what, Rung) else None
        shown.waiting.append(Waiting(why, cards[task], extension, rung, proofs.get(task, ()) if why == "report" else ()))
    mine_to_do = [cards[pk] for pk in own if _does(cards[pk], person)]  # not what the post's named holder does
    shown.to_do = [Waiting("acknowledge" if _unseen(card, person) else "do", card) for card in mine_to_do[:TO_DO]]
    shown.more_to_do = len(mine_to_do) > TO_DO or len(own) == 2 * TO_DO
    many = dict(states())
    words = many.get(State.REPORTED, 0) + many.get(State.DECLINED, 0)
    shown.more_waiting = words - sum(one.why in ("report", "declined") for one in shown.waiting)
    shown.under_way = sum(many.values()) - words
    return shown


def _fairly(kinds: Sequence[list[tuple[str, int, Extension | Rung | None]]], most: int) -> list[tuple[str, int, Extension | Rung | None]]:
    """So many at the most, some of each kind: ten reports shall not hide that somebody asks for time. Kind by kind."""
    taken = [one for one in chain.from_iterable(zip_longest(*kinds)) if one is not None][:most]
    return [one for kind in kinds for one in kind if one in taken]


def _does(card: Card, person: Person) -> bool:
    return any(card.doer(a) == person for a in card.assignees)


def _unseen(card: Card, person: Person) -> bool:
    return any(a.acknowledged_at is None and card.doer(a) == person for a in card.assignees)


def issued_by(person: int, mine: Sequence[int], by_index: bool = True, of: str = "") -> Q:
    """Issued from a post one speaks for, or by oneself without a post. `of` leads from another table to the tasks."""
    return Q(**{f"{of}issuer": person, f"{of}issuer_post": None}) | Q(IdIn(f"{of}issuer_post_id", mine, by_index))


def pleas(person: int, mine: Sequence[int]) -> QuerySet[Extension]:
    """Pleas for time that wait for one's word. From what waits to its tasks, never the other way: few wait."""
    return Extension.objects.filter(issued_by(person, mine, by_index=False, of="task__"), verdict="waiting", task__ended_at=None)


def to_explain(person: int) -> QuerySet[Rung]:
    """Rungs that one is asked to explain."""
    return Rung.objects.filter(person=person, fired_at__isnull=False, explained_at=None, task__ended_at=None)


def done_by(person: int, mine: Sequence[int]) -> Q:
    """In one's own hands: given to oneself, or to a post one speaks for."""
    doing = Assignee.objects.filter(Q(person=person, post=None) | Q(IdIn("post_id", mine)), ended_at=None)
    return Q(pk__in=doing.values("task"), state__in=IN_HAND)


_CARD = ("group",)  # the card needs no more of a task than its own row: five models for each of twenty cards cost a tenth of the page
_tasks = Compiled[Task](lambda pks: Task.objects.filter(IdIn("pk", pks)).select_related(*_CARD))
_in_state = Compiled[int](
    lambda person, mine, state: Task.objects.filter(issued_by(person, mine), ended_at=None, state=state)
    .order_by("moved_at", "pk")
    .values_list("pk", flat=True)[:WORDS]
)
_states = Compiled[tuple[str, int]](
    lambda person, mine: Task.objects.filter(issued_by(person, mine), ended_at=None).order_by().values_list("state").annotate(Count("pk"))
)
_extensions = Compiled[Extension](lambda person, mine: pleas(person, mine).order_by("at", "pk")[:WORDS])
_rungs = Compiled[Rung](lambda person: to_explain(person).order_by("fired_at", "pk")[:WORDS])
# Of the report that waits first, then what was shown before it.
_proofs = Compiled[Proof](
    lambda tasks: Proof.objects.filter(IdIn("task_id", tasks), upload__erased_at=None)
    .select_related("upload", "by")
    .order_by("task_id", F("report").desc(nulls_last=True), "pk")[:PROOFS]
)
_doing = Compiled[int](
    lambda person, mine: Task.objects.filter(done_by(person, mine))
    .order_by(F("deadline_at").asc(nulls_last=True), "pk")
    .values_list("pk", flat=True)[: 2 * TO_DO]
)


def _late(person: Person, mine: Sequence[int], below: Sequence[int], now: datetime) -> list[int]:
    def rule(by_index: bool) -> Q:
        return issued_by(person.pk, mine, by_index) | either("lead_post_id", below, by_index)

    found, _ids = to_order(rule, below, Q(ended_at=None, state__in=[*IN_HAND, State.DECLINED], deadline_at__lte=now), leaves_few=False)
    return keys_of(found.order_by("deadline_at", "pk").values_list("pk", flat=True)[: LATE + WORDS + 1])


def nobody_answered() -> Any:
    """Narrows messages to those that nobody answered: no reply to it, no word of an official's after it in the group."""
    after = Message.objects.filter(
        Q(reply_to=OuterRef("pk")) | Q(author__kind=Person.Kind.OFFICIAL), group=OuterRef("group"), n__gt=OuterRef("n"), recalled_at=None
    )
    return ~Exists(after)


def said_in_vain(person: int, before: datetime, since: datetime) -> QuerySet[Message]:
    """Gives what residents said between two moments in groups this person leads or listens in, and none of the officials there answered."""
    # In a listening group it is every official's office to answer.
    answers = Q(role__in=["owner", "manager"]) | Q(group__kind=Group.Kind.LISTENING)
    led = Member.objects.filter(answers, person=person, left_at=None, group__archived_at=None).values("group")
    said = Message.objects.filter(
        group__in=led, author__kind=Person.Kind.RESIDENT, at__lte=before, at__gte=since, recalled_at=None, erased_at=None,
    ).exclude(group__kind=Group.Kind.NOTICE)  # fmt: skip
    return said.filter(nobody_answered())


_unanswered = Compiled[Message](lambda *asked: said_in_vain(*asked).select_related("group", "author").order_by("at")[:SAID])
_in_vain = Compiled[int](lambda *asked: said_in_vain(*asked).order_by().values_list("pk", flat=True)[:COUNTED])
