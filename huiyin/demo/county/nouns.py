"""What the invented county is made of, as plain data: no Django here, so that tests and pictures read it in milliseconds."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Literal


@dataclass(frozen=True)
class DemoUnit:
    """An office, town or village. `parent` is a slug, empty at the top; `kind` as in people.Unit."""

    slug: str
    code: str
    name: str
    short: str
    kind: str
    parent: str


@dataclass(frozen=True)
class DemoPost:
    """A 职务 and the slug of the post it reports to, empty at the top."""

    slug: str
    title: str
    unit: str
    reports_to: str
    label: str  # as it is mentioned after an @: 水产局副局长


@dataclass(frozen=True)
class DemoPerson:
    """Somebody of the county; names are unique here, so the name is the key. `phone` is E.164 in a range nobody has."""

    name: str
    phone: str
    kind: str
    home: str
    about: str = ""
    guardian: str = ""


@dataclass(frozen=True)
class DemoHolding:
    """Who holds a post; `since_days` is negative, counted from today."""

    post: str
    person: str
    acting: bool
    since_days: int


@dataclass(frozen=True)
class DemoDelegation:
    """The holder lets another act for the post between two days, counted from today."""

    post: str
    by: str
    to: str
    since_days: int
    until_days: int
    reason: str


@dataclass(frozen=True)
class DemoVisitor:
    """Somebody a visitor signs in as in one tap."""

    slug: str
    person: str
    zh: str
    en: str


@dataclass(frozen=True)
class DemoPlace:
    """A place by name; the coordinates lie in the open sea, so that no real place is meant."""

    name: str
    latitude: float
    longitude: float


@dataclass(frozen=True)
class DemoLink:
    """What a link card shows; the address stands under .example, which leads nowhere."""

    url: str
    title: str
    site: str
    summary: str


@dataclass(frozen=True)
class DemoMessage:
    """One thing said. Its moment is an offset, so that the county is as fresh today as on the day it was written.

    Either `back` (0 or more before today, `counted` in days, weeks or workdays) and `clock`, or `minutes_ago`.
    """

    ref: str
    author: str
    text: str
    back: int = 0
    counted: Literal["days", "weeks", "workdays"] = "days"
    clock: time | None = None
    minutes_ago: int | None = None
    reply_to: str = ""
    photos: tuple[str, ...] = ()
    file: str = ""
    place: DemoPlace | None = None
    link: DemoLink | None = None
    urgent_reason: str = ""
    forwarded: tuple[str, str] | None = None  # who said it first, and in which group
    pinned: bool = False
    recalled: bool = False

    def at(self, now: datetime) -> datetime:
        """Its moment for a county loaded at `now` (aware, in the county's zone); may lie after `now` early on the day."""
        if self.clock is None:
            return now - timedelta(minutes=self.minutes_ago or 0)
        match self.counted:
            case "days":
                day = now - timedelta(days=self.back)
            case "weeks":
                day = weekday(now - timedelta(weeks=self.back))
            case "workdays":
                day = workdays_before(now, self.back)
        return day.replace(hour=self.clock.hour, minute=self.clock.minute, second=0, microsecond=0)


def weekday(day: datetime) -> datetime:
    """The day itself, or the Friday before a weekend: offices talk on weekdays, whatever today is."""
    return day - timedelta(days=max(0, day.weekday() - 4))


def workdays_before(now: datetime, count: int) -> datetime:
    """The weekday that lies `count` weekdays before `now`."""
    day = now
    for _ in range(count):
        day = weekday(day - timedelta(days=1))
    return day


@dataclass(frozen=True)
class DemoGroup:
    """A conversation. `members` holds everybody, owner and managers too; `met` tells where a listener met a member."""

    slug: str
    name: str
    kind: str
    about: str
    unit: str
    owner: str
    managers: tuple[str, ...]
    members: tuple[str, ...]
    messages: tuple[DemoMessage, ...]
    met: dict[str, str] = field(default_factory=dict)

    def schedule(self, now: datetime) -> list[tuple[datetime, DemoMessage]]:
        """Each message with its moment for a county loaded at `now`: in order, never after `now`.

        Times within one minute are spread over its seconds; what would lie ahead of `now` is drawn back before it.
        """
        times = [message.at(now) for message in self.messages]
        latest = now - timedelta(seconds=40)
        for i in range(len(times) - 1, -1, -1):
            times[i] = min(times[i], latest)
            latest = times[i] - timedelta(seconds=11 + (i * 7) % 13)
        return list(zip(times, self.messages, strict=True))


@dataclass(frozen=True)
class County:
    """The whole invented county."""

    units: tuple[DemoUnit, ...]
    posts: tuple[DemoPost, ...]
    people: tuple[DemoPerson, ...]
    holdings: tuple[DemoHolding, ...]
    delegations: tuple[DemoDelegation, ...]
    groups: tuple[DemoGroup, ...]
    visitors: tuple[DemoVisitor, ...]
    administrators: dict[str, str]  # role → name
