"""Whom this machine trusts."""

from __future__ import annotations

import ssl
from functools import cache


@cache
def trusted_here() -> ssl.SSLContext:
    """Gives the context in which other servers are asked: chain and name are checked against the certificates of this machine.

    Reading them takes 20 ms of the processor (measured, Debian 12), so it is done once a process: what is added counts after a start.
    """
    return ssl.create_default_context()
