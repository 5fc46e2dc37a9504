"""Frames: entries as server-sent events. Rendered at most once for each language, whatever the number of readers."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable
from typing import Any, NamedTuple

from huiyin.journal.event_types import EVENT_TYPES, Loader
from huiyin.journal.models import Entry

log = logging.getLogger(__name__)
LANGUAGES = ("zh-hans", "en")
_dumps = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


class RemoteEntry(NamedTuple):
    """An entry as another process tells of it: what a hub needs to know beside the bytes."""

    stream_id: int
    seq: int
    kind: str
    data: dict[str, Any]


class Frame:
    """One entry on its way to browsers."""

    __slots__ = ("_about", "_bytes", "entry", "seq", "stream")

    def __init__(self, entry: Entry | RemoteEntry, about: Any) -> None:
        self.entry, self.stream, self.seq, self._about = entry, entry.stream_id, entry.seq, about
        self._bytes: dict[str, bytes] = {}

    @classmethod
    def told(cls, entry: RemoteEntry, wires: dict[str, bytes]) -> Frame:
        """Gives the frame of an entry that another process stored. Takes its bytes for every language."""
        frame = cls(entry, None)
        frame._bytes = wires
        return frame

    def wire(self, language: str) -> bytes:
        """Gives the event as it goes over a chunked connection. Takes the reader's language."""
        kept = self._bytes.get(language)
        if kept is None:
            kept = self._bytes[language] = chunk(self._event(language))
        return kept

    def _event(self, language: str) -> bytes:
        entry = self.entry
        assert isinstance(entry, Entry), "a frame that was told has its bytes"
        data: dict[str, Any] = {"s": self.stream, "q": self.seq, "by": entry.by_id, "at": entry.at.isoformat(timespec="seconds")}
        live = EVENT_TYPES[entry.kind].live
        try:
            told = live.present(entry, self._about, language) if live is not None and self._about is not None else entry.data
        except Exception:
            # One message that cannot be drawn must not silence the stream: browsers hear that there is something, and ask for it.
            log.exception("entry %s:%s could not be presented", self.stream, self.seq)
            told = entry.data
        data.update(told)
        return f"id: {self.stream}:{self.seq}\nevent: {entry.kind}\ndata: {_dumps(data)}\n\n".encode()


def chunk(event: bytes) -> bytes:
    """Gives bytes as one chunk of HTTP/1.1's chunked coding."""
    return b"%x\r\n%b\r\n" % (len(event), event)


def event(kind: str, data: dict[str, Any], last_id: str = "") -> bytes:
    """Gives an event that is no entry (cursors, resets, farewells), as a chunk."""
    identity = f"id: {last_id}\n" if last_id else ""
    return chunk(f"{identity}event: {kind}\ndata: {_dumps(data)}\n\n".encode())


def frames_of(told: Iterable[tuple[Entry, Any]]) -> list[Frame]:
    """Gives frames for entries, with everything loaded that rendering needs. Call it off the loop: it queries."""
    told = list(told)
    abouts: list[Any] = [None] * len(told)
    by_loader: dict[Loader, list[int]] = {}
    for place, (entry, _) in enumerate(told):
        if live := EVENT_TYPES[entry.kind].live:
            by_loader.setdefault(live.load, []).append(place)
    for loader, places in by_loader.items():
        loaded = loader([told[p][0] for p in places], [told[p][1] for p in places])
        for place, about in zip(places, loaded, strict=True):
            abouts[place] = about
    return [Frame(entry, about) for (entry, _), about in zip(told, abouts, strict=True)]
