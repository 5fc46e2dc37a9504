"""./dev eval search --fit: learns what each figure of a text counts in ranking, and writes huiyin/language/ranking/weights.toml.

A question's own text should stand before the others that were looked at: softmax regression over these, held small (ridge), by Newton's
steps. Rows are taken as even or odd by their place in the table: what is told of a half was learned on the other; what is written, on both.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from huiyin.language.ranking import LOOKED_AT, Ranker, Texts
from huiyin.language.ranking.asking import Asked
from huiyin.language.ranking.figures import NAMES
from huiyin.language.ranking.weights import PATH

Floats = NDArray[np.float64]
RIDGE = 10.0
STEPS = 40
LOGARITHMS = NAMES[:5]  # what they count together is 1, so that a score is a share of the best's
#: Letters that a letter asks for: no table says which it means, so only what is sure is weighed, by hand.
BY_HAND = {"pairs": 0.85, "singles": 0.15, "other_numbers": -0.36}
HEAD = """# What each figure (figures.py) counts: its logarithm's share of a score, or what it adds to the score's logarithm.
# Written by ./dev eval search --fit, from tables of questions whose own text is known. No word of those is in it.
"""


@dataclass(frozen=True)
class Look:
    """What was seen for one question: the figures of the texts looked at, and the row of its own text, -1 where it was not looked at."""

    place: int
    own: int
    figures: Floats


def looks(questions: Sequence[str], texts: Sequence[str], of: Texts) -> dict[bool, list[Look]]:
    """Gives what is seen for each question, those that letters ask under True."""
    ranker = Ranker(enumerate(texts), of)
    seen: dict[bool, list[Look]] = {False: [], True: []}
    for place, question in enumerate(questions):
        keys, figures = ranker.looked_at(question)
        seen[Asked(question).is_letter].append(Look(place, keys.index(place) if place in keys else -1, figures))
    return seen


class Learned:
    """Weights learned from some looks."""

    def __init__(self, seen: Sequence[Look]) -> None:
        useful = [look for look in seen if look.own >= 0]
        own = np.array([look.own for look in useful])
        there = np.array([[row < len(look.figures) for row in range(LOOKED_AT)] for look in useful])
        figures = np.zeros((len(useful), LOOKED_AT, len(NAMES)))
        for at, look in enumerate(useful):
            figures[at, : len(look.figures)] = look.figures
        spread = figures[there].std(0) + 1e-6
        self.weights: Floats = _softmax_regression(figures / spread, there, own) / spread

    def rank_of_own(self, look: Look) -> float:
        """Gives the place of the question's own text, those of one score sharing it; infinite where it was not looked at."""
        if look.own < 0:
            return float("inf")
        scores = np.round(look.figures @ self.weights, 9)
        return float(1 + (scores > scores[look.own]).sum())

    def mrr(self, seen: Sequence[Look]) -> float:
        """Gives MRR@10 of some questions."""
        places = [self.rank_of_own(look) for look in seen]
        return sum(1 / place for place in places if place <= 10) / max(1, len(places))

    def table(self) -> dict[str, float]:
        """Gives the weights by the names of their figures, in the measure of a score."""
        counted = dict(zip(NAMES, self.weights, strict=True))
        measure = sum(counted[name] for name in LOGARITHMS)
        return {name: round(float(weight / measure), 3) for name, weight in counted.items()}


def halves(seen: Sequence[Look]) -> tuple[float, float]:
    """Gives MRR@10 of the even rows by what the odd ones teach, and the other way round."""
    even, odd = ([look for look in seen if look.place % 2 == rest] for rest in (0, 1))
    return round(Learned(odd).mrr(even), 4), round(Learned(even).mrr(odd), 4)


def write(learned: dict[tuple[Texts, bool], Learned]) -> None:
    """Writes the tables of weights, and what was weighed by hand."""
    tables = {(of, by_letter): one.table() for (of, by_letter), one in learned.items()}
    tables[Texts.LETTERS, True] = BY_HAND
    said = [HEAD]
    for (of, by_letter), table in sorted(tables.items(), key=lambda one: (one[0][0] is Texts.ANSWERS, one[0][1])):
        said.append(f"[{of.value}.{'by_letter' if by_letter else 'by_words'}]")
        said += [f"{name} = {weight}" for name, weight in table.items()]
        said.append("")
    PATH.write_text("\n".join(said), encoding="utf-8")


def _softmax_regression(figures: Floats, there: NDArray[np.bool_], own: NDArray[np.int_]) -> Floats:
    """Gives the weights by which the own text's share of exp(score) is highest. Figures: questions, texts, figures."""
    rows = np.arange(len(own))

    def shares(weights: Floats) -> tuple[Floats, float]:
        scores = np.where(there, figures @ weights, -np.inf)
        scores -= scores.max(1, keepdims=True)
        total = np.exp(scores).sum(1, keepdims=True)
        loss = (np.log(total[:, 0]) - scores[rows, own]).sum() + RIDGE / 2 * weights @ weights
        return np.exp(scores) / total, float(loss)

    weights = np.zeros(figures.shape[2])
    share, loss = shares(weights)
    for _ in range(STEPS):
        mean = np.einsum("qt,qtf->qf", share, figures)
        slope = (mean - figures[rows, own]).sum(0) + RIDGE * weights
        spread = (figures * np.sqrt(share)[..., None]).reshape(-1, len(weights))
        step = np.linalg.solve(spread.T @ spread - mean.T @ mean + RIDGE * np.eye(len(weights)), slope)
        share, loss, step = _shortened(shares, weights, step, loss)
        weights = weights - step
        if np.abs(step).max() < 1e-4:
            break
    return weights


Shares = Callable[[Floats], tuple[Floats, float]]


def _shortened(shares: Shares, weights: Floats, step: Floats, loss: float) -> tuple[Floats, float, Floats]:
    """Gives shares, loss and step where this one, halved as often as needed, lessens the loss."""
    for _ in range(10):
        share, now = shares(weights - step)
        if now <= loss:
            return share, now, step
        step = step / 2
    return *shares(weights), np.zeros_like(step)
