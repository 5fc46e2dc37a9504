"""A small web on this machine: names that resolve to invented public addresses, connections that all end at one local server.

The fetcher's own rules judge the invented addresses; nothing in it is switched off for the tests.
"""

from __future__ import annotations

import contextlib
import datetime
import ipaddress
import socket
import ssl
import threading
from collections.abc import Callable
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

PUBLIC = "93.184.215.14"
Handler = Callable[[socket.socket, str, dict[str, str]], None]


class Site:
    """Answers each connection by `pages[path]`: bytes to send, or a function that sends by itself."""

    def __init__(self) -> None:
        self.pages: dict[str, bytes | Handler] = {}
        self.names: dict[str, list[str]] = {"town.example": [PUBLIC]}
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.reached: list[tuple[str, int]] = []
        self.looked_up: list[str] = []
        self.stopping = threading.Event()
        self.server_tls: ssl.SSLContext | None = None
        self._listening = socket.create_server(("127.0.0.1", 0))
        threading.Thread(target=self._accept, daemon=True).start()

    def resolve(self, host: str, port: int) -> list[str]:
        self.looked_up.append(host)
        if host in self.names:
            return self.names[host]
        with contextlib.suppress(ValueError):
            return [str(ipaddress.ip_address(host))]
        raise socket.gaierror(f"no such name: {host}")

    def connect(self, address: str, port: int, seconds: float) -> socket.socket:
        self.reached.append((address, port))
        return socket.create_connection(self._listening.getsockname(), timeout=seconds)

    def close(self) -> None:
        self.stopping.set()
        self._listening.close()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                connection, _ = self._listening.accept()
                threading.Thread(target=self._answer, args=(connection,), daemon=True).start()

    def _answer(self, connection: socket.socket) -> None:
        with contextlib.suppress(OSError, ValueError, IndexError):
            if self.server_tls is not None:
                connection = self.server_tls.wrap_socket(connection, server_side=True)
            with connection:
                asked = b""
                while not asked.endswith(b"\r\n\r\n"):
                    asked += connection.recv(4096) or b"\r\n\r\n"
                first, *lines = asked.decode().strip().split("\r\n")
                path, headers = first.split()[1], dict(line.split(": ", 1) for line in lines)
                self.asked.append((path, headers))
                page = self.pages.get(path, b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n")
                if callable(page):
                    page(connection, path, headers)
                else:
                    connection.sendall(page)


def html(body: str | bytes, *, kind: str = "text/html; charset=utf-8", status: str = "200 OK", more: str = "") -> bytes:
    """A whole answer."""
    content = body.encode() if isinstance(body, str) else body
    head = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {len(content)}\r\n{more}\r\n"
    return head.encode() + content


def moved(where: str, status: int = 302) -> bytes:
    return f"HTTP/1.1 {status} Moved\r\nLocation: {where}\r\nSet-Cookie: track=1\r\nContent-Length: 0\r\n\r\n".encode()


def certificate_for(name: str, where: Path) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """The server's context with a certificate for this name, and a client's context that trusts it."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    now = datetime.datetime.now(datetime.UTC)
    certificate = (
        x509.CertificateBuilder().subject_name(subject).issuer_name(subject).public_key(key.public_key())
        .serial_number(x509.random_serial_number()).not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    pem = where / f"{name}.pem"
    private = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    pem.write_bytes(certificate.public_bytes(serialization.Encoding.PEM) + private)
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(pem)
    return server, ssl.create_default_context(cafile=str(pem))
