"""What programs outside are told of messages and members: the one place that says what of them leaves the house by a webhook."""

from __future__ import annotations

from typing import Any

from huiyin.groups.models import Message
from huiyin.journal.models import Entry
from huiyin.people.models import Person

PERSON = {"person": {"id": ("integer", "The number of the person."), "name": ("string", "What they are called.")}}
MESSAGE = {"message": {
    "n": ("integer", "Its number in the group."), "at": ("string", "When it was said."),
    "author": ("object", "Who said it: id and name."),
    "robot": ("string", "The name of the program that said it; null where a person did."),
    "recalled": ("boolean", "Whether its content is gone; then nothing of it is told."), "kind": ("string", "text, photo, video, file, …"),
    "text": ("string", "The words."), "urgent_reason": ("string", "Why it is urgent; empty where it is not."),
    "files": ("array", "Its files: name, kind, size in bytes."),
}}  # fmt: skip


def message(entry: Entry) -> dict[str, Any]:
    """Gives the message, as it is now."""
    found = Message.objects.select_related("author").prefetch_related("files__upload").filter(pk=entry.data["message"]).first()
    return {"message": _message(found) if found else None}


def person(entry: Entry) -> dict[str, Any]:
    """Gives who came or went."""
    return {"person": _person(Person.objects.get(pk=entry.data["person"]))}


def _message(message: Message) -> dict[str, Any]:
    gone = message.recalled_at is not None or message.erased_at is not None
    shown: dict[str, Any] = {
        "n": message.n,
        "at": message.at.isoformat(timespec="milliseconds"),
        "author": _person(message.author),
        "robot": message.robot or None,
        "recalled": gone,
    }
    if not gone:
        files = [{"name": f.upload.name, "kind": f.upload.kind, "size": f.upload.size} for f in message.files.all()]
        shown |= {"kind": message.kind, "text": message.text, "urgent_reason": message.urgent_reason, "files": files}
    return shown


def _person(person: Person) -> dict[str, Any]:
    return {"id": person.pk, "name": person.name}
