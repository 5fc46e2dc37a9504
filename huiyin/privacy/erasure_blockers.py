"""What still hangs on a person: it is settled or handed over before they can be erased, so that no matter is left with nobody."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.groups.models import Group, Member
from huiyin.people.models import Administrator, Person
from huiyin.people.queries import posts_of
from huiyin.tasks.models import ENDED, Assignee, Handover, HandoverItem, RepeatedAssignee, Repetition, Task

SHOWN = 50


@dataclass(frozen=True)
class Blocker:
    """One thing that hangs on a person, named; `href`: where it can be settled, for whoever may see it."""

    words: Any
    href: str = ""


def what_hangs_on(person: Person, *, named: bool = True) -> list[Blocker]:
    """Gives what must be settled first: open tasks, groups they own, posts, handovers, an administrator's role, children. Ten queries.

    `named` False is for who keeps the staff: titles of tasks and names of groups are contents, which are not theirs to read; numbers do.
    """
    held = posts_of(person)
    mine = [one.post_id for one in held]
    doing = Assignee.objects.filter(ended_at=None).filter(Q(person=person, post=None) | Q(post__in=mine))
    issued = Q(issuer=person, issuer_post=None) | Q(issuer_post__in=mine)
    tasks = Task.objects.filter(Q(pk__in=doing.values("task")) | issued).exclude(state__in=ENDED).order_by("pk")[:SHOWN]
    owned = Member.objects.filter(person=person, role=Member.Role.OWNER, left_at=None, group__archived_at=None)
    groups = Group.objects.filter(pk__in=owned.values("group")).order_by("pk")[:SHOWN]
    repeated = RepeatedAssignee.objects.filter(Q(person=person, post=None) | Q(post__in=mine))
    repetitions = Repetition.objects.filter(Q(pk__in=repeated.values("repetition")) | issued, ended_at=None).order_by("pk")[:SHOWN]
    items = HandoverItem.objects.filter(receiver=person, done_at=None)
    part = Q(leaver=person) | Q(successor=person) | Q(pk__in=items.values("handover"))
    handovers = Handover.objects.filter(part, taken_at=None).select_related("post__unit").order_by("pk")[:SHOWN]
    role = Administrator.objects.filter(person=person).first()

    def said(name: str, number: str) -> str:
        return name if named else number

    return [
        *(Blocker((_("task № %(number)s %(title)s") % {"number": t.number, "title": said(t.title, "")}).strip(),
                  reverse("task", args=[t.pk])) for t in tasks),
        *(Blocker(_("what repeats: %(title)s") % {"title": said(r.title, f"№ {r.pk}")}, reverse("repetition", args=[r.pk]))
          for r in repetitions),
        *(Blocker(_("group “%(name)s”, which they own") % {"name": said(g.name, f"№ {g.pk}")}, reverse("group-details", args=[g.pk]))
          for g in groups),
        *(Blocker(_("post %(post)s") % {"post": one.post}, reverse("unit", args=[one.post.unit_id])) for one in held),
        *(Blocker(_("handover of %(post)s") % {"post": one.post}, reverse("handover", args=[one.pk])) for one in handovers),
        *([Blocker(_("their role as %(role)s") % {"role": role.get_role_display()})] if role else []),
        *(Blocker(_("the child in their care, %(name)s") % {"name": c.name}) for c in person.wards.filter(erased_at=None)[:SHOWN]),
    ]  # fmt: skip
