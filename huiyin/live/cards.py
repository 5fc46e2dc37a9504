"""Link cards: fetched after a message is stored, by two threads of their own, so that no slow site holds anybody up."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.db import close_old_connections

from huiyin.groups.actions import add_card
from huiyin.groups.models import Message
from huiyin.journal.models import Entry
from huiyin.language.links import find_links
from huiyin.media.actions import card_for

log = logging.getLogger(__name__)
WAITING_LIMIT = 200


class Cards:
    """Follows the journal and fetches the card of a message's first link."""

    def __init__(self) -> None:
        self.pool = ThreadPoolExecutor(2, "huiyin-cards")
        self.waiting = 0

    def follow(self, stream_id: int, told: Sequence[tuple[Entry, Any]]) -> None:
        """Called after commit, in the committing thread."""
        for entry, about in told:
            linked = entry.kind == "message.posted" and isinstance(about, Message) and about.kind == Message.Kind.LINK
            if linked and self.waiting < WAITING_LIMIT:
                self.waiting += 1
                self.pool.submit(self._fetch, about.pk)

    def stop(self) -> None:
        """Fetches nothing more; waits for nothing that is under way."""
        self.pool.shutdown(wait=False, cancel_futures=True)

    def _fetch(self, message_id: int) -> None:
        try:
            message = Message.objects.select_related("group").get(pk=message_id)
            links = find_links(message.text)
            if links and (card := card_for(links[0][2])) is not None and card.title:
                add_card(message, card)
        except Exception:
            log.exception("a link card could not be made")
        finally:
            self.waiting -= 1
            close_old_connections()
