"""Moving cursors, told to those who look at the group: at most twice a second for each group, however many people read."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from typing import Any

from huiyin.groups.models import Group
from huiyin.groups.queries import read_counts
from huiyin.live.hub import Hub

log = logging.getLogger(__name__)
EVERY_SECONDS = 0.5


class Receipts:
    """Collects the groups whose cursors moved, and tells each group's readers the counts."""

    def __init__(self, hub: Hub, run: Callable[..., Any]) -> None:
        self.hub, self.run = hub, run
        self.moved: set[int] = set()
        self.elsewhere: set[int] = set()  # moved in another process, which tells all but us

    def moved_in(self, groups: set[int]) -> None:
        """Called in the writer's thread after the commit."""
        if self.hub.loop is not None:
            self.hub.loop.call_soon_threadsafe(self.moved.update, groups)

    async def tell(self) -> None:
        """Runs for the life of the process."""
        while True:
            await asyncio.sleep(EVERY_SECONDS)
            here, self.moved = self.moved, set()
            moved, self.elsewhere = here | self.elsewhere, set()
            if here and self.hub.bus is not None:
                self.hub.bus.moved(list(here))
            if moved:
                try:
                    for group, stream, counts in await self.run(_counts, moved, set(self.hub.listening)):
                        self.hub.tell_group(stream, "read", {"g": group, "c": counts})
                except Exception:
                    log.exception("receipts could not be read")


def _counts(groups: set[int], heard: set[int]) -> list[tuple[int, int, list[list[int]]]]:
    """Gives (group, stream, [[number, how many have read up to it, the last number before they came], …]) of groups listened to."""
    rows = Group.objects.filter(pk__in=groups)
    return [(g.pk, g.stream_id, [list(row) for row in read_counts(g)]) for g in rows if g.stream_id in heard]
