"""To whom, beside the successor, something of a post may go: officials around it."""

from __future__ import annotations

from django.db.models import Q

from huiyin.people.models import Person, Post
from huiyin.people.queries import holders_for
from huiyin.tasks.models import Handover

LIMIT = 60


def colleagues(handover: Handover) -> list[tuple[Person, Post]]:
    """Gives officials of the post's unit, of those above and right below it, and beside it in the line, each by their first post.

    At most sixty; four queries. Whether one of them may have an item is said when it is given (giving.check_receiver).
    """
    post = handover.post
    near = Q(unit=post.unit_id) | Q(unit__parent=post.unit_id) | Q(unit=post.unit.parent_id) | Q(reports_to=post.pk)
    if post.reports_to_id is not None:
        near |= Q(pk=post.reports_to_id) | Q(reports_to=post.reports_to_id)
    around = Post.objects.filter(near, closed_at=None).select_related("unit").order_by("unit__order", "unit", "order", "pk")
    posts = list(around[: 3 * LIMIT])
    speakers = holders_for([one.pk for one in posts])
    found: dict[int, tuple[Person, Post]] = {}
    for one in posts:
        person = speakers[one.pk].person if one.pk in speakers else None
        if person is not None and person.pk not in (handover.leaver_id, handover.successor_id) and person.is_active:
            found.setdefault(person.pk, (person, one))
    return list(found.values())[:LIMIT]
