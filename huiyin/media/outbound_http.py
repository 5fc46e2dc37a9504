"""Reaching an address somebody else wrote down, without becoming their arm inside the house.

The threat: a link in a message makes the server ask its own neighbours (the database, the cloud's metadata, a printer) and show the
answer. So: http(s) on the usual ports; the name is resolved once and *that* address is connected to (a name that answers
differently the second time gains nothing); every address must be public; each redirect starts again from the top; size, time and
number of steps are bounded; nothing of ours (cookies, sign-in, referrer) goes along.
"""

from __future__ import annotations

import io
import ipaddress
import re
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPException, HTTPResponse
from urllib.parse import quote, urljoin, urlsplit

from huiyin.core.tls import trusted_here
from huiyin.media.errors import NoCard

URL_LIMIT = 2000  # characters
BYTES_LIMIT = 512 * 1024
HEADERS_LIMIT = 64 * 1024
REDIRECTS_LIMIT = 3
SECONDS_LIMIT = 3.0  # for everything: names, handshakes, redirects, the page and its picture
TRIES_LIMIT = 3  # addresses of one name
_PORTS = {"http": 80, "https": 443}
_HOST = re.compile(r"[a-z0-9_]([a-z0-9_.-]{0,251}[a-z0-9_])?")
_ROOM = threading.BoundedSemaphore(8)  # how many may be looking up names at once: the system's resolver cannot be interrupted

#: What must never be reached although some of it counts as public: metadata of Azure, transition and documentation blocks.
_FORBIDDEN_4 = [
    ipaddress.IPv4Network(n)
    for n in (
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "168.63.129.16/32", "169.254.0.0/16", "172.16.0.0/12",
        "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24",
        "203.0.113.0/24", "224.0.0.0/3",
    )
]  # fmt: skip
#: Of IPv6 only global unicast is reached: that leaves out loopback, link-local, ULA, multicast, IPv4-mapped and NAT64 at one stroke.
_ALLOWED_6 = ipaddress.IPv6Network("2000::/3")
_FORBIDDEN_6 = [ipaddress.IPv6Network(n) for n in ("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20")]

#: (host, port) → addresses as text.
Resolve = Callable[[str, int], Sequence[str]]
#: (address, port, seconds left) → a connected socket.
Connect = Callable[[str, int, float], socket.socket]


@dataclass(frozen=True)
class Answer:
    """`url` is where the redirects ended; `body` at most BYTES_LIMIT; `cut` if there was more."""

    url: str
    content_type: str
    charset: str
    body: bytes
    cut: bool


def normal(url: str) -> str:
    """A link in the one form it is asked and remembered by. Raises NoCard("url") for anything but plain http(s)."""
    if len(url) > URL_LIMIT or any(c.isspace() or not c.isprintable() for c in url):
        raise NoCard("url")
    try:
        parts = urlsplit(url)
        host, port = (parts.hostname or "").rstrip("."), parts.port
        if parts.scheme not in _PORTS or parts.username is not None or parts.password is not None:
            raise NoCard("url")
        if "%" in host:  # a zone names one of our own network cards
            raise NoCard("url")
        if ":" in host:
            shown = f"[{ipaddress.IPv6Address(host)}]"
        else:
            shown = host if host.isascii() else host.encode("idna").decode()
            if not _HOST.fullmatch(shown):
                raise NoCard("url")
    except ValueError as error:  # UnicodeError, AddressValueError, a port that is none
        raise NoCard("url") from error
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
    query = "?" + quote(parts.query, safe="/%:@!$&'()*+,;=~-._?") if parts.query else ""
    return f"{parts.scheme}://{shown}{f':{port}' if port and port != _PORTS[parts.scheme] else ''}{path}{query}"


def is_public(address: str) -> bool:
    """Whether an address belongs to the open internet. Takes its text; anything unreadable is not public."""
    try:
        at = ipaddress.ip_address(address)
    except ValueError:
        return False
    if isinstance(at, ipaddress.IPv4Address):
        return not any(at in network for network in _FORBIDDEN_4)
    return at in _ALLOWED_6 and not any(at in network for network in _FORBIDDEN_6)


def system_resolve(host: str, port: int) -> Sequence[str]:
    """The machine's own resolver."""
    return [str(found[4][0]) for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


def system_connect(address: str, port: int, seconds: float) -> socket.socket:
    """A plain connection to an address, never to a name."""
    return socket.create_connection((address, port), timeout=seconds)


@contextmanager
def reasons() -> Iterator[None]:
    """Says of what goes wrong on the way why nothing was answered: raises NoCard with the reason."""
    try:
        yield
    except TimeoutError as error:
        raise NoCard("slow") from error
    except ssl.SSLError as error:
        raise NoCard("tls") from error
    except (OSError, HTTPException, ValueError) as error:
        raise NoCard("unreachable") from error


class Reach:
    """One errand: all its requests share one deadline. `resolve`, `connect`, `tls` are given by tests; the rules have no switch."""

    def __init__(
        self, *, resolve: Resolve = system_resolve, connect: Connect = system_connect, tls: ssl.SSLContext | None = None,
        seconds: float = SECONDS_LIMIT,
    ) -> None:  # fmt: skip
        self.resolve, self.connect, self.tls = resolve, connect, tls
        self.deadline = time.monotonic() + seconds

    def left(self) -> float:
        """Seconds until the deadline. Raises NoCard("slow") when there are none."""
        seconds = self.deadline - time.monotonic()
        if seconds <= 0:
            raise NoCard("slow")
        return seconds

    def get(self, url: str, accept: str, *, until: Callable[[bytes], bool] = lambda body: False) -> Answer:
        """Asks for a page, following redirects. `until` says when enough was read. Raises NoCard with the reason."""
        with reasons():
            for _ in range(REDIRECTS_LIMIT + 1):
                url = normal(url)
                with self._connected(url) as connection:
                    found = self._ask(connection, url, accept, until)
                if isinstance(found, Answer):
                    return found
                url = urljoin(url, found)
            raise NoCard("redirects")

    def may_use_port(self, host: str, port: int) -> bool:
        """Only the usual ports: others lead to what never meant to be asked by strangers."""
        return port in _PORTS.values()

    def may_reach(self, host: str, port: int, address: str) -> bool:
        """Only the open internet."""
        return is_public(address)

    def _connected(self, url: str) -> socket.socket:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port or _PORTS[parts.scheme]
        if not self.may_use_port(host, port):
            raise NoCard("port")
        plain = self._first_that_answers(self._addresses(host, port), port)
        if parts.scheme == "http":
            return plain
        try:
            plain.settimeout(self.left())
            # Connected to the address, but the certificate must be the name's.
            return (self.tls or trusted_here()).wrap_socket(plain, server_hostname=host)
        except BaseException:
            plain.close()
            raise

    def _addresses(self, host: str, port: int) -> list[str]:
        found = list(dict.fromkeys(self._resolved(host, port)))
        # One private address among public ones is an attack or a mistake: nothing of that name is reached.
        if not found or not all(self.may_reach(host, port, address) for address in found):
            raise NoCard("address" if found else "name")
        return found[:TRIES_LIMIT]

    def _resolved(self, host: str, port: int) -> Sequence[str]:
        if not _ROOM.acquire(blocking=False):
            raise NoCard("busy")
        answer: list[Sequence[str]] = []

        def look_up() -> None:
            try:
                answer.append(self.resolve(host, port))
            except (OSError, UnicodeError):
                answer.append(())
            finally:
                _ROOM.release()

        looking = threading.Thread(target=look_up, daemon=True, name="link-name")
        looking.start()
        looking.join(self.left())
        if not answer:
            raise NoCard("slow")
        return answer[0]

    def _first_that_answers(self, addresses: Sequence[str], port: int) -> socket.socket:
        for place, address in enumerate(addresses):
            last = place == len(addresses) - 1
            try:
                # An IPv6 address on a machine without IPv6 must not eat the whole time.
                return self.connect(address, port, self.left() if last else self.left() / 3)
            except OSError:
                if last:
                    raise
        raise NoCard("unreachable")

    def _ask(self, connection: socket.socket, url: str, accept: str, until: Callable[[bytes], bool]) -> Answer | str:
        parts = urlsplit(url)
        target = parts.path + (f"?{parts.query}" if parts.query else "")
        lines = [
            f"GET {target} HTTP/1.1", f"Host: {parts.netloc}", f"Accept: {accept}", "Accept-Language: zh-CN,zh;q=0.9,en;q=0.5",
            "Accept-Encoding: identity", "User-Agent: Mozilla/5.0 (compatible; Huiyin link card)", "Connection: close",
        ]  # fmt: skip
        connection.settimeout(self.left())
        connection.sendall(("\r\n".join(lines) + "\r\n\r\n").encode("ascii"))
        response = HTTPResponse(_Deadlined(connection, self), method="GET")  # type: ignore[arg-type]
        try:
            response.begin()
            if response.status in (301, 302, 303, 307, 308):
                return _location(response)
            if response.status != 200:
                raise NoCard("status")
            if response.getheader("Content-Encoding", "identity").lower() != "identity":
                raise NoCard("encoded")  # unasked for: unpacking a stranger's archive is how small answers become huge
            body, cut = _read(response, until)
            headers = response.headers
            return Answer(url, headers.get_content_type(), headers.get_content_charset() or "", body, cut)
        finally:
            response.close()


def _location(response: HTTPResponse) -> str:
    there = response.getheader("Location")
    if not there:
        raise NoCard("redirects")
    # Headers are read as Latin-1; pages that redirect to a Chinese address mostly send it as bare UTF-8.
    return there.encode("latin-1", "replace").decode("utf-8", "replace").strip()


def _read(response: HTTPResponse, until: Callable[[bytes], bool]) -> tuple[bytes, bool]:
    body = bytearray()
    while piece := response.read1(16384):
        body += piece
        if len(body) > BYTES_LIMIT:
            return bytes(body[:BYTES_LIMIT]), True
        if until(bytes(body[-len(piece) - 16 :])):
            return bytes(body), True
    return bytes(body), False


class _Deadlined(io.RawIOBase):
    """A socket's bytes under one deadline: a server that drips a byte a second would outlast any time limit set per read."""

    def __init__(self, connection: socket.socket, reach: Reach) -> None:
        self.connection, self.reach, self.room = connection, reach, BYTES_LIMIT + HEADERS_LIMIT

    def makefile(self, mode: str) -> io.BufferedReader:
        return io.BufferedReader(self, 16384)

    def readable(self) -> bool:
        return True

    def readinto(self, into: memoryview) -> int:  # type: ignore[override]
        if self.room <= 0:
            raise NoCard("too_much")  # headers without end
        self.connection.settimeout(self.reach.left())
        count = self.connection.recv_into(into, min(len(into), self.room))
        self.room -= count
        return count
