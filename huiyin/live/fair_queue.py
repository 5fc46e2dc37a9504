"""Who is worked for next: what somebody sends and what somebody looks at take turns.

The threat: thousands look at a page that was announced, and a few hundred order from it. In one line an order stood behind all who
looked before it, until its sender had given up. So there are two lines, and each gets every other thread that becomes free.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections import deque
from collections.abc import AsyncIterator

SENT, LOOKED_AT = 0, 1


class FairQueue:
    """So many places, given in turn to two lines. Everything here runs in the loop."""

    def __init__(self, places: int) -> None:
        self.free = places
        self.lines: tuple[deque[asyncio.Future[None]], deque[asyncio.Future[None]]] = (deque(), deque())
        self.last = LOOKED_AT

    @contextlib.asynccontextmanager
    async def taken(self, line: int) -> AsyncIterator[None]:
        """Waits for a place in one of the lines and holds it."""
        if self.free:
            self.free -= 1
        else:
            turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
            self.lines[line].append(turn)
            try:
                await turn
            except BaseException:
                if turn.done() and not turn.cancelled():  # it came in the same moment: whoever gave up gives it back
                    self._leave()
                raise
        try:
            yield
        finally:
            self._leave()

    def _leave(self) -> None:
        for line in (1 - self.last, self.last):
            waiting = self.lines[line]
            while waiting:
                turn = waiting.popleft()
                if not turn.done():  # who was cancelled has gone
                    self.last = line
                    turn.set_result(None)
                    return
        self.free += 1
