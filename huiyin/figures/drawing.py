"""How long answers took, as bars, one below the other so that each has its words on a phone too: a picture with classes only, beside a
table that says the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from markupsafe import escape

from huiyin.figures.reckoning import SPANS

WIDTH, ROW, WORDS, COUNT = 340, 26, 116, 40


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
    if first == last:
        return ngettext("%(n)s day", "%(n)s days", first) % {"n": first} if first else _("the same day")
    return _("%(days)s days") % {"days": f"{first}–{last}"}


def draw(bars: Sequence[Bar], label: str) -> SafeString:
    """Gives the bars as SVG; "" where all are nought. Takes what it is called for who does not see it."""
    most = max((bar.count for bar in bars), default=0)
    if not most:
        return SafeString("")
    drawn = []
    for n, bar in enumerate(bars):
        wide, middle = bar.count / most * (WIDTH - WORDS - COUNT), n * ROW + ROW / 2
        drawn.append(f'<text class="span" x="{WORDS - 10}" y="{middle + 4.5:.1f}">{escape(bar.words)}</text>')
        if bar.count:
            drawn.append(f'<rect class="bar" x="{WORDS}" y="{n * ROW + 4}" width="{max(wide, 3):.1f}" height="{ROW - 8}" rx="3"/>')
            drawn.append(f'<text class="count" x="{WORDS + max(wide, 3) + 7:.1f}" y="{middle + 4.5:.1f}">{bar.count}</text>')
    ground = f'<line class="ground" x1="{WORDS - 0.5}" y1="0" x2="{WORDS - 0.5}" y2="{len(bars) * ROW}"/>'
    frame = f'viewBox="0 0 {WIDTH} {len(bars) * ROW}" role="img" aria-label="{escape(label)}"'
    return SafeString(f'<svg class="days-chart" {frame}>{ground}{"".join(drawn)}</svg>')
