"""Finding messages: an index of words and of one- and two-character pieces, following what is posted.

Chinese is written without spaces, and names stand in no dictionary: pieces of one and two characters find everything, words say
which find is a true one (docs/decisions/003). The index holds terms only; words stay where they can be erased.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import prefetch_related_objects

from huiyin.db import locks
from huiyin.db.bulk import ask_rows
from huiyin.db.compiled import Compiled
from huiyin.db.lookups import IdIn
from huiyin.db.piece_index import PieceIndex
from huiyin.db.sqlite_wal import may_be_lost
from huiyin.groups.message_search import backend
from huiyin.groups.message_search.backend import CANDIDATES, TABLE
from huiyin.groups.message_search.terms import WITH_FILES, searchable
from huiyin.groups.message_search.waiting import waiting
from huiyin.groups.models import Group, Member, Message
from huiyin.language.searching import excerpt, mark, query_terms
from huiyin.language.segment import index_terms
from huiyin.people.models import Person

INDEX = PieceIndex(TABLE)
PAGE = 20
#: In one transaction, which holds SQLite's only pen for some milliseconds: once a second, where two or three would be felt by one post
#: in a hundred.
INDEXED_AT_ONCE = 250
SPREAD_SECONDS = 0.4


@dataclass(frozen=True, slots=True)
class Hit:
    """A message found, with the part of its words around the find: [(text, does it match)]."""

    message: Message
    pieces: list[tuple[str, bool]]


class Searched(NamedTuple):
    """A group to look in, with what a list of hundreds shows of it."""

    pk: int
    name: str
    kind: str

    def get_kind_display(self) -> str:
        """The kind's word in the active language."""
        return str(Group.Kind(self.kind).label)


@dataclass(frozen=True, slots=True)
class SearchPage:
    """One page of finds. `more_than`: there are more than the newest 1,000 that were looked through. `growing`: older ones are not in the
    index yet, and are not found."""

    hits: list[Hit]
    total: int
    page: int
    pages: int
    more_than: bool = False
    growing: bool = False


def search_messages(
    person: Person,
    text: str,
    group: int | None = None,
    author: int | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
    kind: str | None = None,
    order: str = "best",
    page: int = 1,
    within: Sequence[int] | None = None,
) -> SearchPage:
    """Finds messages in the groups that the person is in now.

    Takes words (all must occur), a group's and an author's id, a period [since, until), a kind of message, the order ("best":
    whole words first, then newest; "newest"), and the page; `within` are the person's groups, where they were asked for already. Without
    words the filters alone list what there is. What is not indexed yet is read itself, the newest of it; nothing is indexed here.
    """
    groups = _mine(person.pk) if within is None else list(within)
    if group is not None:
        groups = [g for g in groups if g == group]
    query = query_terms(text)
    asked = {"author_id": author, "at__gte": since, "at__lt": until, "kind": kind}
    asked = {name: value for name, value in asked.items() if value}
    if not groups or not (query or asked):
        return SearchPage([], 0, 1, 1)
    growing = False
    if query:
        new, looked_through = waiting(query, groups, asked), backend.newest(query, groups, asked)
        times, more_than, growing = {**looked_through.times, **new.times}, looked_through.more_than, new.growing
        whole = new.whole | (backend.with_whole_words(query, groups, times) if times and order != "newest" else set())
        ranked = sorted(times, key=lambda pk: (pk in whole, times[pk], pk), reverse=True)
    else:
        ranked = backend.listed(groups, asked)
        more_than = len(ranked) >= CANDIDATES
    pages = max(1, -(-len(ranked) // PAGE))
    page = min(max(1, page), pages)
    wanted = ranked[(page - 1) * PAGE : page * PAGE]
    messages = _read(wanted)
    hits = [Hit(messages[pk], mark(excerpt(searchable(messages[pk]), query), query)) for pk in wanted if pk in messages]
    return SearchPage(hits, len(ranked), page, pages, more_than, growing)


def _read(wanted: Sequence[int]) -> dict[int, Message]:
    if not wanted:
        return {}
    # As many numbers as a page has, whatever was found: one question, worked out once.
    filled = [*wanted, *[wanted[0]] * (PAGE - len(wanted))]
    messages = {m.pk: m for m in _of_these(*filled)}
    prefetch_related_objects([m for m in messages.values() if m.kind in WITH_FILES], "files__upload")
    return messages


_mine = Compiled[int](lambda person: Member.objects.filter(person=person, left_at=None).values_list("group_id", flat=True))
_of_these = Compiled[Message](lambda *pks: Message.objects.select_related("group", "author").filter(pk__in=pks))
_to_search = Compiled[tuple[int, str, str]](
    lambda person: Group.objects.filter(members__person=person, members__left_at=None).order_by("name").values_list("pk", "name", "kind")
)


def index_pending(limit: int = 1000, patient: bool = False) -> int:
    """Indexes messages posted since; gives how many. Runs beside posting (`patient`: after those who post)."""
    count = 0
    while count < limit:
        waiting = ask_rows(Message, "NOT indexed ORDER BY id LIMIT %s", [INDEXED_AT_ONCE])()
        if not waiting:
            break
        prefetch_related_objects([m for m in waiting if m.kind in WITH_FILES], "files__upload")
        # Words are found before the transaction begins: SQLite has one writer, and people who post are waiting for it.
        rows = {}
        # A few at a time: two hundred in one go had held up every post of a twentieth of a second. Not where more wait than are said.
        pause = SPREAD_SECONDS / len(waiting) if patient and len(waiting) < INDEXED_AT_ONCE else 0.0
        for message in waiting:
            rows[message.pk] = _row(message)
            if pause:
                time.sleep(pause)
        for give_way in locks.yield_hooks if patient else ():
            give_way()
        with locks.write_lock(), may_be_lost(), transaction.atomic():
            # Once more, now that nobody else can: what was erased meanwhile, or indexed by another process, is left alone.
            still = locks.locked_if_free(Message.objects.filter(IdIn("id", list(rows)), indexed=False))
            pks = list(still.order_by("pk").values_list("pk", flat=True))
            INDEX.put([rows[pk] for pk in pks])
            if pks:
                Message.objects.filter(IdIn("id", pks)).update(indexed=True)
        count += len(pks)
        if not pks or len(waiting) < INDEXED_AT_ONCE:
            break
    return count


def index_all(progress: Callable[[int, int], None]) -> None:
    """Indexes whatever is not indexed; takes a function that is told how many are done of how many."""
    total, done = Message.objects.filter(indexed=False).count(), 0
    while found := index_pending():
        done += found
        progress(min(done, total), total)


def waits_for_the_index(message: Message) -> None:
    """Notes on a message's row, which the caller stores, that its words are in no index yet."""
    message.indexed = False


def forget(message: Message) -> None:
    """Takes a message out of the index; called before its words are erased."""
    if not message.indexed:
        return
    INDEX.take_out(_row(message))


def _row(message: Message) -> list[Any]:
    """A message's row in the index."""
    words, pieces = index_terms(searchable(message))
    return INDEX.row(message.pk, message.at, message.group_id, words, pieces)


def groups_to_search(person: Person) -> list[Searched]:
    """Gives the groups a person may search, by name."""
    return [Searched(*row) for row in _to_search(person.pk)]
