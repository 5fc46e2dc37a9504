"""How sure a proposal is: from how far the first topic stands before the second to how often that was right.

A logistic curve over the margin (Platt), fitted to what was proposed before people decided; until there is enough of that, a curve that
doubts. Only margins and whether they were right are kept, no words.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from math import exp

import numpy as np

KEPT = 2000  # of the newest decisions
AGAIN = 20  # so many decisions until the curve is fitted anew
#: What is assumed before anybody decided, as (margin, of a hundred so many right): weighs as twenty decisions do.
ASSUMED = ((0.0, 40), (0.2, 50), (0.5, 65), (1.0, 80), (2.0, 92))
_ASSUMED_WEIGHT = 4.0  # each


class Certainty:
    """The curve and what it was fitted to."""

    def __init__(self, told: Iterable[tuple[float, bool]] = (), curve: tuple[float, float] | None = None) -> None:
        self.told: deque[tuple[float, bool]] = deque(told, maxlen=KEPT)
        self._since = 0
        if curve is None:
            self._fit()
        else:
            self.slope, self.offset = curve

    def of(self, margin: float) -> float:
        """Gives how often a proposal with this margin is right, between 0 and 1."""
        return 1 / (1 + exp(-max(-30.0, min(30.0, self.slope * margin + self.offset))))

    def tell(self, margin: float, right: bool) -> None:
        """Notes what people decided about a proposal."""
        self.told.append((min(margin, 10.0), right))
        self._since += 1
        if self._since >= min(AGAIN, 1 + len(self.told) // 10):
            self._fit()

    def _fit(self) -> None:
        """Newton's method on the likelihood, with the assumed points among the decisions."""
        self._since = 0
        margins = np.array([m for m, _ in ASSUMED] + [m for m, _ in self.told])
        rights = np.array([r / 100 for _, r in ASSUMED] + [float(r) for _, r in self.told])
        weights = np.array([_ASSUMED_WEIGHT] * len(ASSUMED) + [1.0] * len(self.told))
        design = np.stack([margins, np.ones_like(margins)])
        curve = np.array([2.0, -0.4])
        for _step in range(12):
            expected = 1 / (1 + np.exp(-np.clip(curve @ design, -30, 30)))
            slope = design @ (weights * (rights - expected)) - 0.01 * curve
            bend = (design * (weights * expected * (1 - expected))) @ design.T + 0.01 * np.eye(2)
            curve = curve + np.clip(np.linalg.solve(bend, slope), -2, 2)
        self.slope, self.offset = max(0.05, float(curve[0])), float(curve[1])
