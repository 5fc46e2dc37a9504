"""Who is told of what. An entry is answered in the very transaction that records it: a kill loses no notice and doubles none."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from huiyin.groups.models import Group
from huiyin.journal.models import Entry
from huiyin.journal.recording import reacts_together_to
from huiyin.notices import actions
from huiyin.notices.models import Notice
from huiyin.tasks.models import Task


@dataclass(frozen=True, slots=True)
class Recipient:
    """Somebody to be told of an entry: a person's id and the kind of notice (wording.KINDS); where it comes from and leads to.
    `urgent`: it may leave the house in quiet hours."""

    person: int
    kind: str
    group: Group | None = None
    task: Task | None = None
    urgent: bool = False


Answer = Callable[[Entry], Iterable[Recipient]]
_answers: dict[str, list[Answer]] = {}
#: Called in the same transaction with the notices just made and whether each is urgent.
followers: list[Callable[[Sequence[tuple[Notice, bool]]], None]] = []


def notifies(*kinds: str) -> Callable[[Answer], Answer]:
    """Decorates the function that gives who is to be told of an entry of these kinds. Each person is told once; nobody of what they
    did themselves."""

    def register(answer: Answer) -> Answer:
        for kind in kinds:
            if kind not in _answers:
                reacts_together_to(kind)(_tell)
            _answers.setdefault(kind, []).append(answer)
        return answer

    return register


def _tell(entries: Sequence[Entry]) -> None:
    """Asks who is meant by each entry, and makes the notices of all at once."""
    meant: dict[tuple[int, int], tuple[Entry, Recipient]] = {}
    for entry in entries:
        for answer in _answers[entry.kind]:
            for telling in answer(entry):
                if telling.person != entry.by_id:
                    meant.setdefault((entry.pk, telling.person), (entry, telling))
    if meant:
        tell(list(meant.values()))


def tell(meant: Sequence[tuple[Entry, Recipient]]) -> None:
    """Makes the notices of entries, in the transaction that records these, and lets followers know."""
    made = actions.tell_people(meant)
    for follow in followers:
        follow(made)
