"""Requests by e-mail: one message from a mail server's pipe, or what waits in a mailbox."""

from __future__ import annotations

import argparse
import logging
import sys
from typing import Any

from huiyin.commands.language import gettext as _
from huiyin.commands.start import Stopped, django, need_migrated, note

TRY_AGAIN = 75  # EX_TEMPFAIL of sysexits.h: the mail server keeps the message and hands it over later
ORDER = 65


def add(commands: Any) -> None:
    """Makes `mail-in` and `mail-fetch` known. Takes the parser's commands."""
    words = _("Take one e-mail from standard input, as a mail server hands it over.")
    commands.add("mail-in", take, words, ["huiyin mail-in < message.eml"])
    commands.add("mail-fetch", fetch, _("Take the e-mails that wait in the mailbox HUIYIN_MAILBOX."), ["huiyin mail-fetch"])


def take(args: argparse.Namespace) -> int:
    """Takes one message. Gives 0 where it was taken, known or left out; 75 where it should be handed over again later."""
    _ready()
    from django.db import DatabaseError

    from huiyin.core.errors import TooOften
    from huiyin.intake.actions import receive
    from huiyin.intake.mail.parser import SIZE

    try:
        _told(receive(sys.stdin.buffer.read(SIZE + 1)))
    except (TooOften, DatabaseError, OSError) as error:
        note(str(error))
        return TRY_AGAIN
    except Exception:  # whatever it is, nobody's letter bounces: the mail server keeps it
        logging.getLogger(__name__).exception("a mail could not be taken")
        return TRY_AGAIN
    return 0


def fetch(args: argparse.Namespace) -> int:
    """Takes what waits in the mailbox."""
    _ready()
    from imaplib import IMAP4

    from django.conf import settings

    from huiyin.intake.actions import fetch as fetched

    if not settings.MAILBOX:
        raise Stopped(_("HUIYIN_MAILBOX names no mailbox."))
    try:
        found = fetched()
    except (IMAP4.error, OSError) as error:
        raise Stopped(_("The mailbox cannot be read: %(why)s") % {"why": error}) from error
    for one in found:
        _told(one)
    note(_("%(n)s e-mails were taken.") % {"n": len(found)})
    return 0


def _ready() -> None:
    django()
    need_migrated()
    from django.conf import settings

    if not settings.MAIL_IN:
        raise Stopped(_("HUIYIN_MAIL_IN names no address: no e-mail is taken."))


def _told(received: Any) -> None:
    number = received.case.number if received.case is not None else ""
    note(" ".join(part for part in (received.outcome, number, received.reason) if part))
