"""What can happen to a calendar's link, in its owner's stream."""

from django.utils.translation import pgettext_lazy

from huiyin.journal.event_types import EventType, Labels

FIELDS = Labels(
    person=pgettext_lazy("part of an entry", "person"),
)

EVENTS = [
    EventType("calendar.linked", FIELDS("person"), pgettext_lazy("kind of entry", "Link for a calendar made"), security=True),
    EventType("calendar.unlinked", FIELDS("person"), pgettext_lazy("kind of entry", "Link for a calendar ended"), security=True),
]
