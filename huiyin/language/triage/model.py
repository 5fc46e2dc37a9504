"""Triage: which topic (or unit) a case belongs to, learned from what people decided.

It proposes, people decide: each dispatch and each correction is learned at once. Labels are any short strings; two learners, one of
topics and one of units, stand beside each other. What is learned holds no sentence, only weights of hashed features and words that at
least three cases had in common.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from huiyin.language.triage.certainty import Certainty
from huiyin.language.triage.features import Features, read_features
from huiyin.language.triage.reasons import Reason, reasons
from huiyin.language.triage.weights import RARE, Table, Vector, Weights

SURE = 0.6  # below this a proposal says "don't know"
MOST_TOPICS = 200
ROUNDS = 10  # after six it still gains half a point in a thousand, after ten nothing (three splits)
TITLE = 0.7  # a title's weight beside a text's: it repeats what the text says (0.6 to 2 tried on three splits)
_STEEP = 2.0  # how fast a score of one topic against the rest becomes certainty
REMEMBERED = 20_000  # cases that are gone through more than once: the newest
SEEDED = 1000  # cases after which an archive has outweighed half of the words to begin with: measured, they then stand in its way
SHARED = 3  # cases a word must have been in before it is shown to anybody: rarer ones may be somebody's name
_WORDS_KEPT, _WORDS_MOST = 20_000, 30_000
_CHECKED = 8  # every so many-th case is held back at first, to see how sure to be


@dataclass(frozen=True, slots=True)
class Case:
    """What was decided: the words of a case and the topic people gave it."""

    topic: str
    text: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A topic that may be meant, and how often such a proposal is right."""

    topic: str
    certainty: float


@dataclass(frozen=True, slots=True)
class Proposal:
    """The likeliest topic, None for "don't know"; how sure it is; which words speak for it; the candidates, likeliest first."""

    topic: str | None
    certainty: float
    reasons: tuple[Reason, ...]
    candidates: tuple[Candidate, ...]


class TooManyTopics(ValueError):
    """There is no room for another topic."""


class Triage:
    """A learner. Begin with `cold_start`, with `from_bytes`, or empty."""

    def __init__(self, topics: Iterable[str] = ()) -> None:
        self.topics: list[str] = list(dict.fromkeys(topics))
        self.table = Table(len(self.topics))
        self.certainty = Certainty()
        self.words: dict[str, int] = {}
        self.cases = 0  # learned from people's decisions

    # --- proposing

    def propose(self, text: str, title: str = "", *, sure: float = SURE, most: int = 5) -> Proposal:
        """Proposes a topic. Takes any text and title; gives no topic where it is less certain than `sure`. Changes nothing."""
        read = [features for part in (title, text) if (features := read_features(part))]
        scores = self._scores([self.table.vector(features) for features in read])
        if scores is None:
            return Proposal(None, 0.0, (), ())
        order = np.argsort(-scores, kind="stable")[: max(2, most)]
        certainty = self.certainty.of(float(scores[order[0]] - scores[order[1]]))
        others = np.exp(scores[order[1:]] - scores[order[0]])
        shares = [certainty, *((1 - certainty) * others / max(others.sum(), 1.0))]
        candidates = tuple(Candidate(self.topics[n], float(share)) for n, share in zip(order, shares, strict=True))[:most]
        why = tuple(reasons(self.table, read, int(order[0]), int(order[1])))
        return Proposal(self.topics[order[0]] if certainty >= sure else None, certainty, why, candidates)

    def _scores(self, vectors: Sequence[Vector]) -> Weights | None:
        vectors = [vector for vector in vectors if vector.square]
        if len(self.topics) < 2 or not vectors:
            return None
        return _together([self.table.score(vector) for vector in vectors])

    # --- learning

    def learn(self, case: Case) -> None:
        """Learns one decision: a dispatch, or a correction, which is a dispatch to where it belongs. Raises TooManyTopics."""
        column = self._column(case.topic)
        read = self._read(case)
        self._count(read)
        vectors = [self.table.vector(features) for features in read]
        self._check(vectors, column)
        for vector in vectors:
            self.table.step(vector, column, np.zeros(len(self.topics)))

    def train(self, cases: Sequence[Case], rounds: int = ROUNDS) -> None:
        """Learns many decisions together, going through them several times, which makes more of them: for a night, and for a beginning
        with an archive. Of more than REMEMBERED the last ones count. Raises TooManyTopics."""
        cases = cases[-REMEMBERED:]
        if not self.cases:
            self.table.fade(SEEDED / (SEEDED + len(cases)))
        columns = [self._column(case.topic) for case in cases]
        read = [self._read(case) for case in cases]
        for parts in read:
            self._count(parts)
        vectors = [[self.table.vector(features) for features in parts] for parts in read]
        del read
        duals = [np.zeros((len(parts), len(self.topics))) for parts in vectors]
        held = set(range(0, len(cases), _CHECKED)) if len(cases) >= 10 * _CHECKED else set()
        self._rounds(vectors, columns, duals, [n for n in range(len(cases)) if n not in held], rounds // 2)
        for n in sorted(held):
            self._check(vectors[n], columns[n])
        self._rounds(vectors, columns, duals, list(range(len(cases))), rounds - rounds // 2)

    def _rounds(self, vectors: list[list[Vector]], columns: list[int], duals: list[np.ndarray], among: list[int], rounds: int) -> None:
        """Goes through parts of cases in mixed order, the same every time."""
        parts = [(n, m) for n in among for m in range(len(vectors[n]))]
        order = np.random.default_rng(len(parts))
        for _round in range(rounds):
            for place in order.permutation(len(parts)):
                n, m = parts[place]
                self.table.step(vectors[n][m], columns[n], duals[n][m])

    def _column(self, topic: str) -> int:
        if topic not in self.topics:
            if len(self.topics) >= MOST_TOPICS:
                raise TooManyTopics(topic)
            self.topics.append(topic)
            self.table.widen(len(self.topics))
        return self.topics.index(topic)

    def _read(self, case: Case) -> list[Features]:
        """Title and text are learned each for itself: each must say alone what the case is about."""
        return [features for part in (case.title, case.text) if (features := read_features(part))]

    def _count(self, read: list[Features]) -> None:
        self.cases += 1
        for features in read:
            self.table.count(features)
        for word in {word for features in read for word, _, _ in features.words if 2 <= len(word) <= 8 and not word.isascii()}:
            self.words[word] = self.words.get(word, 0) + 1
        if len(self.words) > _WORDS_MOST:
            self.words = dict(sorted(self.words.items(), key=lambda item: -item[1])[:_WORDS_KEPT])

    def _check(self, vectors: Sequence[Vector], column: int) -> None:
        """Notes whether it would have been right, before it learns."""
        scores = self._scores(vectors)
        if scores is not None:
            first, second = np.argsort(-scores, kind="stable")[:2]
            self.certainty.tell(float(scores[first] - scores[second]), bool(first == column))

    def seed(self, topic: str, words: Sequence[str], rounds: int = 4) -> None:
        """Gives a topic words to begin with, before anybody has decided anything. Raises TooManyTopics."""
        self.seed_all({topic: words}, rounds)

    def seed_all(self, words: dict[str, Sequence[str]], rounds: int = 4) -> None:
        """Gives topics words to begin with. Decisions that follow outweigh them. Raises TooManyTopics."""
        columns = [self._column(topic) for topic in words]
        read = [(column, f) for column, said in zip(columns, words.values(), strict=True) for word in said if (f := read_features(word))]
        for _column, features in read:
            self.table.count(features, RARE)
        vectors = [self.table.vector(features) for _column, features in read]
        self.table.passes(vectors, [column for column, _ in read], np.zeros((len(read), len(self.topics))), rounds)

    # --- being looked into

    def words_of(self, topic: str, most: int = 50) -> list[Reason]:
        """Gives the words that speak most for a topic, with their weight: of those that at least three cases had in common.

        Raises KeyError for a topic that is not known.
        """
        if topic not in self.topics:
            raise KeyError(topic)
        column = self.topics.index(topic)
        found = []
        for word, cases in self.words.items():
            if cases >= SHARED and (features := read_features(word)):
                found.append(Reason(word, round(float(self.table.score(self.table.vector(features))[column]), 3)))
        return sorted(found, key=lambda reason: -reason.weight)[:most]

    def words_by_topic(self, most: int = 12, among: int = 2000) -> dict[str, list[Reason]]:
        """Gives for every topic the words that speak most for it: of the commonest that at least three cases had in common."""
        common = sorted((word for word, cases in self.words.items() if cases >= SHARED), key=lambda word: -self.words[word])[:among]
        scores = [(word, self.table.score(self.table.vector(features))) for word in common if (features := read_features(word))]
        found: dict[str, list[Reason]] = {}
        for column, topic in enumerate(self.topics):
            told = [Reason(word, round(float(row[column]), 3)) for word, row in scores if row[column] > 0]
            found[topic] = sorted(told, key=lambda reason: -reason.weight)[:most]
        return found

    def reset(self) -> None:
        """Forgets everything; topics stay."""
        self.__init__(self.topics)  # type: ignore[misc]

    @property
    def megabytes(self) -> float:
        """How much memory what is learned takes."""
        words = sum(len(word) * 2 + 120 for word in self.words)
        return (self.table.weights.nbytes + self.table.seen.nbytes + words) / 1e6


def _together(scores: Sequence[Weights]) -> Weights:
    """What a title and a text say together (a linear opinion pool): the mean of how likely each makes a topic, as a score again. Scores
    added up let a title of one loud word outvote a text."""
    if len(scores) == 1:
        return scores[0]
    title, text = (1 / (1 + np.exp(-_STEEP * np.clip(score, -8, 8))) for score in scores)
    likely = (TITLE * title + text) / (TITLE + 1)
    return (np.log(likely) - np.log1p(-likely)) / _STEEP
