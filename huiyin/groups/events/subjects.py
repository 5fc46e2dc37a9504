"""What a group's stream is about, and where its sealed content lies."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.urls import reverse
from django.utils.translation import gettext_lazy

from huiyin.groups.models import Member, Message
from huiyin.groups.sealing import sealed_body
from huiyin.journal.event_types import StreamType, Subject
from huiyin.journal.models import Entry
from huiyin.people.models import Person


def message_contents(entries: Mapping[int, Entry]) -> dict[int, tuple[str, object]]:
    """A message's words lie in its own row: gives salt and body of those not erased, nor with a name taken out of them (no salt)."""
    by_message = {entry.data["message"]: pk for pk, entry in entries.items()}
    rows = Message.objects.filter(pk__in=by_message, erased_at=None).exclude(salt="").prefetch_related("files__upload")
    return {by_message[m.pk]: (m.salt, sealed_body(m, [f.upload.digest for f in m.files.all()])) for m in rows}


def _groups(person: Person, streams: Sequence[int]) -> Mapping[int, Subject]:
    inside = Member.objects.filter(person=person, left_at=None, group__stream__in=streams).select_related("group")
    return {m.group.stream_id: Subject(reverse("group", args=[m.group_id]), {"group": m.group.name}) for m in inside}


STREAMS = [StreamType("group", gettext_lazy("Groups"), _groups)]
