"""Frames: entries as server-sent events. Rendered at most once for each language, whatever the number of readers."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

from huiyin.journal.models import Entry

log = logging.getLogger(__name__)
LANGUAGES = ("zh-hans", "en")
_dumps = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
Presenter = Callable[[Entry, Any, str], dict[str, Any]]
Loader = Callable[[Sequence[Entry], Sequence[Any]], Sequence[Any]]
_presenters: dict[str, tuple[Loader, Presenter]] = {}


def presents(*kinds: str, load: Loader) -> Callable[[Presenter], Presenter]:
    """Decorates the function that gives what a browser is told of an entry, beyond its ids.

    `load` takes entries of these kinds and what their actions handed over (or None), and gives an object for each, all in a
    bounded number of queries; the presenter itself must not query: it runs in the loop that serves every connection.
    """

    def register(presenter: Presenter) -> Presenter:
        for kind in kinds:
            _presenters[kind] = (load, presenter)
        return presenter

    return register


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
        presenter = _presenters.get(entry.kind)
        try:
            told = presenter[1](entry, self._about, language) if presenter is not None and self._about is not None else entry.data
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
        if presenter := _presenters.get(entry.kind):
            by_loader.setdefault(presenter[0], []).append(place)
    for loader, places in by_loader.items():
        loaded = loader([told[p][0] for p in places], [told[p][1] for p in places])
        for place, about in zip(places, loaded, strict=True):
            abouts[place] = about
    return [Frame(entry, about) for (entry, _), about in zip(told, abouts, strict=True)]
