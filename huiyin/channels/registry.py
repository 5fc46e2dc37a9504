"""The transports there are: each folder of this app that has a `sender.py`. A new one is a folder."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from pkgutil import iter_modules

from huiyin import channels
from huiyin.channels.robots import Robot
from huiyin.channels.transport import Transport


def _found() -> dict[str, Transport]:
    folders = [f"{channels.__name__}.{one.name}" for one in iter_modules(channels.__path__) if one.ispkg]
    senders = [import_module(f"{folder}.sender") for folder in folders if find_spec(f"{folder}.sender") is not None]
    transports: list[Transport] = sorted((sender.TRANSPORT for sender in senders), key=lambda one: one.order)
    return {one.name: one for one in transports}


TRANSPORTS: dict[str, Transport] = _found()
ROBOTS: dict[str, Robot] = {name: one for name, one in TRANSPORTS.items() if isinstance(one, Robot)}
