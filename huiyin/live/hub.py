"""The hub: who listens to which stream in this process, and the one loop that writes frames to them.

What commits announce is a hint; the journal is the truth. A frame is written only when it is the next of its stream; where one
is missing (another process wrote it, two commits announced in the other order) the hub reads the gap from the journal first.
So nobody hears an entry twice or misses one, on any number of processes."""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Callable, Collection, Iterable, Sequence
from typing import TYPE_CHECKING, Any

from huiyin.groups import rendering
from huiyin.groups.models import Message
from huiyin.journal.event_types import Hearing, hearing_of
from huiyin.journal.models import Entry
from huiyin.live.connections import Connection
from huiyin.live.delivered import DeliveredEntries
from huiyin.live.endings import ending_of, ends
from huiyin.live.frames import Frame, RemoteEntry, event, frames_of
from huiyin.live.replay import frames_since
from huiyin.live.subscriptions import RIGHTS_TOGETHER, rights_of, subscriptions_of

if TYPE_CHECKING:
    from huiyin.live.bus import Bus

log = logging.getLogger(__name__)


class Hub:
    """One for each process; everything but `announce` runs in the event loop."""

    def __init__(self, run: Callable[..., Any]) -> None:
        """Takes `run(function, *args)`, which awaits a blocking function in a thread that keeps its database connection."""
        self.run = run
        self.bus: Bus | None = None
        self.loop: asyncio.AbstractEventLoop | None = None
        self.listening: dict[int, set[Connection]] = {}  # by stream
        self.connections_by_person: dict[int, set[Connection]] = {}  # by person
        self.heads: dict[int, int] = {}  # the last entry delivered of each stream that is listened to
        self.catching: set[int] = set()
        self.delivered = DeliveredEntries()
        self.announced: deque[tuple[int, list[Frame]]] = deque()  # by the threads that commit, not yet taken by the loop
        self.waking = False
        self.unsure: dict[Connection, None] = {}  # whose rights are to be read, in order
        self.asking_rights = False
        #: Called with entries that end a session, also those that another program stored and this process found in the journal.
        self.on_ending: Callable[[Entry | RemoteEntry], None] = lambda entry: None
        self.tasks: set[asyncio.Task[None]] = set()

    # --- from the threads that commit

    def make_ready(self, told: Sequence[tuple[int, Sequence[tuple[Entry, Any]]]]) -> None:
        """Called before `announce`, with all streams of a commit: messages of many groups are made ready by as many queries as one."""
        if self.loop is not None:
            heard = [of_stream for stream_id, of_stream in told if self.bus is not None or stream_id in self.listening]
            rendering.preload([about for of_stream in heard for _entry, about in of_stream if isinstance(about, Message)])

    def announce(self, stream_id: int, told: Sequence[tuple[Entry, Any]]) -> None:
        """Called after commit, in the committing thread: loads what rendering needs there and hands the frames to the loop."""
        loop = self.loop
        if loop is None or (stream_id not in self.listening and self.bus is None):
            return
        self.announced.append((stream_id, frames_of(told)))
        if not self.waking:  # once for all streams of a commit: each waking is a call to the kernel
            self.waking = True
            loop.call_soon_threadsafe(self._take_announced)

    # --- in the loop

    def _take_announced(self) -> None:
        self.waking = False  # before looking: what is added from here on wakes again
        while self.announced:
            stream_id, frames = self.announced.popleft()
            self.arrived(stream_id, frames)
            if self.bus is not None:
                self.bus.tell(frames)

    def arrived(self, stream_id: int, frames: Iterable[Frame]) -> None:
        """Writes frames that are next in their stream; drops those already written; closes a gap from the journal first."""
        head = self.heads.get(stream_id)
        if head is None:
            return
        together: list[Frame] = []  # what one commit stored goes out in one write to each connection
        for frame in frames:
            if frame.seq <= head:
                continue
            if frame.seq != head + 1:
                self._write(stream_id, together)
                self.catch_up(stream_id)
                return
            head = self.heads[stream_id] = frame.seq
            hearing = hearing_of(frame.entry.kind)
            if hearing is Hearing.LEFT:
                # Before the frame is written: who was removed hears nothing more, not even of that.
                self._write(stream_id, together)
                together = []
                self.unsubscribe(frame.entry.data["person"], stream_id)
                if stream_id not in self.heads:
                    return  # nobody is left who listens; who comes next begins with what they read then
            together.append(frame)
            if hearing not in (None, Hearing.LEFT):
                self._write(stream_id, together)
                together = []
                self._heed(frame.entry, hearing)
        self._write(stream_id, together)

    def _write(self, stream_id: int, frames: Sequence[Frame]) -> None:
        if not frames:
            return
        self.delivered.wrote(stream_id, frames)
        wires: dict[str, bytes] = {}
        for reader in self.listening.get(stream_id, ()):
            if reader.ready:
                wire = wires.get(reader.language)
                if wire is None:
                    wire = wires[reader.language] = b"".join([frame.wire(reader.language) for frame in frames])
                reader.write(wire)

    def _heed(self, entry: Entry | RemoteEntry, hearing: Hearing | None) -> None:
        """What an entry in a person's own stream changes for their connections."""
        if hearing is Hearing.GAINED:
            self._ask_rights([reader for reader in self.listening.get(entry.stream_id, ()) if reader.home == entry.stream_id])
        elif hearing is Hearing.LOST:
            self.unsubscribe(self._owner(entry), entry.data["stream"])
        else:
            self.on_ending(entry)  # first: who reads the farewell must not be able to post any more
            for reader in list(self.listening.get(entry.stream_id, ())):
                if ends(entry, reader):
                    reader.dismiss("signed-out")

    def _owner(self, entry: Entry | RemoteEntry) -> int:
        return next((r.person for r in self.listening.get(entry.stream_id, ()) if r.home == entry.stream_id), 0)

    # --- rights

    async def hold(self, readers: Iterable[Connection]) -> None:
        """Holds connections to what their people may hear: reads it, and signs out, takes away and adds accordingly.

        While it is read, anything may happen to those rights. A connection to which something did is read once more, and so is one
        that was given a stream: the answer that counts was read after it stood there, and from then on it is told of every end.
        """
        waiting = [reader for reader in readers if not reader.closed]
        while waiting:
            before = [reader.changes for reader in waiting]
            rights = await self.run(rights_of, [reader.device for reader in waiting])
            pairs = [(reader, reader.changes == changes) for reader, changes in zip(waiting, before, strict=True)]
            waiting = [reader for reader, same in pairs if not reader.closed and not (same and self._apply(reader, rights))]

    def _apply(self, reader: Connection, rights: dict[int, dict[int, int]]) -> bool:
        """Gives whether nothing was added, so that the connection need not be asked again."""
        mine = rights.get(reader.device)
        if mine is None:
            self.on_ending(ending_of(reader))
            reader.dismiss("signed-out")
            return True
        for stream_id in reader.streams - mine.keys() - {reader.home}:
            self._take_away(reader, stream_id)
        added = [stream_id for stream_id in mine if stream_id not in reader.streams]
        for stream_id in added:
            self.subscribe(reader, stream_id, mine[stream_id])
        return not added

    def _ask_rights(self, readers: Iterable[Connection]) -> None:
        """Reads the rights of connections whose people came in somewhere: of all who are named at once together."""
        for reader in readers:
            reader.changes += 1
            self.unsure[reader] = None
        if self.unsure and not self.asking_rights:
            self.asking_rights = True
            self.start(self._hold_unsure())

    async def _hold_unsure(self) -> None:
        try:
            while some := list(self.unsure)[:RIGHTS_TOGETHER]:
                for reader in some:
                    del self.unsure[reader]
                await self.hold(some)
        finally:
            self.asking_rights = False

    def subscribe(self, reader: Connection, stream_id: int, seq: int) -> None:
        """Lets a connection hear a stream. Takes its last entry as it was just read, for a stream that nobody here listened to."""
        if reader.closed:
            return
        if stream_id not in self.heads:
            self.heads[stream_id] = seq
            self.delivered.began(stream_id, seq)
        reader.heard[stream_id] = self.heads[stream_id]
        reader.streams.add(stream_id)
        self.listening.setdefault(stream_id, set()).add(reader)

    def unsubscribe(self, person: int, stream_id: int) -> None:
        """A person hears a stream no more. Their connections that are still being prepared know by it that they read too early."""
        for reader in self.connections_by_person.get(person, ()):
            reader.changes += 1
            self._take_away(reader, stream_id)

    def _take_away(self, reader: Connection, stream_id: int) -> None:
        reader.streams.discard(stream_id)
        self.listening.get(stream_id, set()).discard(reader)
        self.forget_if_unheard(stream_id)

    def forget_if_unheard(self, stream_id: int) -> None:
        """Forgets how far a stream is, where nobody here listens to it."""
        if not self.listening.get(stream_id):
            self.listening.pop(stream_id, None)
            self.heads.pop(stream_id, None)

    def start(self, work: Any) -> None:
        """Runs a coroutine in the background, kept from being collected."""
        task = asyncio.ensure_future(work)
        self.tasks.add(task)
        task.add_done_callback(self._finished)

    def _finished(self, task: asyncio.Task[None]) -> None:
        self.tasks.discard(task)
        if not task.cancelled() and task.exception():
            log.error("the hub stumbled", exc_info=task.exception())

    def catch_up(self, stream_id: int) -> None:
        """Reads from the journal what a stream has beyond its head, once at a time for each stream."""
        if stream_id not in self.catching:
            self.catching.add(stream_id)
            self.start(self.read_on(stream_id))

    async def read_on(self, stream_id: int) -> None:
        """Reads from the journal what a stream has beyond its head, and writes it to those who listen."""
        try:
            while (head := self.heads.get(stream_id)) is not None:
                frames = await self.run(frames_since, stream_id, head)
                if not frames:
                    return
                self.arrived(stream_id, frames)
        finally:
            self.catching.discard(stream_id)

    # --- a connection's life

    def expect(self, reader: Connection) -> None:
        """Counts a connection that is about to be prepared. Whatever ends for its person from here on ends for it."""
        self.connections_by_person.setdefault(reader.person, set()).add(reader)

    async def admit(self, reader: Connection) -> None:
        """Subscribes an expected connection to what its person may hear, and reads its rights once more when it stands.

        It hears nothing yet (replay.resume). One that may hear nothing is closed, and `farewell` says why.
        """
        reader.home, streams = await self.run(subscriptions_of, reader.person)
        for stream_id, seq in streams.items():
            self.subscribe(reader, stream_id, seq)
        await self.hold([reader])

    def part(self, reader: Connection) -> None:
        """Forgets a connection."""
        for stream_id in list(reader.streams):
            self._take_away(reader, stream_id)
        home = self.connections_by_person.get(reader.person, set())
        home.discard(reader)
        if not home:
            self.connections_by_person.pop(reader.person, None)

    def vector(self, reader: Connection) -> str:
        """Gives the cursors of a connection as Last-Event-ID: "stream:seq,stream:seq"."""
        return ",".join(f"{s}:{self.heads[s]}" for s in sorted(reader.streams) if s in self.heads)

    def tell_group(self, stream_id: int, kind: str, data: dict[str, Any]) -> None:
        """Writes something that is no entry (cursors) to everyone who listens to a stream."""
        frame = event(kind, data)
        for reader in self.listening.get(stream_id, ()):
            if reader.ready:
                reader.write(frame)

    def stirred(self, people: Collection[int]) -> None:
        """Called after commit, in the committing thread: something waits for these people, or was looked at elsewhere."""
        if self.loop is not None:
            self.loop.call_soon_threadsafe(self._stirred, list(people))

    def _stirred(self, people: list[int]) -> None:
        self.tell_people(people)
        if self.bus is not None:
            self.bus.stirred(people)

    def tell_people(self, people: Collection[int]) -> None:
        """Writes to the connections of these people that they should look; what there is they ask for themselves."""
        frame = event("notices", {})
        for person in people:
            for reader in self.connections_by_person.get(person, ()):
                if reader.ready:
                    reader.write(frame)

    # --- the end

    def close(self) -> None:
        """Ends every connection; browsers come back to the next process by their cursors."""
        for readers in list(self.connections_by_person.values()):
            for reader in list(readers):
                reader.dismiss("restart")
