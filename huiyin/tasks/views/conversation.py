"""What tasks add to the page of a conversation."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from huiyin.groups.extension_points import Addition
from huiyin.groups.models import Group, Member
from huiyin.tasks.rules import may_issue


def addition(member: Member) -> Addition:
    """Gives the scripts and styles of cards, the way to the group's tasks, and whether this member issues tasks here."""
    group = member.group
    if group.kind == Group.Kind.LISTENING:
        return Addition()
    links: list[tuple[str, str, object]] = [(reverse("group-tasks", args=[group.pk]), "tasks", _("Tasks"))]
    issues = may_issue(member, group)
    if issues:
        links.append((reverse("task-new", args=[group.pk]), "plus", _("Issue a task")))
    marks, templates = (("may-issue",), ("tasks/task-preview.html",)) if issues else ((), ())
    return Addition(("tasks/tasks.css",), ("tasks/talk.js",), marks, tuple(links), templates)
