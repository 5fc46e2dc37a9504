"""One attempt to send something, whoever it goes to: made under its language, measured, and never raising."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Sequence
from datetime import timedelta

from django.utils.translation import override

from huiyin.channels.extension_points import Said
from huiyin.channels.models import Delivery
from huiyin.channels.registry import TRANSPORTS
from huiyin.channels.sealing import Unreadable
from huiyin.channels.transport import Outcome, Result

log = logging.getLogger(__name__)
State = Delivery.State
GIVE_UP = timedelta(days=1)  # after which nobody tries any more what may be given up
STATES = {
    "sent": State.SENT, "unclear": State.UNCLEAR, "refused": State.REFUSED, "later": State.WAITING, "limited": State.WAITING,
    "wrong": State.WAITING,
}  # fmt: skip


def attempt(
    claimed: Sequence[Delivery], language: str, words: Callable[[], Said | None], stumbled: Result = "refused"
) -> tuple[Outcome | None, set[int], int]:
    """Makes the words and sends them. Takes what is in our hands, what gives the words (called in this language), and what a stumble of
    our own is. Gives what came of it, None where there is nothing to be told any more; the numbers of the deliveries that were in it;
    milliseconds."""
    told, began = {one.pk for one in claimed}, time.monotonic()
    try:
        with override(language):
            said = words()
            if said is None:
                return None, set(), 0
            told = {one.pk for one in said.of}
            outcome = TRANSPORTS[claimed[0].channel].send(said.secrets, said.said, said.of[0])
    except Unreadable:
        outcome = Outcome("wrong", "key")
    except Exception:
        log.exception("delivery %s stumbled", claimed[0].pk)
        outcome = Outcome(stumbled, "error", coded=True)
    return outcome, told, int((time.monotonic() - began) * 1000)
