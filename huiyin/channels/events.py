"""What can happen to destinations. Addresses lie encrypted in the rows: the chain holds ids only."""

from collections.abc import Iterator, Mapping, Sequence

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from huiyin.channels.queries import month_of_texts
from huiyin.groups.events.recipients import PROGRAM_STOPPED, program_stopped
from huiyin.journal.event_types import EventType, Labels, NoticeType, Recipient, StreamType, Subject
from huiyin.journal.models import Entry
from huiyin.people.models import Administrator, Person
from huiyin.people.rules import role_of

FIELDS = Labels(
    group=pgettext_lazy("part of an entry", "group"),
    robot=pgettext_lazy("part of an entry", "group robot"),
    channel=pgettext_lazy("part of an entry", "channel"),
    person=pgettext_lazy("part of an entry", "person"),
    percent=pgettext_lazy("part of an entry", "percent"),
)
SPENT = NoticeType("texts.nearly_spent", "mine", "alert", "near", pgettext_lazy("notice", "Text messages: %(title)s"))


def _page(entry: Entry, _group: Subject) -> str:
    return reverse("group-robot", args=[entry.data["group"], entry.data["robot"]])


def _administrators(entry: Entry) -> Iterator[Recipient]:
    for pk in Administrator.objects.filter(role=Administrator.Role.SYSTEM).values_list("person", flat=True):
        yield Recipient(pk, "texts.nearly_spent")


def _months(person: Person, streams: Sequence[int]) -> Mapping[int, Subject]:
    if role_of(person) != "system":
        return {}
    title = _("%(percent)s %% of this month's are sent") % {"percent": month_of_texts().share}
    return {stream: Subject(reverse("outgoing"), {"title": title}) for stream in streams}


STREAMS = [StreamType("texts", gettext_lazy("Text messages"), _months)]
EVENTS = [
    EventType("texts.nearly_spent", FIELDS("percent"), pgettext_lazy("kind of entry", "Text messages of a month nearly spent"),
              notices=(SPENT,), notifies=_administrators),
    # in the group's stream
    EventType("robot.added", FIELDS("group", "robot", "channel"), pgettext_lazy("kind of entry", "Group robot added"), security=True),
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
    EventType("robot.removed", FIELDS("group", "robot"), pgettext_lazy("kind of entry", "Group robot removed"), security=True),
    # in the person's stream
    EventType("mailbox.confirmed", FIELDS("person"), pgettext_lazy("kind of entry", "Mailbox confirmed")),
    EventType("mailbox.removed", FIELDS("person"), pgettext_lazy("kind of entry", "Mailbox removed")),
]
