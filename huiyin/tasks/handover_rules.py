"""To whom a task, or what repeats, cannot go when a post is handed over: the same rules as when a task is given out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from huiyin.core.handover import Giving
from huiyin.people.models import Person
from huiyin.people.queries import posts_held, reporting_line
from huiyin.people.queries.holders import Held
from huiyin.tasks.models import Repetition, Task
from huiyin.tasks.participation import assignees_of, doers


def cannot_do(giving: Giving) -> Any:
    """Gives in words why somebody cannot do a task, or nothing."""
    return _cannot_do(Task.objects.get(pk=giving.number), giving.to)


def cannot_do_again(giving: Giving) -> Any:
    """The same of what repeats."""
    return _cannot_do(Repetition.objects.get(pk=giving.number), giving.to)


def cannot_issue(giving: Giving) -> Any:
    """Gives in words why somebody cannot be who accepts a task, or nothing."""
    task = Task.objects.get(pk=giving.number)
    return _cannot_issue(list(doers(assignees_of([task]).get(task.pk, [])).values()), task.lead_post_id, giving.to)


def cannot_have_again(giving: Giving) -> Any:
    """The same of what repeats."""
    again = Repetition.objects.get(pk=giving.number)
    doing = [one.person for one in again.assignees.select_related("person") if one.person is not None]
    return _cannot_issue(doing, again.assignees.values_list("post", flat=True).get(role="lead"), giving.to)


def _cannot_issue(doing: Sequence[Person], lead: int | None, to: Person) -> Any:
    if to in doing:
        return _("%(name)s does it, and cannot be who accepts it.") % {"name": to.name}
    if lead is not None and lead in _above(posts_held([to.pk])):
        return _("Who leads it stands above %(name)s.") % {"name": to.name}
    return ""


def _cannot_do(thing: Task | Repetition, to: Person) -> Any:
    if to.pk == thing.issuer_id:
        return _("%(name)s issued it, and cannot be who does it.") % {"name": to.name}
    issuer = thing.issuer_post
    if issuer is not None and {held.post_id for held in posts_held([to.pk])} & {post.pk for post in reporting_line(issuer)}:
        return _("%(name)s stands above who issued it.") % {"name": to.name}
    return ""


def _above(held: Sequence[Held]) -> set[int]:
    return {post.pk for one in held if not one.delegated for post in reporting_line(one.post)}
