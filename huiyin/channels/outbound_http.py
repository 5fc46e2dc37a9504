"""Sending to an address somebody wrote down, by the rules of link cards (huiyin/media/outbound_http.py): pinned address, public only.

Stricter in one thing: a redirect is not followed, it would hand what is said to whoever the answer names. Looser in one: hosts of the
own network that the operator lists in HUIYIN_HOOK_ALLOW may be reached, on the port listed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from http.client import HTTPException, HTTPResponse
from urllib.parse import urlsplit

from django.conf import settings

from huiyin.media.errors import NoCard
from huiyin.media.outbound_http import BYTES_LIMIT, HEADERS_LIMIT, Reach, _Deadlined, normal, reasons

ANSWER_LIMIT = 64 * 1024  # bytes
_USUAL = {"http": 80, "https": 443}


@dataclass(frozen=True)
class Reply:
    """A status and the beginning of the answer's body; how long it asks to be left in peace (Retry-After), as it says so."""

    status: int
    body: bytes
    retry_after: str = ""


class Errand(Reach):
    """One POST within three seconds in all. `sent`: the whole of it was handed over, so that it may have arrived without an answer."""

    sent = False

    def may_use_port(self, host: str, port: int) -> bool:
        """Also the port that the operator lists for this host."""
        return allowed(host, port) or super().may_use_port(host, port)

    def may_reach(self, host: str, port: int, address: str) -> bool:
        """Also a host of the own network that the operator lists."""
        return allowed(host, port) or super().may_reach(host, port, address)

    def post(self, address: str, body: bytes, headers: Mapping[str, str]) -> Reply:
        """Sends a body. Gives what was answered, whatever its status. Raises NoCard(reason) when nothing was."""
        with reasons():
            url = normal(address)
            with self._connected(url) as connection:
                parts = urlsplit(url)
                target = parts.path + (f"?{parts.query}" if parts.query else "")
                lines = [
                    f"POST {target} HTTP/1.1", f"Host: {parts.netloc}", "Content-Type: application/json", f"Content-Length: {len(body)}",
                    "Accept-Encoding: identity", "User-Agent: Huiyin webhooks", "Connection: close",
                    *(f"{name}: {value}" for name, value in headers.items()),
                ]  # fmt: skip
                connection.settimeout(self.left())
                connection.sendall(("\r\n".join(lines) + "\r\n\r\n").encode("ascii") + body)
                self.sent = True
                return self._reply(connection)

    def _reply(self, connection: object) -> Reply:
        bytes_ = _Deadlined(connection, self)  # type: ignore[arg-type]
        bytes_.room = min(ANSWER_LIMIT + HEADERS_LIMIT, BYTES_LIMIT + HEADERS_LIMIT)
        response = HTTPResponse(bytes_, method="POST")  # type: ignore[arg-type]
        try:
            response.begin()
            # The status is the answer: what follows is shown to the owner, and a body that never ends changes nothing.
            body = bytearray()
            try:
                while len(body) < ANSWER_LIMIT and (piece := response.read1(8192)):
                    body += piece
            except (NoCard, OSError, HTTPException):
                pass
            return Reply(response.status, bytes(body[:ANSWER_LIMIT]), (response.getheader("Retry-After") or "")[:60])
        finally:
            response.close()


def allowed(host: str, port: int) -> bool:
    """Whether the operator lists this host of the own network: "host" for the usual ports, "host:port" for one other."""
    listed: frozenset[str] = settings.HOOK_ALLOW
    return f"{host.lower()}:{port}" in listed or (host.lower() in listed and port in _USUAL.values())
