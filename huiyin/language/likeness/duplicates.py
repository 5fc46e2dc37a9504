"""Nearly the same text again, as a stream grows: MinHash over threes of characters, found by bands of equal hashes (Broder; LSH).

Bounded: a text costs what its length says, a look-up what its bands hold, and only the newest texts are remembered.
"""

from __future__ import annotations

import re
from collections import OrderedDict, defaultdict
from collections.abc import Hashable
from typing import Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

from huiyin.language.folding import fold

Key = TypeVar("Key", bound=Hashable)
Sketch = NDArray[np.uint32]

LENGTH = 2000  # characters that are compared
BANDS, ROWS = 16, 4
ALIKE = 0.6  # so much of both texts' threes in common
MOST_IN_A_BAND = 50
_NOTHING = re.compile(r"[\W_]+")
_random = np.random.default_rng(20261129)
_FACTORS = _random.integers(1, 2**63, BANDS * ROWS, np.uint64) | np.uint64(1)
_SHIFTS = _random.integers(0, 2**63, BANDS * ROWS, np.uint64)


def sketch(text: str) -> Sketch | None:
    """Gives a text's sketch: 64 numbers, equal in so many places as two texts have threes in common. None below three characters."""
    read = _NOTHING.sub("", fold(text[: 2 * LENGTH]))[:LENGTH]
    codes = np.frombuffer(read.encode("utf-32-le", "ignore"), np.uint32).astype(np.uint64)
    if len(codes) < 3:
        return None
    threes = np.unique((codes[:-2] << np.uint64(42)) ^ (codes[1:-1] << np.uint64(21)) ^ codes[2:])
    mixed = (threes * np.uint64(0x9E3779B97F4A7C15)) ^ (threes >> np.uint64(31))
    smallest = np.array([(mixed * factor + shift).min() for factor, shift in zip(_FACTORS, _SHIFTS, strict=True)], np.uint64)
    return (smallest >> np.uint64(32)).astype(np.uint32)


def likeness(one: Sketch, other: Sketch) -> float:
    """Gives how much two texts have in common, 0 to 1 (Jaccard's index of their threes, estimated)."""
    return float(np.mean(one == other))


class Duplicates(Generic[Key]):
    """The newest texts of a stream, to find those that nearly repeat."""

    def __init__(self, most: int = 50_000) -> None:
        self._most = most
        self._sketches: OrderedDict[Key, Sketch] = OrderedDict()
        self._bands: defaultdict[bytes, list[Key]] = defaultdict(list)

    def __len__(self) -> int:
        return len(self._sketches)

    def add(self, key: Key, text: str) -> None:
        """Remembers a text; of more than `most` the oldest is forgotten. One too short to be compared is left out."""
        self.remove(key)
        drawn = sketch(text)
        if drawn is None:
            return
        self._sketches[key] = drawn
        for band in _bands(drawn):
            self._bands[band].append(key)
            del self._bands[band][:-MOST_IN_A_BAND]
        if len(self._sketches) > self._most:
            self.remove(next(iter(self._sketches)))

    def remove(self, key: Key) -> None:
        """Forgets a text, if it is there."""
        drawn = self._sketches.pop(key, None)
        if drawn is None:
            return
        for band in _bands(drawn):
            kept = [other for other in self._bands.get(band, ()) if other != key]
            if kept:
                self._bands[band] = kept
            else:
                self._bands.pop(band, None)

    def like(self, text: str, alike: float = ALIKE) -> list[tuple[Key, float]]:
        """Gives the remembered texts that nearly are this one, likest first, with their likeness."""
        drawn = sketch(text)
        if drawn is None:
            return []
        keys = {key for band in _bands(drawn) for key in self._bands.get(band, ())}
        found = [(key, likeness(drawn, self._sketches[key])) for key in keys]
        return sorted(((key, share) for key, share in found if share >= alike), key=lambda pair: -pair[1])


def _bands(drawn: Sketch) -> list[bytes]:
    return [bytes([n]) + drawn[n * ROWS : (n + 1) * ROWS].tobytes() for n in range(BANDS)]
