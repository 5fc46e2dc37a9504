"""Where security events are told to: a file, syslog over UDP (RFC 3164), over TCP (RFC 6587), over TLS (RFC 5425)."""

from __future__ import annotations

import json
import logging
import logging.handlers
import os
import socket
import ssl
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from django.core.exceptions import ImproperlyConfigured

PORTS = {"syslog": 514, "syslog+tcp": 601, "syslog+tls": 6514}  # those that IANA gave them
PATIENCE_SECONDS = 5
AUTHPRIV_INFO = 10 * 8 + 6
Write = Callable[[str], None]


def check_place(where: str) -> None:
    """Raises ImproperlyConfigured for an address of a kind that is not known, which would otherwise be taken for a file's name."""
    at = urlsplit(where)
    if "://" in where and (at.scheme not in PORTS or not at.hostname):
        raise ImproperlyConfigured(f"HUIYIN_AUDIT_LOG is a file or one of {', '.join(PORTS)}://host:port, not {at.scheme}://")


def place_for(where: str) -> Write:
    """Gives what writes one line there and raises OSError where it could not. Takes a file's path or an address (see `PORTS`)."""
    at = urlsplit(where)
    if at.scheme == "syslog":
        there = (at.hostname or "127.0.0.1", at.port or PORTS["syslog"])
        return _by(logging.handlers.SysLogHandler(there, logging.handlers.SysLogHandler.LOG_AUTH))
    if at.scheme in PORTS:
        ca = parse_qs(at.query).get("ca", [""])[0]
        context = ssl.create_default_context(cafile=ca or None) if at.scheme == "syslog+tls" else None  # checks chain and name
        return Counted(at.hostname or "", at.port or PORTS[at.scheme], context).write
    return _by(OwnerOnlyFile(Path(where).resolve()))


class OwnerOnlyFile(logging.handlers.WatchedFileHandler):
    """Appends to a file only its owner reads; goes on in the new one when logrotate moved it away."""

    def _open(self) -> Any:
        descriptor = os.open(self.baseFilename, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        return os.fdopen(descriptor, "a", encoding="utf-8")


def _by(handler: logging.Handler) -> Write:
    handler.handleError = _pass_on  # type: ignore[method-assign, assignment]

    def write(words: str) -> None:
        handler.handle(logging.LogRecord("huiyin.audit", logging.INFO, "", 0, "%s", (words,), None))

    return write


def _pass_on(_record: logging.LogRecord) -> None:
    """Lets a failed write be seen; logging would print it and forget it. Called while the error is being handled."""
    raise


class Counted:
    """Syslog lines of RFC 5424 over a connection, each with its length before it (octet counting).

    Syslog has no receipts: what was under way when a connection broke may be lost. The record's numbers and hashes show it.
    """

    def __init__(self, host: str, port: int, context: ssl.SSLContext | None) -> None:
        self.host, self.port, self.context = host, port, context
        self.line: socket.socket | None = None

    def write(self, words: str) -> None:
        """Sends one line, over a new connection where the old one is gone. Raises OSError (ssl.SSLError is one)."""
        try:
            if self.line is None or _hung_up(self.line):
                self._close()
                self.line = self._connect()
            self.line.sendall(framed(words))
        except OSError:
            self._close()
            raise

    def _connect(self) -> socket.socket:
        plain = socket.create_connection((self.host, self.port), PATIENCE_SECONDS)
        if self.context is None:
            return plain
        try:
            return self.context.wrap_socket(plain, server_hostname=self.host)
        except BaseException:
            plain.close()
            raise

    def _close(self) -> None:
        if self.line is not None:
            self.line.close()
            self.line = None


def _hung_up(line: socket.socket) -> bool:
    """Whether the other side closed: the first line written after that would be lost without an error. A collector says nothing."""
    line.setblocking(False)
    try:
        return line.recv(1024) == b""
    except (BlockingIOError, ssl.SSLWantReadError):
        return False
    except OSError:
        return True
    finally:
        line.settimeout(PATIENCE_SECONDS)


def framed(words: str) -> bytes:
    """Gives a line of JSON as RFC 5424 has it, its length in bytes before it."""
    told = json.loads(words)
    at = str(told.get("at") or datetime.now(UTC).isoformat()).replace("+00:00", "Z")
    kind = str(told.get("kind", "-")).encode("ascii", "replace").decode()[:32] or "-"
    body = f"<{AUTHPRIV_INFO}>1 {at} {socket.gethostname() or '-'} huiyin {os.getpid()} {kind} - {words}".encode()
    return b"%d %b" % (len(body), body)
