"""The kinds of entries there are. Each app declares its own in `events.py`: one row a kind, with all that the house says of it.

Journal, audit page, timelines, notices, mail, robots, webhooks and live frames go through these rows and know no kind by name.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from typing import Any

from huiyin.core.declarations import Registry
from huiyin.journal.models import Entry

#: Gives for entries (id → Entry) the sealed content that still exists: entry id → (salt, body). Erased content is left out.
ContentReader = Callable[[Mapping[int, Entry]], Mapping[int, tuple[str, object]]]
#: What a browser is told of an entry beyond its ids. Takes the entry, what `load` gave for it, and the reader's language.
Presenter = Callable[[Entry, Any, str], dict[str, Any]]
#: Gives an object for each of some entries, in a bounded number of queries. Takes them and what their actions handed over (or None).
Loader = Callable[[Sequence[Entry], Sequence[Any]], Sequence[Any]]


@dataclass(frozen=True)
class Step:
    """How an entry stands in the timeline of its noun. `look`: late, near, done, calm or nothing."""

    words: Any
    look: str = ""


@dataclass(frozen=True)
class NoticeType:
    """What a person is told of an entry. `family`: what people choose among (notices). `look`: late (asked by somebody in charge, or
    overdue), near, done, calm. `words` take by, and what the stream's subject gives (title, group, deadline …)."""

    name: str
    family: str
    icon: str
    look: str
    words: Any


@dataclass(frozen=True, slots=True)
class Recipient:
    """Somebody to be told of an entry: a person's id, and the name of a NoticeType. `urgent`: it may leave the house in quiet hours."""

    person: int
    notice: str
    urgent: bool = False


@dataclass(frozen=True)
class CardFacts:
    """What stands on a robot's card below its headline. Of people only posts: a name would lie with another company for good."""

    title: str
    href: str
    number: str = ""
    facts: Sequence[tuple[Any, str]] = ()
    due: str = ""


@dataclass(frozen=True)
class Headline:
    """What a group's robot says of an entry. `event`: what its owner chooses, `words`: how that is called there. `groups`: which group
    hears of each entry, (group's id, from when on) by the entry's id; asked for many at once. `card`: what it says."""

    event: str
    words: Any
    headline: Any
    look: str
    groups: Callable[[Sequence[Entry], Callable[[Sequence[int]], set[int]]], Mapping[int, tuple[int, datetime]]]
    card: Callable[[Entry], CardFacts]


#: What a webhook's body holds: part → (its type, a sentence), or part → field → (its type, a sentence).
Parts = Mapping[str, tuple[str, str] | Mapping[str, tuple[str, str]]]


@dataclass(frozen=True)
class WebhookEvent:
    """The webhook event an entry is told as: `name` for programs, `words` for whoever chooses, `body` what it holds beside the envelope.

    `holds` describes that body for programs (OpenAPI, docs): part → a sentence, or field → (JSON's type, a sentence), in English.
    """

    name: str
    words: Any
    body: Callable[[Entry], dict[str, Any]] = lambda entry: {}
    holds: Parts = field(default_factory=dict, compare=False)


@dataclass(frozen=True)
class Live:
    """How browsers hear of an entry. `load` queries, for many at once; `present` must not: it runs in the loop of all connections."""

    load: Loader
    present: Presenter


class Hearing(Enum):
    """What an entry changes of who hears what as it happens."""

    LEFT = "left"  # data["person"] hears nothing more of this stream, not even this entry
    GAINED = "gained"  # whose stream this is hears data["stream"] from now on
    LOST = "lost"  # whose stream this is hears data["stream"] no longer
    SIGNED_OUT = "signed out"  # connections of whose stream this is end: of data["device"], of data["token"], or all where it names neither


@dataclass(frozen=True)
class EventType:
    """One kind of entry. `name`: `noun.verb` in the past tense. `fields`: the keys of its data, all required, with what people call
    them. `words`: what it is called where people read the record. `content`: where its sealed content lies, if not in `Sealed`."""

    name: str
    fields: Mapping[str, Any] = field(default_factory=dict)
    words: Any = ""
    content: ContentReader | None = None
    step: Step | None = None
    notices: tuple[NoticeType, ...] = ()
    notifies: Callable[[Entry], Iterable[Recipient]] | None = None
    robot: Headline | None = None
    webhook: WebhookEvent | None = None
    live: Live | None = None
    href: Callable[[Entry, Subject], str] | None = None  # where a notice of it leads, if not to what its stream is about; asks no query
    acted_on: bool = False  # whoever does it knows of what they were told in this stream
    hearing: Hearing | None = None
    security: bool = False  # told off this machine, for whoever watches for break-ins and misuse (people/audit_log.py)


@dataclass(frozen=True)
class Subject:
    """What a stream is about, as its reader may see it. `words`: what notices' words take. `facts`: short lines under them, each
    with the name of the word that says the same. `thread`: of one conversation by mail."""

    href: str
    words: Mapping[str, str]
    facts: Sequence[tuple[str, str]] = ()
    number: str = ""
    thread: str = ""


@dataclass(frozen=True)
class StreamType:
    """The streams of a noun: their keys begin with `prefix` ("task" of "task:12"). `words`: what they are called on the audit page.
    `subjects`: of streams given by id, those this person may see now (queries narrow by the rules): stream id → Subject."""

    prefix: str
    words: Any = ""
    subjects: Callable[[Any, Sequence[int]], Mapping[int, Subject]] | None = None


class Labels:
    """What the fields of an app's entries are called, so that each kind names only which it has: `FIELDS("task", "deadline")`."""

    def __init__(self, **words: Any) -> None:
        self.words = words

    def __call__(self, *names: str) -> dict[str, Any]:
        """Gives the labels of these fields. Raises KeyError for one without."""
        return {name: self.words[name] for name in names}


def hearing_of(kind: str) -> Hearing | None:
    """Gives what entries of a kind change of who hears what; None for most, and for a kind this version does not know."""
    known = EVENT_TYPES.get(kind)
    return known.hearing if known is not None else None


def notice_types() -> dict[str, NoticeType]:
    """Gives every sort of notice by its name. Several kinds of entries may make the same one."""
    return {notice.name: notice for kind in EVENT_TYPES for notice in kind.notices}


EVENT_TYPES: Registry[EventType] = Registry("events", "EVENTS", EventType, lambda one: one.name)
STREAM_TYPES: Registry[StreamType] = Registry("events", "STREAMS", StreamType, lambda one: one.prefix)
