"""What each figure of a text counts, by what is ranked and how it is asked (weights.toml).

They come from tables of questions whose own text is known (`./dev eval search --fit`): no word of those is in them.
"""

from __future__ import annotations

import tomllib
from enum import StrEnum
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from huiyin.language.ranking.figures import NAMES

PATH = Path(__file__).with_name("weights.toml")


class Texts(StrEnum):
    """What is ranked: what people ask for, which names its matter as they do, or what they were answered, which speaks otherwise."""

    LETTERS = "letters"
    ANSWERS = "answers"


@cache
def weights(of: Texts, by_letter: bool) -> NDArray[np.float64]:
    """Gives what each figure counts, in the order of NAMES; what the table leaves out counts nothing.

    Raises ValueError where the table names a figure there is none of.
    """
    counted: dict[str, float] = tomllib.loads(PATH.read_text(encoding="utf-8"))[of.value]["by_letter" if by_letter else "by_words"]
    if unknown := set(counted).difference(NAMES):
        raise ValueError(f"{PATH.name} weighs what is no figure: {sorted(unknown)}")
    return np.array([float(counted.get(name, 0.0)) for name in NAMES])
