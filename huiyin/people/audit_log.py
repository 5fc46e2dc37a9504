"""The security events of the record, told off this machine: one JSON line each, after commit, to a file or to syslog.

HUIYIN_AUDIT_LOG is a file's path or an address of syslog (audit_places.py). Who posts never waits: a thread writes, from a queue of
bounded length. What could not be told waits on the disk (audit_spool.py) and is told again, in order; what found no room is counted,
and the count is the next line written.
The lines carry what the record carries without its sealed (personal) content; seq and hash let them be held against the record.
"""

from __future__ import annotations

import atexit
import json
import logging
import queue
import threading
import time
from collections.abc import Sequence
from datetime import UTC
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings

from huiyin.journal.event_types import EVENT_TYPES
from huiyin.journal.models import Entry
from huiyin.people.audit_places import Write, check_place, place_for
from huiyin.people.audit_spool import Spool

log = logging.getLogger(__name__)

ROOM = 10_000  # lines that may wait; about 5 MB
AGAIN_SECONDS, AGAIN_AT_MOST = 1.0, 60.0  # between tries while a place does not answer; doubled each time


def is_security(kind: str) -> bool:
    """Says whether entries of this kind are told off the machine: each app declares it of its own (events.py)."""
    known = EVENT_TYPES.get(kind)
    return known is not None and known.security


def line(entry: Entry, about: Any = None) -> str:
    """Gives an entry as one line of JSON, times in UTC. Takes what the action handed over: of a refused sign-in number and address."""
    told = {
        "at": entry.at.astimezone(UTC).isoformat(), "kind": entry.kind, "by": entry.by_id, "stream": entry.stream_id,
        "seq": entry.seq, "data": entry.data, "hash": entry.hash,
    }  # fmt: skip
    if entry.kind == "session.refused" and isinstance(about, dict):
        told["sealed"] = about  # who watches for break-ins needs to know whose door was tried, and from where
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"))


class AuditLog:
    """A follower of the journal with a queue and one thread, begun with the first event (after any fork)."""

    def __init__(self, where: str, room: int = ROOM, spool: Path | None = None) -> None:
        """Takes the place, how many lines may wait in memory, and the file in which lines wait that could not be told.

        Raises ImproperlyConfigured for an address of a kind that is not known.
        """
        check_place(where)
        self.where = where
        self.spool = Spool(spool) if spool else None
        self._write: Write | None = None
        self._again_at, self._pause = 0.0, AGAIN_SECONDS
        self.waiting: queue.Queue[str | None] = queue.Queue(room)
        self.dropped = 0
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None

    def follow(self, stream_id: int, told: Sequence[tuple[Entry, Any]]) -> None:
        """Takes what was committed; never waits, whatever becomes of the file or the network."""
        for entry, about in told:
            if is_security(entry.kind):
                self._put(line(entry, about))

    def close(self, seconds: float = 5) -> None:
        """Writes what still waits, for at most some seconds."""
        if self._thread is None:
            return
        try:
            self.waiting.put(None, timeout=seconds)
        except queue.Full:
            return
        self._thread.join(seconds)

    def begin(self) -> None:
        """Starts the writing thread, once."""
        with self._lock:
            if self._thread is None:
                self._thread = threading.Thread(target=self._write_all, name="audit-log", daemon=True)
                self._thread.start()

    def _put(self, words: str) -> None:
        try:
            self.waiting.put_nowait(words)
        except queue.Full:
            with self._lock:
                self.dropped += 1
        if self._thread is None:
            self.begin()

    def _write_all(self) -> None:
        while True:
            try:
                words = self.waiting.get(timeout=self._pause if self._late() else None)
            except queue.Empty:
                self._tell_late()
                continue
            if words is None:
                self._tell_late()
                return
            self._tell(words)

    def _late(self) -> bool:
        return self.spool is not None and self.spool.waits()

    def _tell(self, words: str) -> None:
        """Tells a line; behind those that wait already, so that all arrive in their order."""
        if self._late():
            self._keep(words)
            self._tell_late()
            return
        try:
            self._say(words)
        except Exception:
            self._not_told(words)
        else:
            self._pause = AGAIN_SECONDS

    def _tell_late(self) -> None:
        """Tells what waits on the disk, if it is time to try again."""
        if self.spool is None or not self.spool.waits() or time.monotonic() < self._again_at:
            return
        try:
            told = self.spool.send(self._say)
            log.warning("the place of security events answers again: %s late lines were told", told)
            self._pause = AGAIN_SECONDS
        except Exception:
            self._rest()

    def _say(self, words: str) -> None:
        self._write = self._write or place_for(self.where)
        with self._lock:
            dropped, self.dropped = self.dropped, 0
        try:
            if dropped:
                self._write(json.dumps({"kind": "audit_log.dropped", "lines": dropped}))
                dropped = 0
            self._write(words)
        except Exception:
            with self._lock:
                self.dropped += dropped
            self._write = None
            raise

    def _not_told(self, words: str) -> None:
        log.exception("a security event could not be told off the machine; it waits and is told again")
        self._keep(words)
        self._rest()

    def _keep(self, words: str) -> None:
        try:
            kept = self.spool is not None and self.spool.add(words)
        except OSError:  # the disk is full, or not ours: then it is counted, as where there is no spool
            kept = False
        if not kept:
            with self._lock:
                self.dropped += 1

    def _rest(self) -> None:
        self._again_at = time.monotonic() + self._pause
        self._pause = min(self._pause * 2, AGAIN_AT_MOST)


def follow(stream_id: int, told: Sequence[tuple[Entry, Any]]) -> None:
    """Takes what was committed, and tells of it where HUIYIN_AUDIT_LOG says; where that is empty, nobody."""
    if settings.AUDIT_LOG:
        _of_this_installation().follow(stream_id, told)


@cache
def _of_this_installation() -> AuditLog:
    """Begun with the first commit of a process, and closed when it ends."""
    audit_log = AuditLog(settings.AUDIT_LOG, spool=settings.DATA / "audit-waiting.jsonl")
    atexit.register(audit_log.close)
    return audit_log
