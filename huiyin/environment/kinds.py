"""How a setting is read: each kind takes what the operator wrote and gives what it means, or raises Wrong with what it should be.

No Django here: settings are read before it starts. The words of Wrong never repeat what was written: it may be a secret.
"""

from __future__ import annotations

import ipaddress
import re
import zoneinfo
from collections.abc import Callable
from email.utils import parseaddr
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, urlsplit

from huiyin.commands.language import gettext as _
from huiyin.core.drawn_map import read_ground

Read = Callable[[str], Any]
SYSLOG = ("syslog", "syslog+tcp", "syslog+tls")


class Wrong(Exception):
    """A setting that cannot be followed; its words say what it should be."""


def text(said: str) -> str:
    """Anything."""
    return said


def switch(said: str) -> bool:
    """1 for yes; 0 or nothing for no."""
    if said not in ("", "0", "1"):
        raise Wrong(_("it should be 1, or left out"))
    return said == "1"


def one_of(*words: str) -> Read:
    """One of these words, the first where nothing is said."""

    def read(said: str) -> str:
        if said and said not in words:
            raise Wrong(_("it should be one of: %(words)s") % {"words": ", ".join(words)})
        return said or words[0]

    return read


def number(least: int, most: int) -> Read:
    """A whole number within bounds; None where nothing is said."""

    def read(said: str) -> int | None:
        if not said:
            return None
        if not re.fullmatch(r"[0-9]{1,9}", said) or not least <= int(said) <= most:
            raise Wrong(_("it should be a number from %(least)s to %(most)s") % {"least": least, "most": most})
        return int(said)

    return read


def directory(said: str) -> Path:
    """A directory, made at the first start."""
    return Path(said or "var").resolve()


def zone(said: str) -> str:
    """A name of the time zone database."""
    try:
        return zoneinfo.ZoneInfo(said or "Asia/Shanghai").key
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        raise Wrong(_("it should be the name of a time zone, as Asia/Shanghai")) from None


def address(*schemes: str, like: str, path: bool = False) -> Read:
    """An address with a host; None where nothing is said. `path`: it names something there (a database). Takes an example of it."""

    def read(said: str) -> SplitResult | None:
        if not said:
            return None
        at = _split(said, like)
        if at.scheme not in schemes or not (at.hostname or (path and at.netloc == "")) or at.query or at.fragment:
            raise _like(like)
        if path and not re.fullmatch(r"/[^/]+", at.path):
            raise _like(like)
        return at

    return read


def _split(said: str, like: str) -> SplitResult:
    """Takes an address apart. Raises Wrong, and nothing that would show a part of it."""
    try:
        at = urlsplit(said)
        at.port  # noqa: B018 - reading it checks it
    except ValueError:
        raise _like(like) from None
    if re.search(r"\s", said):
        raise _like(like)
    return at


def _like(like: str) -> Wrong:
    words = _("it should be written like %(like)s")
    if "password" in like:
        words = _("it should be written like %(like)s; in a name or password # is written %%23, / %%2F, ? %%3F, @ %%40, : %%3A, %% %%25")
    return Wrong(words % {"like": like})


def http(said: str) -> str:
    """An address of the web, https or http."""
    if said and (_split(said, "https://…").scheme not in ("https", "http") or not _split(said, "https://…").hostname):
        raise _like("https://…")
    return said


def tiles(said: str) -> str:
    """The address of a map's tiles, with {z}, {x} and {y} in it; {s} is a letter from a to c."""
    if said and (not all(part in said for part in ("{z}", "{x}", "{y}")) or not said.startswith("https://")):
        raise _like("https://…/{z}/{x}/{y}.png")
    return said


def map_file(said: str) -> Path | None:
    """A GeoJSON file that draws a map; None where nothing is said."""
    if not said:
        return None
    try:
        read_ground(Path(said).resolve())
    except OSError:
        raise Wrong(_("it should be a file that can be read")) from None
    except ValueError:
        raise Wrong(_("it should be a GeoJSON file: a FeatureCollection of lines and areas in degrees, at most 2 MB")) from None
    return Path(said).resolve()


def gateway(said: str) -> str:
    """An address of the web, or "console"."""
    try:
        return said if said == "console" else http(said)
    except Wrong:
        raise Wrong(_("it should be an address, https://…, or the word console")) from None


def origin(said: str) -> str:
    """The address people see: https (or http, for trying out), a name, perhaps a port; nothing behind it."""
    if not said:
        return ""
    at = _split(said, "https://talk.example.gov")
    if at.scheme not in ("https", "http") or not at.hostname or at.username or at.path not in ("", "/") or at.query or at.fragment:
        raise _like("https://talk.example.gov")
    return said.rstrip("/")


def hosts(said: str) -> list[str]:
    """Names with commas between, as they stand in an address: without https:// and without a port."""
    names = _listed(said)
    for name in names:
        if name != "*" and not re.fullmatch(r"\.?[A-Za-z0-9_][A-Za-z0-9_.-]*|\[[0-9A-Fa-f:.]+\]", name):
            raise Wrong(_("it should be names with commas between, as talk.example.gov,10.1.2.3: without https:// and without a port"))
    return names


def reachable(said: str) -> frozenset[str]:
    """Hosts with commas between, each perhaps with a port."""
    names = [name.lower() for name in _listed(said)]
    for name in names:
        if not re.fullmatch(r"(?:[a-z0-9_][a-z0-9_.-]*|\[[0-9a-f:.]+\])(?::[0-9]{1,5})?", name):
            raise Wrong(_("it should be hosts with commas between, as 10.1.2.3:8080,tasks.county.local"))
    return frozenset(names)


def proxies(said: str) -> str:
    """Addresses or networks with commas between, or * for any; a name would be believed by nobody."""
    for one in _listed(said):
        try:
            if one != "*":
                ipaddress.ip_network(one, strict=False)
        except ValueError:
            raise Wrong(_("it should be addresses with commas between, as 10.1.2.3,10.2.0.0/16 (or *): names are not looked up")) from None
    return said or "127.0.0.1"


def _listed(said: str) -> list[str]:
    return [name for name in (part.strip() for part in said.split(",")) if name]


def sender(said: str) -> str:
    """An e-mail address, perhaps with a name before it."""
    _name, at = parseaddr(said)
    if said and not re.fullmatch(r"[^@\s]+@[^@\s]+", at):
        raise Wrong(_("it should be an e-mail address, as 回音 <huiyin@county.example>"))
    return said


def log_place(said: str) -> str:
    """A file in a directory that is there, or a syslog's address."""
    if not said:
        return ""
    if "://" not in said:
        if not Path(said).resolve().parent.is_dir():
            raise Wrong(_("it should be a file in a directory that is there; this directory is not"))
        return said
    at = _split(said, "syslog+tls://host:port")
    if at.scheme not in SYSLOG or not at.hostname:
        raise Wrong(_("it should be a file, or one of: %(words)s") % {"words": ", ".join(f"{scheme}://host:port" for scheme in SYSLOG)})
    return said
