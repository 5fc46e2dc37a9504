"""Messages are fetched from a mailbox by IMAP (RFC 3501), over TLS only. What was taken is marked as read; nothing is deleted."""

from __future__ import annotations

import imaplib
import logging
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import unquote

from django.conf import settings
from django.db import DatabaseError

from huiyin.core.errors import WrongState
from huiyin.core.tls import trusted_here
from huiyin.intake.actions.receiving import AllTooOften, Received, SenderTooOften, receive
from huiyin.intake.mail.parser import SIZE

log = logging.getLogger(__name__)
AT_ONCE, SECONDS = 100, 30
_SIZE = re.compile(rb"RFC822\.SIZE (\d{1,12})")


def fetch(connect: Callable[[], Any] | None = None) -> list[Received]:
    """Takes what is not read yet, at most a hundred messages. Gives what became of them. `connect` is for tests.

    Raises WrongState where no mailbox is set, imaplib.IMAP4.error and OSError where it cannot be reached.
    """
    if not settings.MAILBOX or not settings.MAIL_IN:
        raise WrongState
    box: Any = (connect or _connect)()
    found: list[Received] = []
    try:
        box.login(unquote(settings.MAILBOX.username or ""), unquote(settings.MAILBOX.password or ""))
        status, _told = box.select(_folder())
        if status != "OK":
            raise imaplib.IMAP4.error("no such folder")
        _status, numbers = box.uid("SEARCH", None, "UNSEEN")
        for number in (numbers[0] or b"").split():
            if len(found) >= AT_ONCE:
                break
            uid = number.decode("ascii", "replace")
            raw = _message(box, uid)
            if not raw:
                continue  # the server could not give it now: it stays unread
            try:
                found.append(receive(raw))
            except SenderTooOften:
                continue  # this one is fetched the next time, and holds up nobody behind it
            except AllTooOften:
                break
            except DatabaseError:
                raise
            except Exception:
                log.exception("a mail could not be taken; it stays unread")
                continue
            box.uid("STORE", uid, "+FLAGS", r"(\Seen)")
    finally:
        try:
            box.logout()
        except (imaplib.IMAP4.error, OSError):
            pass
    return found


def _folder() -> str:
    name = unquote(settings.MAILBOX.path.strip("/")) or "INBOX"
    return '"' + re.sub(r'[\r\n"\\]', "", name) + '"'


def _message(box: Any, uid: str) -> bytes:
    """A message, without marking it as read; of one that is too large only so much that it is known again."""
    _status, told = box.uid("FETCH", uid, "(RFC822.SIZE)")
    size = _SIZE.search(told[0] if told and isinstance(told[0], bytes) else b"")
    part = "(BODY.PEEK[])" if size is None or int(size[1]) <= SIZE else f"(BODY.PEEK[]<0.{SIZE + 1}>)"
    status, told = box.uid("FETCH", uid, part)
    if status != "OK":
        return b""
    mine = re.compile(rb"UID %s\b" % uid.encode("ascii", "replace"))
    whole = [one for one in told if isinstance(one, tuple)]
    return next((bytes(one[1]) for one in whole if mine.search(bytes(one[0]))), bytes(whole[0][1]) if len(whole) == 1 else b"")


def _connect() -> imaplib.IMAP4_SSL:
    host, port = settings.MAILBOX.hostname or "", settings.MAILBOX.port or 993
    return imaplib.IMAP4_SSL(host, port, ssl_context=trusted_here(), timeout=SECONDS)
