"""Posting. The lean path posts many drafts in one transaction; a plain form posts one: the same action."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import DEFAULT_DB_ALIAS, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from huiyin.core.errors import Invalid, KeyUsed, NotAllowed, NotThere, Refused
from huiyin.db.bulk import as_document, as_stored, give_keys_to, insert_rows, inserter, made, next_keys, update_rows
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
from huiyin.groups.sealing import sealed_spelled
from huiyin.journal import chain
from huiyin.journal.models import Entry
from huiyin.journal.recording import PendingEntry, record_in, unanswered
from huiyin.media.actions import claim
from huiyin.media.models import Upload
from huiyin.media.names import clean_line
from huiyin.people.models import Person

# In the order of the model's fields; what is not named holds nothing in a new message.
_COLUMNS = (
    "id", "group_id", "n", "seq", "author_id", "at", "kind", "text", "salt", "extra", "reply_to_id", "urgent_reason", "key",
)  # fmt: skip
_SAME = (("indexed", False),)


@dataclass(slots=True)
class _Accepted:
    """A draft that will be stored, and the message it becomes."""

    place_in_batch: int
    draft: Draft
    group: Group
    member: Member
    uploads: list[Upload]
    mentioned: list[Mentioned]
    message: Message = field(init=False)


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


def post_messages(
    drafts: Sequence[Draft], known: WriterCache | None = None, marks: Sequence[tuple[int, int, int]] = ()
) -> list[Posted | Refused]:
    """Posts drafts of any groups and authors in one transaction; each is stored or refused by itself.

    Gives, in order, what became of each. Streams are locked in the order of their ids, so two batches never wait for each other.
    `known` is for who does nothing else with its connection: it is told to forget where the transaction does not come to its end.
    `marks` are cursors that are moved with them, as `mark_many_read` takes them.
    """
    with transaction.atomic(savepoint=False):
        results = _Batch(drafts, known).stored() if drafts else []
        if marks:
            posting_sql.move_cursors(marks)
    return results


class _Batch:
    """Drafts on their way into the database: first each is decided by itself, then all that were not refused are stored together."""

    def __init__(self, drafts: Sequence[Draft], known: WriterCache | None) -> None:
        self.drafts, self.known = drafts, known
        self.results: list[Posted | Refused | None] = [None] * len(drafts)
        self.accepted: list[_Accepted] = []
        self.rows: list[tuple[Any, ...]] = []  # of the messages they become
        self.happenings: dict[int, list[PendingEntry]] = {}  # by stream
        self.first: dict[Place, int] = {}  # where in the batch a key came first
        self.labels: dict[int, dict[str, Mentioned]] = {}  # whom an @ may mean, by group
        places, keys = sorted({(d.group, d.author) for d in drafts}), [place_of(d) for d in drafts if d.key]
        self.found = posting_sql.find(places, keys, len(drafts), known)
        self.keys = iter(self.found.message_keys or next_keys(Message, len(drafts)))
        self.now = timezone.now()
        self.moment = as_stored(self.now)
        # What is answered, by group and number.
        self.answered = posting_sql.numbered([(d.group, d.reply_to) for d in drafts if d.reply_to is not None])

    def stored(self) -> list[Posted | Refused]:
        """Gives what became of each draft, in order."""
        self._decide()
        if self.accepted:
            self._store()
        for place, draft in enumerate(self.drafts):
            if self.results[place] is None:  # a twin
                first = self.results[self.first[place_of(draft)]]
                self.results[place] = _again(draft, first.message) if isinstance(first, Posted) else first
        return self.results  # type: ignore[return-value]

    def _decide(self) -> None:
        """Checks the rules and the words of each draft; what is refused leaves no trace."""
        for place, draft in enumerate(self.drafts):
            where = place_of(draft) if draft.key else None
            if where in self.first:
                continue  # answered when its twin is stored
            if where in self.found.before:
                self.results[place] = _again(draft, self.found.before[where])
                continue
            try:
                self._accept(place, draft)
            except Refused as refusal:
                self.results[place] = refusal
            else:
                if where is not None:
                    self.first[where] = place

    def _accept(self, place: int, draft: Draft) -> None:
        group, member = self.found.groups.get(draft.group), self.found.members.get((draft.group, draft.author))
        if group is None or member is None or not member.person.is_active:
            raise NotThere
        if not may_post(member, group):
            raise NotAllowed(why_not(member, group))
        text = words_of(draft.text, BROUGHT_TEXT_LIMIT if draft.at else TEXT_LIMIT)
        uploads = uploads_of(draft) if draft.uploads else []
        if not text and not uploads and not draft.place:
            raise Invalid(_("There is nothing to send yet."), field="text")
        if draft.urgent_reason and not draft.at:  # of a history it is told, not asked
            beside = sum(one.draft.author == draft.author and bool(one.draft.urgent_reason) for one in self.accepted)
            check_urgent(member, draft, beside)
        mentioned = resolve_mentions(member, group, text, draft.mentions, self.labels)
        if mentioned and not draft.at:
            count_mentions(draft.author, mentioned)
        extra = _extra(draft, mentioned)
        reply_to = None
        if draft.reply_to is not None and (reply_to := self.answered.get((group.pk, draft.reply_to))) is None:
            raise Invalid(_("The message you are answering is not here."), field="reply_to")
        self._chain(_Accepted(place, draft, group, member, uploads, mentioned), text, extra, reply_to)

    def _chain(self, one: _Accepted, text: str, extra: dict[str, Any], reply_to: Message | None) -> None:
        """Makes the next message of a group, which is moved on, its row, and its entry."""
        draft, group, pk, at = one.draft, one.group, next(self.keys), one.draft.at or self.now
        happenings = self.happenings.setdefault(group.stream_id, [])
        seq, n, author = self.found.streams[group.stream_id].seq + len(happenings) + 1, group.last_n + 1, draft.author
        group.last_n, group.last_message_id, group.last_at = n, pk, max(at, group.last_at)
        salt, kind, key = chain.new_salt(), kind_of(draft, text, one.uploads), draft.key[:40]
        reason = clean_line(draft.urgent_reason, URGENT_LIMIT) if draft.urgent_reason else ""
        reply = reply_to.pk if reply_to is not None else None
        moment, borne = (self.moment if at is self.now else as_stored(at)), (as_document(extra) if extra else "{}")
        self.rows.append((pk, group.id, n, seq, author, moment, kind, text, salt, borne, reply, reason, key))
        one.message = message = made(
            Message,
            (pk, group.id, n, seq, author, at, kind, text, salt, extra, reply, reason, key, None, None, None, None, None, False),
            group=group, author=one.member.person,
        )  # fmt: skip
        message._state.adding, message._state.db = False, DEFAULT_DB_ALIAS
        if reply_to is not None:
            message.reply_to = reply_to
        sealed = chain.digest_spelled(salt, sealed_spelled(text, extra, reply, reason, [upload.digest for upload in one.uploads]))
        happenings.append(PendingEntry("message.posted", author, {"message": pk, "n": n}, at, None, sealed, message))
        self.accepted.append(one)

    def _store(self) -> None:
        entries = self._record()
        for one in self.accepted:
            self.results[one.place_in_batch] = Posted(one.message)
        # A history that is brought in answers nobody today, and wakes nobody.
        said = [one for one in self.accepted if one.draft.at is None]
        _tell_of_answers([one.message for one in said if one.draft.reply_to is not None], entries)
        quiet.notice([(one.group, one.message) for one in said])
        self._keep(entries[-1])

    def _record(self) -> list[Entry]:
        beside = _rows_beside(self.accepted)
        # Who speaks has read what stood above: one row for each author, not for each message. A program has read nothing.
        read = {one.member.id: one.message.n for one in self.accepted if not one.draft.robot}
        groups = {one.draft.group: one.group for one in self.accepted}

        def store() -> None:
            inserter(Message, _COLUMNS, _SAME)(self.rows)
            for rows in beside:
                insert_rows(rows)
            posting_sql.move_heads(list(groups.values()))
            update_rows(Member, ("read_n",), [(n, pk) for pk, n in sorted(read.items())])

        streams = [(self.found.streams[pk], happenings) for pk, happenings in self.happenings.items() if happenings]
        return record_in(streams, self.found.entry_keys, with_entries=store)

    def _keep(self, last: Entry) -> None:
        """What this batch knows serves the next one; but not where more happened than was said: others may have answered with more."""
        known = self.known
        if known is None:
            return
        if any(one.draft.reply_to is not None for one in self.accepted) or not unanswered(last.kind):
            known.forget()
            return
        if not self.found.kept:
            known.learn(self.found.groups.values(), self.found.streams, self.found.members, self.found.versions)
        if one_writer():
            known.last_keys = (self.accepted[-1].message.pk, last.pk)


def _again(draft: Draft, first: Message) -> Posted | Refused:
    return Posted(first, again=True) if is_same(draft, first) else KeyUsed(field="key")


def _extra(draft: Draft, mentioned: Sequence[Mentioned]) -> dict[str, Any]:
    """What a message bears beside its words."""
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
    return extra


def _rows_beside(accepted: Sequence[_Accepted]) -> list[list[Any]]:
    """The rows of files and of mentions, with their keys; the files are taken from who sent them up."""
    files = [
        MessageFile(message=one.message, group_id=one.message.group_id, upload=upload, order=order)
        for one in accepted for order, upload in enumerate(one.uploads)
    ]  # fmt: skip
    mentions = [
        Mention(message=one.message, person_id=person, group_id=one.message.group_id, n=one.message.n)
        for one in accepted if one.mentioned for person in sorted({p for m in one.mentioned for p in m.people})
    ]  # fmt: skip
    if files:
        claim([file.upload for file in files], timezone.now())
    rows = [some for some in (files, mentions) if some]
    give_keys_to(*rows)
    return rows


def _tell_of_answers(replies: Sequence[Message], entries: Sequence[Entry]) -> None:
    if not replies:
        return
    for message in replies:
        for app in ANSWERABLE:
            if message.reply_to is not None and app.name in message.reply_to.extra:
                app.take(message, message.reply_to.extra[app.name]["id"])
    by_place = {(entry.stream_id, entry.seq): entry for entry in entries}
    pairs = [(message, by_place[message.group.stream_id, message.seq]) for message in replies]
    for one in HEAR_ANSWERS:
        one.hear(pairs)


def mark_read(group: Group | int, person: Person | int, n: int) -> None:
    """Moves a member's cursor forward to message number n; never back, never beyond the last message."""
    mark_many_read([(_id(group), _id(person), n)])


def mark_many_read(marks: Sequence[tuple[int, int, int]]) -> None:
    """Moves several cursors in one transaction. Takes (group id, person id, message number)."""
    with transaction.atomic():
        posting_sql.move_cursors(marks)


def _id(thing: Group | Person | int) -> int:
    return thing if isinstance(thing, int) else thing.pk
