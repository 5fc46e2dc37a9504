"""What the list of notices needs, in a bounded number of queries."""

from __future__ import annotations

from django.core.paginator import Page, Paginator
from django.db.models import Count

from huiyin.db.compiled import Compiled
from huiyin.notices.models import Notice
from huiyin.notices.presentation import Line, lines_of
from huiyin.people.models import Person

A_PAGE = 30
MOST_PAGES = 200


def unread_count(person: Person) -> int:
    """Gives how many notices a person has not read."""
    return _unread.first(person.pk) or 0


_unread = Compiled[int](
    lambda person: Notice.objects.filter(person=person, read_at=None).values("person").annotate(n=Count("pk")).values_list("n", flat=True)
)


def notices_of(person: Person, number: object, unread_only: bool = False) -> tuple[Page[Notice], list[Line]]:
    """Gives a page of a person's notices, newest first, and its lines in the language that is on."""
    rows = Notice.objects.filter(person=person).select_related("entry__by", "stream").order_by("-pk")
    if unread_only:
        rows = rows.filter(read_at=None)
    page = Paginator(rows, A_PAGE).get_page(number)  # type: ignore[arg-type]
    return page, lines_of(person, list(page))
