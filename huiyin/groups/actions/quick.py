"""The quick way for words alone, said by people whom the writer knows, in groups that it knows: nine messages in ten.

It stores what `posting` stores, with a third of its Python: no object for what is known, no transaction within a transaction, rows from
plain values. Whatever is not quite so simple (a mention, a file, an answer, quiet hours, a repeated key, somebody who may not) goes
the ordinary way, which decides; here nobody is ever refused. tests/groups/test_quick.py holds the two to each other.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.utils import timezone

from huiyin.db.bare import inserter, transaction
from huiyin.db.bulk import made, next_keys, update_rows
from huiyin.db.statements import as_one
from huiyin.db.which import one_writer
from huiyin.groups.actions import posting_sql
from huiyin.groups.actions.content import TEXT_LIMIT
from huiyin.groups.actions.drafts import Draft, Posted, kind_of, place_of
from huiyin.groups.actions.writer_cache import WriterCache
from huiyin.groups.models import Group, Member, Message
from huiyin.groups.quiet import quiet_now
from huiyin.groups.rules import may_post
from huiyin.journal import chain
from huiyin.journal.models import Entry
from huiyin.journal.quick import Chained, Not, spelled
from huiyin.journal.recording import unanswered
from huiyin.language.clean import TooLong, clean_words

_KIND = "message.posted"
_COLUMNS = ("id", "group_id", "n", "seq", "author_id", "at", "kind", "text", "salt", "key")
_SAME = (("extra", "{}"), ("urgent_reason", ""), ("indexed", False))


def post_quickly(drafts: Sequence[Draft], marks: Sequence[tuple[int, int, int]], known: WriterCache) -> list[Posted] | None:
    """Posts drafts and moves cursors in one transaction of this connection, which has none open; it is on the disk when it returns.

    Takes (group, person, message number) of the cursors, and what is known. Gives, in order, what became of each draft; None where the
    ordinary way has to be taken, with nothing stored.
    """
    texts = _plain(drafts) if unanswered(_KIND) else None
    if texts is None or not known.holds([(d.group, d.author) for d in drafts]):
        return None
    try:
        with transaction():
            chained, messages = _store(drafts, texts, known)
            if marks:
                posting_sql.move_cursors(marks)
    except Not:
        return None
    chained.tell()
    return [Posted(message) for message in messages]


def _plain(drafts: Sequence[Draft]) -> list[str] | None:
    """The words of all drafts as they will be kept, if all of them are words alone and no key comes twice."""
    texts, keys = [], set()
    for draft in drafts:
        more = draft.uploads or draft.mentions or draft.place or draft.urgent_reason or draft.forwarded or draft.bears or draft.robot
        if more or draft.reply_to is not None or draft.at or not draft.key or "@" in draft.text or "＠" in draft.text:
            return None
        try:
            text = clean_words(draft.text, TEXT_LIMIT, indented=True)
        except TooLong:
            return None
        if not text or place_of(draft) in keys:
            return None
        keys.add(place_of(draft))
        texts.append(text)
    return texts


def _store(drafts: Sequence[Draft], texts: Sequence[str], known: WriterCache) -> tuple[Chained, list[Message]]:
    found = posting_sql.still_known(
        known, sorted({(d.group, d.author) for d in drafts}), [place_of(d) for d in drafts], len(drafts)
    )
    at = timezone.now()
    if found is None or found.repeated or not all(_may(found.groups[g], member) for (g, _author), member in found.members.items()):
        raise Not
    if any(quiet_now(group, at) is not None for group in found.groups.values()):
        raise Not
    message_keys = found.message_keys or next_keys(Message, len(drafts))
    entry_keys = found.entry_keys or next_keys(Entry, len(drafts))
    known.last_keys = None  # until all went well
    chained, messages, rows, read = Chained(_KIND, at), [], [], {}
    for draft, text, pk, entry in zip(drafts, texts, message_keys, entry_keys, strict=False):
        group, member = found.groups[draft.group], found.members[draft.group, draft.author]
        stream, salt, kind, key = found.streams[group.stream_id], chain.new_salt(), kind_of(draft, text, ()), draft.key[:40]
        group.last_n += 1
        n = group.last_n
        group.last_message_id, group.last_at = pk, max(at, group.last_at)
        rows.append((pk, group.id, n, stream.seq + 1, draft.author, chained.moment, kind, text, salt, key))
        message = made(
            Message,
            (pk, group.id, n, stream.seq + 1, draft.author, at, kind, text, salt, {}, None, "", key, None, None, None, None, None, False),
            group=group, author=member.person,
        )  # fmt: skip
        message._state.adding, message._state.db = False, "default"
        chained.add(stream, entry, draft.author, {"message": pk, "n": n}, f'{{"message":{pk},"n":{n}}}', _digest(salt, text), message)
        messages.append(message)
        read[member.id] = n
    with as_one():
        inserter(Message, _COLUMNS, _SAME)(rows)
        posting_sql.move_heads(list(found.groups.values()))
        # Who speaks has read what stood above; nobody has read further than what is said just now.
        update_rows(Member, ("read_n",), [(n, pk) for pk, n in read.items()])
        chained.store()
    if one_writer():
        known.last_keys = (message_keys[len(rows) - 1], entry_keys[len(rows) - 1])
    return chained, messages


def _may(group: Group, member: Member) -> bool:
    return member.person.is_active and may_post(member, group)


def _digest(salt: str, text: str) -> str:
    """`chain.digest` of `sealing.sealed_body`, spelled out for words alone."""
    return chain.digest_spelled(salt, f'{{"extra":{{}},"files":[],"reply_to":null,"text":{spelled(text)},"urgent":""}}')
