"""What programs are given and may send: the shapes of people, groups, messages, tasks."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any

from ninja import Schema
from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints

from huiyin.api import words as known
from huiyin.api.door import LARGEST
from huiyin.groups.actions.posting import TEXT_LIMIT
from huiyin.groups.actions.repeated import URGENT_LIMIT
from huiyin.tasks.actions.issuing import LIMITS
from huiyin.worktime.bounds import FIRST_DAY, LAST_DAY, is_known


def _known(moment: datetime) -> datetime:
    if not is_known(moment):
        raise ValueError("a moment between 1900 and 2199 is needed")
    return moment


Number = Annotated[int, Field(ge=1, le=LARGEST)]
#: Within the years that the house reckons with.
Day = Annotated[date, Field(ge=FIRST_DAY, le=LAST_DAY)]
Moment = Annotated[AwareDatetime, AfterValidator(_known)]
#: Without the character that no database keeps.
Words = Annotated[str, StringConstraints(max_length=TEXT_LIMIT, pattern=r"^[^\x00]*$")]
Key = Annotated[str, StringConstraints(max_length=40, pattern=r"^[A-Za-z0-9_.:-]*$")]


def _line(limit: int) -> StringConstraints:
    return StringConstraints(max_length=limit, pattern=r"^[^\x00]*$")


GroupName = Annotated[str, _line(40)]
About = Annotated[str, _line(200)]
Note = Annotated[str, _line(LIMITS["proof_reason"])]
Label = Annotated[str, _line(100)]
Reason = Annotated[str, _line(URGENT_LIMIT)]
Title = Annotated[str, _line(LIMITS["title"])]
Details = Annotated[str, _line(LIMITS["words"])]
Measure = Annotated[str, _line(LIMITS["done_when"])]
Area = Annotated[str, _line(LIMITS["field"])]


class In(BaseModel):
    """What a program sends: an object with these fields and no others. Not ninja's Schema, which takes anything that has none of them."""

    model_config = ConfigDict(extra="forbid")


class PersonOut(Schema):
    id: int
    name: str
    kind: known.PersonKind
    post: str = ""


class MeOut(PersonOut):
    language: str
    scopes: list[str]


class UnitOut(Schema):
    id: int
    name: str
    kind: known.UnitKind
    code: str
    parent: int | None


class PostOut(Schema):
    id: int
    title: str
    reports_to: int | None
    holder: PersonOut | None


class UnitPageOut(UnitOut):
    posts: list[PostOut]


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
    hits: list[HitOut]


class UnreadOut(Schema):
    unread: int


class NamedIn(In):
    person: Number | None = None
    post: Number | None = None


class OrderIn(In):
    title: Title
    lead: NamedIn
    helpers: Annotated[list[NamedIn], Field(max_length=30)] = []
    text: Words = ""
    words: Details = ""
    done_when: Measure = ""
    proof_reason: Note = ""
    field: Area = ""
    visibility: known.Visibility = "group"
    source: Number | None = None
    ladder_skip: Annotated[int, Field(ge=0, le=20)] = 0
    ladder_most: Annotated[int, Field(ge=0, le=20)] | None = None
    interval_hours: Annotated[int, Field(ge=1, le=80)] = 4
    uploads: Annotated[list[Key], Field(max_length=9)] = []
    key: Key = ""


class TaskIn(OrderIn):
    deadline: Moment | None = None
    parent: Number | None = None


class TaskOut(Schema):
    id: int
    number: str
    title: str
    group: int
    message: int | None
    state: known.TaskState
    light: known.TaskLight
    issuer: PersonOut
    lead: PersonOut | None
    lead_post: str
    issued_at: datetime
    deadline_at: datetime | None
    provisional: bool  # the deadline stands on a year whose working days are not out yet
    ended_at: datetime | None
    field: str
    parent: int | None
    repetition: int | None


class StepOut(Schema):
    at: datetime
    kind: str
    title: str
    by: PersonOut | None
    words: str
    late_seconds: int


class TaskPageOut(TaskOut):
    words: str
    done_when: str
    proof_reason: str
    steps: list[StepOut]
    may: list[known.TaskRight]


class MoveIn(In):
    words: Words = ""
    deadline: Moment | None = None
    lead: NamedIn | None = None
    extension: Number | None = None
    rung: Number | None = None
    uploads: Annotated[list[Key], Field(max_length=9)] = []
    key: Key = ""


Count = Annotated[int, Field(ge=-400, le=400)]


class RhythmIn(In):
    """How often: "workday"; "week" with weekdays (0 is Monday), every so many weeks from the week of `anchor`; "month" (every 1, 3 or 12 of
    them) with day (1 to 31, 32 for the last) and `also` more days of it, nth working day (from the end where negative), or both.
    `moved`: off days off."""

    unit: known.RhythmUnit
    every: Count | None = None
    weekdays: Annotated[list[Count], Field(max_length=7)] | None = None
    month: Count | None = None
    day: Count | None = None
    also: Annotated[list[Count], Field(max_length=9)] | None = None
    nth: Count | None = None
    moved: known.Moved | None = None
    anchor: Day | None = None


class RepetitionIn(OrderIn):
    rhythm: RhythmIn
    at: Annotated[str, StringConstraints(max_length=8, pattern=r"^[0-9:]*$")] | None = None  # 10:00; none: at closing
    ahead: Annotated[int, Field(ge=0, le=LARGEST)] | None = None  # issued so many working days before; none: as is usual


class RepetitionChange(In):
    title: Title | None = None
    done_when: Measure | None = None
    lead: NamedIn | None = None
    rhythm: RhythmIn | None = None
    at: Annotated[str, StringConstraints(max_length=8, pattern=r"^[0-9:]*$")] | None = None
    ahead: Annotated[int, Field(ge=0, le=LARGEST)] | None = None


class NamedOut(Schema):
    person: int | None
    post: int | None


class RepetitionOut(Schema):
    id: int
    group: int
    title: str
    state: known.RepetitionState
    issuer: PersonOut
    lead: NamedOut
    rhythm: dict[str, Any]
    at: str | None
    ahead: int
    often: str
    issued: int
    done_when: str
    visibility: known.Visibility
    ended_at: datetime | None


class ComingOut(Schema):
    issued_at: datetime
    deadline_at: datetime
    provisional: bool


class RepetitionPageOut(RepetitionOut):
    words: str
    coming: list[ComingOut]
    may: list[known.RepetitionRight]
