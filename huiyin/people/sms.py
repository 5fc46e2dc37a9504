"""Text messages with a code: printed where the server runs, or handed to a gateway that takes an HTTP POST.

HUIYIN_SMS_GATEWAY names the gateway; "console" prints. Without one, development and the demo print, and production says
that it cannot send: a code in a log file is a key under the mat.
"""

from __future__ import annotations

import json
import logging
import sys
from concurrent.futures import ThreadPoolExecutor
from threading import BoundedSemaphore
from urllib.error import URLError
from urllib.request import HTTPRedirectHandler, Request, build_opener

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from huiyin.core.demonstration import is_demonstration
from huiyin.core.errors import Refused
from huiyin.people.phones import phone_for_reading, veiled_phone

log = logging.getLogger(__name__)
TIMEOUT_SECONDS = 5
WAITING = 200  # messages a slow gateway may hold up before further ones are dropped
_places = BoundedSemaphore(WAITING)
_threads = ThreadPoolExecutor(max_workers=4, thread_name_prefix="sms")


class CodeNotSent(Refused):
    """The text message could not be sent; nothing that the person did wrong."""

    status = 503
    code = "code_not_sent"
    default_words = _("The text message could not be sent just now. Try again in a minute; if it stays so, call the office.")


class NoGateway(CodeNotSent):
    """Nobody has told this installation how to send text messages."""

    code = "no_gateway"
    default_words = _("Text messages cannot be sent from here yet. Your administrator has to set them up.")


class _NoRedirect(HTTPRedirectHandler):
    """A gateway that sends us elsewhere would be handed the code and the token there."""

    def redirect_request(self, *args: object, **kwargs: object) -> None:
        return None


_open = build_opener(_NoRedirect).open


def require_channel() -> None:
    """Raises NoGateway where no message could be sent to anybody."""
    if not settings.SMS_GATEWAY and not settings.DEMO:
        raise NoGateway


def goes_nowhere() -> bool:
    """Whether this is a demonstration without a gateway: a code reaches the server's console and nobody's phone."""
    return is_demonstration() and not settings.SMS_GATEWAY


def send_code(phone: str, code: str) -> None:
    """Sends a six-digit code to a number (E.164) and waits for it. Raises CodeNotSent; the code itself is never logged."""
    require_channel()
    if settings.SMS_GATEWAY in ("", "console"):
        _print(phone, code)
    else:
        _post(phone, code)


def send_code_soon(phone: str, code: str) -> None:
    """Sends a code without waiting: how long a gateway takes must not tell who asks whether anybody has the number."""
    if settings.SMS_GATEWAY in ("", "console"):
        _print(phone, code)
    elif _places.acquire(blocking=False):
        _threads.submit(_post_quietly, phone, code)
    else:
        log.error("the SMS gateway is too slow: a code for %s was not sent", veiled_phone(phone))


def _print(phone: str, code: str) -> None:
    line = f" {phone_for_reading(phone)}  code {code} "
    bar = "─" * len(line)
    print(f"┌{bar}┐\n│{line}│\n└{bar}┘", file=sys.stdout, flush=True)


def _post(phone: str, code: str) -> None:
    body = json.dumps({"phone": phone, "code": code, "minutes": 5, "purpose": "sign_in"}).encode()
    headers = {"Content-Type": "application/json", "Authorization": f"Bearer {settings.SMS_TOKEN}"}
    request = Request(settings.SMS_GATEWAY, data=body, headers=headers, method="POST")  # noqa: S310  (the operator's own address)
    try:
        with _open(request, timeout=TIMEOUT_SECONDS) as answer:
            answer.read(1000)
    except (URLError, OSError, ValueError) as error:
        log.error("the SMS gateway refused a code for %s: %s", veiled_phone(phone), error.__class__.__name__)
        raise CodeNotSent from error


def _post_quietly(phone: str, code: str) -> None:
    try:
        _post(phone, code)
    except CodeNotSent:
        return  # it is in the log; the page has said what to do when nothing comes
    finally:
        _places.release()
