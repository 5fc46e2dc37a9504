"""`huiyin serve`: uvicorn around the server, in one process or several."""

from __future__ import annotations

from typing import Any

import uvicorn
from django.conf import settings
from uvicorn.supervisors import Multiprocess

from huiyin.live.connection_limits import allow_many_files
from huiyin.live.server import Server


def configuration(app: Any, host: str, port: int, workers: int = 1) -> uvicorn.Config:
    """Gives uvicorn's configuration as Huiyin runs it. With several workers `app` is the name of one, made anew in each."""
    return uvicorn.Config(
        app, host=host, port=port, loop="uvloop", http="httptools", ws="none", lifespan="on", access_log=False,
        log_level="warning", timeout_graceful_shutdown=5, timeout_keep_alive=30, server_header=False, backlog=2048,
        proxy_headers=True, forwarded_allow_ips=settings.PROXIES, workers=workers, timeout_worker_healthcheck=30,
    )  # fmt: skip


def serve(host: str = "127.0.0.1", port: int = 8000, workers: int = 1) -> None:
    """Serves until interrupted. Takes an address, a port and how many processes; Django is set up by the caller.

    Several processes share one socket; one that dies is replaced, and SIGHUP replaces all, one after the other.
    """
    allow_many_files()
    if workers == 1:
        uvicorn.Server(configuration(Server(), host, port)).run()
        return
    config = configuration("huiyin.asgi:application", host, port, workers)
    Multiprocess(config, sockets=[config.bind_socket()]).run()
