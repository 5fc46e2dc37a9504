"""Makes the city: one process invents, another writes. Begun again from the start when it was interrupted."""

from __future__ import annotations

import json
import multiprocessing
import os
import random
import sys
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

from bench.size_city import A_UNIT, BEGINS, City, a_city, stamp
from bench.size_loading import IntoPostgreSQL, IntoSQLite, Loading, Row
from bench.size_talk import ENTRY, FILE, MENTION, MESSAGE, SEALED, UPLOAD, Talk
from bench.size_words import TITLES

PERSON = ("id", "name", "name_keys", "phone", "kind", "home_id", "about", "language", "text_size", "theme", "is_minor", "created_at")
UNIT = ("id", "name", "short_name", "kind", "parent_id", "code", '"order"', "hours")
POST = ("id", "unit_id", "title", "reports_to_id", '"order"')
HOLDING = ("id", "post_id", "person_id", "acting", "since")
GROUP = ("id", "name", "kind", "about", "made_at", "quiet", "last_n", "last_at", "last_message_id", "made_by_id", "stream_id")
MEMBER = ("id", "group_id", "person_id", "role", "silenced", "muted", "read_n", "joined_n", "joined_at", "met", "brought")
STREAM = ("id", "key", "seq", "head")
TABLES = {
    "entry": ("journal_entry", ENTRY), "sealed": ("journal_sealed", SEALED), "upload": ("media_upload", UPLOAD),
    "message": ("groups_message", MESSAGE), "mention": ("groups_mention", MENTION),
    "file": ("groups_messagefile", tuple('"order"' if c == "order" else c for c in FILE)),
}  # fmt: skip
Piece = tuple[str, tuple[str, ...], list[Row]]  # table ("words" for the index), columns, rows


def make(size: dict[str, int], database: Path | str) -> float:
    """Fills an empty, migrated database. Takes {"people", "groups", "messages", "seed"} and SQLite's file or PostgreSQL's address.

    Gives the seconds it took.
    """
    began = time.monotonic()

    def say(words: str) -> None:
        print(f"{time.monotonic() - began:6.0f} s  {words}", file=sys.stderr, flush=True)

    into: Loading = IntoSQLite(database) if isinstance(database, Path) else IntoPostgreSQL(database)
    context = multiprocessing.get_context("fork")
    queue: Any = context.Queue(maxsize=4)
    inventor = context.Process(target=_invent, args=(size, queue), daemon=True)
    inventor.start()
    done = 0
    while (piece := queue.get()) is not None:
        table, columns, rows = piece
        if not rows:
            continue
        if table == "words":
            into.words(rows)
            done += len(rows)
            if done % 100_000 == 0:
                say(f"{done:,} of {size['messages']:,} messages")
        else:
            into.put(table, columns, rows)
    inventor.join()
    if inventor.exitcode:
        raise SystemExit("the city could not be invented; see above")
    say("all rows are in; indexes")
    into.finish(say)
    say("done")
    return time.monotonic() - began


def _invent(size: dict[str, int], queue: Any) -> None:
    try:
        for piece in _pieces(size):
            queue.put(piece)
    finally:
        queue.put(None)
        queue.close()
        queue.join_thread()


def _pieces(size: dict[str, int]) -> Iterator[Piece]:
    city = a_city(size["people"], size["groups"], size["seed"])
    talk = Talk(city, size["messages"], size["seed"])
    yield from _organisation(city)
    for batches in (talk.founding(), talk.year()):
        for batch in batches:
            for name, (table, columns) in TABLES.items():
                yield table, columns, getattr(batch, name)
            yield "words", (), batch.words
    yield from _endings(talk, random.Random(size["seed"] + 2))


def _organisation(city: City) -> Iterator[Piece]:
    from huiyin.language.names import pinyin_keys

    yield "people_unit", UNIT, [(pk, name, "", kind, above, "", pk, "{}") for pk, name, kind, above in city.units]
    made = stamp(BEGINS - timedelta(days=30))
    people: list[Row] = []
    for pk in range(1, city.people + 1):
        official, name = pk <= city.officials, city.names[pk]
        home = None if official else 1 + pk % len(city.units)
        kind = "official" if official else "resident"
        people.append((pk, name, pinyin_keys(name), f"+86190{pk:08d}", kind, home, "", "zh-hans", "normal", "auto", 0, made))
    yield "people_person", PERSON, people
    above = {pk: parent for pk, _name, _kind, parent in city.units}
    posts: list[Row] = []
    for pk in range(1, city.officials + 1):
        # Officials are numbered across the units, so that those with many groups are not all in one.
        unit, place = 1 + (pk - 1) % len(city.units), (pk - 1) // len(city.units)
        if place == 0:
            boss = above[unit]
        else:
            boss = unit
        title = TITLES[place] if place < A_UNIT else f"科员{place}"
        posts.append((pk, unit, title, boss, place))
    yield "people_post", POST, posts
    yield "people_holding", HOLDING, [(pk, pk, pk, 0, "2024-03-01") for pk in range(1, city.officials + 1)]


def _endings(talk: Talk, chance: random.Random) -> Iterator[Piece]:
    """Groups, members with how far they have read, streams: known when all is said."""
    opened = stamp(BEGINS - timedelta(days=20))
    lines = [talk.organisation, *(state.line for state in talk.states)]
    yield "journal_stream", STREAM, [(line.pk, line.key, line.seq, line.head) for line in lines]
    groups = [
        (s.place.pk, s.place.name, s.place.kind, "", opened, 1, s.n, stamp(s.last_at), s.last, s.place.members[0], s.line.pk)
        for s in talk.states
    ]
    yield "groups_group", GROUP, groups
    pk, rows = 0, []
    for state in talk.states:
        for place, person in enumerate(state.place.members):
            pk += 1
            role = "owner" if place == 0 else "manager" if place < 3 else "member"
            read = max(_read(chance, state.n), state.spoke.get(person, 0))
            rows.append((pk, state.place.pk, person, role, 0, int(chance.random() < 0.15), read, 0, opened, "", 0))
        if len(rows) > 50_000:
            yield "groups_member", MEMBER, rows
            rows = []
    yield "groups_member", MEMBER, rows


def _read(chance: random.Random, last: int) -> int:
    """How far somebody has read: half to the end, most to today or this week, one in eight long since no more."""
    dice = chance.random()
    if dice < 0.5:
        return last
    if dice < 0.87:
        return max(0, last - int(chance.expovariate(1 / 12)))
    return int(last * chance.random())


def on_disk(path: Path) -> int:
    """Gives the bytes of a file, or of all files below a directory."""
    if path.is_file():
        return path.stat().st_size
    return sum(f.stat().st_size for f in path.rglob("*") if f.is_file())


def made_before(mark: Path, size: dict[str, int]) -> dict[str, Any] | None:
    """Gives what was noted when this very city was made here, or None."""
    if not mark.exists():
        return None
    noted: dict[str, Any] = json.loads(mark.read_text())
    return noted if noted["size"] == size else None


def note(mark: Path, size: dict[str, int], seconds: float) -> dict[str, Any]:
    """Notes that the city is complete."""
    noted = {"size": size, "seconds": round(seconds), "cores": os.cpu_count()}
    mark.write_text(json.dumps(noted))
    return noted
