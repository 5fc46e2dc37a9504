"""What is recorded of intake, in the case's own stream."""

from django.utils.translation import pgettext_lazy

from huiyin.cases.events.kinds import WORD
from huiyin.cases.events.recipients import both, desk, handlers
from huiyin.journal.event_types import EventType, Labels, Step

FIELDS = Labels(
    case=pgettext_lazy("part of an entry", "case"),
    unit=pgettext_lazy("part of an entry", "unit"),
    group=pgettext_lazy("part of an entry", "group"),
    files=pgettext_lazy("part of an entry", "files"),
)
EVENTS = [
    EventType("case.added_to", FIELDS("case", "unit", "group", "files"), pgettext_lazy("kind of entry", "Author added to a case by e-mail"),
              step=Step(pgettext_lazy("step of a case", "Added by whoever asked"), "calm"),
              notifies=both(handlers(WORD.name), desk(WORD.name))),
]  # fmt: skip
