"""What a resident said and what became of it: who answered, what task came of it, what still waits. The newest of the last year."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Min, OuterRef, Subquery
from django.utils import timezone

from huiyin.groups.models import Group, Member, Message
from huiyin.people.models import Person
from huiyin.tasks.models import Task

SINCE = timedelta(days=366)
SHOWN = 60


@dataclass
class Said:
    """Something I said, the answer to it (None: it waits) and the task that came of it. `direct`: it answers these very words; else it
    is the first that an official said after them."""

    message: Message
    answer: Message | None = None
    direct: bool = False
    task: Task | None = None

    @property
    def waits(self) -> bool:
        """Whether nothing came of it yet: no answer and no task."""
        return self.answer is None and self.task is None


def said_by(person: Person) -> list[Said]:
    """Gives the newest that a person said in the groups they are in, those of the last year."""
    groups = list(Member.objects.filter(person=person, left_at=None).values_list("group", flat=True))
    words = Message.objects.filter(recalled_at=None, erased_at=None)
    after = words.filter(group=OuterRef("group"), n__gt=OuterRef("n"), author__kind=Person.Kind.OFFICIAL, extra__robot__isnull=True)
    mine = words.filter(author=person, group__in=groups, at__gte=timezone.now() - SINCE, extra__robot__isnull=True)
    mine = mine.exclude(group__kind=Group.Kind.NOTICE).select_related("group").order_by("-at", "-pk")
    first = after.order_by().values("group").annotate(first=Min("n")).values("first")
    shown = list(mine.annotate(after_n=Subquery(first))[:SHOWN])
    direct: dict[int, Message] = {}
    for reply in words.filter(reply_to__in=shown).exclude(author=person).select_related("author").order_by("n"):
        to = reply.reply_to_id or 0
        if to not in direct or _is_official(reply) > _is_official(direct[to]):
            direct[to] = reply
    later = {
        (m.group_id, m.n): m for m in words.filter(
            group__in={m.group_id for m in shown}, n__in={m.after_n for m in shown if m.after_n}
        ).select_related("author")
    }  # fmt: skip
    tasks = {t.source_id: t for t in Task.objects.filter(source__in=shown, visibility=Task.Visibility.GROUP).order_by("pk")}
    return [
        Said(m, direct.get(m.pk) or later.get((m.group_id, m.after_n or 0)), m.pk in direct, tasks.get(m.pk)) for m in shown
    ]  # fmt: skip


def _is_official(message: Message) -> bool:
    return message.author.kind == Person.Kind.OFFICIAL
