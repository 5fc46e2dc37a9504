"""The cards of a reader: what they have not read, as they may read it at this moment. Some ten queries, whatever there is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from math import ceil
from typing import Any

from django.db.models import Max

from huiyin.cases.models import OPEN
from huiyin.cases.rules import speaker_of
from huiyin.db.lookups import IdIn
from huiyin.digest.models import Decided, Kind, Reading, Saying
from huiyin.digest.rules import cases_for, comments_for, groups_of
from huiyin.feed.models import Comment
from huiyin.groups.models import Message
from huiyin.people.models import Person

SECONDS_A_CARD = 20
MOST = 20_000  # sayings of one reader: the newest


@dataclass(slots=True)
class Line:
    """One saying of a card: its number, where it was said and by whom (numbers), and whether nobody answered."""

    pk: int
    kind: str
    at: datetime
    of: int
    by: int
    group: int = 0
    n: int = 0
    open: bool = False


@dataclass(slots=True)
class Card:
    """What was said in nearly the same words: `lines`, the newest first. `text`, `places`, `who`: set for those that are drawn."""

    alike: int
    topic: int
    lines: list[Line] = field(default_factory=list)
    text: str = ""
    who: str = ""
    places: list[str] = field(default_factory=list)
    href: str = ""
    may: set[str] = field(default_factory=set)
    leads: list[tuple[int, str]] = field(default_factory=list)
    work: int = 0  # the group in whose name it is handed on
    deadlines: list[tuple[str, str]] = field(default_factory=list)
    done: Decided | None = None
    heading: str = ""

    @property
    def first(self) -> int:
        """The number of the oldest saying on it: what is decided covers those from here to `upto`, and no others."""
        return self.lines[-1].pk

    @property
    def upto(self) -> int:
        """The number of the newest saying on it."""
        return self.lines[0].pk

    @property
    def people(self) -> int:
        """How many different people said it."""
        return len({line.by for line in self.lines})

    @property
    def open(self) -> bool:
        """Whether one of them waits for an answer."""
        return any(line.open for line in self.lines)

    @property
    def kinds(self) -> set[str]:
        return {line.kind for line in self.lines}


@dataclass(slots=True)
class Digest:
    """All that is unread, in order: topics with unanswered words first, those of most people, the newest. `upto`: the last number."""

    cards: list[Card]
    upto: int
    people: int = 0
    waiting: int = 0

    @property
    def minutes(self) -> int:
        """How long it takes to go through, about."""
        return ceil(len(self.cards) * SECONDS_A_CARD / 60)


def digest_of(person: Person, since: int | None = None) -> Digest:
    """Gives what this person has not read and not decided. `since`: a saying's number in the place of where they last finished."""
    if since is None:
        since = Reading.objects.filter(person=person).values_list("since", flat=True).first() or 0
    lines = [*_messages(person, since), *_of_cases(person, since), *_comments(person, since)]
    decided = dict(_decided(person))
    cards: dict[int, Card] = {}
    upto = since
    for topic, alike, line in lines:
        upto = max(upto, line.pk)
        if line.pk <= decided.get(alike, 0):
            continue
        card = cards.get(alike)
        if card is None:
            card = cards[alike] = Card(alike, topic)
        card.lines.append(line)
    found = _in_order(cards.values())
    people = {line.by for card in found for line in card.lines}
    return Digest(found, upto, len(people), sum(card.open for card in found))


def _in_order(cards: Iterable[Card]) -> list[Card]:
    topics: dict[int, list[Card]] = {}
    for card in cards:
        card.lines.sort(key=lambda line: -line.pk)
        topics.setdefault(card.topic, []).append(card)
    sorted_topics = sorted(topics.values(), key=_weight)
    return [card for topic in sorted_topics for card in sorted(topic, key=lambda one: (not one.open, -one.people, -one.lines[0].pk))]


def _weight(topic: list[Card]) -> tuple[bool, int, int]:
    people = {line.by for card in topic for line in card.lines}
    return (not any(card.open for card in topic), -len(people), -max(card.lines[0].pk for card in topic))


def _decided(person: Person) -> Iterable[tuple[int, int]]:
    rows = Decided.objects.filter(person=person, undone_at=None).values("alike").annotate(last=Max("upto"))
    return [(row["alike"], row["last"]) for row in rows]


Found = list[tuple[int, int, Line]]


def _messages(person: Person, since: int, **only: Any) -> Found:
    groups = groups_of(person)
    if not groups:
        return []
    there = {"message__recalled_at": None, "message__erased_at": None} | only
    rows = Saying.objects.filter(IdIn("message__group_id", sorted(groups)), kind=Kind.MESSAGE, pk__gt=since, **there)
    rows = rows.exclude(message__author=person)
    rows = rows.order_by("-pk")
    columns = ("pk", "topic", "alike", "at", "message_id", "message__author_id", "message__group_id", "message__n")
    found = [row for row in rows.values_list(*columns)[:MOST] if row[7] > groups[row[6]]]
    if not found:
        return []
    last, replied = _answers({row[6] for row in found}, min(row[7] for row in found))
    return [
        (topic, alike, Line(pk, "message", at, of, by, group, n, of not in replied and n > last.get(group, 0)))
        for pk, topic, alike, at, of, by, group, n in found
    ]


def _answers(groups: set[int], first: int) -> tuple[dict[int, int], set[int]]:
    """By group the last word of an official's, and the messages that were replied to."""
    after = Message.objects.filter(IdIn("group_id", sorted(groups)), n__gt=first, recalled_at=None)
    last = after.filter(author__kind=Person.Kind.OFFICIAL).order_by().values_list("group").annotate(Max("n"))
    return dict(last), {pk for pk in after.filter(reply_to__isnull=False).values_list("reply_to", flat=True) if pk is not None}


def _of_cases(person: Person, since: int, **only: Any) -> Found:
    rows = Saying.objects.filter(cases_for(speaker_of(person)), kind=Kind.CASE, pk__gt=since, **only).order_by("-pk")
    columns = ("pk", "topic", "alike", "at", "case_id", "case__author_id", "case__state")
    return [
        (topic, alike, Line(pk, "case", at, of, by or -of, open=state in OPEN))
        for pk, topic, alike, at, of, by, state in rows.values_list(*columns)[:MOST]
    ]


def _comments(person: Person, since: int, **only: Any) -> Found:
    rows = Saying.objects.filter(comments_for(person), kind=Kind.COMMENT, pk__gt=since, **only).order_by("-pk")
    found = list(rows.values_list("pk", "topic", "alike", "at", "comment_id", "comment__by_id")[:MOST])
    if not found:
        return []
    answers = Comment.objects.filter(reply_to__in=[row[4] for row in found], deleted_at=None, by__kind=Person.Kind.OFFICIAL)
    replied = set(answers.values_list("reply_to", flat=True))
    return [(topic, alike, Line(pk, "comment", at, of, by, open=of not in replied)) for pk, topic, alike, at, of, by in found]


def card_of(person: Person, alike: int, first: int, upto: int) -> Card | None:
    """Gives one card as this person may see it now, read or not: of what was shown, from its first saying to its last, what is still
    there. None where nothing of it is theirs to see."""
    only: dict[str, Any] = {"alike": alike, "pk__lte": upto}
    lines = [*_messages(person, first - 1, **only), *_of_cases(person, first - 1, **only), *_comments(person, first - 1, **only)]
    if not lines:
        return None
    card = Card(alike, lines[0][0], [line for _topic, _alike, line in lines])
    card.lines.sort(key=lambda line: -line.pk)
    return card
