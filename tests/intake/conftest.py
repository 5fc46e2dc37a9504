"""A county that takes requests by e-mail, with a real mail server and a gateway of text messages on this machine."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from tests.cases.conftest import county  # noqa: F401
from tests.channels.conftest import Mailbox


@pytest.fixture
def post_office(settings: Any) -> Iterator[Mailbox]:
    there = Mailbox()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", there.server_address[1]
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    settings.DEFAULT_FROM_EMAIL, settings.ORIGIN = "huiyin@county.example", "https://huiyin.example"
    settings.MAIL_IN = "letters@county.example"
    yield there
    there.shutdown()
    there.server_close()


class Gateway:
    """A gateway of text messages. `got`: headers and body of each; `answers`: the next statuses."""

    def __init__(self) -> None:
        self.got: list[tuple[dict[str, str], bytes]] = []
        self.answers: list[int] = []
        gateway = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                gateway.got.append((dict(self.headers), body))
                self.send_response(gateway.answers.pop(0) if gateway.answers else 200)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    @property
    def bodies(self) -> list[Any]:
        return [json.loads(body) for _headers, body in self.got]


@pytest.fixture
def gateway(settings: Any) -> Iterator[Gateway]:
    there = Gateway()
    port = there.server.server_port
    settings.TEXT_GATEWAY, settings.HOOK_ALLOW = f"http://127.0.0.1:{port}/send", frozenset({f"127.0.0.1:{port}"})
    settings.TEXT_SECRET, settings.TEXT_SIGN = "s" * 32, "【江州县】"
    settings.TEXT_REGISTERED, settings.TEXT_ANSWERED, settings.TEXT_A_DAY = "T1", "T2", 100
    yield there
    there.server.shutdown()
    there.server.server_close()
