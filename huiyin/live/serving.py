"""`huiyin serve`: uvicorn around the server, with an end that lets browsers go first."""

from __future__ import annotations

from types import FrameType
from typing import Any

import uvicorn

from huiyin.live.server import Server


class _Uvicorn(uvicorn.Server):
    """Says farewell to live connections when told to stop: otherwise they would hold the shutdown up to its limit."""

    def __init__(self, config: uvicorn.Config, server: Server) -> None:
        super().__init__(config)
        self._huiyin = server

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        if self._huiyin.hub.loop is not None:
            self._huiyin.hub.loop.call_soon_threadsafe(self._huiyin.hub.close)
        super().handle_exit(sig, frame)


def configuration(app: Any, host: str, port: int) -> uvicorn.Config:
    """Gives uvicorn's configuration as Huiyin runs it."""
    return uvicorn.Config(
        app, host=host, port=port, loop="uvloop", http="httptools", ws="none", lifespan="on", access_log=False,
        log_level="warning", timeout_graceful_shutdown=5, timeout_keep_alive=30, server_header=False, backlog=2048,
        proxy_headers=True, forwarded_allow_ips="127.0.0.1",
    )  # fmt: skip


def serve(host: str = "127.0.0.1", port: int = 8000) -> None:
    """Serves until interrupted. Takes an address and a port; Django is set up by the caller."""
    server = Server()
    _Uvicorn(configuration(server, host, port), server).run()
