"""What can happen to a person's data as a whole, and that the rounds of retention were made. Ids and counts only."""

from django.utils.translation import pgettext_lazy

from huiyin.journal.event_types import EventType, Hearing, Labels

FIELDS = Labels(
    removed=pgettext_lazy("part of an entry", "removed"),
    by_clock=pgettext_lazy("part of an entry", "by the clock"),
    person=pgettext_lazy("part of an entry", "person"),
    messages=pgettext_lazy("part of an entry", "messages"),
    files=pgettext_lazy("part of an entry", "files"),
)

EVENTS = [
    # in the stream "organisation"
    EventType(
        "retention.ran", FIELDS("removed", "by_clock"), pgettext_lazy("kind of entry", "What was past its term removed"),
        security=True,
    ),
    # in the person's own stream too
    EventType(
        "person.erased", FIELDS("person"), pgettext_lazy("kind of entry", "Person erased"),
        security=True, hearing=Hearing.SIGNED_OUT,
    ),
    EventType(
        "erasure.finished", FIELDS("person", "messages", "files"), pgettext_lazy("kind of entry", "What an erased person said is gone"),
        security=True,
    ),
    # in the person's stream
    EventType("erasure.asked", FIELDS("person"), pgettext_lazy("kind of entry", "Erasure asked for"), security=True),
    EventType("erasure.withdrawn", FIELDS("person"), pgettext_lazy("kind of entry", "Erasure no longer asked for"), security=True),
    EventType("erasure.declined", FIELDS("person"), pgettext_lazy("kind of entry", "Erasure not done, for a reason"), security=True),
]
