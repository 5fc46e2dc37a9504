"""What many speak of, as a stream grows: each message joins the topic it is likest to, or begins one.

A topic is the sum of its messages' weightiest terms; a message is compared only with topics that share some of them. How hot a topic is
can be said in a sentence: how many different people spoke of it, those who agreed counted by their logarithm, older words less.
"""

from __future__ import annotations

from collections import Counter, OrderedDict, defaultdict
from collections.abc import Hashable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from heapq import nlargest
from math import log, sqrt
from typing import Generic, TypeVar

from huiyin.language.ranking import ranking_terms
from huiyin.language.segment import load_words

Key = TypeVar("Key", bound=Hashable)

LENGTH = 600  # characters of a message
TERMS = 30  # of a message
TOPIC_TERMS = 60
JOINS = 0.29  # so like a topic (cosine), and a message joins it
MOST_TOPICS = 20_000
MOST_MESSAGES = 500  # listed in a topic: the newest
_LOOKED_AT = 40  # topics compared with a message
_KNOWN = 400_000  # terms counted


@dataclass(frozen=True, slots=True)
class Said(Generic[Key]):
    """A message of a topic: its key, when, by whom, and how many agreed."""

    key: Key
    at: datetime
    by: Hashable
    agreed: int


@dataclass(slots=True)
class Topic(Generic[Key]):
    """What messages have in common: `terms` with their weight, the newest `messages`, and how many there were in all."""

    number: int
    terms: dict[str, float] = field(default_factory=dict)
    messages: list[Said[Key]] = field(default_factory=list)
    count: int = 0

    def heat(self, now: datetime | None = None, half_life: timedelta = timedelta(days=30)) -> float:
        """Gives how hot it is: each person once and by their newest word, plus the logarithm of who agreed; halved each `half_life`."""
        newest: dict[Hashable, float] = {}
        for said in self.messages:
            age = 0.5 ** max(0.0, (now - said.at) / half_life) if now else 1.0
            newest[said.by] = max(newest.get(said.by, 0.0), age * (1 + log(1 + max(0, said.agreed))))
        return sum(newest.values())


class HotTopics(Generic[Key]):
    """Topics of a stream, kept up message by message."""

    def __init__(self, joins: float = JOINS) -> None:
        self.topics: OrderedDict[int, Topic[Key]] = OrderedDict()
        self._joins = joins
        self._having: dict[str, set[int]] = defaultdict(set)
        self._seen: Counter[str] = Counter()
        self._messages = 0
        self._next = 0

    def add(self, key: Key, text: str, at: datetime, by: Hashable, *, title: str = "", agreed: int = 0) -> Topic[Key]:
        """Takes a message up and gives the topic it joined or began. A title counts twice."""
        counted = Counter([*ranking_terms(title), *ranking_terms(title), *ranking_terms(text[:LENGTH])])
        self._messages += 1
        self._seen.update(counted.keys())
        if len(self._seen) > _KNOWN:
            self._seen = Counter({term: times for term, times in self._seen.items() if times > 1})
        vector = self._vector(counted)
        topic = self._likest(vector) or self._begin()
        self._join(topic, vector, Said(key, at, by, agreed))
        return topic

    def hottest(self, most: int = 5, now: datetime | None = None, half_life: timedelta = timedelta(days=30)) -> list[Topic[Key]]:
        """Gives the hottest topics, hottest first. Without `now` nothing ages."""
        return nlargest(most, self.topics.values(), key=lambda topic: (topic.heat(now, half_life), -topic.number))

    def _vector(self, counted: Counter[str]) -> dict[str, float]:
        weights = {term: (1 + log(times)) * self._rarity(term) for term, times in counted.items()}
        heaviest = nlargest(TERMS, weights.items(), key=lambda item: (item[1], item[0]))
        size = sqrt(sum(weight * weight for _, weight in heaviest)) or 1.0
        return {term: weight / size for term, weight in heaviest}

    def _rarity(self, term: str) -> float:
        """What nobody else said cannot bring together: a term counts most when a few have it."""
        seen = self._seen[term]
        return log(1 + self._messages / seen) if seen > 1 else 0.3 * log(1 + self._messages)

    def _likest(self, vector: dict[str, float]) -> Topic[Key] | None:
        shared: Counter[int] = Counter()
        for term in vector:
            for number in self._having.get(term, ()):
                shared[number] += 1
        best, likest = self._joins, None
        for number, _count in shared.most_common(_LOOKED_AT):
            topic = self.topics[number]
            size = sqrt(sum(weight * weight for weight in topic.terms.values())) or 1.0
            cosine = sum(weight * topic.terms.get(term, 0.0) for term, weight in vector.items()) / size
            if cosine >= best:
                best, likest = cosine, topic
        return likest

    def _begin(self) -> Topic[Key]:
        topic: Topic[Key] = Topic(self._next)
        self.topics[self._next] = topic
        self._next += 1
        if len(self.topics) > MOST_TOPICS:
            self._forget(next(iter(self.topics)))
        return topic

    def _join(self, topic: Topic[Key], vector: dict[str, float], said: Said[Key]) -> None:
        self.topics.move_to_end(topic.number)
        topic.count += 1
        topic.messages.append(said)
        del topic.messages[:-MOST_MESSAGES]
        for term, weight in vector.items():
            topic.terms[term] = topic.terms.get(term, 0.0) + weight
            self._having[term].add(topic.number)
        if len(topic.terms) > TOPIC_TERMS:
            kept = dict(nlargest(TOPIC_TERMS, topic.terms.items(), key=lambda item: (item[1], item[0])))
            for term in topic.terms.keys() - kept.keys():
                self._drop(term, topic.number)
            topic.terms = kept

    def _forget(self, number: int) -> None:
        for term in self.topics.pop(number).terms:
            self._drop(term, number)

    def _drop(self, term: str, number: int) -> None:
        self._having[term].discard(number)
        if not self._having[term]:
            del self._having[term]


def words_of(texts: list[str], most: int = 5) -> list[str]:
    """Gives the words that stand in most of these texts, to name a topic by; of words within words the longer."""
    having: Counter[str] = Counter()
    for text in texts:
        having.update({word for word in load_words()(text) if len(word) > 1 and not word.isascii()})
    return [word for word, _times in sorted(having.items(), key=lambda item: (-item[1], -len(item[0]), item[0]))[:most]]
