"""What a subscription can be told of, and how it is told: the one place that says what leaves the house."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from huiyin.groups.models import Group, Message
from huiyin.journal.models import Entry
from huiyin.people.models import Person

#: The name a subscriber asks for → (words, the kinds of entries it stands for).
EVENTS: dict[str, tuple[Any, tuple[str, ...]]] = {
    "message.posted": (_("A message was posted"), ("message.posted",)),
    "message.recalled": (_("A message was taken back or erased"), ("message.recalled", "message.erased")),
    "member.entered": (_("Somebody came in"), ("member.added", "member.joined")),
    "member.left": (_("Somebody left or was taken out"), ("member.left", "member.removed")),
    "group.changed": (_("The group was renamed, ended or opened again"), ("group.renamed", "group.archived", "group.reopened")),
}
EVENT_OF = {kind: event for event, (_words, kinds) in EVENTS.items() for kind in kinds}


def told(delivery_id: int, event: str, group: Group, entry: Entry | None) -> dict[str, Any]:
    """Gives what a subscriber is told, as docs/developers/webhooks.md lists it. `entry` None is a test."""
    body: dict[str, Any] = {
        "delivery": delivery_id, "event": event, "group": {"id": group.pk, "name": group.name, "kind": group.kind},
    }  # fmt: skip
    if entry is None:
        return body | {"at": timezone.now().isoformat(timespec="milliseconds")}
    body |= {"seq": entry.seq, "kind": entry.kind, "at": entry.at.isoformat(timespec="milliseconds")}
    if "message" in entry.data:
        message = Message.objects.select_related("author").prefetch_related("files__upload").filter(pk=entry.data["message"]).first()
        body["message"] = _message(message) if message else None
    if entry.kind.startswith("member."):
        body["person"] = _person(Person.objects.get(pk=entry.data["person"]))
    return body


def _message(message: Message) -> dict[str, Any]:
    gone = message.recalled_at is not None or message.erased_at is not None
    shown: dict[str, Any] = {
        "n": message.n, "at": message.at.isoformat(timespec="milliseconds"), "author": _person(message.author),
        "robot": message.robot or None, "recalled": gone,
    }  # fmt: skip
    if not gone:
        files = [{"name": f.upload.name, "kind": f.upload.kind, "size": f.upload.size} for f in message.files.all()]
        shown |= {"kind": message.kind, "text": message.text, "urgent_reason": message.urgent_reason, "files": files}
    return shown


def _person(person: Person) -> dict[str, Any]:
    return {"id": person.pk, "name": person.name}
