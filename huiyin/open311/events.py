"""What can happen to keys of programs. Names lie beside the chain."""

from django.utils.translation import gettext_lazy, pgettext_lazy

from huiyin.journal.event_types import EventType, Labels, StreamType

FIELDS = Labels(
    key=pgettext_lazy("part of an entry", "key"),
    per_hour=pgettext_lazy("part of an entry", "an hour"),
    tells_code=pgettext_lazy("part of an entry", "code told"),
)
EVENTS = [
    EventType(
        "sending_key.made", FIELDS("key", "per_hour", "tells_code"), pgettext_lazy("kind of entry", "Open311 key made"),
        security=True,
    ),
    EventType("sending_key.ended", FIELDS("key"), pgettext_lazy("kind of entry", "Open311 key ended"), security=True),
]
STREAMS = [StreamType("open311", gettext_lazy("Programs of others (Open311)"))]
