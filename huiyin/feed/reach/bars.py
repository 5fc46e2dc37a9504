"""Views by hour as a picture of bars; by day where they are of more than three days."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from markupsafe import escape

from huiyin.core.dates import clock_words

WIDTH, HEIGHT, FOOT, HEAD = 360, 120, 16, 14
HOURS_LIMIT, DAYS_LIMIT = 72, 60
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Bar:
    """Views of an hour, or of a day."""

    begins: datetime
    words: str
    views: int


def bars_of(by_hour: Sequence[tuple[datetime, int]]) -> list[Bar]:
    """Gives bars without a gap from the first hour with views to the last; by day where that is more than three days, of the last sixty."""
    if not by_hour:
        return []
    first, last = timezone.localtime(by_hour[0][0]), timezone.localtime(by_hour[-1][0])
    by_day = last - first >= HOURS_LIMIT * HOUR
    counts: dict[datetime, int] = {}
    for hour, views in by_hour:
        at = _begin(timezone.localtime(hour), by_day)
        counts[at] = counts.get(at, 0) + views
    step, at, ends = (DAY if by_day else HOUR), _begin(first, by_day), _begin(last, by_day)
    if by_day:
        at = max(at, ends - (DAYS_LIMIT - 1) * DAY)
    bars = []
    while at <= ends:
        bars.append(Bar(at, f"{at:%m-%d}" if by_day else clock_words(at), counts.get(at, 0)))
        at += step
    return bars


def _begin(at: datetime, by_day: bool) -> datetime:
    return at.replace(hour=0) if by_day else at


def draw_bars(bars: Sequence[Bar]) -> SafeString:
    """Gives the bars as SVG with classes only; "" where there are none. The table beside it says the same."""
    if not bars:
        return SafeString("")
    most = max(bar.views for bar in bars)
    each = min(24.0, WIDTH / len(bars))
    parts = [f'<line class="ground" x1="0" x2="{WIDTH}" y1="{HEIGHT - FOOT}" y2="{HEIGHT - FOOT}"/>']
    for n, bar in enumerate(bars):
        high = (HEIGHT - FOOT - HEAD) * bar.views / most
        views = ngettext("%(count)s view", "%(count)s views", bar.views) % {"count": f"{bar.views:,}"}
        parts.append(
            f'<rect class="bar" x="{n * each + each * 0.1:.1f}" y="{HEIGHT - FOOT - high:.1f}" width="{each * 0.8:.1f}" '
            f'height="{high:.1f}"><title>{escape(bar.words)} · {escape(views)}</title></rect>'
        )
    highest = max(range(len(bars)), key=lambda n: bars[n].views)
    anchor = "end" if highest * each > WIDTH * 0.75 else "start"
    at = (highest + (anchor == "end")) * each
    parts.append(f'<text class="{anchor}" x="{at:.0f}" y="{HEAD - 4}">{most:,}</text>')
    parts.append(f'<text x="0" y="{HEIGHT - 3}">{escape(bars[0].words)}</text>')
    if len(bars) * each > WIDTH * 0.6:
        parts.append(f'<text class="end" x="{WIDTH}" y="{HEIGHT - 3}">{escape(bars[-1].words)}</text>')
    label = escape(_("Views by time"))
    return SafeString(f'<svg class="hours" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{label}">{"".join(parts)}</svg>')
