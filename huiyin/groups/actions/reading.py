"""What posting reads and moves, in statements written out: they run for every batch of messages, and the ORM's making of a query
costs more than the query (measured: 0.4 ms a statement against 0.05)."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection

from huiyin.groups.models import Group, Member, Message
from huiyin.journal.models import Stream
from huiyin.journal.rows import places, read_rows, run_at_once, table, update_rows
from huiyin.people.models import Person

# Cursors go forward only, and never beyond what was said.
_CURSOR = (
    "UPDATE {member} SET read_n = %s WHERE group_id = %s AND person_id = %s AND read_n < %s AND left_at IS NULL "
    "AND %s <= (SELECT last_n FROM {group} WHERE id = %s)"
)
# The same of all at once. Locked in one order, so that two who move cursors never wait for each other.
_CURSORS = (
    "WITH moved AS (SELECT m.id, v.n FROM (VALUES %s) v(g, p, n) JOIN {member} m ON m.group_id = v.g AND m.person_id = v.p "
    "JOIN {group} g ON g.id = v.g WHERE m.left_at IS NULL AND m.read_n < v.n AND v.n <= g.last_n ORDER BY m.id FOR UPDATE OF m) "
    "UPDATE {member} t SET read_n = moved.n FROM moved WHERE t.id = moved.id"
)


def lock_streams(group_ids: Sequence[int]) -> dict[int, Stream]:
    """Locks the streams of these groups until the transaction ends, in the order of their ids. Gives them by id."""
    own = " FOR UPDATE OF s" if connection.features.has_select_for_update else ""
    sql = (
        f"SELECT s.id, s.key, s.seq, s.head FROM {table(Stream)} s JOIN {table(Group)} g ON g.stream_id = s.id "  # noqa: S608
        f"WHERE g.id IN {places(group_ids)} ORDER BY s.id{own}"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, group_ids)
        return {pk: Stream(pk, key, seq, head) for pk, key, seq, head in cursor.fetchall()}


def groups(ids: Sequence[int]) -> dict[int, Group]:
    """Gives these groups by id."""
    return {g.pk: g for g in read_rows(Group, f"id IN {places(ids)}", ids)}


def members(group_ids: Sequence[int], person_ids: Sequence[int]) -> dict[tuple[int, int], Member]:
    """Gives who of these people is a member of which of these groups now, each with the person, by (group, person)."""
    people = {p.pk: p for p in read_rows(Person, f"id IN {places(person_ids)}", person_ids)}
    where = f"group_id IN {places(group_ids)} AND person_id IN {places(person_ids)} AND left_at IS NULL"
    found = {}
    for member in read_rows(Member, where, [*group_ids, *person_ids]):
        member.person = people[member.person_id]
        found[member.group_id, member.person_id] = member
    return found


def posted_before(author_ids: Sequence[int], keys: Sequence[str]) -> dict[tuple[int, str], Message]:
    """Gives the messages these authors posted with these keys, by (author, key), with group and author."""
    if not keys:
        return {}
    sql = f"SELECT id FROM {table(Message)} WHERE author_id IN {places(author_ids)} AND key IN {places(keys)} AND NOT key = ''"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(sql, [*author_ids, *keys])
        ids = [row[0] for row in cursor.fetchall()]
    known = Message.objects.filter(pk__in=ids).select_related("group", "author") if ids else ()
    return {(m.author_id, m.key): m for m in known}


def move_heads(groups: Sequence[Group]) -> None:
    """Stores each group's last message, its number and moment."""
    moment = connection.ops.adapt_datetimefield_value
    rows = [(g.last_n, g.last_message_id, moment(g.last_at), g.pk) for g in groups]
    update_rows(Group, ("last_n", "last_message_id", "last_at"), rows)


def move_cursors(marks: Sequence[tuple[int, int, int]]) -> None:
    """Moves cursors forward. Takes (group id, person id, message number); of several for one person the last counts."""
    latest: dict[tuple[int, int], int] = {}
    for group_id, person_id, n in marks:
        latest[group_id, person_id] = max(n, latest.get((group_id, person_id), 0))
    names = {"member": table(Member), "group": table(Group)}
    if connection.vendor == "postgresql":
        run_at_once(_CURSORS.format(**names), [(group_id, person_id, n) for (group_id, person_id), n in sorted(latest.items())])
        return
    rows = [(n, group_id, person_id, n, n, group_id) for (group_id, person_id), n in sorted(latest.items())]
    with connection.cursor() as cursor:
        cursor.executemany(_CURSOR.format(**names), rows)
