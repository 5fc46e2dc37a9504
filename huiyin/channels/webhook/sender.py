"""Webhooks: a POST of JSON to a program's address. 2xx is an answer; anything else is tried again until there is one, and 410 says that the
program is no more. At least once: what was handed over and not answered is sent again, under the same number."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django.utils import timezone
from django.utils.translation import pgettext_lazy

from huiyin.channels.backoff import asked_wait
from huiyin.channels.models import Delivery
from huiyin.channels.outbound_http import Errand
from huiyin.channels.transport import Outcome, shown
from huiyin.channels.webhook import signing
from huiyin.media.errors import NoCard


class Webhook:
    """The transport. Secrets: `address`, and `secret`, which signs. What is said: the body, as JSON takes it."""

    name, order, a_minute = "webhook", 60, 0
    words = pgettext_lazy("channel", "Webhook")

    def send(self, secrets: Mapping[str, str], said: Any, delivery: Delivery) -> Outcome:
        """Sends a body, signed at the moment of this attempt."""
        body = json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()
        now = delivery.tried_at or timezone.now()
        try:
            reply = Errand().post(
                secrets["address"], body, signing.headers(secrets["secret"], delivery, int(now.timestamp()), body)
            )
        except NoCard as error:
            return Outcome("later", error.reason_code, coded=True)
        answer = shown(reply.body)
        if 200 <= reply.status < 300:
            return Outcome("sent", answer, status=reply.status)
        wait = int(asked_wait(reply.retry_after, now).total_seconds())
        # Whoever does not answer with 2xx for a day will go on so, whatever they answer: `coded`.
        return Outcome("wrong" if reply.status == 410 else "later", answer, wait, coded=True, status=reply.status)


TRANSPORT = Webhook()
