"""A year of talk: who says what where and when, as rows for the tables; each group's entries chained as the journal chains them."""

from __future__ import annotations

import hashlib
import json
import random
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import accumulate
from typing import Any

from bench.size_city import BEGINS, DAYS, HOURS, ZONE_HOURS, City, Place, a_day, stamp
from bench.size_words import SHORT, Sentence, sentence, sentences
from huiyin.journal import chain

MESSAGE = (
    "id", "n", "seq", "at", "kind", "text", "salt", "extra", "urgent_reason", "key", "indexed", "author_id", "group_id", "reply_to_id",
)  # fmt: skip
ENTRY = ("id", "seq", "kind", "at", "data", "sealed_digest", "hash", "by_id", "stream_id")
SEALED = ("entry_id", "salt", "body")
UPLOAD = (
    "id", "key", "owner_id", "kind", "name", "size", "content_type", "width", "height", "digest", "poster", "created_at", "claimed_at",
    "taken_assumed",
)  # fmt: skip
FILE = ("id", '"order"', "group_id", "message_id", "upload_id")
MENTION = ("id", "n", "group_id", "message_id", "person_id")
BATCH = 20_000


@dataclass(slots=True)
class Batch:
    """Rows of some thousand messages, by table, with the words of the index."""

    message: list[tuple] = field(default_factory=list)
    entry: list[tuple] = field(default_factory=list)
    sealed: list[tuple] = field(default_factory=list)
    upload: list[tuple] = field(default_factory=list)
    file: list[tuple] = field(default_factory=list)
    mention: list[tuple] = field(default_factory=list)
    words: list[tuple[int, str, int, str, str]] = field(default_factory=list)


@dataclass(slots=True)
class Line:
    """Where a stream stands."""

    pk: int
    key: str
    seq: int = 0
    head: str = chain.START


@dataclass(slots=True)
class State:
    """Where a group stands: its stream, its last message, what was said just now (for answers)."""

    place: Place
    line: Line
    n: int = 0
    last: int | None = None
    last_at: datetime = BEGINS
    recent: deque[tuple[int, int]] = field(default_factory=lambda: deque(maxlen=8))
    spoke: dict[int, int] = field(default_factory=dict)  # by person, the number of their last message


class Talk:
    """Makes the rows, in the order of time. `states` and `organisation` hold where everything ended."""

    def __init__(self, city: City, messages: int, seed: int) -> None:
        self.city, self.messages, self.chance = city, messages, random.Random(seed + 1)
        self.organisation = Line(1, "organisation")
        self.states = [State(place, Line(place.pk + 1, f"group:{place.pk}")) for place in city.places]
        self.long = sentences(self.chance, max(2000, min(60_000, messages // 20)))
        self.short = [sentence(text) for text in SHORT]
        self.named: dict[str, Sentence] = {}
        self.entries = self.uploads = self.files = self.mentions = self.said = 0

    def founding(self) -> Iterator[Batch]:
        """The entries before the first word: people added, groups opened, members added."""
        batch = Batch()
        for pk in range(1, self.city.people + 1):
            kind = "official" if pk <= self.city.officials else "resident"
            self._entry(batch, self.organisation, "person.added", BEGINS - timedelta(days=30), None, {"person": pk, "kind": kind})
            if len(batch.entry) >= BATCH:
                yield batch
                batch = Batch()
        for state in self.states:
            owner, pk = state.place.members[0], state.place.pk
            salt, body = self._salt(), {"name": state.place.name, "about": ""}
            at = BEGINS - timedelta(days=20)
            self._entry(batch, state.line, "group.opened", at, owner, {"group": pk}, chain.digest(salt, body))
            batch.sealed.append((self.entries, salt, json.dumps(body, ensure_ascii=False)))
            for person in state.place.members:
                self._entry(batch, state.line, "member.added", at, owner, {"group": pk, "person": person})
            if len(batch.entry) >= BATCH:
                yield batch
                batch = Batch()
        yield batch

    def year(self) -> Iterator[Batch]:
        """The messages. Talk comes in bursts: one speaks, and others answer within minutes."""
        weights = list(accumulate(state.place.weight for state in self.states))
        days = [a_day(self.chance, day) for day in range(DAYS)]
        hours = list(accumulate(HOURS))
        done, owed, total = 0, 0.0, sum(days)
        batch = Batch()
        for day, weight in enumerate(days):
            owed += self.messages * weight / total
            count = (self.messages if day == DAYS - 1 else int(owed)) - done
            done += count
            for at, state in self._moments(day, count, weights, hours):
                self._say(batch, state, at)
                if len(batch.message) >= BATCH:
                    yield batch
                    batch = Batch()
        yield batch

    def _moments(self, day: int, count: int, weights: list[float], hours: list[int]) -> list[tuple[datetime, State]]:
        chance, found = self.chance, []
        midnight = BEGINS + timedelta(days=day, hours=-ZONE_HOURS)
        while len(found) < count:
            state = chance.choices(self.states, cum_weights=weights)[0]
            second = chance.choices(range(24), cum_weights=hours)[0] * 3600 + chance.random() * 3600
            for _ in range(min(count - len(found), 1 + int(chance.expovariate(0.4)))):
                found.append((second, len(found), state))
                second += 5 + chance.expovariate(1 / 60)
        found.sort()
        return [(midnight + timedelta(microseconds=int(second * 1e6)), state) for second, _n, state in found]

    def _say(self, batch: Batch, state: State, at: datetime) -> None:
        chance, place = self.chance, state.place
        # Few say much and many say little; in notice groups only the owner and two more.
        speakers = min(3, len(place.members)) if place.kind == "notice" else len(place.members)
        author = place.members[int(speakers * chance.random() ** 2.5)]
        self.said += 1
        state.n += 1
        pk, kind, extra, reply = self.said, "text", {}, None
        said, digests = self._words(), []
        text, words, grams = "".join(s.text for s in said), [s.words for s in said], [s.grams for s in said]
        dice = chance.random()
        if dice < 0.05:
            kind, digests = "photo", self._photos(batch, pk, place.pk, author, at)
            if dice < 0.03:
                text, words, grams = "", [], []
        elif dice < 0.13:
            person = place.members[int(len(place.members) * chance.random())]
            name = self.city.names[person]
            text, extra = f"@{name} {text}", {"mentions": [{"label": name, "people": [person]}]}
            known = self.named.get(name) or self.named.setdefault(name, sentence(name))
            words, grams = [known.words, *words], [known.grams, *grams]
            self.mentions += 1
            batch.mention.append((self.mentions, state.n, place.pk, pk, person))
        if dice > 0.85 and state.recent:
            reply = chance.choice(state.recent)[0]
        salt = self._salt()
        body = {"text": text, "extra": extra, "reply_to": reply, "urgent": "", "files": digests}
        self._entry(batch, state.line, "message.posted", at, author, {"message": pk, "n": state.n}, chain.digest(salt, body))
        batch.message.append(
            (
                pk, state.n, state.line.seq, stamp(at), kind, text, salt, json.dumps(extra, ensure_ascii=False), "", f"{pk:x}", 1, author,
                place.pk, reply,
            )
        )  # fmt: skip
        batch.words.append((pk, stamp(at), place.pk, " ".join(words), " ".join(grams)))
        state.last, state.last_at = pk, at
        state.recent.append((pk, state.n))
        state.spoke[author] = state.n

    def _words(self) -> list[Sentence]:
        chance = self.chance
        dice = chance.random()
        if dice < 0.3:
            return [chance.choice(self.short)]
        if dice < 0.36:  # a number of its own: words that occur once in five million messages
            return [chance.choice(self.long), sentence(f"编号{chance.randrange(10**9)}。")]
        return [self.long[int(len(self.long) * chance.random() ** 1.5)] for _ in range(1 if dice < 0.8 else 2 if dice < 0.96 else 5)]

    def _photos(self, batch: Batch, message: int, group: int, author: int, at: datetime) -> list[str]:
        digests = []
        for order in range(self.chance.choice((1, 1, 2, 3))):
            self.uploads += 1
            self.files += 1
            digests.append(hashlib.sha256(b"%d" % self.uploads).hexdigest())
            key, when = f"size{self.uploads:018d}", stamp(at)
            batch.upload.append((self.uploads, key, author, "photo", "", 240_000, "image/jpeg", 1600, 1200, digests[-1], 0, when, when, 0))
            batch.file.append((self.files, order, group, message, self.uploads))
        return digests

    def _salt(self) -> str:
        return f"{self.chance.getrandbits(128):032x}"

    def _entry(self, batch: Batch, line: Line, kind: str, at: datetime, by: int | None, data: dict[str, Any], sealed: str = "") -> None:
        self.entries += 1
        line.seq += 1
        # What both databases keep of a moment is whole microseconds, and `stamp` leaves none at nought.
        at = at if at.microsecond else at.replace(microsecond=1)
        line.head = chain.link(line.head, seq=line.seq, kind=kind, at=at, by=by, data=data, sealed=sealed)
        batch.entry.append((self.entries, line.seq, kind, stamp(at), json.dumps(data), sealed, line.head, by, line.pk))
