"""The cards of a reader: what they have not read, as they may read it at this moment."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from math import ceil
from typing import Any

from django.db.models import Max

from huiyin.cases.models import OPEN, Case
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
    given: str = ""  # the topic a request was given: by whoever asked, or at the desk


@dataclass(slots=True)
class Card:
    """What was said in nearly the same words: `lines`, the newest first. `text`, `places`, `who`: set for those that are drawn."""

    alike: int
    topic: int
    given: str = ""  # where those of a topic were given several, which of these
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
    place: tuple[int, int] = (0, 0)  # in the order: its topic's, its own

    @property
    def first(self) -> int:
        """The number of the oldest saying on it: what is decided covers those from here to `upto`, and no others."""
        return self.lines[-1].pk

    @property
    def upto(self) -> int:
        """The number of the newest saying on it."""
        return self.lines[0].pk

    @property
    def position(self) -> str:
        """Where it stands in the order, for addresses."""
        return f"{self.place[0]}.{self.place[1]}"

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
        """The kinds of what was said in it."""
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


def digest_of(person: Person, upto: int | None = None) -> Digest:
    """Gives what this person has not read and not decided. `upto`: of what was said up to a saying's number alone."""
    since = Reading.objects.filter(person=person).values_list("since", flat=True).first() or 0
    only: dict[str, Any] = {} if upto is None else {"pk__lte": upto}
    lines = [*_messages(person, since, **only), *_of_cases(person, since, **only), *_comments(person, since, **only)]
    decided = dict(_decided(person))
    cards: dict[int, Card] = {}
    last = since
    for topic, alike, line in lines:
        last = max(last, line.pk)
        if line.pk <= decided.get(alike, 0):
            continue
        card = cards.get(alike)
        if card is None:
            card = cards[alike] = Card(alike, topic)
        card.lines.append(line)
    found = _in_order(cards.values())
    people = {line.by for card in found for line in card.lines}
    return Digest(found, last, len(people), sum(card.open for card in found))


def cards_from(cards: Sequence[Card], place: tuple[int, int]) -> int:
    """Gives which card stands at this place, or first after it: whoever reads on does so although that card is decided meanwhile."""
    return next((n for n, card in enumerate(cards) if card.place >= place), len(cards))


def _in_order(cards: Iterable[Card]) -> list[Card]:
    topics: dict[int, list[Card]] = {}
    for card in cards:
        card.lines.sort(key=lambda line: -line.pk)
        topics.setdefault(card.topic, []).append(card)
    matters = [matter for topic in topics.values() for matter in _matters(topic)]
    for topic in matters:
        people = {line.by for card in topic for line in card.lines}
        weight = _weight(any(card.open for card in topic), len(people), max(card.upto for card in topic))
        for card in topic:
            card.place = (weight, _weight(card.open, card.people, card.upto))
    return sorted((card for matter in matters for card in matter), key=lambda one: one.place)


def _matters(topic: list[Card]) -> list[list[Card]]:
    """Parts what only sounds alike: requests that people gave different topics are different matters, however like their words are."""
    found: dict[str, list[Card]] = {}
    for card in topic:
        found.setdefault(_given(card), []).append(card)
    if len(found) > 1 and (others := found.pop("", None)):
        most = max(found, key=lambda one: len(found[one]))
        found[most] += others
    for given, cards in found.items():
        for card in cards:
            card.given = given
    return list(found.values())


def _given(card: Card) -> str:
    topics = Counter(line.given for line in card.lines if line.given)
    return topics.most_common(1)[0][0] if topics else ""


def _weight(waits: bool, people: int, newest: int) -> int:
    """What waits comes first, then what most people said, then the newest. A number of at most 18 digits, and no two are the same: one
    reads on from it although what it was of is gone."""
    return (0 if waits else 10**17) + (99_999 - min(people, 99_999)) * 10**12 + (10**12 - 1 - newest)


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
    # That it was taken down as a request is said under it, and is no answer: it waits as long as the request does.
    cases = dict(Case.objects.filter(IdIn("source_id", sorted(row[4] for row in found))).values_list("source", "state"))
    return [
        (topic, alike, Line(pk, "message", at, of, by, group, n,
                            cases[of] in OPEN if of in cases else of not in replied and n > last.get(group, 0)))
        for pk, topic, alike, at, of, by, group, n in found
    ]  # fmt: skip


def _answers(groups: set[int], first: int) -> tuple[dict[int, int], set[int]]:
    """By group the last word of an official's, and the messages that were replied to."""
    after = Message.objects.filter(IdIn("group_id", sorted(groups)), n__gt=first, recalled_at=None)
    last = after.filter(author__kind=Person.Kind.OFFICIAL).order_by().values_list("group").annotate(Max("n"))
    return dict(last), {pk for pk in after.filter(reply_to__isnull=False).values_list("reply_to", flat=True) if pk is not None}


def _of_cases(person: Person, since: int, **only: Any) -> Found:
    rows = Saying.objects.filter(cases_for(speaker_of(person)), kind=Kind.CASE, pk__gt=since, **only).order_by("-pk")
    columns = ("pk", "topic", "alike", "at", "case_id", "case__author_id", "case__state", "case__topic")
    return [
        (topic, alike, Line(pk, "case", at, of, by or -of, open=state in OPEN, given=given))
        for pk, topic, alike, at, of, by, state, given in rows.values_list(*columns)[:MOST]
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
    card = Card(alike, lines[0][0], lines=[line for _topic, _alike, line in lines])
    card.lines.sort(key=lambda line: -line.pk)
    return card


def decided_last(person: Person, limit: int = 3) -> list[Decided]:
    """Gives what somebody decided last and did not undo, the latest first."""
    return list(Decided.objects.filter(person=person, undone_at=None).order_by("-pk")[:limit])


def place_kept(person: Person) -> tuple[int, str]:
    """Gives the card at which somebody stopped reading, and its place in the order; (0, "") for who never read."""
    stopped = Reading.objects.filter(person=person).first()
    return (stopped.place, stopped.position) if stopped is not None else (0, "")
