"""Why a topic is proposed: the words of the text that speak most for it and against the second."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from huiyin.language.triage.features import Features
from huiyin.language.triage.weights import Table

MOST = 6


@dataclass(frozen=True, slots=True)
class Reason:
    """A word and how much it says for a topic."""

    word: str
    weight: float


def reasons(table: Table, read: Sequence[Features], topic: int, against: int, most: int = MOST) -> list[Reason]:
    """Gives the words that say most for a topic and against another, strongest first, each once.

    What a group of characters says is divided among its characters, and a word says what its characters say together.
    """
    told: dict[str, float] = {}
    for features in read:
        along = [0.0, *(np.cumsum(_by_character(table, features, topic, against)) / max(1.0, len(features.text) ** 0.5)).tolist()]
        for word, begin, end in features.words:
            if 2 <= len(word) <= 12 and not word.isdigit():
                told[word] = told.get(word, 0.0) + along[end] - along[begin]
    strongest = sorted(((word, weight) for word, weight in told.items() if weight > 0), key=lambda item: -item[1])
    return [Reason(word, round(weight, 4)) for word, weight in strongest[:most]]


def _by_character(table: Table, features: Features, topic: int, against: int) -> np.ndarray:
    """Spreads each feature evenly over the characters it covers: a step up where it begins, down where it ends."""
    length = len(features.text)
    slope = np.zeros(length + 1)
    for block, said in zip(features.blocks, table.contributions(features, topic, against), strict=True):
        begins, ends = np.clip(block.begins, 0, length), np.clip(block.ends, 0, length)
        each = said / np.maximum(1, block.ends - block.begins) / max(1.0, len(said) ** 0.5)
        slope += np.bincount(begins, each, length + 1) - np.bincount(ends, each, length + 1)
    return np.cumsum(slope)[:length]
