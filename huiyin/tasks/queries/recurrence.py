"""What the page of a repeating task shows: what was issued, what comes, what happened to it."""

from __future__ import annotations

from datetime import datetime
from itertools import islice
from typing import Any

from django.db.models import QuerySet
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from huiyin.core.dates import clock_words, day_words
from huiyin.core.errors import or_404
from huiyin.groups.models import Group
from huiyin.journal.models import Entry
from huiyin.people.models import Person, Post
from huiyin.people.queries import holders_for
from huiyin.tasks.models import RepeatedAssignee, Repetition, RepetitionState, Task
from huiyin.tasks.queries.page import Step
from huiyin.tasks.queries.visibility import visible_to
from huiyin.tasks.recurrence.dates import coming
from huiyin.tasks.recurrence.parts import repetitions_seen

COMING = 3
STEPS_LIMIT = 60
_LATE_OF = 400


def of_group(group: Group) -> list[Repetition]:
    """Gives what repeats in a group, for all its members."""
    found = Repetition.objects.filter(group=group, visibility=Task.Visibility.GROUP).exclude(state=RepetitionState.ENDED)
    return list(found.order_by("pk"))


def repetition_for(person: Person, pk: int) -> Repetition:
    """Gives what repeats and this person may see. Raises NotThere for everybody else."""
    return or_404(repetitions_seen(person).select_related("group", "issuer", "issuer_post__unit").filter(pk=pk).first())


def repetitions_from(person: Person, group: Group | None, ended: bool, after: int, count: int) -> list[Repetition]:
    """Gives the next so many that repeat, or did, and this person may see, with those who do it. Takes a group to stay in, and the id
    behind which to begin."""
    found = repetitions_seen(person).filter(ended_at__isnull=not ended, pk__gt=after)
    if group is not None:
        found = found.filter(group=group)
    return list(found.select_related("issuer").prefetch_related("assignees").order_by("pk")[:count])


def tasks_of_series(person: Person, repetition: Repetition) -> QuerySet[Task]:
    """Gives what was issued, the newest first, as far as this person may see it."""
    return visible_to(person).filter(repetition=repetition).select_related("lead_post__unit").order_by("-nth")


def coming_words(repetition: Repetition) -> list[dict[str, Any]]:
    """Gives the next few: deadline, when it is issued, whether the calendar is not yet out."""
    if repetition.state != RepetitionState.RUNNING:
        return []
    return [
        {"due": clock_words(deadline), "issued": clock_words(issued), "provisional": due.provisional}
        for due, issued, deadline in islice(coming(repetition), COMING)
    ]


def lead_words(lead: RepeatedAssignee) -> str:
    """Gives who leads it, as of today."""
    if lead.post is None:
        return lead.person.name if lead.person else ""
    speaker = holders_for([lead.post.pk]).get(lead.post.pk)
    return f"{lead.post} · {speaker.person.name if speaker else _('vacant')}"


def late_by_number(repetition: Repetition) -> dict[int, int]:
    """Gives how many seconds late each was issued, by its number, where it was late."""
    entries = Entry.objects.filter(stream=repetition.stream_id, kind="repetition.issued").order_by("-seq")[:_LATE_OF]
    return {e.data["n"]: e.data["late_seconds"] for e in entries if e.data["late_seconds"]}


def steps_of_series(repetition: Repetition) -> list[Step]:
    """Gives what happened to it, beside what was issued; the newest last."""
    entries = Entry.objects.filter(stream=repetition.stream_id).exclude(kind="repetition.issued").select_related("by").order_by("-seq")
    return [_step(entry) for entry in reversed(entries[:STEPS_LIMIT])]


def _step(entry: Entry) -> Step:
    title, look = {
        "repetition.started": (_("Set to repeat"), "calm"), "repetition.changed": (_("Changed"), "calm"),
        "repetition.paused": (_("Paused"), "near"), "repetition.resumed": (_("Taken up again"), "calm"),
        "repetition.ended": (_("Ended"), ""), "repetition.missed": (_("Not issued"), "late"),
        "repetition.handed_over": (_("Handed over"), "calm"), "repetition.left_out": (_("Issued without some"), "near"),
    }.get(entry.kind, (entry.kind, ""))  # fmt: skip
    return Step(entry.at, entry.kind, title, entry.by, _why(entry), look)


def _why(entry: Entry) -> str:
    because = entry.data.get("because")
    if entry.kind == "repetition.ended":
        return _("The group ended.") if because == "group" else ""
    if entry.kind == "repetition.left_out":
        return _left_out(entry)
    if entry.kind != "repetition.missed":
        return ""
    days = [day_words(datetime(d.year, d.month, d.day)) for text in entry.data["days"] if (d := parse_date(text)) is not None]
    count = entry.data["count"]
    what = {
        "down": ngettext(
            "The server was not running; only the latest was issued afterwards. Missed: %(n)s",
            "The server was not running; only the latest was issued afterwards. Missed: %(n)s", count,
        ),
        "vacant": _("Nobody held the post that issues it."),
    }.get(str(because), _("It could not be given to anybody: the post is vacant, or its holder stands above who issues it."))  # fmt: skip
    return f"{what % {'n': count} if '%(n)s' in what else what} ({'、'.join(days[-6:]) if days else ''})"


def _left_out(entry: Entry) -> str:
    people = Person.objects.filter(pk__in=entry.data["people"]).order_by("pk")
    posts = Post.objects.filter(pk__in=entry.data["posts"]).select_related("unit").order_by("pk")
    names = "、".join([*(person.name for person in people), *(str(post) for post in posts)])
    told = _("%(names)s could not be given it (not in the group, not in office, or above who issues it). All others have it.")
    return told % {"names": names}
