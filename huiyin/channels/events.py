"""What can happen to destinations. Addresses lie encrypted in the rows: the chain holds ids only."""

from django.urls import reverse
from django.utils.translation import pgettext_lazy

from huiyin.groups.events.recipients import PROGRAM_STOPPED, program_stopped
from huiyin.journal.event_types import EventType, Labels, Subject
from huiyin.journal.models import Entry

FIELDS = Labels(
    group=pgettext_lazy("part of an entry", "group"),
    robot=pgettext_lazy("part of an entry", "group robot"),
    channel=pgettext_lazy("part of an entry", "channel"),
    person=pgettext_lazy("part of an entry", "person"),
)


def _page(entry: Entry, _group: Subject) -> str:
    return reverse("group-robot", args=[entry.data["group"], entry.data["robot"]])


EVENTS = [
    # in the group's stream
    EventType("robot.added", FIELDS("group", "robot", "channel"), pgettext_lazy("kind of entry", "Group robot added")),
    EventType("robot.changed", FIELDS("group", "robot"), pgettext_lazy("kind of entry", "What a group robot is told was changed")),
    EventType(
        "robot.stopped",
        FIELDS("group", "robot"),
        pgettext_lazy("kind of entry", "Group robot stopped"),
        notices=(PROGRAM_STOPPED,),
        notifies=program_stopped,
        href=_page,
    ),
    EventType("robot.resumed", FIELDS("group", "robot"), pgettext_lazy("kind of entry", "Group robot set going again")),
    EventType("robot.removed", FIELDS("group", "robot"), pgettext_lazy("kind of entry", "Group robot removed")),
    # in the person's stream
    EventType("mailbox.confirmed", FIELDS("person"), pgettext_lazy("kind of entry", "Mailbox confirmed")),
    EventType("mailbox.removed", FIELDS("person"), pgettext_lazy("kind of entry", "Mailbox removed")),
]
