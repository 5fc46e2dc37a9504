"""What programs are given and may send of groups."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any

from ninja import Schema
from pydantic import Field

from huiyin.core.api import LARGEST, Day, In, Key, Number, line
from huiyin.groups.actions.content import TEXT_LIMIT, URGENT_LIMIT
from huiyin.groups.api import words as known
from huiyin.people.api.shapes import PersonOut

GroupName = Annotated[str, line(40)]
Note = Annotated[str, line(120)]
About = Annotated[str, line(200)]
Label = Annotated[str, line(100)]
Reason = Annotated[str, line(URGENT_LIMIT)]
Words = Annotated[str, line(TEXT_LIMIT)]


class GroupOut(Schema):
    id: int
    name: str
    kind: known.GroupKind
    about: str
    last_n: int
    read_n: int
    unread: int
    muted: bool
    role: known.Role
    archived: bool
    ends_on: date | None
    quiet: bool


class GroupIn(In):
    name: GroupName
    kind: known.GroupKind = "work"
    about: About = ""
    ends_on: Day | None = None


class GroupChange(In):
    name: GroupName | None = None
    about: About | None = None
    quiet: bool | None = None
    ends_on: Day | None = None
    muted: bool | None = None
    archived: bool | None = None


class MemberOut(Schema):
    person: PersonOut
    role: known.Role
    silenced: bool
    joined_at: datetime


class PeopleIn(In):
    people: Annotated[list[Number], Field(min_length=1, max_length=500)]


class MemberChange(In):
    role: known.NewRole | None = None
    silenced: bool | None = None


class InviteOut(Schema):
    id: int
    key: str
    met: str
    expires_at: datetime
    places: int
    used: int


class InviteIn(In):
    met: Note = ""
    hours: Annotated[int, Field(ge=1, le=720)] = 72
    places: Annotated[int, Field(ge=1, le=500)] = 50


class FileOut(Schema):
    key: str
    kind: known.FileKind
    name: str
    size: int
    width: int | None
    height: int | None


class MessageOut(Schema):
    group: int
    n: int
    at: datetime
    author: PersonOut | None
    program: str
    kind: known.MessageKind
    text: str
    reply_to: int | None
    urgent_reason: str
    files: list[FileOut]
    place: dict[str, Any] | None
    task: int | None
    pinned: bool
    recalled: bool
    erased: bool


class MessagesOut(Schema):
    messages: list[MessageOut]
    before: int | None  # ask with before=… for what lies earlier
    after: int | None


class MentionIn(In):
    label: Label
    person: Number


class MessageIn(In):
    text: Words = ""
    key: Key = ""
    reply_to: Number | None = None
    uploads: Annotated[list[Key], Field(max_length=9)] = []
    mentions: Annotated[list[MentionIn], Field(max_length=50)] = []
    urgent_reason: Reason = ""


class ReadIn(In):
    n: Annotated[int, Field(ge=0, le=LARGEST)]


class GroupsIn(In):
    groups: Annotated[list[Number], Field(min_length=1, max_length=20)]
    key: Key = ""


class OwnerIn(In):
    person: Number


class ReceiptsOut(Schema):
    read: int
    unread: int
    readers: list[PersonOut]
    waiting: list[PersonOut]


class HitOut(Schema):
    message: MessageOut
    excerpt: str


class FoundOut(Schema):
    total: int
    page: int
    pages: int
    more_than: bool
    growing: bool
    hits: list[HitOut]


class UnreadOut(Schema):
    unread: int
