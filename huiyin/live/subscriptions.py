"""Which streams a person may hear, and how cursors are written."""

from __future__ import annotations

from huiyin.groups.models import Member
from huiyin.journal.recording import open_stream

CURSORS_LIMIT = 2000


def subscriptions_of(person_id: int) -> tuple[int, list[int]]:
    """Gives the id of the person's own stream, and of all streams they may hear: it, and those of the groups they are in now."""
    home = open_stream(f"person:{person_id}").pk
    groups = Member.objects.filter(person_id=person_id, left_at=None).values_list("group__stream_id", flat=True)
    return home, [home, *groups]


def parse_cursors(header: bytes) -> dict[int, int]:
    """Reads a Last-Event-ID: "stream:seq,stream:seq". Gives stream → seq; anything malformed is left out, at most 2,000 are read."""
    cursors: dict[int, int] = {}
    for part in header[: CURSORS_LIMIT * 40].split(b",")[:CURSORS_LIMIT]:
        stream, _, seq = part.strip().partition(b":")
        if stream.isdigit() and seq.isdigit() and len(stream) <= 18 and len(seq) <= 18:
            cursors[int(stream)] = int(seq)
    return cursors
