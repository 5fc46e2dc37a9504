"""What the pages around conversations need, each in a bounded number of queries."""

from __future__ import annotations

from django.db import connection
from django.db.models import Q

from huiyin.db.which import one_writer
from huiyin.groups.models import Group, Invite, Member, Message, Source
from huiyin.groups.rules import LEADS
from huiyin.people.models import Person, Post, Unit
from huiyin.people.queries import naming, visible_to

CHOICES_LIMIT = 200
NAMESAKES = 12
WIDE = 5000  # members of one's groups: with so many it is sooner found who is called so, and then who of them was met


def sources_of(group: Group) -> list[Source]:
    """Gives the units and posts whose holders belong to the group: one query."""
    return list(Source.objects.filter(group=group).select_related("unit", "post__unit").order_by("pk"))


def source_in(group: Group, pk: int) -> Source | None:
    """Gives a source of this group by its id, or None."""
    return Source.objects.select_related("group").filter(group=group, pk=pk).first()


def invite_in(group: Group, pk: int) -> Invite | None:
    """Gives an invitation of this group by its id, open or not, or None."""
    return Invite.objects.select_related("group", "by").filter(group=group, pk=pk).first()


def members_among(group: Group, people: list[int]) -> set[int]:
    """Gives which of these persons are in the group already: one query."""
    return set(Member.objects.filter(group=group, person__in=people, left_at=None).values_list("person_id", flat=True))


def member_person(group: Group, pk: int) -> Person | None:
    """Gives a person who is in the group, or None."""
    return Person.objects.filter(memberships__group=group, memberships__left_at=None, pk=pk).first()


def people_to_add(viewer: Person, ids: list[int]) -> list[Person]:
    """Gives those of these persons whom the viewer may find at all: an id guessed brings nobody in."""
    return list(visible_to(viewer).filter(pk__in=ids, locked_at=None))


def findable(viewer: Person, ids: list[int]) -> set[int]:
    """Gives which of these persons have a page that the viewer may open: one query."""
    return set(visible_to(viewer).filter(pk__in=ids).values_list("pk", flat=True))


def open_unit(pk: int) -> Unit | None:
    """Gives a unit that is not closed, or None."""
    return Unit.objects.select_related("parent").filter(pk=pk, closed_at=None).first()


def open_post(pk: int) -> Post | None:
    """Gives a post that is not closed, or None."""
    return Post.objects.select_related("unit").filter(pk=pk, closed_at=None).first()


def groups_to_post_in(person: Person, text: str = "") -> list[Group]:
    """Gives the groups a person may post in (rule `may_post` as a query), newest talk first: one query."""
    mine = Q(members__person=person, members__left_at=None, members__silenced=False)
    leads = Q(members__role__in=LEADS)
    # One filter call: the conditions must hold for the same membership.
    groups = Group.objects.filter(mine & (leads | ~Q(kind=Group.Kind.NOTICE)), archived_at=None)
    if text:
        groups = groups.filter(name__icontains=text)
    return list(groups.order_by("-last_at", "-pk")[:CHOICES_LIMIT])


def authors_called(person: Person, name: str) -> list[Person]:
    """Gives those who are or were in a group with the person and are called so, the whole name first: one query, four where these are many.

    People who met in a group know each other there, whoever may find them elsewhere.
    """
    mine = Member.objects.filter(person=person, left_at=None).values("group")
    met = Member.objects.filter(group__in=mine)
    if not one_writer() and met[:WIDE].count() == WIDE:
        people = _called_in_wide_circle(name, list(mine.values_list("group", flat=True)))
    else:
        hit = Q(name__icontains=name) | Q(name_keys__icontains=name.lower())
        people = list(Person.objects.filter(hit, pk__in=met.values("person"), erased_at=None).order_by("name", "pk")[:NAMESAKES])
    exact = [p for p in people if p.name == name]
    return exact or people


def _called_in_wide_circle(name: str, groups: list[int]) -> list[Person]:
    """Names first, then who of them was met: PostgreSQL joined 300 groups' members instead, which took a second.

    OFFSET 0, and a question in brackets instead of EXISTS, keep it from turning this round.
    """
    parts = [naming.called(name)]
    if name.isascii():
        parts.append(naming.sounding_within(name.lower()))
    called, values = naming.any_of(parts)
    sql = (
        f"SELECT p.id FROM (SELECT id, name FROM people_person WHERE id IN ({called}) AND erased_at IS NULL "  # noqa: S608
        "ORDER BY name, id OFFSET 0) p WHERE (SELECT true FROM groups_member m WHERE m.person_id = p.id AND m.group_id = ANY(%s) LIMIT 1) "
        f"ORDER BY p.name, p.id LIMIT {NAMESAKES}"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [*values, groups])
        found = [row[0] for row in cursor.fetchall()]
    people = Person.objects.in_bulk(found)
    return [people[pk] for pk in found if pk in people]


def with_card_image(group: Group, n: int) -> Message | None:
    """Gives the message of this number with its link card and the card's picture, or None."""
    found = Message.objects.filter(group=group, n=n, recalled_at=None, erased_at=None)
    return found.select_related("link_card__image").first()
