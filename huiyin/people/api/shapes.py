"""What programs are given and may send of people."""

from __future__ import annotations

from typing import Literal

from ninja import Schema

from huiyin.people.api import words as known


class PersonOut(Schema):
    id: int
    name: str
    kind: known.PersonKind
    post: str = ""


class MeOut(PersonOut):
    language: Literal["zh-hans", "en"]
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
