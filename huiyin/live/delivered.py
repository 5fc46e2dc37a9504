"""What a server of one process remembers of the entries it gave, so that who comes back is given none of them twice."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping, Sequence

from huiyin.live.frames import Frame

KEPT = 4096


class DeliveredEntries:
    """The last entries written to all, in this order, and where streams stood when they began to be listened to; and those that were
    given to who came back. It remembers nothing of the first two where another process may have written in another order."""

    def __init__(self) -> None:
        self._written: deque[tuple[int, int]] | None = None
        self._replayed: deque[tuple[int, int]] = deque(maxlen=KEPT)

    def remember(self) -> None:
        """Begins: this is the only process."""
        self._written = deque(maxlen=KEPT)

    def wrote(self, stream_id: int, frames: Sequence[Frame]) -> None:
        """These were written to all who listen."""
        if self._written is not None:
            self._written.extend([(stream_id, frame.seq) for frame in frames])

    def began(self, stream_id: int, seq: int) -> None:
        """A stream begins to be listened to; this is its last entry."""
        if self._written is not None:
            self._written.append((-stream_id, seq))  # below nought: nothing was written, it only began here

    def replayed(self, frame: Frame) -> None:
        """This was given to who came back, in the order of the journal."""
        self._replayed.append((frame.stream, frame.seq))

    def before(self, stream_id: int, seq: int) -> Mapping[int, int] | None:
        """Gives where streams stood when this entry was written, as far as that is remembered; None where it was given to who came back:
        in the order of the journal, so that all before it had been given."""
        stood: dict[int, int] = {}
        if self._written is None:
            return stood
        for stream, n in self._written:  # once: this runs in the loop of all connections
            if (stream, n) == (stream_id, seq):
                return stood
            stood[abs(stream)] = n
        return None if (stream_id, seq) in self._replayed else {}
