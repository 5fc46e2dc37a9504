"""Security events over TCP and TLS, told again when they could not be told: against a collector here, with certificates made here."""

from __future__ import annotations

import json
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from django.core.exceptions import ImproperlyConfigured
from hypothesis import given
from hypothesis import strategies as st

from huiyin.people.audit_log import AuditLog
from huiyin.people.audit_places import framed
from huiyin.people.audit_spool import Spool

PATIENCE = 20


class Collector:
    """A syslog server for octet-counted lines, over TLS if given a context."""

    def __init__(self, context: ssl.SSLContext | None = None, port: int = 0) -> None:
        self.context, self.heard = context, b""
        self.listening = socket.create_server(("127.0.0.1", port))
        self.port = self.listening.getsockname()[1]
        self.lines_open: list[socket.socket] = []
        threading.Thread(target=self._take, daemon=True).start()

    def _take(self) -> None:
        while True:
            try:
                line, _from = self.listening.accept()
                line.settimeout(PATIENCE)
                line = self.context.wrap_socket(line, server_side=True) if self.context else line
            except ssl.SSLError:
                continue
            except OSError:
                return
            self.lines_open.append(line)
            threading.Thread(target=self._hear, args=(line,), daemon=True).start()

    def _hear(self, line: socket.socket) -> None:
        try:
            while said := line.recv(65536):
                self.heard += said
        except OSError:
            pass

    def messages(self) -> list[str]:
        """What came whole, taken apart by the lengths before it."""
        found, rest = [], self.heard
        while b" " in rest:
            length, _, after = rest.partition(b" ")
            if len(after) < int(length):
                break
            found.append(after[: int(length)].decode())
            rest = after[int(length) :]
        return found

    def kinds(self) -> list[str]:
        return [json.loads(message[message.index("{") :])["kind"] for message in self.messages()]

    def stop(self) -> None:
        self.listening.shutdown(socket.SHUT_RDWR)
        self.listening.close()
        for line in self.lines_open:
            try:
                line.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass
            line.close()


def until(true: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < end, "it did not come about"
        threading.Event().wait(0.02)


def said(kind: str, n: int = 0) -> str:
    return json.dumps({"at": "2026-11-26T01:02:03+00:00", "kind": kind, "n": n, "words": "锁定"}, ensure_ascii=False)


@pytest.fixture
def collectors() -> Iterator[Callable[..., Collector]]:
    made: list[Collector] = []

    def collector(*given: object) -> Collector:
        made.append(Collector(*given))  # type: ignore[arg-type]
        return made[-1]

    yield collector
    for one in made:
        try:
            one.stop()
        except OSError:
            pass


@pytest.fixture
def certified(tmp_path: Path) -> Callable[[str], tuple[ssl.SSLContext, Path]]:
    """Makes an authority and a certificate of it for a name. Gives a server's context and the authority's file."""

    def certified(name: str) -> tuple[ssl.SSLContext, Path]:
        authority_key, key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
        authority = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, f"authority of {name}")])
        now = datetime.now(UTC)

        def signed(subject: x509.Name, public: ec.EllipticCurvePublicKey, *more: tuple[x509.ExtensionType, bool]) -> x509.Certificate:
            made = x509.CertificateBuilder().subject_name(subject).issuer_name(authority).public_key(public)
            made = made.serial_number(x509.random_serial_number()).not_valid_before(now - timedelta(days=1))
            made = made.not_valid_after(now + timedelta(days=1))
            for extension, critical in more:
                made = made.add_extension(extension, critical)
            return made.sign(authority_key, hashes.SHA256())

        root = signed(authority, authority_key.public_key(), (x509.BasicConstraints(ca=True, path_length=0), True))
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        leaf = signed(subject, key.public_key(), (x509.SubjectAlternativeName([x509.DNSName(name)]), False))
        ca, chain, secret = (tmp_path / f"{name}.{kind}.pem" for kind in ("ca", "chain", "key"))
        ca.write_bytes(root.public_bytes(serialization.Encoding.PEM))
        chain.write_bytes(leaf.public_bytes(serialization.Encoding.PEM))
        secret.write_bytes(
            key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        )
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(chain, secret)
        return context, ca

    return certified


def test_over_tls_each_line_arrives_whole_with_its_length(collectors, certified, tmp_path: Path) -> None:
    context, ca = certified("localhost")
    collector = collectors(context)
    log = AuditLog(f"syslog+tls://localhost:{collector.port}?ca={ca}", spool=tmp_path / "waiting")
    for n in range(3):
        log._put(said("person.locked", n))
    until(lambda: len(collector.messages()) == 3)
    log.close()
    first = collector.messages()[0]
    assert first.startswith("<86>1 2026-11-26T01:02:03Z ") and " huiyin " in first and " person.locked - {" in first and "锁定" in first
    assert not Spool(tmp_path / "waiting").waits()


@pytest.mark.parametrize("wrong", ["another name", "another authority"])
def test_a_collector_that_is_not_the_one_is_told_nothing(wrong: str, collectors, certified, tmp_path: Path) -> None:
    context, ca = certified("collector.example" if wrong == "another name" else "localhost")
    if wrong == "another authority":
        _other, ca = certified("elsewhere.example")
    collector = collectors(context)
    log = AuditLog(f"syslog+tls://localhost:{collector.port}?ca={ca}", spool=tmp_path / "waiting")
    log._put(said("person.locked"))
    until(Spool(tmp_path / "waiting").waits)
    log.close()
    assert collector.heard == b"" and log.dropped == 0


def test_what_could_not_be_told_is_told_in_order_when_the_place_is_back(collectors, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr("huiyin.people.audit_log.AGAIN_AT_MOST", 0.1)
    first, spool = collectors(), tmp_path / "waiting"
    log = AuditLog(f"syslog+tcp://127.0.0.1:{first.port}", spool=spool)
    log._pause = 0.05
    log._put(said("one"))
    until(lambda: first.kinds() == ["one"])
    first.stop()
    for kind in ("two", "three", "four"):
        log._put(said(kind))
    until(lambda: spool.exists() and len(spool.read_bytes().splitlines()) == 3)
    assert spool.stat().st_mode & 0o077 == 0
    second = collectors(None, first.port)
    until(lambda: second.kinds() == ["two", "three", "four"])
    log._put(said("five"))
    until(lambda: second.kinds() == ["two", "three", "four", "five"])
    log.close()
    assert not Spool(spool).waits() and log.dropped == 0


def test_another_process_tells_what_the_last_one_could_not(collectors, tmp_path: Path) -> None:
    spool = Spool(tmp_path / "waiting")
    assert spool.add(said("left over"))
    collector = collectors()
    log = AuditLog(f"syslog+tcp://127.0.0.1:{collector.port}", spool=spool.path)
    log._put(said("new"))
    until(lambda: collector.kinds() == ["left over", "new"])
    log.close()


def test_the_disk_takes_no_more_than_it_may_and_what_is_lost_is_counted(tmp_path: Path) -> None:
    spool = Spool(tmp_path / "waiting", most_bytes=200)
    kept = [spool.add("x" * 60) for _ in range(5)]
    assert kept == [True, True, True, False, False]
    told: list[str] = []

    def tells_two(words: str) -> None:
        if len(told) == 2:
            raise OSError("gone again")
        told.append(words)

    with pytest.raises(OSError, match="gone again"):
        spool.send(tells_two)
    assert len(told) == 2 and spool.path.read_bytes() == b"x" * 60 + b"\n"


@given(st.text(), st.text(max_size=60))
def test_the_length_before_a_line_is_its_bytes(words: str, kind: str) -> None:
    line = framed(json.dumps({"kind": kind, "words": words}, ensure_ascii=bool(len(words) % 2)).encode("utf-8", "replace").decode())
    length, _, body = line.partition(b" ")
    assert int(length) == len(body) and body.startswith(b"<86>1 ")


@pytest.mark.parametrize("where", ["syslogs://collector.example", "tls://collector.example", "syslog+tls://"])
def test_a_kind_of_place_that_is_not_known_is_no_file(where: str) -> None:
    with pytest.raises(ImproperlyConfigured):
        AuditLog(where)
