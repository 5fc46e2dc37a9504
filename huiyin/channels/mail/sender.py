"""E-mail by the operator's own server (HUIYIN_MAIL). Plain text and HTML, in the reader's language.

The same delivery bears the same Message-ID each time: where a process ends between sending and writing that down, mail programs
show the second copy as the first. It is made from the server's key and the delivery's moment, so that no other house and none that was
restored from a backup gives it once more: mail programs would throw that letter away. Letters about one task are one conversation
(RFC 5322 3.6.4). One click ends them (RFC 8058). Bodies are encoded, so that no server on the way needs 8BITMIME (RFC 6152).
"""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from email.charset import Charset
from email.utils import parseaddr
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.core.signing import BadSignature, Signer
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.translation import pgettext_lazy

from huiyin.channels.models import Delivery
from huiyin.channels.transport import Card, Outcome, cut, shown


@dataclass(frozen=True)
class Letter:
    """What a mail says, with headers of its own; `stop`: the address at which one click ends such letters, if there is one."""

    card: Card
    headers: Mapping[str, str]
    stop: str = ""


class Mail:
    """The transport. Secrets: `address`, the mailbox. What is said: a Letter."""

    name, order, a_minute = "mail", 40, 0
    words = pgettext_lazy("channel", "E-mail")

    def is_on(self) -> bool:
        """Whether the operator has said by which server mail goes out."""
        return bool(settings.EMAIL_HOST)

    def send(self, secrets: Mapping[str, str], said: Letter, delivery: Delivery) -> Outcome:
        """Sends a letter. Each step of the exchange has EMAIL_TIMEOUT seconds, and there are about ten."""
        return post(secrets["address"], said.card, said.headers, said.stop)


def to_mailbox(card: Card, delivery: Delivery) -> Letter:
    """Gives the letter that tells a person's confirmed mailbox what a card says."""
    number = _id("letter", f"{delivery.known_as}|{delivery.made_at.isoformat()}")
    headers = {"Message-ID": number, "Auto-Submitted": "auto-generated"}
    assert delivery.destination_id is not None
    if card.thread:
        # What begins the conversation is a letter nobody sent: whoever answers for one more post later has it in theirs too.
        headers["In-Reply-To"] = headers["References"] = _id("about", f"{delivery.destination_id}|{card.thread}")
    stop = stop_address(delivery.destination_id)
    if stop:
        headers |= {"List-Unsubscribe": f"<{stop}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    return Letter(card, headers, stop)


def stop_address(destination: int) -> str:
    """Gives the address at which one click ends the letters to a mailbox; "" where the house does not know its own address."""
    return f"{settings.ORIGIN}{stop_path(destination)}" if settings.ORIGIN else ""


def stop_path(destination: int) -> str:
    """Gives the path of that address: it carries the number of the mailbox, signed."""
    return reverse("mail-stop", args=[_signer().sign(str(destination))])


def destination_of(token: str) -> int | None:
    """Gives the mailbox whose letters a token ends, or None for anything that was not made by `stop_address`."""
    try:
        return int(_signer().unsign(token))
    except (BadSignature, ValueError):
        return None


def _id(kind: str, said: str) -> str:
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    return f"<{kind}.{salted_hmac('huiyin.mail.' + kind, said, algorithm='sha256').hexdigest()[:32]}@{domain}>"


def post(address: str, card: Card, headers: Mapping[str, str], stop: str = "") -> Outcome:
    """Hands a mail to the server. Takes where one click ends such letters, if anywhere. Gives what came of it."""
    shown_card = {"card": card, "stop": stop}
    subject = cut(" ".join(f"{card.headline} {card.title}".split()), 120)
    mail = EmailMultiAlternatives(subject, render_to_string("mail/words.txt", shown_card), to=[address], headers=dict(headers))
    mail.encoding = Charset("utf-8")  # which encodes bodies in Base64
    mail.attach_alternative(render_to_string("mail/words.html", shown_card), "text/html")
    try:
        mail.send()
    except smtplib.SMTPRecipientsRefused as error:
        code, said = next(iter(error.recipients.values()))
        return Outcome("wrong" if 500 <= code < 600 else "later", f"{code} {_text(said)}")
    except (smtplib.SMTPDataError, smtplib.SMTPSenderRefused) as error:
        return Outcome("refused" if 500 <= error.smtp_code < 600 else "later", f"{error.smtp_code} {_text(error.smtp_error)}")
    except smtplib.SMTPAuthenticationError as error:
        return Outcome("later", f"{error.smtp_code} {_text(error.smtp_error)}")  # the operator's trouble, not this mailbox's
    except (smtplib.SMTPException, ssl.SSLError, OSError) as error:
        return Outcome("later", shown(str(error).encode()) or type(error).__name__)
    return Outcome("sent")


def _text(said: Any) -> str:
    return shown(said if isinstance(said, bytes) else str(said).encode())


TRANSPORT = MAIL = Mail()


def _signer() -> Signer:
    """Made when it is needed: the key is read then, not while the program is loaded."""
    return Signer(salt="huiyin.mail.stop")
