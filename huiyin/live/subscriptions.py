"""Which streams a person may hear, whose connections still may hear anything, and how cursors are written."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import FilteredRelation, Q, QuerySet

from huiyin.groups.models import Member
from huiyin.journal.models import Stream
from huiyin.journal.recording import open_stream
from huiyin.people.models import Device
from huiyin.people.models.tokens import ApiToken

CURSORS_LIMIT = 2000
RIGHTS_TOGETHER = 100  # connections whose rights are read by one statement


def subscriptions_of(person_id: int) -> tuple[int, dict[int, int]]:
    """Gives the id of the person's own stream, and of all streams they may hear the last entry: it, and the groups they are in now."""
    home = open_stream(f"person:{person_id}")
    groups = Member.objects.filter(person_id=person_id, left_at=None).values_list("group__stream_id", "group__stream__seq")
    return home.pk, {home.pk: home.seq, **dict(groups)}


def rights_of(devices: Sequence[int]) -> dict[int, dict[int, int]]:
    """Gives, for each device that is still signed in, the streams of the groups its person is in now, with their last entry.

    Takes devices' ids, tokens' below nought, as connections bear them. A device that is missing in the answer may hear nothing more.
    How long idleness lasts is not asked here: a connection knows the second of its end.
    """
    rights: dict[int, dict[int, int]] = {}
    signed_in, programs = [d for d in devices if d > 0], [-d for d in devices if d < 0]
    if signed_in:
        _gather(rights, Device.objects.filter(pk__in=signed_in, ended_at=None), 1)
    if programs:
        _gather(rights, ApiToken.objects.filter(pk__in=programs, revoked_at=None), -1)
    return rights


def _gather(rights: dict[int, dict[int, int]], bearers: QuerySet[Any], sign: int) -> None:
    now_in = FilteredRelation("person__memberships", condition=Q(person__memberships__left_at=None))
    alive = bearers.filter(person__locked_at=None, person__erased_at=None).annotate(now_in=now_in)
    for pk, stream, seq in alive.values_list("pk", "now_in__group__stream_id", "now_in__group__stream__seq"):
        streams = rights.setdefault(sign * pk, {})
        if stream is not None:
            streams[stream] = seq


def heads_of(stream_ids: Sequence[int]) -> dict[int, int]:
    """Gives the number of the last entry of each of these streams."""
    return dict(Stream.objects.filter(pk__in=stream_ids).values_list("pk", "seq"))


def parse_cursors(header: bytes) -> dict[int, int]:
    """Reads a Last-Event-ID: "stream:seq,stream:seq". Gives stream → seq; anything malformed is left out, at most 2,000 are read."""
    cursors: dict[int, int] = {}
    for part in header[: CURSORS_LIMIT * 40].split(b",")[:CURSORS_LIMIT]:
        stream, _, seq = part.strip().partition(b":")
        if stream.isdigit() and seq.isdigit() and len(stream) <= 18 and len(seq) <= 18:
            cursors[int(stream)] = int(seq)
    return cursors
