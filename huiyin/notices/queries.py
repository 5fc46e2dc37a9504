"""What the list of notices needs, in a bounded number of queries."""

from __future__ import annotations

from django.core.paginator import Page, Paginator
from django.db.models import Count

from huiyin.db.compiled import Compiled
from huiyin.groups.models import Member
from huiyin.notices.models import Notice
from huiyin.notices.wording import Line, line_of
from huiyin.people.models import Person
from huiyin.tasks.queries.visibility import visible_to

A_PAGE = 30
MOST_PAGES = 200


def unread_count(person: Person) -> int:
    """Gives how many notices a person has not read. One query, over what is unread only."""
    return _unread.first(person.pk) or 0


_unread = Compiled[int](
    lambda person: Notice.objects.filter(person=person, read_at=None).values("person").annotate(n=Count("pk")).values_list("n", flat=True)
)


def notices_of(person: Person, number: object, unread_only: bool = False) -> tuple[Page[Notice], list[Line]]:
    """Gives a page of a person's notices, newest first, and its lines in the language that is on. Ten queries at most."""
    rows = Notice.objects.filter(person=person).select_related("entry__by", "task", "group").order_by("-pk")
    if unread_only:
        rows = rows.filter(read_at=None)
    page = Paginator(rows, A_PAGE).get_page(number)  # type: ignore[arg-type]
    hidden = hidden_from(person, list(page))
    return page, [line_of(notice, notice.pk in hidden) for notice in page]


def hidden_from(person: Person, notices: list[Notice]) -> set[int]:
    """Gives the notices of what the person may not see any more: whoever was told of something keeps no window into it."""
    tasks = {n.task_id for n in notices if n.task_id}
    groups = {n.group_id for n in notices if n.group_id and not n.task_id}
    seen = set(visible_to(person).filter(pk__in=tasks).values_list("pk", flat=True)) if tasks else set()
    within = set(Member.objects.filter(person=person, left_at=None, group__in=groups).values_list("group", flat=True)) if groups else set()
    return {n.pk for n in notices if (n.task_id not in seen if n.task_id else n.group_id not in within if n.group_id else False)}
