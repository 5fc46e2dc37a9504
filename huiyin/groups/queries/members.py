"""Who is in a group, who may be added, and whom one knows from there."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import Case, IntegerField, Q, QuerySet, Value, When

from huiyin.db.which import one_writer
from huiyin.groups.models import Group, Member
from huiyin.people.models import Person
from huiyin.people.queries import naming, visible_to

NAMESAKES = 12
WIDE = 5000  # members of one's groups: with so many it is sooner found who is called so, and then who of them was met


def members_of(group: Group, text: str = "", after: tuple[int, datetime, int] | None = None) -> QuerySet[Any]:
    """Gives the members, those who lead first; `text` narrows by name or pinyin, `after` (rank, joined_at, pk) gives those behind one."""
    role = {"owner": 0, "manager": 1}
    members = Member.objects.filter(group=group, left_at=None).select_related("person")
    if text:
        members = members.filter(Q(person__name__icontains=text) | Q(person__name_keys__icontains=text.lower()))
    order = Case(*(When(role=r, then=Value(v)) for r, v in role.items()), default=Value(2), output_field=IntegerField())
    members = members.annotate(rank=order)
    if after:
        rank, joined, pk = after
        members = members.filter(Q(rank__gt=rank) | Q(rank=rank, joined_at__gt=joined) | Q(rank=rank, joined_at=joined, pk__gt=pk))
    return members.order_by("rank", "joined_at", "pk")


def member_count(group: Group) -> int:
    """Gives how many are in the group."""
    return Member.objects.filter(group=group, left_at=None).count()


def members_among(group: Group, people: list[int]) -> set[int]:
    """Gives which of these persons are in the group already."""
    return set(Member.objects.filter(group=group, person__in=people, left_at=None).values_list("person_id", flat=True))


def member_person(group: Group, pk: int) -> Person | None:
    """Gives a person who is in the group, or None."""
    return Person.objects.filter(memberships__group=group, memberships__left_at=None, pk=pk).first()


def people_to_add(viewer: Person, ids: list[int]) -> list[Person]:
    """Gives those of these persons whom the viewer may find at all: an id guessed brings nobody in."""
    return list(visible_to(viewer).filter(pk__in=ids, locked_at=None))


def findable(viewer: Person, ids: list[int]) -> set[int]:
    """Gives which of these persons have a page that the viewer may open."""
    return set(visible_to(viewer).filter(pk__in=ids).values_list("pk", flat=True))


def spelled(people: Iterable[int]) -> dict[int, tuple[str, str]]:
    """Gives the names of persons by their ids, and the letters by which each is found."""
    return {pk: (name, keys) for pk, name, keys in Person.objects.filter(pk__in=people).values_list("pk", "name", "name_keys")}


def authors_called(person: Person, name: str) -> list[Person]:
    """Gives those who are or were in a group with the person and are called so, the whole name first.

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
