"""The words that this part of the API knows: kinds, states, roles, moves. Written out, so that its description and a type checker have
them; a test holds them to the models they come from. What is none of them is refused."""

from __future__ import annotations

from typing import Literal

GroupKind = Literal["work", "listening", "notice"]
Role = Literal["owner", "manager", "member"]
NewRole = Literal["manager", "member"]
MessageKind = Literal["text", "photo", "video", "file", "place", "link"]
FileKind = Literal["photo", "video", "file"]
KindFilter = Literal["", MessageKind]
FileVariant = Literal["large", "thumb", "video", "poster", "file"]
