"""What a person sees of tasks: their own, those of the people below them in the reporting line, those their groups show. No more."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection
from django.db.models import Q, QuerySet

from huiyin.groups.models import Member
from huiyin.people.models import Person
from huiyin.people.queries import posts_held
from huiyin.tasks.models import Assignee, Rung, Task


def posts_below(post_ids: Sequence[int]) -> list[int]:
    """Gives these posts and all that report to them, however far down. One query; a city has 50,000 posts, a circle ends by itself."""
    ids = list(post_ids)
    if not ids:
        return []
    marks = ", ".join(["%s"] * len(ids))
    # UNION, not UNION ALL: a post that comes again is not followed again.
    sql = (
        f"WITH RECURSIVE below(id) AS (SELECT id FROM people_post WHERE id IN ({marks}) "  # noqa: S608
        "UNION SELECT p.id FROM people_post p JOIN below ON p.reports_to_id = below.id) SELECT id FROM below"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, ids)
        return [row[0] for row in cursor.fetchall()]


def own_posts(person: Person) -> list[int]:
    """Gives the posts a person speaks for today: held, acting, delegated."""
    return [held.post_id for held in posts_held([person.pk])]


def visible_to(person: Person, posts: Sequence[int] | None = None) -> QuerySet[Task]:
    """Gives the tasks this person may see, by the same rule as a task's page (rules.may_see). Three queries before it."""
    mine = own_posts(person) if posts is None else list(posts)
    below = posts_below(mine)
    assigned = Assignee.objects.filter(ended_at=None).filter(Q(person=person, post=None) | Q(post__in=mine)).values("task")
    told = Rung.objects.filter(person=person, fired_at__isnull=False).values("task")
    groups = Member.objects.filter(person=person, left_at=None).values("group")
    seen = Q(issuer=person, issuer_post=None) | Q(issuer_post__in=mine) | Q(pk__in=assigned) | Q(pk__in=told)
    seen |= Q(group__in=groups, visibility=Task.Visibility.GROUP)
    if below:
        seen |= Q(lead_post__in=below)
    return Task.objects.filter(seen)
