"""Which handovers somebody sees, and to whom beside the successor something of one may go."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet

from huiyin.handover.models import Handover, HandoverItem
from huiyin.people.models import Person, Post
from huiyin.people.queries import holders_for, posts_held
from huiyin.people.rules import may_manage_staff

MOST_COLLEAGUES = 60


def handovers_seen(person: Person) -> QuerySet[Handover]:
    """Gives the handovers a person may see: who leaves, who takes over, who stands right above the post, the system administrator; and
    who got something of it."""
    if may_manage_staff(person):
        return Handover.objects.all()
    mine = [h.post_id for h in posts_held([person.pk])]
    third = Exists(HandoverItem.objects.filter(handover=OuterRef("pk"), receiver=person))
    return Handover.objects.filter(Q(leaver=person) | Q(successor=person) | Q(post__reports_to__in=mine) | Q(third))


def colleagues(handover: Handover) -> list[tuple[Person, Post]]:
    """Gives officials of the post's unit, of those above and right below it, and beside it in the line, each by their first post.

    At most sixty; four queries. Whether one of them may have an item is said when it is given (actions.give_over).
    """
    post = handover.post
    near = Q(unit=post.unit_id) | Q(unit__parent=post.unit_id) | Q(unit=post.unit.parent_id) | Q(reports_to=post.pk)
    if post.reports_to_id is not None:
        near |= Q(pk=post.reports_to_id) | Q(reports_to=post.reports_to_id)
    around = Post.objects.filter(near, closed_at=None).select_related("unit").order_by("unit__order", "unit", "order", "pk")
    posts = list(around[: 3 * MOST_COLLEAGUES])
    speakers = holders_for([one.pk for one in posts])
    found: dict[int, tuple[Person, Post]] = {}
    for one in posts:
        person = speakers[one.pk].person if one.pk in speakers else None
        if person is not None and person.pk not in (handover.leaver_id, handover.successor_id) and person.is_active:
            found.setdefault(person.pk, (person, one))
    return list(found.values())[:MOST_COLLEAGUES]
