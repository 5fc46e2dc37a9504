"""What a staff list would change, made out row by row on a snapshot: nothing is written here.

A list says what is; it does not say what is no more. Whoever it leaves out stays, and an empty cell leaves a thing as it is.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from huiyin.people.reporting_line import MOST_ABOVE, circle_from, circles, heights, path_in_words
from huiyin.people.staff_list.columns import Row
from huiyin.people.staff_list.draft import Draft, Plan
from huiyin.people.staff_list.planning_staff import plan_staff
from huiyin.people.staff_list.planning_units import plan_posts, plan_units
from huiyin.people.staff_list.snapshot import P, Snapshot


def plan(rows: Sequence[Row], now: Snapshot) -> Plan:
    """Gives what the rows would change in the organisation as it stands, with a fault for whatever cannot be taken."""
    draft = Draft(rows, now)
    units = plan_units(draft)
    posts = plan_posts(draft, units)
    _refuse_circles(draft, posts)
    plan_staff(draft, units, posts)
    return Plan(draft.rows)


def _refuse_circles(draft: Draft, posts: dict[int, P]) -> None:
    """Marks every row that puts a post into a circle of the reporting line, with the circle as a path, or too far below its head.

    A list may be one circle of all its rows: each is told the circle around itself, never all of it.
    """
    superiors = {post: post.reports_to for post in [*draft.now.posts, *posts.values()]}
    places = {post: (circle, place) for circle in circles(superiors) for place, post in enumerate(circle[:-1])}
    above = heights(superiors)
    for planned in draft.rows:
        post = posts.get(planned.row.number)
        if post is None or not planned.row["reports_to"]:
            continue
        if post in places:
            words = _("The reporting line would run in a circle: %(path)s")
            draft.fault(planned, "reports_to", words % {"path": path_in_words(circle_from(*places[post]))})
        elif above[post] > MOST_ABOVE:
            draft.fault(planned, "reports_to", _("More than %(most)d posts would stand above this one.") % {"most": MOST_ABOVE})


def sums(counts: dict[str, int]) -> str:
    """Gives the sums of a plan in words."""
    return _("%(rows)s: %(added)d new, %(changed)d changed, %(unchanged)d as they are.") % {
        "rows": ngettext("%(n)d row", "%(n)d rows", sum(counts.values())) % {"n": sum(counts.values())},
        **counts,
    }
