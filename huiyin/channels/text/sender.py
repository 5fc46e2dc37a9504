"""Text messages: providers in mainland China take approved templates with short variables, so a number and a code is all that is sent.

HUIYIN_TEXT_GATEWAY takes `POST {"id", "phone", "sign", "template", "params": {"number", "code"}}`, signed as our webhooks are: the header
`X-Huiyin-Timestamp` and `X-Huiyin-Signature: v1=HMAC-SHA256(HUIYIN_TEXT_SECRET, timestamp + "." + body)`. 2xx: taken; 429: later; other
4xx: this one never. "Taken" is not "received". Off unless gateway, secret and the templates are set.
"""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from datetime import timedelta

from django.conf import settings
from django.utils import timezone
from django.utils.translation import pgettext_lazy

from huiyin.channels.backoff import asked_wait
from huiyin.channels.models import Delivery
from huiyin.channels.outbound_http import Errand, Reply
from huiyin.channels.transport import Outcome, shown
from huiyin.channels.webhook.signing import sign
from huiyin.media.errors import NoCard

LONGEST = 20  # characters of a variable: the least that providers take


class Text:
    """The transport. Secrets: `address`, the number. What is said: `template`, and its variables `number` and `code`."""

    name, order, a_minute = "text", 50, 0
    words = pgettext_lazy("channel", "Text message")

    def is_on(self) -> bool:
        """Whether the operator has set up a gateway, its secret, and which templates were approved."""
        return bool(settings.TEXT_GATEWAY and settings.TEXT_SECRET and settings.TEXT_REGISTERED and settings.TEXT_ANSWERED)

    def send(self, secrets: Mapping[str, str], said: Mapping[str, str], delivery: Delivery) -> Outcome:
        """Hands a message to the gateway, under the number by which it is known there."""
        params = {name: said[name][:LONGEST] for name in ("number", "code") if said.get(name)}
        template = {"registered": settings.TEXT_REGISTERED, "answered": settings.TEXT_ANSWERED}[said["template"]]
        number = f"{delivery.known_as}-{delivery.made_at:%Y%m%d}"
        told = {"id": number, "phone": secrets["address"], "sign": settings.TEXT_SIGN, "template": template, "params": params}
        body, at = json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode(), int(time.time())
        errand = Errand()
        try:
            headers = {"X-Huiyin-Timestamp": str(at), "X-Huiyin-Signature": sign(settings.TEXT_SECRET, at, body)}
            reply = errand.post(settings.TEXT_GATEWAY, body, headers)
        except NoCard as error:
            return Outcome("unclear" if errand.sent else "later", error.reason_code)
        return _judged(reply)


def _judged(reply: Reply) -> Outcome:
    said = shown(reply.body)
    if 200 <= reply.status < 300:
        return Outcome("sent")
    if reply.status == 429:
        wait = max(asked_wait(reply.retry_after, timezone.now()), timedelta(minutes=1))
        return Outcome("limited", f"429 {said}", int(wait.total_seconds()))
    if reply.status in (401, 403, 404, 410) or reply.status >= 500:
        return Outcome("later", f"{reply.status} {said}")  # the operator's trouble, not this message's
    return Outcome("refused", f"{reply.status} {said}")


TRANSPORT = Text()
