"""What can happen to a group's webhooks. Addresses and names lie in the rows: the chain holds ids only."""

from django.urls import reverse
from django.utils.translation import pgettext_lazy

from huiyin.groups.events.recipients import PROGRAM_STOPPED, program_stopped
from huiyin.journal.event_types import EventType, Labels, Subject
from huiyin.journal.models import Entry

FIELDS = Labels(
    group=pgettext_lazy("part of an entry", "group"),
    hook=pgettext_lazy("part of an entry", "incoming webhook"),
    subscription=pgettext_lazy("part of an entry", "outgoing webhook"),
)


def _page(entry: Entry, _group: Subject) -> str:
    return reverse("group-subscription", args=[entry.data["group"], entry.data["subscription"]])


EVENTS = [
    EventType("hook.made", FIELDS("group", "hook"), pgettext_lazy("kind of entry", "Incoming webhook made"), security=True),
    EventType("hook.revoked", FIELDS("group", "hook"), pgettext_lazy("kind of entry", "Incoming webhook withdrawn"), security=True),
    EventType("subscription.made", FIELDS("group", "subscription"), pgettext_lazy("kind of entry", "Outgoing webhook made"), security=True),
    EventType(
        "subscription.ended", FIELDS("group", "subscription"), pgettext_lazy("kind of entry", "Outgoing webhook ended"),
        security=True,
    ),
    EventType("subscription.resumed", FIELDS("group", "subscription"), pgettext_lazy("kind of entry", "Outgoing webhook resumed")),
    EventType(
        "subscription.secret_changed", FIELDS("group", "subscription"), pgettext_lazy("kind of entry", "Secret of a webhook changed"),
        security=True,
    ),
    EventType(
        "subscription.stopped",
        FIELDS("group", "subscription"),
        pgettext_lazy("kind of entry", "Outgoing webhook stopped"),
        notices=(PROGRAM_STOPPED,),
        notifies=program_stopped,
        href=_page,
    ),
]
