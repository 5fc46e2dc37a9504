"""A linear model with hashed features: a table of weights, a row a bucket, a column a topic. Learned by dual coordinate descent.

One against the rest, squared hinge (Hsieh and others, A Dual Coordinate Descent Method for Large-scale Linear SVM, ICML 2008): each case
has one dual value a topic, a step moves them to where this case alone would want them, and there is no rate to be chosen. A first pass
over the cases is online learning; more passes come as near to the support vector machine as one likes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from huiyin.language.triage.features import Features

MOST_BITS, FEWEST_BITS = 20, 14
BYTES = 18_000_000  # of weights in memory: topics times buckets times two
SOFTNESS = 0.25  # 1/2C with C = 2
RARE = 2  # a feature of fewer texts than this is chance…
YOUNG = 4000  # …but to a learner of fewer texts than this, everything is rare
_SLIGHT = 1e-4

Weights = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Vector:
    """A text in the table: its buckets and the weight of each there; the weights' squares sum to `square`."""

    rows: NDArray[np.int32]
    values: Weights
    square: float


class Table:
    """Weights by bucket and topic, and in how many texts each bucket was seen."""

    def __init__(self, topics: int) -> None:
        self.bits = _bits(topics)
        self.weights: NDArray[np.float16] = np.zeros((1 << self.bits, topics), np.float16)  # twice the buckets for the same memory
        self.seen: NDArray[np.uint16] = np.zeros(1 << self.bits, np.uint16)
        self.texts = 0

    @property
    def topics(self) -> int:
        """How many topics there are columns for."""
        return int(self.weights.shape[1])

    def widen(self, topics: int) -> None:
        """Makes room for more topics. Where the table would grow too large, neighbouring buckets share one row from then on."""
        while self.bits > _bits(topics):
            self.weights = self.weights[0::2] + self.weights[1::2]
            both = self.seen[0::2].astype(np.uint32) + self.seen[1::2]
            self.seen = np.minimum(both, 65535).astype(np.uint16)
            self.bits -= 1
        wider = np.zeros((1 << self.bits, topics), np.float16)
        wider[:, : self.topics] = self.weights
        self.weights = wider

    def fade(self, share: float) -> None:
        """Leaves of all weights so much, 0 to 1."""
        self.weights *= np.float16(share)

    def count(self, features: Features, times: int = 1) -> None:
        """Notes that a text has these features: what stands everywhere says little (inverse document frequency)."""
        rows = np.unique(np.concatenate([self._rows(block.hashes) for block in features.blocks]))
        room = np.uint16(65535 - times)
        self.seen[rows] = np.minimum(self.seen[rows], room) + np.uint16(times)
        self.texts += 1

    def vector(self, features: Features) -> Vector:
        """Gives a text as rows and values; each block has length one, so that a short title counts as a long text does."""
        rows, values, square = [], [], 0.0
        for block in features.blocks:
            found, times = _counted(self._known(block.hashes))
            if len(found):
                value = (1 + np.log(times)) * self._rarity(self.seen[found])
                rows.append(found)
                values.append(value / np.sqrt(value @ value))
                square += 1.0
        if not rows:
            return Vector(np.zeros(0, np.int32), np.zeros(0, np.float32), 0.0)
        return Vector(np.concatenate(rows).astype(np.int32), np.concatenate(values).astype(np.float32), square)

    def score(self, vector: Vector) -> Weights:
        """Gives one number a topic: the greater the likelier."""
        return vector.values @ self.weights[vector.rows].astype(np.float32)

    def contributions(self, features: Features, topic: int, against: int) -> list[Weights]:
        """Gives what each feature of each block says for a topic and against another, as often as it stands there."""
        told = []
        for block in features.blocks:
            rows = self._rows(block.hashes)
            seen = self.seen[rows]
            apart = self.weights[rows, topic].astype(np.float32) - self.weights[rows, against]
            told.append((apart * self._rarity(seen) * (seen >= self._enough)).astype(np.float32))
        return told

    def step(self, vector: Vector, topic: int, duals: NDArray[np.float64]) -> None:
        """Learns one case: moves its dual values, one a topic, in place, and the weights with them."""
        if not vector.square:
            return
        weights = self.weights[vector.rows].astype(np.float32)
        wanted = np.full(self.topics, -1.0)
        wanted[topic] = 1.0
        gradient = wanted * (vector.values @ weights) - 1 + duals * SOFTNESS
        moved = np.maximum(duals - gradient / (vector.square + SOFTNESS), 0)
        change = (moved - duals) * wanted
        if np.abs(change).max() > _SLIGHT:
            duals[:] = moved
            self.weights[vector.rows] = weights + np.outer(vector.values, change.astype(np.float32))

    def passes(self, vectors: Sequence[Vector], topics: Sequence[int], duals: NDArray[np.float64], rounds: int) -> None:
        """Learns cases over and over, each round in another order, the same every time."""
        order = np.random.default_rng(len(vectors))
        for _round in range(rounds):
            for n in order.permutation(len(vectors)):
                self.step(vectors[n], topics[n], duals[n])

    def _rows(self, hashes: NDArray[np.uint32]) -> NDArray[np.int64]:
        return (hashes >> np.uint32(32 - self.bits)).astype(np.int64)

    @property
    def _enough(self) -> int:
        return 1 if self.texts < YOUNG else RARE

    def _known(self, hashes: NDArray[np.uint32]) -> NDArray[np.int64]:
        rows = self._rows(hashes)
        return rows[self.seen[rows] >= self._enough]

    def _rarity(self, seen: NDArray[np.uint16]) -> NDArray[np.float64]:
        return np.log((1 + self.texts) / (1.0 + np.minimum(seen, self.texts))) + 1


def _bits(topics: int) -> int:
    room = MOST_BITS
    while room > FEWEST_BITS and (2 * max(1, topics)) << room > BYTES:
        room -= 1
    return room


def _counted(rows: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """As numpy's `unique` with counts does, in half the time."""
    if not len(rows):
        return rows, rows
    ordered = np.sort(rows)
    first = np.flatnonzero(np.concatenate([[True], ordered[1:] != ordered[:-1]]))
    return ordered[first], np.diff(np.append(first, len(ordered)))
