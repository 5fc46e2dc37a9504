"""What a provider of sign-ins answers was written by others: whatever it is, it is a refusal and no fault of ours."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

Answering = Callable[[int, bytes, dict[str, str]], None]


@pytest.fixture
def answering(settings: Any) -> Iterator[Answering]:
    """A provider that answers every question with the same; give it what."""
    said: list[Any] = [200, b"{}", {}]

    class Answers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(said[0])
            for name, value in said[2].items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(said[1])

        def log_message(self, *args: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    settings.OIDC_ISSUER, settings.OIDC_CLIENT_ID = f"http://127.0.0.1:{server.server_port}", "huiyin"
    cache.clear()

    def answer(status: int, body: bytes, headers: dict[str, str]) -> None:
        said[:] = [status, body, headers]

    yield answer
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.mark.parametrize(
    ("status", "body", "headers"),
    [
        (200, b"[" * 100_000, {}), (200, b"[]", {}), (200, b"null", {}), (200, b"\xff\xfe", {}), (200, b"{}", {}), (500, b"{}", {}),
        (200, b'{"issuer": "' + b"x" * 1_000_000 + b'"}', {}), (302, b"", {"Location": "http://elsewhere.example/"}),
        (200, b"no gzip", {"Content-Encoding": "gzip"}),
    ],
)  # fmt: skip
def test_an_odd_description_is_a_refusal(status: int, body: bytes, headers: dict[str, str], answering: Answering) -> None:
    answering(status, body, headers)
    assert Client().get("/sign-in/oidc").status_code == 422
