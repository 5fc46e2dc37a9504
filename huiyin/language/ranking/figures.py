"""What the second look sees of each of the best texts: some figures in a measure of their own, whatever the collection.

A figure is a share: of the question, or of what the best of those looked at has by it. So weights learned on one collection carry over to
another.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from itertools import pairwise
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from huiyin.language.numbered import Numbered, other_things
from huiyin.language.ranking.asking import Asked, terms_of
from huiyin.language.ranking.index import Index, Weighed

Key = TypeVar("Key", bound=Hashable)
Figures = NDArray[np.float64]

NAMES = (
    # As logarithm of the share of the best: BM25 of
    "pairs",  # the question's pairs, times how much of the question the text holds, where a few words ask
    "singles",  # its single characters: 书屋 and 书店 share one
    "words",  # its pairs that stand within a word of the dictionary
    "plain",  # its pairs, the common as much as the rare
    "opening",  # its pairs in what the text begins with: an answer says there what it answers
    # As share of the best:
    "held",  # pairs held, by their rarity, however often
    "rare_here",  # BM25 where what most of the best have counts little
    "asked_first",  # BM25 of what the question begins with
    "stretch",  # the longest stretch of the question whose pairs the text all has, by their rarity
    # As share of the question:
    "singles_held",  # its single characters, by their rarity
    "latin_held",  # its Latin words and numbers
    "same_numbers",  # what it calls by a number (language/numbered.py)
    # As share of the text:
    "more_numbers",  # what it calls by a number and the question does not
    # 1 or 0:
    "other_numbers",  # whether it numbers other things of a kind than the question
    # As logarithm of the share of a text's mean length:
    "length",
    "length_squared",
)
_LEAST = 0.02  # of the best: whoever has less has that
_BEGINNING = 100  # units the question begins with
_STRETCH = 600  # units of the question in which stretches are looked for


def look(index: Index[Key], asked: Asked, pairs: Sequence[Weighed[Key]], scores: dict[Key, float]) -> Figures:
    """Gives a row for each text, a column for each of NAMES. Takes the question's pairs, and texts with their scores at the first look."""
    keys, way = list(scores), asked.way
    size = np.array(list(index.sizes(way, keys).values()))
    singles = index.weighed(Counter(asked.units), way)
    times, singly = _times(pairs, keys), _times(singles, keys)
    full, held = times / (times + size), times > 0
    rarity, common = _column(one.rarity for one in pairs), _column(one.asked for one in pairs)
    weight = common * rarity**way.rarity
    single = _column(one.rarity**way.rarity for one in singles)
    beginning = set(terms_of(asked.units[:_BEGINNING]))
    lengths = np.log(np.array([(index.lengths[key] + 1) / (index.mean_length + 1) for key in keys]))
    numbers = [index.numbers.get(key, {}) for key in keys]
    named = asked.numbers
    seen = {
        "pairs": _log_share(np.array(list(scores.values()))),
        "singles": _log_share((_column(one.asked for one in singles) * single * (singly / (singly + size))).sum(0)),
        "words": _log_share((weight * _is(pairs, asked.in_words) * full).sum(0)),
        "plain": _log_share((common * full).sum(0)),
        "opening": _log_share((weight * _opened(index, pairs, keys)).sum(0)),
        "held": _share((rarity**way.rarity * held).sum(0)),
        "rare_here": _share((weight * _rarity_among(held) * full).sum(0)),
        "asked_first": _share((weight * _is(pairs, beginning) * full).sum(0)),
        "stretch": _share(_longest_stretch(asked, pairs, held)),
        "singles_held": (single * (singly > 0)).sum(0) / (single.sum() or 1.0),
        "latin_held": (rarity * held * _is(pairs, {one.term for one in pairs if one.term.isascii()})).sum(0) / _latin(index, asked),
        "same_numbers": np.array([_shared(named, there) for there in numbers]),
        "more_numbers": np.array([1 - _shared(there, named) if named and there else 0.0 for there in numbers]),
        "other_numbers": np.array([float(other_things(named, there)) for there in numbers]),
        "length": lengths,
        "length_squared": lengths**2,
    }
    return np.column_stack([seen[name] for name in NAMES])


def _column(numbers: Iterable[float]) -> Figures:
    return np.fromiter(numbers, float).reshape(-1, 1)


def _times(asked: Sequence[Weighed[Key]], keys: Sequence[Key]) -> Figures:
    """Gives how often each text has each term: a row a term, a column a text."""
    column = {key: at for at, key in enumerate(keys)}
    times = np.zeros((len(asked), len(keys)))
    cells = [(row, column[key], one.texts[key]) for row, one in enumerate(asked) for key in column.keys() & one.texts.keys()]
    if cells:
        rows, columns, numbers = zip(*cells, strict=True)
        times[list(rows), list(columns)] = numbers
    return times


def _opened(index: Index[Key], asked: Sequence[Weighed[Key]], keys: Sequence[Key]) -> NDArray[np.bool_]:
    """Gives which text begins with which term, in the shape of `_times`."""
    row = {one.term: at for at, one in enumerate(asked)}
    opened = np.zeros((len(asked), len(keys)), bool)
    for column, key in enumerate(keys):
        opened[[row[term] for term in index.opening(key) if term in row], column] = True
    return opened


def _is(asked: Sequence[Weighed[Key]], among: frozenset[str] | set[str]) -> NDArray[np.bool_]:
    return np.array([one.term in among for one in asked], bool).reshape(-1, 1)


def _share(numbers: Figures) -> Figures:
    return numbers / (numbers.max() or 1.0)


def _log_share(numbers: Figures) -> Figures:
    return np.log(_share(numbers) + _LEAST)


def _rarity_among(held: NDArray[np.bool_]) -> Figures:
    having, there = held.sum(1, keepdims=True), held.shape[1]
    return np.log(1 + (there - having + 0.5) / (having + 0.5))


def _longest_stretch(asked: Asked, pairs: Sequence[Weighed[Key]], held: NDArray[np.bool_]) -> Figures:
    row = {one.term: (at, one.rarity) for at, one in enumerate(pairs)}
    longest, here = np.zeros(held.shape[1]), np.zeros(held.shape[1])
    for left, right in pairwise(asked.units[:_STRETCH]):
        at, rarity = row.get(left + right, (-1, 0.0))
        here = (here + rarity) * held[at] if at >= 0 else np.zeros(held.shape[1])
        longest = np.maximum(longest, here)
    return longest


def _latin(index: Index[Key], asked: Asked) -> float:
    return sum(index.rarity(term) for term in asked.terms if term.isascii()) or 1.0


def _shared(these: Numbered, those: Numbered) -> float:
    """Gives how much of what these number those number too, 0 where they number nothing."""
    return sum(len(names & those.get(kind, frozenset())) for kind, names in these.items()) / (sum(map(len, these.values())) or 1)
