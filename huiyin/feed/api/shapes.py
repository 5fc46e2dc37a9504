"""What programs are given and may send of moments."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from ninja import Schema
from pydantic import Field, StringConstraints

from huiyin.core.api import In, Key, Number, line
from huiyin.core.api import Moment as Instant
from huiyin.feed.actions import articles, drafts
from huiyin.feed.actions.answering import COMMENT_LIMIT
from huiyin.feed.actions.studying import WORDS_LIMIT
from huiyin.groups.api.shapes import FileOut
from huiyin.people.api.shapes import PersonOut

Audience = Literal["public", "everyone", "unit", "group", "people"]
TabName = Literal["all", "followed", "nearby", "official"]
Words = Annotated[str, StringConstraints(max_length=drafts.TEXT_LIMIT, pattern=r"^[^\x00]*$")]
Degrees = Annotated[float, Field(allow_inf_nan=False)]


class MomentPlaceIn(In):
    name: Annotated[str, line(drafts.PLACE_LIMIT)] = ""
    lat: Annotated[Degrees, Field(ge=-90, le=90)] | None = None
    lon: Annotated[Degrees, Field(ge=-180, le=180)] | None = None


class CardIn(In):
    url: Annotated[str, line(drafts.URL_LIMIT)] = ""
    title: Annotated[str, line(drafts.TITLE_LIMIT)] = ""
    source: Annotated[str, line(drafts.SOURCE_LIMIT)] = ""


class MomentIn(In):
    text: Words = ""
    audience: Audience = "everyone"
    unit: Number | None = None
    group: Number | None = None
    people: Annotated[list[Number], Field(max_length=drafts.NAMED_LIMIT)] = []
    uploads: Annotated[list[Key], Field(max_length=drafts.FILES_LIMIT)] = []
    link: Annotated[str, line(drafts.URL_LIMIT)] | CardIn | None = None
    place: MomentPlaceIn | None = None
    topic: Annotated[str, line(drafts.TOPIC_LIMIT)] = ""
    repost_of: Number | None = None
    via: Annotated[str, line(12)] = ""
    account: Number | None = None
    consent: bool = False
    key: Key = ""


class MomentPlaceOut(Schema):
    name: str
    lat: float | None
    lon: float | None


class CardOut(Schema):
    url: str
    title: str
    source: str


class MomentOut(Schema):
    id: int
    root: int | None
    parent: int | None
    audience: Audience
    at: datetime
    code: str
    by: PersonOut
    account: int | None
    text: str
    topic: str
    files: list[FileOut]
    link: CardOut | None
    place: MomentPlaceOut | None
    likes: int
    comments: int
    reposts: int
    liked: bool
    version: int
    edited_at: datetime | None
    deleted: bool


class AccountOut(Schema):
    id: int
    name: str
    about: str
    unit: int
    unit_name: str
    opened_at: datetime
    closed_at: datetime | None
    followed: bool
    writes: bool


class ArticleIn(In):
    title: Annotated[str, line(articles.TITLE_LIMIT)]
    body: Annotated[str, StringConstraints(max_length=articles.BODY_LIMIT, pattern=r"^[^\x00]*$")]
    summary: Annotated[str, line(articles.SUMMARY_LIMIT)] = ""
    cover: Key = ""
    uploads: Annotated[list[Key], Field(max_length=articles.PICTURES_LIMIT)] = []
    publish_at: Instant | None = None
    audience: Literal["public", "everyone", "unit"] = "public"
    key: Key = ""


class ArticleOut(Schema):
    id: int
    account: int
    by: PersonOut
    title: str
    summary: str
    body: str
    cover: str | None
    audience: Literal["public", "everyone", "unit"]
    moment: int | None
    publish_at: datetime | None


class TextIn(In):
    text: Words


class AudienceIn(In):
    audience: Audience
    unit: Number | None = None
    group: Number | None = None
    people: Annotated[list[Number], Field(max_length=drafts.NAMED_LIMIT)] = []
    consent: bool = False


class CommentIn(In):
    text: Annotated[str, StringConstraints(max_length=COMMENT_LIMIT, pattern=r"^[^\x00]*$")]
    reply_to: Number | None = None
    key: Key = ""


class CommentOut(Schema):
    id: int
    moment: int
    by: PersonOut
    text: str
    reply_to: int | None
    at: datetime
    deleted: bool


class ShareOut(Schema):
    code: str
    url: str


class StudyIn(In):
    people: Annotated[list[Number], Field(min_length=1, max_length=50)]
    notes_by: Instant
    words: Annotated[str, line(WORDS_LIMIT)] = ""
    key: Key = ""


class ReaderOut(Schema):
    person: PersonOut
    opened_at: datetime | None
    read_at: datetime | None
    notes_at: datetime | None


class StudyOut(Schema):
    id: int
    moment: int
    version: int
    notes_by: datetime
    at: datetime
    readers: list[ReaderOut]


class ReportIn(In):
    reason: Literal["false", "private", "child", "insult", "fraud", "other"]
    words: Annotated[str, line(300)] = ""


def place_out(moment: Any) -> dict[str, Any] | None:
    """Gives a moment's place as programs see it."""
    if not moment.place and moment.latitude is None:
        return None
    return {"name": moment.place, "lat": moment.latitude, "lon": moment.longitude}
