"""`huiyin serve`: uvicorn around the server, in one process or several."""

from __future__ import annotations

import logging
import signal
import time
from typing import Any

import uvicorn
from django.conf import settings
from uvicorn.supervisors import Multiprocess

from huiyin.live.connection_limits import allow_many_files
from huiyin.live.server import Server

log = logging.getLogger(__name__)


class Workers(Multiprocess):
    """Several processes behind one socket; who ends without being told to is named in the log, with why, and who took the place."""

    def keep_subprocess_alive(self) -> None:
        """Starts anew who ended, as uvicorn does, and says in the log who that was and how it ended."""
        before, began = list(self.processes), time.monotonic()
        super().keep_subprocess_alive()
        silent = time.monotonic() - began >= self.config.timeout_worker_healthcheck
        for number, (old, new) in enumerate(zip(before, self.processes, strict=True), start=1):
            if new is not old:
                log.warning(
                    "worker %s (process %s) %s; started anew as process %s", number, old.pid, how_it_ended(old.exitcode, silent), new.pid
                )


def how_it_ended(code: int | None, silent: bool = False) -> str:
    """Gives in words how a process ended. Takes its exit code (a signal is negative) and whether it was killed by us for its silence."""
    if code is None or code >= 0:
        return f"ended with exit code {code}"
    if code == -signal.SIGKILL:
        return "gave no sign of life and was killed" if silent else "was killed by SIGKILL (if nobody did it: no memory was left)"
    try:
        return f"was killed by {signal.Signals(-code).name}"
    except ValueError:  # real-time signals have no names
        return f"was killed by signal {-code}"


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
    Workers(config, sockets=[config.bind_socket()]).run()
