"""The cascade as a picture: SVG with classes only, and what it says in words for who does not see it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import log10

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from markupsafe import escape

from huiyin.feed.cascade.layout import COIL_FROM, Layout, Mark, Node, lay_out

WIDTH, MARGIN = 360, 18
TEXT, SMALL_TEXT = 12.0, 6.5  # as in cascade.css: on a narrow screen, on a wide one where the picture is drawn twice as large
LABELS, MORE_LABELS, NAME_LENGTH = 10, 28, 9
HAIRS_LIMIT = 900
GRAMS_A_JIN = 500
Box = tuple[float, float, float, float]


def draw(root: Node, reposts: Sequence[Node]) -> SafeString:
    """Gives the picture of a cascade: lines from whom it was reposted, size by views, colour by orders, names where a node has one."""
    return picture(lay_out(root, reposts))


def picture(layout: Layout, label: str = "") -> SafeString:
    """Gives what was laid out as SVG, with what is told of it to who does not see it. Marks bear ids: where the page is renewed they move
    from where they stood."""
    labels = [*_labels(layout.marks, TEXT, LABELS, ""), *_labels(layout.marks, SMALL_TEXT, MORE_LABELS, " fine")]
    top = min(-40.0, *(m.y - m.r for m in layout.marks), *(y for _x, y, _m, _s in layout.dots)) - MARGIN
    bottom = max(40.0, *(m.y + m.r for m in layout.marks), *(y for _x, y, _m, _s in layout.dots)) + MARGIN
    box = f"{-WIDTH // 2} {top:.0f} {WIDTH} {bottom - top:.0f}"
    parts = [*_hairs(layout), *_branches(layout.marks), *_dots(layout), *map(_mark, layout.marks), *labels]
    name = escape(label or summary(layout.size, layout.breadth, layout.depth))
    return SafeString(f'<svg class="cascade" viewBox="{box}" role="img" aria-label="{name}">{"".join(parts)}</svg>')


def summary(size: int, breadth: int, depth: int) -> str:
    """Gives the cascade in a sentence."""
    if not size:
        return _("Nobody has reposted it yet.")
    reposts = ngettext("Reposted %(count)s time", "Reposted %(count)s times", size) % {"count": size}
    steps = ngettext("%(count)s step deep", "%(count)s steps deep", depth) % {"count": depth}
    return _("%(reposts)s, %(direct)s of them directly; %(steps)s.") % {"reposts": reposts, "direct": breadth, "steps": steps}


def jin_words(grams: int) -> str:
    """Gives a weight in jin, rounded down: never more than there is."""
    return _("%(jin)s jin") % {"jin": f"{grams // GRAMS_A_JIN:,}"}


def words(mark: Mark) -> str:
    """Gives what a mark stands for."""
    said = [mark.node.name] if mark.node.name else []
    said.append(ngettext("%(count)s view", "%(count)s views", mark.node.views) % {"count": f"{mark.node.views:,}"})
    if mark.behind:
        said.append(ngettext("%(count)s repost from here", "%(count)s reposts from here", mark.behind) % {"count": f"{mark.behind:,}"})
    if mark.node.grams:
        said.append(jin_words(mark.node.grams))
    return " · ".join(said)


def branches(layout: Layout, limit: int = 20) -> list[Mark]:
    """Gives the marks that brought about most, for a table beside the picture: first by reposts, then by views."""
    return sorted(layout.marks[1:], key=lambda mark: (-mark.behind, -mark.node.views, mark.node.id))[:limit]


def _n(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


def _hairs(layout: Layout) -> Iterable[str]:
    """The stalks of seeds, where they are not too many to tell apart."""
    if 0 < len(layout.dots) <= HAIRS_LIMIT and layout.marks[-1].level <= COIL_FROM:
        lines = "".join(f"M{_n(m.x)} {_n(m.y)}L{_n(x)} {_n(y)}" for x, y, m, _sold in layout.dots)
        yield f'<path class="hair" d="{lines}"/>'


def _branches(marks: Sequence[Mark]) -> Iterable[str]:
    """The lines between marks, thicker where more came of it: a path a thickness."""
    lines: dict[int, list[str]] = {}
    for mark in marks:
        if mark.carrier is not None:
            lines.setdefault(min(4, int(log10(mark.behind + 1) * 1.5)), []).append(_line(mark.carrier, mark))
    for width, paths in sorted(lines.items()):
        yield f'<path class="branch w{width}" d="{"".join(paths)}"/>'


def _line(begin: Mark, end: Mark) -> str:
    """Leaves in the direction its carrier came from, and arrives where it goes."""
    far = (begin.x**2 + begin.y**2) ** 0.5
    to = ((end.x - begin.x) ** 2 + (end.y - begin.y) ** 2) ** 0.5
    if far < 1 or to < 12 or end.level > COIL_FROM:
        return f"M{_n(begin.x)} {_n(begin.y)}L{_n(end.x)} {_n(end.y)}"
    bend = (begin.x + begin.x / far * to * 0.45, begin.y + begin.y / far * to * 0.45)
    return f"M{_n(begin.x)} {_n(begin.y)}Q{_n(bend[0])} {_n(bend[1])} {_n(end.x)} {_n(end.y)}"


def _dots(layout: Layout) -> Iterable[str]:
    """Seeds as points of one line each; whole tenths of a unit, one from the other, keep twenty thousand within the size."""
    for look, wanted in (("dots", False), ("dots sold", True)):
        at, steps = (0, 0), []
        for x, y, _of, sold in layout.dots:
            if sold == wanted:
                to = (round(x * 10), round(y * 10))
                steps.append(f"m{to[0] - at[0]} {to[1] - at[1]}h0")
                at = to
        if steps:
            few = " few" if len(layout.dots) <= HAIRS_LIMIT else ""
            yield f'<path class="{look}{few}" transform="scale(.1)" d="M0 0{"".join(steps)}"/>'


def _mark(mark: Mark) -> str:
    sold = min(4, 1 + int(log10(max(1, mark.node.grams / GRAMS_A_JIN)))) if mark.node.grams else 0
    look = "root" if mark.carrier is None else "mark"
    return (
        f'<circle id="n{mark.node.id}" class="{look} o{sold}" cx="{_n(mark.x)}" cy="{_n(mark.y)}" r="{_n(mark.r)}">'
        f"<title>{escape(words(mark))}</title></circle>"
    )


def _labels(marks: Sequence[Mark], size: float, limit: int, look: str) -> Iterable[str]:
    """Names beside the marks that brought about most, wherever one fits without covering another."""
    taken: list[Box] = [(m.x - m.r, m.y - m.r, m.x + m.r, m.y + m.r) for m in marks if m.r > 4]
    named = sorted((m for m in marks if m.node.name), key=lambda m: (m.carrier is not None, -m.behind, -m.node.views, m.node.id))
    shown = 0
    for mark in named:
        if shown == limit:
            break
        name = mark.node.name if len(mark.node.name) <= NAME_LENGTH else mark.node.name[: NAME_LENGTH - 1] + "…"
        long = sum(1.0 if ord(sign) > 0x2E80 else 0.6 for sign in name) * size
        for anchor, x, y in _places(mark, size):
            left = x - (0 if anchor == "start" else long if anchor == "end" else long / 2)
            box = (left, y - size * 0.85, left + long, y + size * 0.25)
            own = (mark.x - mark.r, mark.y - mark.r, mark.x + mark.r, mark.y + mark.r)
            if abs(left + long / 2) + long / 2 <= WIDTH / 2 - 2 and not any(_meet(box, other) for other in taken if other != own):
                taken.append(box)
                shown += 1
                yield f'<text class="{anchor}{look}" x="{_n(x)}" y="{_n(y)}">{escape(name)}</text>'
                break


def _places(mark: Mark, size: float) -> tuple[tuple[str, float, float], ...]:
    beside = mark.r + 3
    right = ("start", mark.x + beside, mark.y + size * 0.35)
    left = ("end", mark.x - beside, mark.y + size * 0.35)
    below, above = ("middle", mark.x, mark.y + beside + size * 0.8), ("middle", mark.x, mark.y - beside)
    sides = (right, left) if mark.x >= 0 else (left, right)
    return (*sides, below, above) if mark.y >= 0 else (*sides, above, below)


def _meet(a: Box, b: Box) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]
