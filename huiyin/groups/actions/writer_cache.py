"""What the writer knows from the batch before: groups, members and authors, kept only while it is proved that nobody changed them.

Reading them anew took more than storing the message. The proof lies in the database, under the lock, never in a clock:

- SQLite counts the commits of all *other* connections, of whatever process (PRAGMA data_version). One more, and all is forgotten.
- On PostgreSQL whoever changes a group or a membership records it in the group's stream, under its lock: while the stream's last
  entry is the one that was stored here, they are as they were. Of authors the row's version (xmin) is asked each time.

Only for a connection that does nothing but post and move cursors; whatever else happens in a batch (`forget`), all is forgotten.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from huiyin.db.statements import database
from huiyin.db.which import one_writer
from huiyin.db.writer_connection import commits_elsewhere, keep_plans
from huiyin.groups.models import Group, Member
from huiyin.journal.models import Stream
from huiyin.people.models import Person

MOST_MEMBERS = 20_000
MOST_SPEAKERS = 100  # of a group


@dataclass(slots=True)
class WriterCache:
    """Of one writer. What it gives is changed in place by the batch that uses it: call `forget` where that was not committed."""

    connection: Any = None
    version: int = -1
    groups: dict[int, tuple[Group, Stream]] = field(default_factory=dict)
    members: dict[tuple[int, int], Member] = field(default_factory=dict)
    people: dict[int, tuple[str, Person]] = field(default_factory=dict)  # with the version of the row, on PostgreSQL
    spoke: dict[int, set[int]] = field(default_factory=dict)  # who spoke in a group of late: read again together, once all is forgotten
    last_keys: tuple[int, int] | None = None  # of messages and entries, where this is the only one to give them

    def forget(self) -> None:
        """Forgets everything."""
        self.groups.clear()
        self.members.clear()
        self.people.clear()
        self.last_keys = None

    def look(self) -> None:
        """Forgets everything where the connection is another one; on SQLite also unless nothing was committed elsewhere. Within the
        transaction, which has SQLite's only pen."""
        driver, version = database().connection, self.version
        if one_writer():
            version = commits_elsewhere()
        elif driver is not self.connection:
            keep_plans()
        if driver is not self.connection or version != self.version:
            self.forget()
            self.connection, self.version = driver, version

    def holds(self, pairs: Iterable[tuple[int, int]]) -> bool:
        """Whether all these members (group, person) are known."""
        return all(pair in self.members for pair in pairs)

    def learn(
        self, groups: Iterable[Group], streams: dict[int, Stream], members: dict[tuple[int, int], Member], versions: dict[int, str]
    ) -> None:
        """Keeps what was read and has just been stored. Takes also the versions of the persons' rows, on PostgreSQL."""
        if len(self.members) + len(members) > MOST_MEMBERS:
            self.forget()
        for group in groups:
            self.groups[group.pk] = (group, streams[group.stream_id])
        self.members.update(members)
        for group_id, person_id in members:
            spoke = self.spoke.setdefault(group_id, set())
            if len(spoke) < MOST_SPEAKERS:
                spoke.add(person_id)
        if len(self.spoke) > MOST_MEMBERS // MOST_SPEAKERS:
            self.spoke.clear()
        for member in members.values():
            self.people[member.person_id] = (versions.get(member.person_id, ""), member.person)
