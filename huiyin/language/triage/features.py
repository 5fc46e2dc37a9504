"""What a text is known by: its characters alone, in pairs and threes, its words and pairs of words, each hashed to 32 bits.

Hashed, because what is learned then holds no sentence anybody wrote, has one size however much is learned, and needs no dictionary of
its own. Numbers count as numbers, whichever they are; hidden characters, width and capitals do not count (folding.py).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from huiyin.language.folding import fold
from huiyin.language.segment import load_words

LENGTH = 600  # characters: what follows in a long letter is background; taking 3,000 made nothing better
LONGEST_GRAM = 3
_NUMBER = re.compile(r"\d+")
_MASKED_PLACE = re.compile(r"(?<![a-z])[a-z]\d*(?=[省市州县区镇乡])")  # A市B2区, as texts have it in which places were masked
_SPACES = re.compile(r"\s+")
_MIX, _STEP, _NEXT, _WORD = (
    np.uint64(0x9E3779B97F4A7C15),
    np.uint64(0xBF58476D1CE4E5B9),
    np.uint64(0x94D049BB133111EB),
    np.uint64(0xD6E8FEB86659FD93),
)
_SHIFT, _HALF = np.uint64(29), np.uint64(32)

Hashes = NDArray[np.uint32]
Places = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Block:
    """Features of one kind: their hashes, and where in the text each begins and ends."""

    hashes: Hashes
    begins: Places
    ends: Places


@dataclass(frozen=True, slots=True)
class Features:
    """A text as it was read, its words, and its features in two blocks, which count alike: characters and words."""

    text: str
    words: tuple[tuple[str, int, int], ...]
    blocks: tuple[Block, Block]


def read_features(text: str) -> Features | None:
    """Gives the features of a text, None where it says nothing. Takes any text; of a longer one the beginning counts."""
    read = _plain(text)
    if not read:
        return None
    words = _words(read)
    return Features(read, words, (_grams(read), _word_block(words)))


def _plain(text: str) -> str:
    folded = _NUMBER.sub("0", _MASKED_PLACE.sub("", fold(text[: LENGTH + LENGTH // 3])))
    return _SPACES.sub(" ", folded).strip()[:LENGTH].encode("utf-8", "ignore").decode()


def _words(read: str) -> tuple[tuple[str, int, int], ...]:
    found, place = [], 0
    for word in load_words()(read):
        if word.isalnum():
            found.append((word, place, place + len(word)))
        place += len(word)
    return tuple(found)


def _grams(read: str) -> Block:
    """Characters, pairs and threes. A space stands before and after, so that what begins a text is known as such."""
    codes = np.frombuffer(f" {read} ".encode("utf-32-le"), np.uint32).astype(np.uint64)
    grams = codes * _MIX
    hashes, begins, ends = [grams], [np.arange(len(codes))], [np.arange(len(codes)) + 1]
    for more in range(1, LONGEST_GRAM):
        grams = (grams[:-1] * _STEP) ^ (codes[more:] * _NEXT + np.uint64(more))
        grams = grams ^ (grams >> _SHIFT)
        hashes.append(grams)
        begins.append(np.arange(len(grams)))
        ends.append(np.arange(len(grams)) + more + 1)
    shift = 1  # for the space before
    return Block(_short(np.concatenate(hashes)), np.concatenate(begins) - shift, np.concatenate(ends) - shift)


def _word_block(words: tuple[tuple[str, int, int], ...]) -> Block:
    single = np.array([crc32(word.encode()) for word, _, _ in words], np.uint64) * _WORD + np.uint64(7)
    pairs = (single[:-1] * _STEP) ^ single[1:]
    begins = np.array([begin for _, begin, _ in words], np.int64)
    ends = np.array([end for _, _, end in words], np.int64)
    return Block(_short(np.concatenate([single, pairs])), np.concatenate([begins, begins[:-1]]), np.concatenate([ends, ends[1:]]))


def _short(mixed: NDArray[np.uint64]) -> Hashes:
    return ((mixed * _MIX) >> _HALF).astype(np.uint32)
