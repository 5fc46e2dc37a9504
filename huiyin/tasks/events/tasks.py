"""What can happen to a task, in its own stream and in its group's. Words people wrote are sealed beside the chain."""

from __future__ import annotations

from django.utils.translation import gettext_lazy, pgettext_lazy

from huiyin.journal.event_types import EventType, Labels, NoticeType, Step
from huiyin.tasks.events import live, recipients, robots

FIELDS = Labels(
    task=pgettext_lazy("part of an entry", "task"),
    group=pgettext_lazy("part of an entry", "group"),
    message=pgettext_lazy("part of an entry", "message"),
    deadline=pgettext_lazy("part of an entry", "deadline"),
    ladder=pgettext_lazy("part of an entry", "ladder"),
    assignees=pgettext_lazy("part of an entry", "assignees"),
    assignee=pgettext_lazy("part of an entry", "assignee"),
    report=pgettext_lazy("part of an entry", "report"),
    round=pgettext_lazy("part of an entry", "round"),
    late_seconds=pgettext_lazy("part of an entry", "seconds late"),
    people=pgettext_lazy("part of an entry", "people"),
    extension=pgettext_lazy("part of an entry", "extension"),
    until=pgettext_lazy("part of an entry", "until"),
    because=pgettext_lazy("part of an entry", "because"),
    before=pgettext_lazy("part of an entry", "before entry"),
    after=pgettext_lazy("part of an entry", "after"),
    rung=pgettext_lazy("part of an entry", "rung"),
    n=pgettext_lazy("part of an entry", "number"),
    post=pgettext_lazy("part of an entry", "post"),
    person=pgettext_lazy("part of an entry", "person"),
    due=pgettext_lazy("part of an entry", "due"),
    uploads=pgettext_lazy("part of an entry", "photos and files"),
    handover=pgettext_lazy("part of an entry", "handover"),
    kind=pgettext_lazy("part of an entry", "kind"),
    **{"from": pgettext_lazy("part of an entry", "from")},
    to=pgettext_lazy("part of an entry", "to"),
)

EVENTS = [
    EventType(
        "task.issued",
        FIELDS("task", "group", "message", "deadline", "ladder", "assignees"),
        pgettext_lazy("kind of entry", "Task issued"),
        step=Step(gettext_lazy("Issued"), "late"),
        notices=(
            NoticeType("task.issued", "mine", "tasks", "late", pgettext_lazy("notice", "%(by)s gave you a task: %(title)s")),
            NoticeType("task.helping", "mine", "tasks", "late", pgettext_lazy("notice", "%(by)s asks you to help with a task: %(title)s")),
        ),
        notifies=recipients.issued,
        robot=robots.headline("issued", gettext_lazy("A task is issued"), pgettext_lazy("headline", "New task"), "calm"),
    ),
    EventType(
        "task.acknowledged",
        FIELDS("task", "assignee"),
        pgettext_lazy("kind of entry", "Task acknowledged"),
        step=Step(gettext_lazy("Acknowledged"), "done"),
        acted_on=True,
    ),
    EventType(
        "task.progressed",
        FIELDS("task", "message"),
        pgettext_lazy("kind of entry", "Progress on a task"),
        step=Step(gettext_lazy("Progress"), "calm"),
        notices=(NoticeType("task.progressed", "issued", "reply", "calm", pgettext_lazy("notice", "%(by)s says how it goes: %(title)s")),),
        notifies=recipients.progressed,
        acted_on=True,
    ),
    EventType(
        "task.declined",
        FIELDS("task"),
        pgettext_lazy("kind of entry", "Task declined"),
        step=Step(gettext_lazy("Declined"), "near"),
        notices=(
            NoticeType(
                "task.declined", "issued", "forward", "near", pgettext_lazy("notice", "%(by)s says it is not theirs to do: %(title)s")
            ),
        ),
        notifies=recipients.declined,
        acted_on=True,
    ),
    EventType(
        "task.insisted",
        FIELDS("task"),
        pgettext_lazy("kind of entry", "Task kept with whom it was given to"),
        step=Step(gettext_lazy("Stays with them"), "late"),
        notices=(NoticeType("task.insisted", "mine", "tasks", "late", pgettext_lazy("notice", "The task stays with you: %(title)s")),),
        notifies=recipients.asked_again,
        acted_on=True,
    ),
    EventType(
        "task.passed_on",
        FIELDS("task", "assignees"),
        pgettext_lazy("kind of entry", "Task passed on"),
        step=Step(gettext_lazy("Passed on"), "late"),
        notices=(
            NoticeType("task.passed_on", "issued", "forward", "calm", pgettext_lazy("notice", "%(by)s passed the task on: %(title)s")),
        ),
        notifies=recipients.passed_on,
        acted_on=True,
    ),
    EventType(
        "task.reported",
        FIELDS("task", "report"),
        pgettext_lazy("kind of entry", "Task reported done"),
        step=Step(gettext_lazy("Reported done"), "done"),
        notices=(
            NoticeType(
                "task.reported",
                "issued",
                "ok",
                "calm",
                pgettext_lazy("notice", "%(by)s reports it done and waits for your word: %(title)s"),
            ),
        ),
        notifies=recipients.for_the_issuer,
        robot=robots.headline(
            "reported",
            gettext_lazy("A report waits for the issuer's word"),
            pgettext_lazy("headline", "Reported, waits for a word"),
            "near",
        ),
        acted_on=True,
    ),
    EventType(
        "task.accepted",
        FIELDS("task", "report"),
        pgettext_lazy("kind of entry", "Report accepted, task settled"),
        step=Step(gettext_lazy("Accepted and settled"), "done"),
        notices=(NoticeType("task.accepted", "mine", "ok", "done", pgettext_lazy("notice", "Accepted and settled: %(title)s")),),
        notifies=recipients.for_the_doers,
        robot=robots.headline("settled", gettext_lazy("A task is settled or withdrawn"), pgettext_lazy("headline", "Settled"), "done"),
        acted_on=True,
    ),
    EventType(
        "task.returned",
        FIELDS("task", "report", "deadline"),
        pgettext_lazy("kind of entry", "Report sent back"),
        step=Step(gettext_lazy("Sent back"), "late"),
        notices=(NoticeType("task.returned", "mine", "back", "late", pgettext_lazy("notice", "%(by)s sent your report back: %(title)s")),),
        notifies=recipients.asked_again,
        acted_on=True,
    ),
    EventType(
        "task.withdrawn",
        FIELDS("task"),
        pgettext_lazy("kind of entry", "Task withdrawn"),
        step=Step(gettext_lazy("Withdrawn")),
        notices=(NoticeType("task.withdrawn", "mine", "recall", "calm", pgettext_lazy("notice", "%(by)s withdrew the task: %(title)s")),),
        notifies=recipients.for_the_doers,
        robot=robots.headline("settled", gettext_lazy("A task is settled or withdrawn"), pgettext_lazy("headline", "Withdrawn"), "calm"),
        acted_on=True,
    ),
    EventType(
        "task.overdue",
        FIELDS("task", "round", "late_seconds"),
        pgettext_lazy("kind of entry", "Deadline passed without a report"),
        step=Step(gettext_lazy("Deadline passed without a report"), "late"),
        notices=(
            NoticeType(
                "task.overdue", "late", "alert", "late", pgettext_lazy("notice", "The deadline has passed without a report: %(title)s")
            ),
        ),
        notifies=recipients.overdue,
        robot=robots.headline(
            "late", gettext_lazy("A deadline passed without a report"), pgettext_lazy("headline", "Overdue without a report"), "late"
        ),
    ),
    EventType(
        "task.nagged",
        FIELDS("task", "people"),
        pgettext_lazy("kind of entry", "Asked again to acknowledge a task"),
        step=Step(gettext_lazy("Asked again to acknowledge"), "near"),
        notices=(NoticeType("task.nagged", "mine", "bell", "near", pgettext_lazy("notice", "Not acknowledged yet: %(title)s")),),
        notifies=recipients.nagged,
    ),
    EventType(
        "extension.asked",
        FIELDS("task", "extension", "until"),
        pgettext_lazy("kind of entry", "More time asked for"),
        step=Step(gettext_lazy("More time asked for"), "near"),
        notices=(
            NoticeType("extension.asked", "issued", "clock", "near", pgettext_lazy("notice", "%(by)s asks for more time: %(title)s")),
        ),
        notifies=recipients.for_the_issuer,
        acted_on=True,
    ),
    EventType(
        "extension.granted",
        FIELDS("task", "extension", "deadline"),
        pgettext_lazy("kind of entry", "More time granted"),
        step=Step(gettext_lazy("More time granted"), "calm"),
        notices=(
            NoticeType(
                "extension.granted", "mine", "calendar", "done", pgettext_lazy("notice", "More time granted, until %(deadline)s: %(title)s")
            ),
        ),
        notifies=recipients.answered,
        acted_on=True,
    ),
    EventType(
        "extension.refused",
        FIELDS("task", "extension"),
        pgettext_lazy("kind of entry", "More time not granted"),
        step=Step(gettext_lazy("More time not granted"), "late"),
        notices=(
            NoticeType("extension.refused", "mine", "calendar", "late", pgettext_lazy("notice", "More time was not granted: %(title)s")),
        ),
        notifies=recipients.answered,
        acted_on=True,
    ),
    EventType(
        "deadline.moved",
        FIELDS("task", "deadline", "because"),
        pgettext_lazy("kind of entry", "Deadline moved"),
        step=Step(gettext_lazy("Deadline moved"), "calm"),
        notices=(
            NoticeType(
                "deadline.moved", "mine", "calendar", "calm", pgettext_lazy("notice", "The deadline moved to %(deadline)s: %(title)s")
            ),
        ),
        notifies=recipients.for_the_doers,
        acted_on=True,
    ),
    EventType(
        "ladder.changed",
        FIELDS("task", "before", "after"),
        pgettext_lazy("kind of entry", "Ladder drawn anew"),
        step=Step(gettext_lazy("The ladder was drawn anew: the reporting line changed")),
    ),
    EventType(
        "rung.fired",
        FIELDS("task", "rung", "round", "n", "post", "person", "due", "late_seconds"),
        pgettext_lazy("kind of entry", "Rung of a ladder told"),
        step=Step(gettext_lazy("The ladder climbed"), "late"),
        notices=(
            NoticeType("rung.fired", "late", "alert", "late", pgettext_lazy("notice", "Overdue in your line, please explain: %(title)s")),
        ),
        notifies=recipients.rung,
        robot=robots.headline("rung", gettext_lazy("The ladder climbed a rung"), pgettext_lazy("headline", "The ladder climbed"), "late"),
    ),
    EventType(
        "rung.explained",
        FIELDS("task", "rung"),
        pgettext_lazy("kind of entry", "Explained by a rung of the ladder"),
        step=Step(gettext_lazy("Explained"), "calm"),
        notices=(NoticeType("rung.explained", "issued", "edit", "calm", pgettext_lazy("notice", "%(by)s explained the delay: %(title)s")),),
        notifies=recipients.for_the_issuer,
        acted_on=True,
    ),
    EventType(
        "proof.added",
        FIELDS("task", "uploads", "message"),
        pgettext_lazy("kind of entry", "Proof added to a task"),
        step=Step(gettext_lazy("Proof added"), "calm"),
    ),
    EventType(
        "task.shown",
        FIELDS("task", "group", "n"),
        pgettext_lazy("kind of entry", "Task shown in its group"),
        live=live.CARD,
    ),
    EventType(
        "task.handed_over",
        FIELDS("task", "handover", "kind", "from", "to"),
        pgettext_lazy("kind of entry", "Task handed over"),
        step=Step(gettext_lazy("Handed over"), "calm"),
    ),
]
