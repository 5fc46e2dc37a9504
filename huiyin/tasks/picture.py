"""A task's time as a picture: from when it was issued, over its deadline, to its end or now; what happened as marks on a line."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from markupsafe import escape

from huiyin.core.dates import clock_words
from huiyin.tasks.models import State, Task
from huiyin.tasks.queries.page import Step

WIDTH, HEIGHT, LEFT, RIGHT, LINE = 640, 96, 16, 624, 50
MARKS_LIMIT = 60
APART = 17  # between the middles of two marks, where there is room


def timeline(task: Task, steps: Sequence[Step], now: datetime) -> SafeString:
    """Gives the picture as SVG, drawn with classes only; the list below it says the same in words."""
    begins = task.issued_at
    ends = task.ended_at or now
    whole = max(ends, task.deadline_at or ends, begins + timedelta(minutes=10)) + (ends - begins) * 0.02
    span = (whole - begins).total_seconds()

    def x(moment: datetime) -> float:
        share = min(1.0, max(0.0, (moment - begins).total_seconds() / span))
        return round(LEFT + (RIGHT - LEFT) * share, 1)

    deadline = task.deadline_at
    marked = list(steps[-MARKS_LIMIT:])
    # What happened within minutes stands side by side, in its order, the deadline among it; else it would be one dot.
    moments = [*(step.at for step in marked), *([deadline] if deadline is not None else [])]
    order = sorted(range(len(moments)), key=lambda n: moments[n])
    places = dict(zip(order, _apart([x(moments[n]) for n in order]), strict=True))
    end = max([x(ends), *(places[n] for n in range(len(marked)))])
    parts = [f'<line class="road" x1="{LEFT}" x2="{RIGHT}" y1="{LINE}" y2="{LINE}"/>']
    gone = "gone settled" if task.state == State.SETTLED else "gone"
    parts.append(f'<line class="{gone}" x1="{LEFT}" x2="{end}" y1="{LINE}" y2="{LINE}"/>')
    if deadline is not None and ends > deadline:
        parts.append(f'<line class="over" x1="{places[len(marked)]}" x2="{end}" y1="{LINE}" y2="{LINE}"/>')
    for n, step in enumerate(marked):
        title = f"{clock_words(step.at)} {step.title}"
        parts.append(f'<circle class="mark {step.look}" cx="{places[n]}" cy="{LINE}" r="6"><title>{escape(title)}</title></circle>')
    if deadline is not None:
        at = places[len(marked)]
        anchor = "end" if at > WIDTH * 0.6 else "start"
        parts.append(f'<line class="deadline" x1="{at}" x2="{at}" y1="24" y2="76"/>')
        words = escape(_("by %(when)s") % {"when": clock_words(deadline)})
        words = escape(_("by %(when)s") % {"when": clock_words(deadline)})
        parts.append(f'<text class="deadline" x="{at}" y="16" text-anchor="{anchor}">{words}</text>')
    until = clock_words(ends) if task.ended_at else _("now")
    roomy = end > WIDTH * 0.45
    begun = clock_words(begins) if roomy or not task.ended_at else f"{clock_words(begins)} – {until}"
    parts.append(f'<text x="{LEFT}" y="92">{escape(begun)}</text>')
    if roomy:
        parts.append(f'<text x="{end}" y="92" text-anchor="end">{escape(until)}</text>')
    label = escape(_("What happened, as a line in time"))
    inner = "".join(parts)
    return SafeString(f'<svg class="timeline" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{label}">{inner}</svg>')


def _apart(places: Sequence[float]) -> list[float]:
    """Moves places, given in their order, so far apart that each is seen; none leaves the line."""
    gap = min(APART, (RIGHT - LEFT) / max(1, len(places)))
    moved: list[float] = []
    for place in places:
        moved.append(max(place, moved[-1] + gap) if moved else place)
    last: float = RIGHT
    for n in range(len(moved) - 1, -1, -1):
        moved[n] = round(min(moved[n], last), 1)
        last = moved[n] - gap
    return moved
