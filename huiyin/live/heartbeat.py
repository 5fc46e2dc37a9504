"""What the hub does by itself: signs of life with a look at everybody's rights, endings by the clock, a look into the journal."""

from __future__ import annotations

import asyncio
import logging
import time

from django.db import DatabaseError

from huiyin.db.availability import note
from huiyin.live.connections import Connection
from huiyin.live.frames import event
from huiyin.live.hub import Hub
from huiyin.live.subscriptions import RIGHTS_TOGETHER, heads_of
from huiyin.people.extension_points import LEFT_ELSEWHERE

log = logging.getLogger(__name__)
BEAT_SECONDS = 20
BREATH_SECONDS, ROUND_SECONDS = 0.05, 5.0  # between two statements; a round of all of them takes no longer than this for its breaths
LOOK_SECONDS = 1.0
EXPIRE_SECONDS = 0.5


class Heartbeat:
    """One for each hub; everything runs in the event loop."""

    def __init__(self, hub: Hub) -> None:
        self.hub = hub

    async def beat(self) -> None:
        """Every 20 seconds a sign of life, with the cursors a plain EventSource will resume from."""
        while True:
            await asyncio.sleep(BEAT_SECONDS)
            await self.beat_once()

    async def beat_once(self) -> None:
        """Reads the rights of all who listen once more, some at a time, and gives each a sign of life.

        Whoever has left was told so when it happened; this is for what nobody told: an entry that never came, a row set by hand.
        """
        readers = [reader for readers in self.hub.connections_by_person.values() for reader in readers if reader.ready]
        breath = min(BREATH_SECONDS, ROUND_SECONDS * RIGHTS_TOGETHER / max(1, len(readers)))
        for place in range(0, len(readers), RIGHTS_TOGETHER):
            some = readers[place : place + RIGHTS_TOGETHER]
            await self._look_at_rights(some)
            for reader in some:
                if not reader.closed:
                    reader.write(event("at", {}, self.hub.vector(reader)))
            await asyncio.sleep(breath)

    async def _look_at_rights(self, readers: list[Connection]) -> None:
        try:
            await self.hub.hold(readers)
        except DatabaseError as error:  # while it is away nothing is said that they could hear
            note(log, "the rights of those who listen could not be read", error)
        except Exception:
            log.exception("the rights of those who listen could not be read; trying again")

    async def expire(self) -> None:
        """Ends connections whose right ends by the clock: a token's last day, a session's half year. Clocks may be set, so it looks."""
        while True:
            await asyncio.sleep(EXPIRE_SECONDS)
            now = time.time()
            for readers in list(self.hub.connections_by_person.values()):
                for reader in [r for r in readers if r.until <= now and not r.closed]:
                    # A browser may have been used meanwhile: it comes back, and is let in or not. A token is not made longer.
                    reader.dismiss("signed-out" if reader.device < 0 else "restart")

    async def look(self) -> None:
        """Every second, looks in the journal for what other processes wrote (an import, a worker whose hint was lost)."""
        try:
            for one in LEFT_ELSEWHERE:
                await self.hub.run(one.look)  # from here on: what was there before, pages show when they are loaded
        except DatabaseError as error:
            note(log, "the database could not be read yet", error)
        while True:
            await asyncio.sleep(LOOK_SECONDS)
            await self.look_once()

    async def look_once(self) -> None:
        """Looks in the journal for what this process has not heard of yet, in all streams that are listened to."""
        hub, heard = self.hub, list(self.hub.heads)
        try:
            for place in range(0, len(heard), 500):
                for stream_id, seq in (await hub.run(heads_of, heard[place : place + 500])).items():
                    if seq > hub.heads.get(stream_id, seq):
                        hub.catch_up(stream_id)
            for one in LEFT_ELSEWHERE if hub.connections_by_person else ():
                hub.tell_people(await hub.run(one.look))
        except DatabaseError as error:
            note(log, "the journal could not be read, trying again", error)
        except Exception:
            log.exception("the journal could not be read; trying again")
