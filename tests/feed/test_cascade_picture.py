"""The picture of a cascade: small enough, soon enough, within its frame, with names only where there are some."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.feed.cascade.layout import ALL_MARKED, MARKS_LIMIT, RADIUS, Node, lay_out
from huiyin.feed.cascade.picture import branches, draw, words
from tests.growth import stays_within

pytestmark = pytest.mark.no_database
ROOT = Node(1, None, "云湖县政府", 9400)
STAR = [Node(n, 1, f"人{n}", n % 90) for n in range(2, 20_002)]
CHAIN = [Node(n, n - 1, "", 5) for n in range(2, 20_002)]
BUSHY = [Node(n, n * 7919 % max(1, n // 40) + 1, "", n % 300, 500 * (n % 10 == 0)) for n in range(2, 20_002)]


def parsed(picture: str) -> ET.Element:
    return ET.fromstring(picture)


def numbers(text: str) -> list[float]:
    return [float(one) for one in re.findall(r"-?\d+(?:\.\d+)?", text)]


@pytest.mark.parametrize("reposts", [STAR, CHAIN, BUSHY], ids=["star", "chain", "bushy"])
def test_twenty_thousand_reposts_are_drawn_in_300_ms_and_200_kilobytes(reposts):
    assert stays_within(300, lambda: draw(ROOT, reposts))
    assert len(draw(ROOT, reposts).encode()) < 200_000


@given(st.lists(st.integers(0, 3), max_size=130), st.integers(1, 130))
def test_every_repost_stands_in_the_picture_and_within_its_frame(steps, sold):
    """Whatever its shape: each is made from one shortly before it (0: from the root)."""
    made_from = [1 if back == 0 or n < back else n + 2 - back for n, back in enumerate(steps)]
    reposts = [Node(n + 2, parent, "", n * n % 50, 500 * (n == sold)) for n, parent in enumerate(made_from)]
    layout = lay_out(ROOT, reposts)
    assert (layout.size, layout.lost, layout.dot_for) == (len(reposts), 0, 1)
    assert len(layout.marks) - 1 + len(layout.dots) == len(reposts)
    assert sum(mark.seeds for mark in layout.marks) == len(layout.dots)
    for x, y in [*((m.x, m.y) for m in layout.marks), *((x, y) for x, y, _m, _s in layout.dots)]:
        assert (x * x + y * y) ** 0.5 <= RADIUS + 0.1
    svg = parsed(draw(ROOT, reposts))
    left, top, width, height = numbers(svg.attrib["viewBox"])
    for circle in svg.iter("circle"):
        x, y = float(circle.attrib["cx"]), float(circle.attrib["cy"])
        assert left <= x <= left + width and top <= y <= top + height


def test_few_reposts_are_each_drawn_and_many_small_ones_together():
    few = lay_out(ROOT, [Node(n, 1) for n in range(2, ALL_MARKED + 2)])
    assert len(few.marks) == ALL_MARKED + 1 and not few.dots
    many = lay_out(ROOT, [Node(2, 1), Node(3, 2, "", 900), *(Node(n, 2) for n in range(4, 404))])
    assert [mark.node.id for mark in many.marks] == [1, 2, 3]
    assert len(many.dots) == many.marks[1].seeds == 400
    assert len(lay_out(ROOT, STAR).marks) <= MARKS_LIMIT + 1
    assert lay_out(ROOT, STAR).dot_for == 5


def test_a_repost_stands_where_it_was_made_from_and_is_as_large_as_its_views():
    layout = lay_out(ROOT, [Node(2, 1, "", 40), Node(3, 2, "", 9000), Node(4, 2, "", 0)])
    marks = {mark.node.id: mark for mark in layout.marks}
    assert marks[3].carrier is marks[2] and marks[2].carrier is marks[1]
    assert marks[3].r > marks[2].r > marks[4].r
    assert [mark.node.id for mark in branches(layout)] == [2, 3, 4]


def test_names_are_written_as_words_and_nothing_else_of_whom_there_is_no_name():
    svg = draw(Node(1, None, "<b>&"), [Node(2, 1, "王芳", 12, 1_000), Node(3, 1, "", 7)])
    assert "<b>" not in svg and "&lt;b&gt;&amp;" in svg
    titles = [title.text for title in parsed(svg).iter("title")]
    assert titles[1].startswith("王芳") and titles[2] == words(lay_out(ROOT, [Node(3, 1, "", 7)]).marks[1])
    assert svg.count("王芳") == 3  # its title, and its label for narrow and for wide screens


def test_no_style_stands_in_the_picture_which_the_pages_policy_would_refuse():
    for reposts in ([], BUSHY[:300], STAR[:100]):
        svg = parsed(draw(ROOT, reposts))
        assert svg.attrib["role"] == "img" and svg.attrib["aria-label"]
        assert not any({"style", "fill", "stroke"} & set(part.attrib) for part in svg.iter())


def test_the_same_cascade_is_the_same_picture():
    assert draw(ROOT, BUSHY[:500]) == draw(ROOT, BUSHY[:500])


def test_what_hangs_on_nothing_is_counted_and_not_drawn():
    layout = lay_out(ROOT, [Node(2, 1), Node(3, 99), Node(4, 5), Node(5, 4)])
    assert (layout.size, layout.lost, len(layout.marks)) == (4, 3, 2)
