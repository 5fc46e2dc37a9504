"""What programs are given and may send of cases."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from ninja import Schema
from pydantic import Field

from huiyin.cases.preview import MOST_ANSWERS
from huiyin.core.api import In, Key, Moment, Number, line
from huiyin.core.random_id import FIRST, MORE
from huiyin.tasks.api.words import TaskState

LARGEST = FIRST + MORE
CaseId = Annotated[int, Field(ge=1, le=LARGEST)]
Words = Annotated[str, line(5000)]
State = Literal["registered", "accepted", "declined", "dispatched", "handling", "answered", "reopened", "under_review", "settled"]
StateFilter = Literal["", "open", "late", State]
ChannelName = Literal["form", "group", "phone", "desk", "letter", "mail", "open311", "api"]
ClockKind = Literal["register", "notice", "objection", "handle", "extension", "ask_review", "review", "ask_rereview", "rereview",
                    "reopen", "again"]  # fmt: skip
Closing = Literal["solved", "explained", "not_supported"]
Closed = Literal["solved", "explained", "not_supported", "declined"]  # what was not accepted is answered too
Uploads = Annotated[list[Key], Field(max_length=5)]


class CasePlaceIn(In):
    name: Annotated[str, line(200)]
    lat: Annotated[float, Field(ge=-90, le=90)] | None = None
    lon: Annotated[float, Field(ge=-180, le=180)] | None = None


class LookUpIn(In):
    number: Annotated[str, line(60)]
    code: Annotated[str, line(60)]


class AskerIn(In):
    name: Annotated[str, line(40)]
    phone: Annotated[str, line(40)] = ""
    speaks: bool = True


class CaseIn(In):
    text: Annotated[str, line(4000)]
    title: Annotated[str, line(120)] = ""
    place: Annotated[str, line(200)] | CasePlaceIn = ""
    name: Annotated[str, line(40)] = ""
    phone: Annotated[str, line(40)] = ""
    anonymous: bool = False
    topic: Annotated[str, line(60)] = ""
    uploads: Uploads = []
    channel: ChannelName = "api"
    petition: bool | None = None
    accused: Annotated[list[Number], Field(max_length=10)] = []
    to: Number | None = None
    for_name: Annotated[str, line(40)] = ""
    for_phone: Annotated[str, line(40)] = ""
    for_relation: Annotated[str, line(40)] = ""
    joint: Annotated[list[AskerIn], Field(max_length=50)] = []
    key: Key = ""


class RegisteredOut(Schema):
    id: int
    number: str
    code: str
    state: State


class CaseOut(Schema):
    id: int
    number: str
    title: str
    state: State
    topic: str
    unit: int | None
    unit_name: str
    place: str
    channel: ChannelName
    petition: bool
    registered_at: datetime
    deadline_at: datetime | None
    matter: int | None


class ClockOut(Schema):
    kind: ClockKind
    article: str
    started_at: datetime
    due_at: datetime
    working: bool
    provisional: bool
    passed: bool
    ended_at: datetime | None
    steps: list[str]


class CaseMoveOut(Schema):
    name: str
    at: datetime
    by_unit: str
    words: str


class PreviewAnswerOut(Schema):
    n: int
    closing: Closed
    words: str
    unit: str
    agreed: bool
    looked: bool
    is_public: bool


class PreviewOut(Schema):
    title: str
    text: str
    town: int | None
    town_name: str
    picture: str
    sum: str
    agreed: bool
    looked: bool
    answers: list[PreviewAnswerOut]


class OwnOut(Schema):
    id: int
    number: str
    code: str
    state: State


class CaseTaskOut(Schema):
    id: int
    number: str
    title: str
    state: TaskState
    deadline_at: datetime | None


class CasePageOut(CaseOut):
    text: str
    clocks: list[ClockOut]
    moves: list[CaseMoveOut]
    may: list[str]
    public: bool
    tasks: list[CaseTaskOut]
    preview: PreviewOut | None
    own: OwnOut | None


class TaskForIn(In):
    task: Annotated[int, Field(ge=1, le=LARGEST)]
    key: Key = ""


class SaidIn(In):
    words: Words = ""
    key: Key = ""


class ReopenIn(SaidIn):
    uploads: Uploads = []


class DeclineIn(In):
    ground: Annotated[int, Field(ge=1, le=6)]
    words: Words
    key: Key = ""


class DispatchIn(In):
    lead: Number
    helping: Annotated[list[Number], Field(max_length=10)] = []
    deadline_at: Moment | None = None
    words: Words = ""
    topic: Annotated[str, line(60)] | None = None
    key: Key = ""


class AnswerIn(In):
    closing: Closing
    words: Words
    uploads: Uploads = []
    public: bool = True
    key: Key = ""


class FollowUpIn(In):
    reached: bool
    answered: bool | None = None
    solved: bool | None = None
    satisfied: bool | None = None
    key: Key = ""


class ExtensionIn(In):
    until: Moment
    reason: Annotated[str, line(500)]
    key: Key = ""


class ReasonIn(In):
    reason: Annotated[str, line(500)]
    key: Key = ""


class PartIn(In):
    text: Words


class SplitIn(In):
    parts: Annotated[list[Words | PartIn], Field(min_length=1, max_length=10)]
    key: Key = ""


class ShownAnswerIn(In):
    n: Annotated[int, Field(ge=1, le=MOST_ANSWERS)]
    words: Words


class PublishIn(In):
    consent: bool | None = None
    title: Annotated[str, line(120)] = ""
    text: Annotated[str, line(4000)] = ""
    town: Annotated[int, Field(ge=0, le=2**31 - 1)] | None = None
    picture: Key | None = None
    seen: Annotated[str, line(64)] = ""
    answers: Annotated[list[ShownAnswerIn], Field(max_length=MOST_ANSWERS)] = []
    key: Key = ""


class JoinIn(In):
    text: Annotated[str, line(4000)] = ""
    place: Annotated[str, line(200)] = ""
    key: Key = ""


class MessageCaseIn(In):
    title: Annotated[str, line(120)] = ""
    topic: Annotated[str, line(60)] = ""
    private: bool = False
    key: Key = ""


class MatterIn(In):
    cases: Annotated[list[CaseId], Field(min_length=1, max_length=500)]
    title: Annotated[str, line(120)] = ""
    key: Key = ""


class MatterOut(Schema):
    id: int
    title: str
    cases: list[CaseOut]


class MatterAnswerIn(In):
    closing: Closing
    words: Words
    uploads: Uploads = []
    public: bool = True
    key: Key = ""


class MatterAnsweredOut(Schema):
    id: int
    answers: int
    waits: int
