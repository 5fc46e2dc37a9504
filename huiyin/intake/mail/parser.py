"""One message as it came, read: who, what about, which words, which files. Strangers write it, so nothing in it is believed.

Whatever stands in it is bounded before it is looked at (size, parts, headers), unknown letters become marks, and HTML becomes text by an
HTML parser that drops what is not words. `read` raises NotReadable and nothing else.
"""

from __future__ import annotations

import codecs
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message
from email.parser import BytesParser
from email.policy import compat32
from email.utils import collapse_rfc2231_value, getaddresses
from itertools import islice
from typing import Any

from huiyin.intake.mail.words import from_html, without_quotes

SIZE = 25 * 1024 * 1024  # bytes of a message
PARTS = 100
NESTED = 20  # boundaries and forwarded messages: each is looked for at every line
HEADER = 2000  # characters of a header that are read
HEADERS = 500
LONGEST_HEADER = 100_000  # a list of recipients; more is no message of a person
TEXT = 100_000  # characters of a body before it is shortened to what a request holds
FILES, FILE_BYTES = 5, 10 * 1024 * 1024
ADDRESS = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}@(?:[A-Za-z0-9-]{1,63}\.){1,8}[A-Za-z]{2,63}")
_IDS = re.compile(r"<([^<>\s]{3,250})>")
#: Charsets that are read. Others (punycode takes the square of its length, rot13 is no charset) are read as UTF-8 with marks.
_CHARSETS = {
    "gb2312": "gb18030", "gbk": "gb18030", "gb18030": "gb18030", "big5": "big5", "us-ascii": "ascii", "ascii": "ascii", "utf-8": "utf-8",
    "utf8": "utf-8", "iso-8859-1": "cp1252", "iso-8859-15": "iso8859-15", "windows-1252": "cp1252", "utf-16": "utf-16", "euc-kr": "euc-kr",
    "shift_jis": "cp932", "iso-2022-jp": "iso-2022-jp", "koi8-r": "koi8-r", "windows-1251": "cp1251", "hz-gb-2312": "hz",
}  # fmt: skip


class NotReadable(Exception):
    """Too large, too many parts, or no message at all. `reason`: one word for the record."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Attached:
    """A file that came with a message; `kind` is only what its sender says."""

    name: str
    kind: str
    content: bytes


@dataclass(frozen=True)
class Mail:
    """A message as it was read. `digest`: of its Message-ID, else of all of it. `automatic`: why it is no person's word, "" for one that
    is. `ids`: what it answers to. `left_out`: how many files were too many or too large."""

    digest: str
    sender: str
    name: str
    subject: str
    text: str
    to: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()
    files: tuple[Attached, ...] = ()
    left_out: int = 0
    automatic: str = ""


def read(raw: bytes) -> Mail:
    """Reads a message. Raises NotReadable."""
    if not raw.strip():
        raise NotReadable("empty")
    if len(raw) > SIZE:
        raise NotReadable("too_large")
    if raw.lower().count(b"message/") > NESTED:
        raise NotReadable("too_many_parts")
    try:
        message = BytesParser(_bounded(), policy=compat32).parsebytes(raw)
        return _read(message, raw)
    except NotReadable:
        raise
    except Exception as error:  # the library's parser has its own surprises (RecursionError, KeyError, ValueError …): none is ours to keep
        raise NotReadable("broken") from error


def _bounded() -> type[Message]:
    """A class of messages that gives up while they are parsed: a header of a part's own (Content-Type, with its parameters) costs the
    square of its length when it is looked at, and each part its own object."""
    made = containers = 0

    class Bounded(Message):
        def __init__(self, policy: Any = compat32) -> None:
            nonlocal made
            made += 1
            if made > PARTS + NESTED:
                raise NotReadable("too_many_parts")
            super().__init__(policy)

        def set_raw(self, name: str, value: str) -> None:
            nonlocal containers
            of_part = name.lower().startswith("content-")
            if len(self.items()) >= HEADERS or len(value) > (HEADER if of_part else LONGEST_HEADER):
                raise NotReadable("too_many_headers")
            containers += of_part and "multipart/" in value.lower()
            if containers > NESTED:
                raise NotReadable("too_many_parts")
            super().set_raw(name, _plain(value))

    return Bounded


def _plain(value: str) -> str:
    """A header as it was meant: many programs write Chinese into one as it is, in UTF-8 or GB 18030, where RFC 5322 has ASCII alone."""
    if value.isascii():
        return value
    said = value.encode("utf-8", "surrogateescape")
    for charset in ("utf-8", "gb18030"):
        try:
            return said.decode(charset)
        except UnicodeDecodeError:
            continue
    return said.decode("utf-8", "replace")


def _read(message: Message, raw: bytes) -> Mail:
    if len(message) > HEADERS:
        raise NotReadable("too_many_headers")
    parts = list(islice(message.walk(), PARTS + 1))
    if len(parts) > PARTS:
        raise NotReadable("too_many_parts")
    name, sender = _first_address(message, "From")
    text, files, left_out = _bodies(parts)
    said_id = _header(message, "Message-ID").strip()
    digest = hashlib.sha256(said_id.encode("utf-8", "replace") if len(said_id) > 4 else raw).hexdigest()
    ids = _IDS.findall(_header(message, "In-Reply-To") + " " + _header(message, "References"))
    return Mail(
        digest, sender, name, " ".join(_words(_header(message, "Subject")).split())[:200], text, tuple(_recipients(message)),
        tuple(ids[-30:]), tuple(files), left_out, _automatic(message, sender),
    )  # fmt: skip


def _header(message: Message, name: str) -> str:
    found: Any = message.get(name)
    return str(found)[:HEADER] if found is not None else ""


def _words(said: str) -> str:
    """A header in words: RFC 2047 taken off."""
    try:
        pieces = decode_header(said)
    except (HeaderParseError, ValueError):
        return said
    return "".join(_decoded(piece, charset) if isinstance(piece, bytes) else piece for piece, charset in pieces[:50])


def _decoded(said: bytes, charset: str | None) -> str:
    known = _CHARSETS.get((charset or "utf-8").strip().lower(), "utf-8")
    try:
        return codecs.decode(said, known, "replace")
    except (LookupError, ValueError):
        return said.decode("utf-8", "replace")


def _first_address(message: Message, header: str) -> tuple[str, str]:
    for name, address in getaddresses([_header(message, header)]):
        if ADDRESS.fullmatch(address):
            return " ".join(_words(name).split())[:60], address.lower()
    return "", ""


def _recipients(message: Message) -> Iterator[str]:
    for header in ("To", "Cc", "Delivered-To", "X-Original-To", "Envelope-To"):
        for _name, address in islice(getaddresses([_header(message, header)]), 20):
            if ADDRESS.fullmatch(address):
                yield address.lower()


def _automatic(message: Message, sender: str) -> str:
    """Why it is no person's word (RFC 3834, RFC 2369, and what mail programs do), "" where nothing says so."""
    if not sender:
        return "no_sender"
    if message.get("Return-Path") is not None and _header(message, "Return-Path").strip() in ("<>", ""):
        return "empty_return_path"
    if _header(message, "Auto-Submitted").strip().lower() not in ("", "no"):
        return "auto_submitted"
    if _header(message, "Precedence").strip().lower() in ("bulk", "junk", "list", "auto_reply"):
        return "precedence"
    if any(message.get(name) is not None for name in ("List-Id", "List-Unsubscribe", "List-Post", "Mailing-List")):
        return "list"
    if any(message.get(name) is not None for name in ("X-Loop", "X-Autoreply", "X-Autorespond", "X-Huiyin")):
        return "loop"
    if message.get_content_type() in ("multipart/report", "message/delivery-status", "message/disposition-notification"):
        return "report"
    local = sender.partition("@")[0]
    robots = ("mailer-daemon", "postmaster", "no-reply", "noreply", "donotreply", "do-not-reply")
    return "robot" if local in robots or local.startswith("bounce") else ""


def _bodies(parts: list[Message]) -> tuple[str, list[Attached], int]:
    plain, html, left_out = "", "", 0
    files: list[Attached] = []
    for part in parts:
        if part.is_multipart():
            continue
        kind, name = part.get_content_type(), _name(part)
        shown = "attachment" not in _header(part, "Content-Disposition").lower() and not name
        if shown and kind == "text/plain":
            plain = plain or _text(part)
        elif shown and kind == "text/html":
            html = html or _text(part)
        elif name or kind.startswith("image/"):
            content = _content(part)
            if len(files) < FILES and 0 < len(content) <= FILE_BYTES:
                files.append(Attached(name or "photo", kind, content))
            else:
                left_out += 1
    words = plain if plain.strip() else from_html(html)
    return without_quotes(words), files, left_out


def _name(part: Message) -> str:
    found: Any = part.get_param("filename", None, "content-disposition") or part.get_param("name", None, "content-type")
    said = collapse_rfc2231_value(found) if found else ""
    return " ".join(_words(str(said)[:HEADER]).split())[:120]


def _content(part: Message) -> bytes:
    found: Any = part.get_payload(decode=True)
    return found if isinstance(found, bytes) else b""


def _text(part: Message) -> str:
    words = _decoded(_content(part)[: TEXT * 4], part.get_content_charset())[:TEXT]
    return words.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")
