"""Which handovers somebody sees, and to whom beside the successor something of one may go."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet

from huiyin.core.errors import NotThere, or_404
from huiyin.handover.models import Handover, HandoverItem
from huiyin.handover.rules import sees_all
from huiyin.people.models import Person, Post
from huiyin.people.queries import holders_for, posts_held
from huiyin.people.rules import may_manage_staff

MOST_COLLEAGUES = 60
LISTED = 100


def handovers_seen(person: Person) -> QuerySet[Handover]:
    """Gives the handovers a person may see: who leaves, who takes over, who stands right above the post, the system administrator; and
    who got something of it."""
    if may_manage_staff(person):
        return Handover.objects.all()
    mine = [h.post_id for h in posts_held([person.pk])]
    third = Exists(HandoverItem.objects.filter(handover=OuterRef("pk"), receiver=person))
    return Handover.objects.filter(Q(leaver=person) | Q(successor=person) | Q(post__reports_to__in=mine) | Q(third))


def handovers_listed(person: Person) -> list[Handover]:
    """Gives the handovers a person may see, the latest first, with their post and people."""
    return list(handovers_seen(person).select_related("post__unit", "leaver", "successor").order_by("-opened_at", "-pk")[:LISTED])


def handover_for(person: Person, pk: int) -> Handover:
    """Gives a handover a person may see, with its post and people. Raises NotThere."""
    return or_404(handovers_seen(person).select_related("post__unit", "leaver", "successor", "given_by").filter(pk=pk).first())


def post_spoken_for(person: Person, pk: int) -> Post:
    """Gives a post that a person holds or acts for today. Raises NotThere."""
    found = next((held.post for held in posts_held([person.pk]) if held.post_id == pk), None)
    if found is None:
        raise NotThere
    return found


def items_seen(person: Person, handover: Handover) -> QuerySet[HandoverItem]:
    """Gives the items of a handover as far as a person sees them, with who gets them."""
    items = handover.items.select_related("receiver")
    return items if sees_all(person, handover) else items.filter(receiver=person)


def numbers_of(handover: Handover) -> list[int]:
    """Gives the numbers of a handover's items, by which a form names them."""
    return list(handover.items.values_list("pk", flat=True))


def colleagues(handover: Handover) -> list[tuple[Person, Post]]:
    """Gives officials of the post's unit, of those above and right below it, and beside it in the line, each by their first post.

    At most sixty. Whether one of them may have an item is said when it is given (actions.give_over).
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
