"""The security events of the record, told off this machine: one JSON line each, after commit, to a file or to syslog.

HUIYIN_AUDIT_LOG is a file's path, or syslog://host:port (UDP, RFC 3164 as Python's SysLogHandler writes it). Who posts never waits:
a thread writes, from a queue of bounded length; what found no room is counted, and the count is the next line written.
The lines carry what the record carries without its sealed (personal) content; seq and hash let them be held against the record.
"""

from __future__ import annotations

import atexit
import json
import logging
import logging.handlers
import os
import queue
import threading
from collections.abc import Sequence
from datetime import UTC
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from huiyin.journal import recording
from huiyin.journal.models import Entry

log = logging.getLogger(__name__)

ROOM = 10_000  # lines that may wait; about 5 MB
FAMILIES = ("session.", "administrator.", "passkey.", "identity.", "delegation.", "export.", "journal.", "erasure.", "retention.")
KINDS = frozenset({
    "person.added", "person.joined", "person.changed", "person.locked", "person.unlocked", "person.erased", "settings.changed",
    "post.taken", "post.left", "post.change_planned", "holding.corrected", "member.role_changed",
    "staff_list.imported", "staff_list.exported",
})  # fmt: skip


def is_security(kind: str) -> bool:
    """Says whether entries of this kind are told off the machine."""
    return kind in KINDS or kind.startswith(FAMILIES)


def line(entry: Entry) -> str:
    """Gives an entry as one line of JSON, times in UTC."""
    told = {
        "at": entry.at.astimezone(UTC).isoformat(), "kind": entry.kind, "by": entry.by_id, "stream": entry.stream_id,
        "seq": entry.seq, "data": entry.data, "hash": entry.hash,
    }  # fmt: skip
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"))


class OwnerOnlyFile(logging.handlers.WatchedFileHandler):
    """Appends to a file only its owner reads; goes on in the new one when logrotate moved it away."""

    def _open(self) -> Any:
        descriptor = os.open(self.baseFilename, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        return os.fdopen(descriptor, "a", encoding="utf-8")


def handler_for(where: str) -> logging.Handler:
    """Gives what writes to a path or to syslog://host:port (514 where no port is given)."""
    at = urlsplit(where)
    handler: logging.Handler
    if at.scheme == "syslog":
        there = (at.hostname or "127.0.0.1", at.port or 514)
        handler = logging.handlers.SysLogHandler(there, logging.handlers.SysLogHandler.LOG_AUTH)
    else:
        handler = OwnerOnlyFile(Path(where).resolve())
    handler.handleError = _pass_on  # type: ignore[method-assign, assignment]
    return handler


def _pass_on(_record: logging.LogRecord) -> None:
    """Lets a failed write be counted; logging would print it and forget it. Called while the error is being handled."""
    raise


class AuditLog:
    """A follower of the journal with a queue and one thread, begun with the first event (after any fork)."""

    def __init__(self, where: str, room: int = ROOM) -> None:
        self.where = where
        self.waiting: queue.Queue[str | None] = queue.Queue(room)
        self.dropped = 0
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None

    def follow(self, stream_id: int, told: Sequence[tuple[Entry, Any]]) -> None:
        """Takes what was committed; never waits, whatever becomes of the file or the network."""
        for entry, _about in told:
            if is_security(entry.kind):
                self._put(line(entry))

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
        handler: logging.Handler | None = None
        while (words := self.waiting.get()) is not None:
            try:
                handler = handler or handler_for(self.where)
                with self._lock:
                    dropped, self.dropped = self.dropped, 0
                if dropped:
                    handler.handle(_record(json.dumps({"kind": "audit_log.dropped", "lines": dropped})))
                handler.handle(_record(words))
            except Exception:
                log.exception("a security event could not be told off the machine")
                with self._lock:
                    self.dropped += 1
        if handler:
            handler.close()


def follow_the_journal(where: str) -> AuditLog:
    """Begins telling security events to a place, until the process ends. Gives the log."""
    audit_log = AuditLog(where)
    recording.followers.append(audit_log.follow)
    atexit.register(audit_log.close)
    return audit_log


def _record(words: str) -> logging.LogRecord:
    return logging.LogRecord("huiyin.audit", logging.INFO, "", 0, "%s", (words,), None)
