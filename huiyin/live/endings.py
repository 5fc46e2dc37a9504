"""What ends a connection: an entry of its person's own stream."""

from __future__ import annotations

from huiyin.journal.models import Entry
from huiyin.live.connections import Connection
from huiyin.live.frames import RemoteEntry


def ends(entry: Entry | RemoteEntry, reader: Connection) -> bool:
    """Whether an entry of a person's own stream ends this connection of theirs."""
    if "device" in entry.data:
        return bool(reader.device == entry.data["device"])
    if "token" in entry.data:
        return bool(reader.device == -entry.data["token"])  # a program's connection bears its token's number, below nought
    return True  # locked, erased


def ending_of(reader: Connection) -> RemoteEntry:
    """Gives the entry that should have told that a connection's device or token ended."""
    if reader.device < 0:
        return RemoteEntry(reader.home, 0, "token.revoked", {"token": -reader.device})
    return RemoteEntry(reader.home, 0, "session.ended", {"device": reader.device})
