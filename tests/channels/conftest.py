"""The other chat programs, and a mail server: real servers on this machine that check signatures and answer as they are told."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import socketserver
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.tasks.conftest import lake, monday  # noqa: F401

SECRET = "SEC000000000000000000000000000000"


class Programs:
    """WeCom, DingTalk and Feishu behind one port, each at its own path. `got`: what was taken, as (program, body). `answers`: what the
    next ones are answered instead, as (status, JSON); None closes the connection without an answer."""

    def __init__(self) -> None:
        self.got: list[tuple[str, Any]] = []
        self.tried = 0
        self.answers: list[tuple[int, Any] | None] = []
        self.retry_after = ""
        self.sent = threading.Event()
        programs = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                parts = urlsplit(self.path)
                query = {k: v[0] for k, v in parse_qs(parts.query).items()}
                programs.tried += 1
                planned = programs.answers.pop(0) if programs.answers else programs.judge(parts.path, query, body)
                if planned is None:
                    self.close_connection = True
                    return
                words = json.dumps(planned[1]).encode()
                self.send_response(planned[0])
                self.send_header("Content-Length", str(len(words)))
                if programs.retry_after:
                    self.send_header("Retry-After", programs.retry_after)
                self.end_headers()
                self.wfile.write(words)

            def log_message(self, *_: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.host = f"127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    def address(self, program: str) -> str:
        """The address a robot's owner copies there."""
        return {
            "wecom": f"http://{self.host}/cgi-bin/webhook/send?key=693a91f6-7xxx-4bc4-97a0-0ec2sifa5aaa",
            "dingtalk": f"http://{self.host}/robot/send?access_token=66a5f3b1c2d4e5f60718293a4b5c6d7e",
            "feishu": f"http://{self.host}/open-apis/bot/v2/hook/2f4c1f2a-0000-4a4a-9f9f-abcdefabcdef",
        }[program]

    def judge(self, path: str, query: dict[str, str], body: Any) -> tuple[int, Any]:
        """What each program answers, as its documentation says."""
        if path.startswith("/cgi-bin/webhook/send"):
            if not query.get("key", "").startswith("693a91f6"):
                return 200, {"errcode": 93000, "errmsg": "invalid webhook url"}
            self.got.append(("wecom", body))
        elif path == "/robot/send":
            milliseconds = query.get("timestamp", "0")
            right = base64.b64encode(hmac.new(SECRET.encode(), f"{milliseconds}\n{SECRET}".encode(), hashlib.sha256).digest()).decode()
            if query.get("sign") != right or abs(int(milliseconds) / 1000 - time.time()) > 3600:
                return 200, {"errcode": 310000, "errmsg": "sign not match"}
            self.got.append(("dingtalk", body))
        else:
            seconds = body.get("timestamp", "0")
            right = base64.b64encode(hmac.new(f"{seconds}\n{SECRET}".encode(), b"", hashlib.sha256).digest()).decode()
            if body.get("sign") != right or abs(int(seconds) - time.time()) > 3600:
                return 200, {"code": 19021, "msg": "sign match fail or timestamp is not within one hour from current time"}
            self.got.append(("feishu", body))
            return 200, {"code": 0, "msg": "success", "data": {}}
        return 200, {"errcode": 0, "errmsg": "ok"}


class Mailbox(socketserver.ThreadingTCPServer):
    """A mail server that takes everything: `mails` as they came. `refuse`: what the next recipient or mail is answered instead."""

    allow_reuse_address = daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Exchange)
        self.mails: list[bytes] = []
        self.refuse_recipient: list[bytes] = []
        self.refuse_mail: list[bytes] = []
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()


class _Exchange(socketserver.StreamRequestHandler):
    server: Mailbox

    def handle(self) -> None:
        self.wfile.write(b"220 county.example\r\n")
        while line := self.rfile.readline():
            verb = line[:4].upper()
            if verb == b"RCPT" and self.server.refuse_recipient:
                self.wfile.write(self.server.refuse_recipient.pop(0) + b"\r\n")
            elif verb == b"DATA":
                self.wfile.write(b"354 go on\r\n")
                mail = b""
                while (said := self.rfile.readline()) not in (b".\r\n", b""):
                    mail += said
                if self.server.refuse_mail:
                    self.wfile.write(self.server.refuse_mail.pop(0) + b"\r\n")
                else:
                    self.server.mails.append(mail)
                    self.wfile.write(b"250 taken\r\n")
            elif verb == b"QUIT":
                self.wfile.write(b"221 bye\r\n")
                return
            else:
                self.wfile.write(b"250 fine\r\n")


@pytest.fixture
def programs(settings: Any) -> Iterator[Programs]:
    """The chat programs, at an address the operator has allowed."""
    there = Programs()
    settings.HOOK_ALLOW, settings.ORIGIN = frozenset({there.host}), "https://huiyin.example"
    yield there
    there.server.shutdown()
    there.server.server_close()


@pytest.fixture
def mail_server(settings: Any) -> Iterator[Mailbox]:
    """The operator's mail server."""
    there = Mailbox()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", there.server_address[1]
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    settings.DEFAULT_FROM_EMAIL, settings.ORIGIN = "huiyin@county.example", "https://huiyin.example"
    yield there
    there.shutdown()
    there.server_close()
