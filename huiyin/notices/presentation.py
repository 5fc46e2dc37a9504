"""What a notice says, in the reader's language, as things stand when it is read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiyin.core.dates import span_words
from huiyin.journal.event_types import EVENT_TYPES, STREAM_TYPES, NoticeType, Subject, notice_types
from huiyin.journal.models import Entry
from huiyin.notices.models import Notice
from huiyin.people.models import Person

#: Kinds of notices people choose among: name → (words, what belongs to it).
FAMILIES: dict[str, tuple[Any, Any]] = {
    "mine": (
        gettext_lazy("What I am to do"),
        gettext_lazy(
            "A task or a request is given to you, sent back, accepted; an answer waits for your release; more time is granted or not."
        ),
    ),
    "issued": (gettext_lazy("What waits for my word"), gettext_lazy("A report, a request for more time, a task declined.")),
    "answers": (
        gettext_lazy("Answers to me"),
        gettext_lazy("An official answers what you said in a group or asked for; what becomes of your order."),
    ),
    "late": (gettext_lazy("What is overdue"), gettext_lazy("A deadline passed; you are told as a rung of the ladder.")),
    "groups": (
        gettext_lazy("Groups I answer for"), gettext_lazy("A group is handed to you; you are made a manager; a program of it stops."),
    ),
}  # fmt: skip


@dataclass(frozen=True)
class Line:
    """A notice as it is shown. `words` the sentence, `facts` what stands under it, `href` where it leads."""

    notice: Notice
    words: str
    facts: tuple[str, ...]
    href: str
    icon: str
    look: str
    number: str = ""
    thread: str = ""


def subjects_of(person: Person, notices: Sequence[Notice]) -> dict[int, Subject]:
    """Gives what the notices' streams are about, by the stream's id, for those this person may still see."""
    streams: dict[str, set[int]] = {}
    for notice in notices:
        streams.setdefault(notice.stream.key.partition(":")[0], set()).add(notice.stream_id)
    found: dict[int, Subject] = {}
    for prefix, pks in streams.items():
        noun = STREAM_TYPES.get(prefix)
        if noun is not None and noun.subjects is not None:
            found.update(noun.subjects(person, sorted(pks)))
    return found


def lines_of(person: Person, notices: Sequence[Notice]) -> list[Line]:
    """Gives notices in the language that is on. Takes their reader and those with `entry__by` and `stream` loaded. Whoever was told of
    something keeps no window into it: what they may not see any more is not said."""
    subjects = subjects_of(person, notices)
    types = notice_types()
    return [_line(notice, types[notice.kind], subjects.get(notice.stream_id)) for notice in notices]


def href_of(person: Person, notice: Notice) -> str:
    """Gives the path of the page a notice leads to: the list, where they may not see any more what of."""
    subject = subjects_of(person, [notice]).get(notice.stream_id)
    return _leads_to(notice.entry, subject) if subject is not None else reverse("notices")


def _leads_to(entry: Entry, subject: Subject) -> str:
    own = EVENT_TYPES[entry.kind].href
    return own(entry, subject) if own is not None else subject.href


def _line(notice: Notice, kind: NoticeType, subject: Subject | None) -> Line:
    entry = notice.entry
    if subject is None:
        return Line(notice, _("This is no longer for you to see."), (), reverse("notices"), kind.icon, "calm")
    template = str(kind.words)
    words = template % {"by": entry.by.name if entry.by else "", **subject.words}
    facts = [said for name, said in subject.facts if f"%({name})s" not in template]
    if late := entry.data.get("late_seconds"):
        facts.append(_("told %(span)s late: the server was not running") % {"span": span_words(timedelta(seconds=late))})
    return Line(notice, words, tuple(facts), _leads_to(entry, subject), kind.icon, kind.look, subject.number, subject.thread)
