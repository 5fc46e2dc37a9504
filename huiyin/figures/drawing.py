"""How long answers took, as bars: a picture with classes only, beside a table that says the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from markupsafe import escape

from huiyin.figures.reckoning import SPANS

WIDTH, HEIGHT, HEAD, FOOT = 440, 190, 22, 26


@dataclass(frozen=True)
class Bar:
    """So many that had their answer within these days."""

    words: str
    count: int


def bars_of(counts: Sequence[int]) -> list[Bar]:
    """Gives a bar for each span of days."""
    return [Bar(_span(first, last), count) for (first, last), count in zip(SPANS, counts, strict=True)]


def _span(first: int, last: int | None) -> str:
    if last is None:
        return _("%(days)s and more") % {"days": first}
    return str(first) if first == last else f"{first}–{last}"


def draw(bars: Sequence[Bar], label: str) -> SafeString:
    """Gives the bars as SVG; "" where all are nought. Takes what it is called for who does not see it."""
    most = max((bar.count for bar in bars), default=0)
    if not most:
        return SafeString("")
    each, tall = WIDTH / len(bars), HEIGHT - HEAD - FOOT
    drawn = []
    for n, bar in enumerate(bars):
        high = bar.count / most * tall
        middle, top = (n + 0.5) * each, HEIGHT - FOOT - high
        drawn.append(f'<rect class="bar" x="{n * each + 4:.1f}" y="{top:.1f}" width="{each - 8:.1f}" height="{high:.1f}" rx="3"/>')
        if bar.count:
            drawn.append(f'<text class="count" x="{middle:.1f}" y="{top - 5:.1f}">{bar.count}</text>')
        drawn.append(f'<text class="span" x="{middle:.1f}" y="{HEIGHT - 9}">{escape(bar.words)}</text>')
    foot = f'<line class="ground" x1="0" y1="{HEIGHT - FOOT + 0.5}" x2="{WIDTH}" y2="{HEIGHT - FOOT + 0.5}"/>'
    body = f'<svg class="days-chart" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{escape(label)}">{foot}{"".join(drawn)}</svg>'
    return SafeString(body)
