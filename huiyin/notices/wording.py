"""What a notice says, in the reader's language, as things stand when it is read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from huiyin.core.dates import clock_words
from huiyin.notices.models import Notice
from huiyin.tasks.models import Handover, Repetition
from huiyin.tasks.rendering import span_words_of

#: Kinds of notices people choose among: name → (words, what belongs to it).
FAMILIES: dict[str, tuple[Any, Any]] = {
    "mine": (gettext_lazy("What I am to do"), gettext_lazy("A task is given to you, sent back, accepted; more time is granted or not.")),
    "issued": (gettext_lazy("What waits for my word"), gettext_lazy("A report, a request for more time, a task declined.")),
    "answers": (gettext_lazy("Answers to me"), gettext_lazy("An official answers what you said in a group.")),
    "late": (gettext_lazy("What is overdue"), gettext_lazy("A deadline passed; you are told as a rung of the ladder.")),
    "groups": (
        gettext_lazy("Groups I answer for"), gettext_lazy("A group is handed to you; you are made a manager; a program of it stops."),
    ),
}  # fmt: skip


@dataclass(frozen=True)
class Kind:
    """`look`: late (asked by somebody in charge, or overdue), near, done, calm. `words` take title, by, group, deadline, late."""

    family: str
    icon: str
    look: str
    words: Any


KINDS: dict[str, Kind] = {
    "task.issued": Kind("mine", "tasks", "late", pgettext_lazy("notice", "%(by)s gave you a task: %(title)s")),
    "task.helping": Kind("mine", "tasks", "late", pgettext_lazy("notice", "%(by)s asks you to help with a task: %(title)s")),
    "task.nagged": Kind("mine", "bell", "near", pgettext_lazy("notice", "Not acknowledged yet: %(title)s")),
    "task.insisted": Kind("mine", "tasks", "late", pgettext_lazy("notice", "The task stays with you: %(title)s")),
    "task.returned": Kind("mine", "back", "late", pgettext_lazy("notice", "%(by)s sent your report back: %(title)s")),
    "task.accepted": Kind("mine", "ok", "done", pgettext_lazy("notice", "Accepted and settled: %(title)s")),
    "task.withdrawn": Kind("mine", "recall", "calm", pgettext_lazy("notice", "%(by)s withdrew the task: %(title)s")),
    "deadline.moved": Kind("mine", "calendar", "calm", pgettext_lazy("notice", "The deadline moved to %(deadline)s: %(title)s")),
    "extension.granted": Kind("mine", "calendar", "done", pgettext_lazy("notice", "More time granted, until %(deadline)s: %(title)s")),
    "extension.refused": Kind("mine", "calendar", "late", pgettext_lazy("notice", "More time was not granted: %(title)s")),
    "handover.opened": Kind("mine", "forward", "near", pgettext_lazy("notice", "Your handover is ready to be looked through: %(post)s")),
    "handover.given": Kind("mine", "forward", "near", pgettext_lazy("notice", "%(by)s handed over to you, please sign: %(post)s")),
    "handover.passed": Kind(
        "mine", "forward", "near", pgettext_lazy("notice", "Something of a handover comes to you, please acknowledge: %(post)s")
    ),
    "repetition.missed": Kind("issued", "refresh", "near", pgettext_lazy("notice", "A repeating task could not be issued: %(title)s")),
    "handover.taken": Kind("mine", "ok", "done", pgettext_lazy("notice", "%(by)s signed the handover: %(post)s")),
    "task.reported": Kind("issued", "ok", "calm", pgettext_lazy("notice", "%(by)s reports it done and waits for your word: %(title)s")),
    "task.progressed": Kind("issued", "reply", "calm", pgettext_lazy("notice", "%(by)s says how it goes: %(title)s")),
    "task.declined": Kind("issued", "forward", "near", pgettext_lazy("notice", "%(by)s says it is not theirs to do: %(title)s")),
    "task.passed_on": Kind("issued", "forward", "calm", pgettext_lazy("notice", "%(by)s passed the task on: %(title)s")),
    "extension.asked": Kind("issued", "clock", "near", pgettext_lazy("notice", "%(by)s asks for more time: %(title)s")),
    "rung.explained": Kind("issued", "edit", "calm", pgettext_lazy("notice", "%(by)s explained the delay: %(title)s")),
    "task.overdue": Kind("late", "alert", "late", pgettext_lazy("notice", "The deadline has passed without a report: %(title)s")),
    "rung.fired": Kind("late", "alert", "late", pgettext_lazy("notice", "Overdue in your line, please explain: %(title)s")),
    "program.stopped": Kind(
        "groups", "alert", "near", pgettext_lazy("notice", "A program of the group is told nothing more until you look at it: %(group)s")
    ),
    "message.answered": Kind("answers", "reply", "done", pgettext_lazy("notice", "%(by)s answered what you said: %(group)s")),
    "group.handed_over": Kind("groups", "group", "calm", pgettext_lazy("notice", "%(by)s handed the group to you: %(group)s")),
    "member.made_manager": Kind("groups", "group", "calm", pgettext_lazy("notice", "%(by)s made you a manager of the group: %(group)s")),
}


@dataclass(frozen=True)
class Line:
    """A notice as it is shown. `words` the sentence, `facts` what stands under it, `href` where it leads."""

    notice: Notice
    words: str
    facts: tuple[str, ...]
    href: str
    icon: str
    look: str


def line_of(notice: Notice, hidden: bool = False) -> Line:
    """Gives a notice in the language that is on. Takes one with `entry__by`, `task` and `group` loaded; `hidden`: its reader was told,
    and may not see any more what of."""
    kind, task, entry = KINDS[notice.kind], notice.task, notice.entry
    if hidden:
        return Line(notice, _("This is no longer for you to see."), (), reverse("notices"), kind.icon, "calm")
    words = str(kind.words) % {
        "by": entry.by.name if entry.by else "", "title": task.title if task else _title_of(notice),
        "group": notice.group.name if notice.group else "",
        "deadline": clock_words(task.deadline_at) if task else "", "post": _post_of(notice),
    }  # fmt: skip
    return Line(notice, words, tuple(_facts(notice)), href_of(notice), kind.icon, kind.look)


def href_of(notice: Notice) -> str:
    """Gives the path of the page a notice leads to."""
    if notice.kind == "message.answered" and notice.group_id is not None:
        n = notice.entry.data["n"]
        return f"{reverse('group', args=[notice.group_id])}?around={n}#m{n}"
    if "handover" in notice.entry.data:
        return reverse("handover", args=[notice.entry.data["handover"]])
    if "repetition" in notice.entry.data:
        return reverse("repetition", args=[notice.entry.data["repetition"]])
    for name, page in (("subscription", "group-subscription"), ("robot", "group-robot")):
        if notice.group_id is not None and name in notice.entry.data:
            return reverse(page, args=[notice.group_id, notice.entry.data[name]])
    if notice.task_id is not None:
        return reverse("task", args=[notice.task_id])
    return reverse("group", args=[notice.group_id]) if notice.group_id is not None else reverse("notices")


def _title_of(notice: Notice) -> str:
    """What repeats; asked for each, there are few of them."""
    if "repetition" not in notice.entry.data:
        return ""
    return Repetition.objects.values_list("title", flat=True).get(pk=notice.entry.data["repetition"])


def _post_of(notice: Notice) -> str:
    """The post a handover is about; asked for each, there are few of them."""
    if "handover" not in notice.entry.data:
        return ""
    handover = Handover.objects.select_related("post__unit").filter(pk=notice.entry.data["handover"]).first()
    return str(handover.post) if handover is not None else ""


def _facts(notice: Notice) -> list[str]:
    facts: list[str] = []
    task = notice.task
    if task is not None:
        facts.append(f"№ {task.number}")
        if task.deadline_at is not None and task.is_open and "deadline" not in notice.entry.kind:
            facts.append(_("by %(deadline)s") % {"deadline": clock_words(task.deadline_at)})
        if notice.group is not None:
            facts.append(notice.group.name)
    if late := notice.entry.data.get("late_seconds"):
        facts.append(_("told %(span)s late: the server was not running") % {"span": span_words_of(late)})
    return facts
