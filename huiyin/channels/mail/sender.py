"""E-mail by the operator's own server (HUIYIN_MAIL). Plain text and HTML, in the reader's language.

The same delivery bears the same Message-ID each time: where a process ends between sending and writing that down, mail programs
show the second copy as the first.
"""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Mapping
from email.utils import parseaddr
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils.translation import pgettext_lazy

from huiyin.channels.robots import Card, Outcome, cut, shown


class Mail:
    """The channel."""

    name = "mail"
    words = pgettext_lazy("channel", "E-mail")

    def is_on(self) -> bool:
        """Whether the operator has said by which server mail goes out."""
        return bool(settings.EMAIL_HOST)

    def send(self, secrets: Mapping[str, str], card: Card, delivery: int) -> Outcome:
        """Sends a card to a mailbox. Each step of the exchange has EMAIL_TIMEOUT seconds, and there are about ten."""
        domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
        return post(secrets["address"], card, {"Message-ID": f"<huiyin.{delivery}@{domain}>", "Auto-Submitted": "auto-generated"})


def post(address: str, card: Card, headers: Mapping[str, str]) -> Outcome:
    """Hands a mail to the server. Gives what came of it."""
    shown_card = {"card": card}
    subject = cut(" ".join(f"{card.headline} {card.title}".split()), 120)
    mail = EmailMultiAlternatives(subject, render_to_string("mail/words.txt", shown_card), to=[address], headers=dict(headers))
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


MAIL = Mail()
