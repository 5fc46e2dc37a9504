"""Posting. The lean path posts many drafts in one transaction; a plain form posts one: the same action."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from huiyin.core.errors import Invalid, KeyUsed, NotAllowed, NotThere, Refused
from huiyin.db.bulk import give_keys, insert_rows, made
from huiyin.db.which import one_writer
from huiyin.groups import quiet
from huiyin.groups.actions import posting_sql
from huiyin.groups.actions.content import BROUGHT_TEXT_LIMIT, TEXT_LIMIT, URGENT_LIMIT, place_in
from huiyin.groups.actions.drafts import Draft, Place, Posted, kind_of, place_of
from huiyin.groups.actions.mentioning import Mentioned, resolve_mentions
from huiyin.groups.actions.posting_checks import check_urgent, count_mentions, uploads_of, why_not, words_of
from huiyin.groups.actions.repeated import is_same
from huiyin.groups.actions.writer_cache import WriterCache
from huiyin.groups.extension_points import ANSWERABLE, HEAR_ANSWERS
from huiyin.groups.models import Group, Member, Mention, Message, MessageFile
from huiyin.groups.rules import may_post
from huiyin.groups.sealing import sealed_body
from huiyin.journal import chain
from huiyin.journal.models import Entry, Stream
from huiyin.journal.recording import PendingEntry, record_in
from huiyin.media.actions import claim
from huiyin.media.models import Upload
from huiyin.media.names import clean_line
from huiyin.people.models import Person


@dataclass(slots=True)
class _Ready:
    draft: Draft
    message: Message
    uploads: list[Upload]
    mentioned: list[Mentioned]
    place_in_batch: int


def post_message(group: Group | int, author: Person | int, text: str = "", **more: Any) -> Message:
    """Posts one message. Takes the group, the author, words and the other fields of `Draft`. Gives the message; raises as `post_once`."""
    return post_once(group, author, text, **more).message


def post_once(group: Group | int, author: Person | int, text: str = "", **more: Any) -> Posted:
    """Posts one message, and says whether it was stored before. Takes what `post_message` takes.

    The same key from the same author in the same group gives the message stored before. Raises Refused with words when it cannot be
    posted: KeyUsed where the key came with another message.
    """
    draft = Draft(_id(group), _id(author), text, **more)
    result = post_messages([draft])[0]
    if isinstance(result, Refused):
        raise result
    return result


def post_messages(drafts: Sequence[Draft], known: WriterCache | None = None) -> list[Posted | Refused]:
    """Posts drafts of any groups and authors in one transaction; each is stored or refused by itself.

    Gives, in order, what became of each. Streams are locked in the order of their ids, so two batches never wait for each other.
    `known` is for who does nothing else with its connection: it is told to forget where the transaction does not come to its end.
    """
    with transaction.atomic(savepoint=False):
        batch = _Batch(drafts, known)
        for place, draft in enumerate(drafts):
            batch.consider(place, draft)
        batch.store()
    return batch.results  # type: ignore[return-value]


@dataclass(slots=True)
class _Batch:
    drafts: Sequence[Draft]
    known: WriterCache | None = None
    results: list[Posted | Refused | None] = field(init=False)
    found: posting_sql.Found = field(init=False)
    streams: dict[int, Stream] = field(init=False)
    groups: dict[int, Group] = field(init=False)
    members: dict[tuple[int, int], Member] = field(init=False)
    before: dict[Place, Message] = field(init=False)
    ready: dict[int, list[_Ready]] = field(init=False)
    places: dict[Place, int] = field(init=False)  # the same key twice in one batch
    labels: dict[int, dict[str, Mentioned]] = field(init=False)  # whom an @ may mean, by group
    answered: dict[tuple[int, int], Message] = field(init=False)  # what is answered, by group and number
    last_entry: int = 0

    def __post_init__(self) -> None:
        self.results = [None] * len(self.drafts)
        self.ready, self.places, self.labels = {}, {}, {}
        places, keys = sorted({(d.group, d.author) for d in self.drafts}), [place_of(d) for d in self.drafts if d.key]
        self.found = posting_sql.find(places, keys, len(self.drafts), self.known)
        self.streams, self.groups, self.members, self.before = (
            self.found.streams, self.found.groups, self.found.members, self.found.before,
        )  # fmt: skip
        self.answered = posting_sql.numbered([(d.group, d.reply_to) for d in self.drafts if d.reply_to is not None])

    def consider(self, place: int, draft: Draft) -> None:
        """Checks the rule and the words of one draft; what is refused here leaves no trace."""
        if draft.key and (first := self.before.get(place_of(draft))):
            self.results[place] = _again(draft, first)
            return
        if draft.key and place_of(draft) in self.places:
            return  # answered when its twin is stored
        try:
            self._prepare(place, draft)
        except Refused as refusal:
            self.results[place] = refusal
            return
        if draft.key:
            self.places[place_of(draft)] = place

    def _prepare(self, place: int, draft: Draft) -> None:
        group, member = self.groups.get(draft.group), self.members.get((draft.group, draft.author))
        if group is None or member is None or not member.person.is_active:
            raise NotThere
        if not may_post(member, group):
            raise NotAllowed(why_not(member, group))
        text = words_of(draft.text, BROUGHT_TEXT_LIMIT if draft.at else TEXT_LIMIT)
        uploads = uploads_of(draft)
        if not text and not uploads and not draft.place:
            raise Invalid(_("There is nothing to send yet."), field="text")
        if draft.urgent_reason and not draft.at:  # of a history it is told, not asked
            beside = sum(i.draft.author == draft.author and bool(i.draft.urgent_reason) for ready in self.ready.values() for i in ready)
            check_urgent(member, draft, beside)
        mentioned = resolve_mentions(member, group, text, draft.mentions, self.labels)
        if mentioned and not draft.at:
            count_mentions(draft.author, mentioned)
        extra: dict[str, Any] = {}
        if mentioned:
            extra["mentions"] = [m.as_json() for m in mentioned]
        if draft.place:
            extra["place"] = place_in(draft.place)
        if draft.forwarded:
            extra["forwarded"] = draft.forwarded
        if draft.bears:
            extra |= draft.bears
        if draft.robot:
            extra["robot"] = draft.robot
        message = _new_message(group, member.person, draft, text, kind_of(draft, text, uploads), extra)
        if draft.reply_to is not None:
            message.reply_to = self.answered.get((group.pk, draft.reply_to))
            if message.reply_to is None:
                raise Invalid(_("The message you are answering is not here."), field="reply_to")
        self.ready.setdefault(group.pk, []).append(_Ready(draft, message, uploads, mentioned, place))

    def store(self) -> None:
        """Writes everything that was not refused: messages, entries, files, mentions, the group's head, the authors' cursors."""
        # A statement for all groups together, never one for each: in a busy minute every message is of another group.
        everything = [item for ready in self.ready.values() for item in ready]
        for group_id, ready in self.ready.items():
            group, stream = self.groups[group_id], self.streams[self.groups[group_id].stream_id]
            for count, item in enumerate(ready, start=1):
                item.message.n, item.message.seq = group.last_n + count, stream.seq + count
        self._write(everything)
        if self.known is not None:
            self._keep(self.known, everything)
        for item in everything:
            self.results[item.place_in_batch] = Posted(item.message)
        quiet.notice([item.message for item in everything if item.draft.at is None])
        for place, draft in enumerate(self.drafts):
            if self.results[place] is None:
                first = self.results[self.places[place_of(draft)]]
                self.results[place] = _again(draft, first.message) if isinstance(first, Posted) else first

    def _keep(self, known: WriterCache, everything: list[_Ready]) -> None:
        """What this batch knows serves the next one; but not where more happened than was said: others may have answered with more."""
        if any(item.uploads or item.mentioned or item.message.extra or item.message.reply_to_id for item in everything):
            known.forget()
        elif everything:
            found, last = self.found, everything[-1].message
            known.learn(self.groups.values(), self.streams, self.members, found.versions)
            if one_writer():
                known.last_keys = (last.pk, self.last_entry)

    def _write(self, everything: list[_Ready]) -> None:
        messages = [item.message for item in everything]
        give_keys(messages, self.found.message_keys)
        if bearing := [item for item in everything if item.uploads or item.mentioned]:
            insert_rows(messages)
            _store_files_and_mentions(bearing)
        for group_id, ready in self.ready.items():
            group, last = self.groups[group_id], ready[-1].message
            group.last_n, group.last_message_id, group.last_at = last.n, last.pk, max(last.at, group.last_at)

        def beside() -> None:
            if not bearing:
                insert_rows(messages)
            posting_sql.move_heads([self.groups[group_id] for group_id in self.ready])
            # Who speaks has read what stood above: one row for each author, not for each message. A program has read nothing.
            posting_sql.move_cursors([(i.message.group_id, i.message.author_id, i.message.n) for i in everything if not i.draft.robot])

        entries = record_in(
            [(self.streams[self.groups[g].stream_id], [_happening(i) for i in ready]) for g, ready in self.ready.items()],
            self.found.entry_keys, beside,
        )  # fmt: skip
        self.last_entry = entries[-1].pk if entries else 0
        # A history that is brought in answers nobody today.
        if replies := [i.message for i in everything if i.message.reply_to is not None and i.draft.at is None]:
            self._tell_of_answers(replies, entries)

    def _tell_of_answers(self, replies: list[Message], entries: Sequence[Entry]) -> None:
        for message in replies:
            for app in ANSWERABLE:
                if message.reply_to is not None and app.name in message.reply_to.extra:
                    app.take(message, message.reply_to.extra[app.name]["id"])
        places = {(entry.stream_id, entry.seq): entry for entry in entries}
        pairs = [(message, places[self.groups[message.group_id].stream_id, message.seq]) for message in replies]
        for one in HEAR_ANSWERS:
            one.hear(pairs)


def _again(draft: Draft, first: Message) -> Posted | Refused:
    return Posted(first, again=True) if is_same(draft, first) else KeyUsed(field="key")


def _new_message(group: Group, author: Person, draft: Draft, text: str, kind: str, extra: dict[str, Any]) -> Message:
    # By position, in the order of the model's fields.
    columns: list[Any] = [
        None, group.pk, 0, 0, author.pk, draft.at or timezone.now(), kind, text, chain.new_salt(), extra, None,
        clean_line(draft.urgent_reason, URGENT_LIMIT), draft.key[:40], None, None, None, None, None, False,
    ]  # fmt: skip
    return made(Message, columns, group=group, author=author)


def _store_files_and_mentions(ready: Sequence[_Ready]) -> None:
    files = [
        MessageFile(message=item.message, group_id=item.message.group_id, upload=upload, order=order)
        for item in ready for order, upload in enumerate(item.uploads)
    ]  # fmt: skip
    if files:
        MessageFile.objects.bulk_create(files)
        claim([f.upload for f in files], timezone.now())
    mentions = [
        Mention(message=item.message, person_id=person, group_id=item.message.group_id, n=item.message.n)
        for item in ready for person in sorted({p for m in item.mentioned for p in m.people})
    ]  # fmt: skip
    if mentions:
        Mention.objects.bulk_create(mentions)


def _happening(item: _Ready) -> PendingEntry:
    message = item.message
    return PendingEntry(
        "message.posted", message.author_id, {"message": message.pk, "n": message.n}, message.at,
        sealed_digest=chain.digest(message.salt, sealed_body(message, [u.digest for u in item.uploads])), about=message,
    )  # fmt: skip


def mark_read(group: Group | int, person: Person | int, n: int) -> None:
    """Moves a member's cursor forward to message number n; never back, never beyond the last message."""
    mark_many_read([(_id(group), _id(person), n)])


def mark_many_read(marks: Sequence[tuple[int, int, int]]) -> None:
    """Moves several cursors in one transaction. Takes (group id, person id, message number)."""
    with transaction.atomic():
        posting_sql.move_cursors(marks)


def _id(thing: Group | Person | int) -> int:
    return thing if isinstance(thing, int) else thing.pk
