"""The newest messages with these words, in the fewest steps: what search asks of the index, on each database in its own way.

Measured on a city's year (docs/operators/scale.md): somebody in 300 groups who looks for a word that stands in every seventh message.
PostgreSQL's index gives matches in no order, hundreds of thousands of them: there the newest messages are read one by one while
words are common or filters leave few; the index is asked for what is rare. SQLite's index gives the newest first.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Max, QuerySet

from huiyin.db.compiled import rows_anew
from huiyin.db.which import own_way
from huiyin.groups.message_search.terms import Term, as_fts, as_tsquery, needed_terms
from huiyin.groups.models import Group, Message
from huiyin.language.searching import Query, matches

CANDIDATES = 1000  # the newest that match; a search that finds more wants more words
TABLE = "groups_words"
FEW = 20_000  # so many messages PostgreSQL goes through one by one (some 10 µs each) before its index is asked
FEW_TO_READ = 2000  # so many texts are read instead of asking SQLite's index, which knows nothing of authors
NEWEST = 12_000  # of a person's groups: so many are gone through for a word that is neither common nor rare
FIRST = 3000  # of these: enough for a common word, and enough to see that a word is rare
ENOUGH = 100  # found among the first, and they are the answer: whoever looks for older ones says by whom or when
A_PAGE = 20  # found among the newest, and they are the answer
RARE = 4  # or fewer among the first: the index has some thousands of them at the most, and finds them sooner
A_MONTH = timedelta(days=31)
A_LIFETIME = timedelta(days=36_525)
MANY_GROUPS = 30  # PostgreSQL's index is asked for the words alone: with 300 groups beside them it took 50 times as long
KNOWN = {"at__gte", "at__lt"}  # to PostgreSQL's index of words itself
CONDITIONS = {"author_id": "m.author_id = %s", "at__gte": "m.at >= %s", "at__lt": "m.at < %s", "kind": "m.kind = %s"}


@dataclass(frozen=True, slots=True)
class Found:
    """Messages with their moments (as the database gives them: only to be compared). `more_than`: older ones were left out."""

    times: dict[int, Any]
    more_than: bool


def newest(query: Query, groups: Sequence[int], asked: Mapping[str, Any]) -> Found:
    """Gives the newest messages of these groups that have all pieces of the query. Takes filters as fields of Message."""
    found: Found | None = None
    for way in own_way(sqlite=[_read, _words_first], postgresql=[_walked]):
        found = found or way(query, groups, asked)
    found = found or _by_index(query, groups, asked)
    if suffices(query):
        return found
    kept = _verified(found.times, query)
    return Found({pk: at for pk, at in found.times.items() if pk in kept}, found.more_than)


def with_whole_words(query: Query, groups: Sequence[int], among: Mapping[int, Any]) -> set[int]:
    """Gives those in which the dictionary's words of the query stand as words."""
    phrases = [("w", phrase, False) for piece in query.pieces for phrase in piece.phrases]
    if not phrases:
        return set()
    return own_way(sqlite=_whole_by_fts, postgresql=_whole_by_lexemes)(query, phrases, groups, among)


def _whole_by_lexemes(_query: Query, phrases: Sequence[Term], _groups: Sequence[int], among: Mapping[int, Any]) -> set[int]:
    # OFFSET 0 as in _look: these few are read, however common the words are elsewhere.
    mine = f"SELECT message_id, terms FROM {TABLE} WHERE message_id = ANY(%s) OFFSET 0"  # noqa: S608
    sql = f"SELECT message_id FROM ({mine}) few WHERE terms @@ %s::tsquery"  # noqa: S608
    return {row[0] for row in rows_anew(sql, [list(among), as_tsquery(phrases)])}


def _whole_by_fts(query: Query, phrases: Sequence[Term], groups: Sequence[int], among: Mapping[int, Any]) -> set[int]:
    sql = f"SELECT rowid FROM {TABLE} WHERE {TABLE} MATCH %s AND rowid BETWEEN %s AND %s"  # noqa: S608
    match = as_fts([*needed_terms(query), *phrases], groups if len(groups) <= MANY_GROUPS else ())
    return {row[0] for row in rows_anew(sql, [match, min(among), max(among)])} & among.keys()


def not_indexed(groups: Sequence[int], asked: Mapping[str, Any], most: int) -> list[tuple[Any, ...]]:
    """Gives the newest messages that wait to be indexed, anywhere: id, moment, whether it is of these groups and within the filters."""
    within = " AND ".join([f"m.group_id IN ({listed_ids(groups)})", "m.erased_at IS NULL", *(CONDITIONS[name] for name in asked)])
    newest = "SELECT id, at, group_id, author_id, kind, erased_at FROM groups_message WHERE NOT indexed ORDER BY id DESC"
    return rows_anew(f"SELECT m.id, m.at, {within} FROM ({newest} LIMIT {int(most)}) m", list(asked.values()))  # noqa: S608


def listed(groups: Sequence[int], asked: Mapping[str, Any]) -> list[int]:
    """Gives the ids of the newest messages of these groups within the filters, without any words."""
    found = Message.objects.filter(group__in=groups, erased_at=None, **asked)
    if asked.get("kind", "text") != "text":
        found = found.exclude(kind="text")  # said twice: an index holds what is no text
    if not any(name.startswith("at__") for name in asked):
        # In many groups their last month holds enough; to put a year's photos in order took 55 ms.
        last = Group.objects.filter(pk__in=groups).aggregate(last=Max("last_at"))["last"]
        month = list(_ids(found.filter(at__gte=last - A_MONTH))) if last else []
        if len(month) >= CANDIDATES:
            return month
    return list(_ids(found))


def _ids(found: QuerySet[Message]) -> Iterable[int]:
    return found.order_by("-at", "-pk").values_list("pk", flat=True)[:CANDIDATES]


def suffices(query: Query) -> bool:
    """Whether what the index finds is what was asked for: one or two characters, or the beginning of a word, in each piece.

    Of longer pieces the index knows only that all their pairs occur, not that they stand side by side.
    """
    return all(len(piece.grams) + len(piece.words) + bool(piece.prefix) == 1 for piece in query.pieces)


def _by_index(query: Query, groups: Sequence[int], asked: Mapping[str, Any]) -> Found:
    rows = own_way(sqlite=_fts_asked, postgresql=_index_asked)(query, groups, asked)
    times = dict(rows)
    return Found(times, len(times) >= CANDIDATES)


def _fts_asked(query: Query, groups: Sequence[int], asked: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    conditions = "".join(f" AND {CONDITIONS[name]}" for name in asked)
    bounds = _bounds(groups, asked)
    between = " AND f.rowid BETWEEN %s AND %s" if bounds else ""
    # CROSS JOIN keeps the index outside: asked otherwise SQLite may walk all messages of the groups first.
    sql = (
        f"SELECT m.id, m.at FROM {TABLE} f CROSS JOIN groups_message m ON m.id = f.rowid "  # noqa: S608
        f"WHERE {TABLE} MATCH %s{between} AND m.erased_at IS NULL{conditions} ORDER BY f.rowid DESC LIMIT {CANDIDATES}"
    )
    return rows_anew(sql, [as_fts(list(needed_terms(query)), groups), *(bounds or ()), *asked.values()])


def _index_asked(query: Query, groups: Sequence[int], asked: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    """PostgreSQL: asks the index of lexemes for what is rare. With the groups' own lexemes beside the words where they are few; of many
    each find is looked at instead (three hundred groups beside the words took 50 times as long)."""
    words, values = as_tsquery(needed_terms(query)), list(asked.values())
    joined, conditions = _conditions(asked)
    if len(groups) <= MANY_GROUPS:
        words = f"({words}) & ({' | '.join(f'g{g}' for g in groups)})"
        found = f"SELECT f.message_id, f.at FROM {TABLE} f{joined} WHERE f.terms @@ %s::tsquery{conditions}"  # noqa: S608
        values = [words, *values]
    else:
        # OFFSET 0 keeps PostgreSQL from going through all that was ever said in these groups beside it; where the words are common
        # elsewhere that is the shorter way.
        apart = "" if _common(query) else " OFFSET 0"
        found = (
            f"SELECT f.message_id, f.at FROM (SELECT message_id, at, group_id FROM {TABLE} WHERE terms @@ %s::tsquery{apart}) f{joined} "  # noqa: S608
            f"WHERE f.group_id = ANY(%s){conditions}"
        )
        values = [words, list(groups), *values]
    return rows_anew(f"{found} ORDER BY f.message_id DESC LIMIT {CANDIDATES}", values)


def _common(query: Query) -> bool:
    """PostgreSQL: whether its own statistics expect more than FEW messages for each of the terms (of all together it expects too few)."""
    expected = []
    for term in needed_terms(query):
        plan = rows_anew(f"EXPLAIN (FORMAT JSON) SELECT 1 FROM {TABLE} WHERE terms @@ %s::tsquery", [as_tsquery([term])])[0][0]  # noqa: S608
        expected.append(plan[0]["Plan"]["Plan Rows"])
    return min(expected) > FEW


def _conditions(asked: Mapping[str, Any]) -> tuple[str, str]:
    """Gives what must be joined to PostgreSQL's index of words, and the conditions: it knows group and moment, the message all else."""
    joined = " JOIN groups_message m ON m.id = f.message_id" if asked.keys() - KNOWN else ""
    return joined, "".join(f" AND {CONDITIONS[name].replace('m.', 'f.') if name in KNOWN else CONDITIONS[name]}" for name in asked)


def _bounds(groups: Sequence[int], asked: Mapping[str, Any]) -> tuple[int, int] | None:
    """Between which ids the messages of a period lie: the index goes by ids, and knows no moments. None without a period."""
    period = {name: value for name, value in asked.items() if name.startswith("at__")}
    if len(period) < 2:
        return None
    within = " AND ".join(CONDITIONS[name] for name in period)
    sql = f"SELECT min(m.id), max(m.id) FROM groups_message m WHERE m.group_id IN ({listed_ids(groups)}) AND {within}"  # noqa: S608
    first, last = rows_anew(sql, list(period.values()))[0]
    return (first or 0, last or 0)


def _walked(query: Query, groups: Sequence[int], asked: Mapping[str, Any]) -> Found | None:
    """PostgreSQL: goes through what was said, newest first, where filters leave little or a common word is soon found often enough."""
    joined, conditions = _conditions(asked)
    mine = f"FROM {TABLE} f{joined} WHERE f.group_id = ANY(%s){conditions}"
    values = [list(groups), *asked.values()]
    if asked:
        few = rows_anew(f"SELECT count(*) FROM (SELECT 1 {mine} LIMIT {FEW}) few", values)[0][0] < FEW  # noqa: S608
        return _look(query, mine, values) if few else None
    pace = _pace(groups)
    if pace is None:
        return _look(query, mine, values)
    all_there, last, a_message = pace
    begin = _begin(FIRST, a_message, last, mine, values)
    found = _look(query, f"{mine} AND f.at >= %s", [*values, begin]).times
    if len(found) >= ENOUGH:
        return Found(found, True)
    if all_there <= NEWEST:
        older = _look(query, f"{mine} AND f.at < %s", [*values, begin])
        return Found(found | older.times, older.more_than)
    if len(found) <= RARE:
        return None
    newest_begin = _begin(NEWEST, a_message, last, mine, values)
    found |= _look(query, f"{mine} AND f.at < %s AND f.at >= %s", [*values, begin, newest_begin]).times
    return Found(found, True) if len(found) >= A_PAGE else None


def _look(query: Query, mine: str, values: list[Any]) -> Found:
    # OFFSET 0 keeps PostgreSQL from asking its index of lexemes as well: for a common word that alone takes a tenth of a second.
    sql = (
        f"SELECT message_id, at FROM (SELECT f.message_id, f.at, f.terms {mine} OFFSET 0) few "  # noqa: S608
        f"WHERE terms @@ %s::tsquery ORDER BY message_id DESC LIMIT {CANDIDATES}"
    )
    times = dict(rows_anew(sql, [*values, as_tsquery(needed_terms(query))]))
    return Found(times, len(times) >= CANDIDATES)


def _pace(groups: Sequence[int]) -> tuple[int, datetime, timedelta] | None:
    """How much was written in these groups, when last, and how long a message took in the week before; None for FIRST or fewer in all."""
    sql = (
        "SELECT sum(g.last_n), "
        "(SELECT count(*) FROM groups_message m WHERE m.group_id = ANY(%s) AND m.at >= x.last - interval '7 days'), x.last "
        "FROM groups_group g, (SELECT max(last_at) AS last FROM groups_group WHERE id = ANY(%s)) x WHERE g.id = ANY(%s) GROUP BY x.last"
    )
    all_there, this_week, last = rows_anew(sql, [list(groups)] * 3)[0]
    return (all_there, last, timedelta(days=7) / max(1, this_week)) if all_there > FIRST else None


def _begin(many: int, a_message: timedelta, last: datetime, mine: str, values: list[Any]) -> datetime:
    """Gives the moment after which there are about so many messages (half to twice as many).

    It is looked for from how long one took last week. Both ways: a week quieter than the months before it would lead through all of them
    (3 s in a city of 5 million messages), one said today after a month of silence to nothing.
    """
    span, short, long = min(many * a_message, A_LIFETIME), timedelta(0), timedelta(0)
    for _n in range(12):
        sql = f"SELECT count(*) FROM (SELECT 1 {mine} AND f.at >= %s LIMIT {2 * many}) few"  # noqa: S608
        there = rows_anew(sql, [*values, last - span])[0][0]
        if there >= 2 * many:
            long = span
        elif there < many // 2 and span < A_LIFETIME:  # of what was erased nothing is there, however far back one looks
            short = span
        else:
            break
        span = (short + long) / 2 if short and long else min(span * 3, A_LIFETIME) if short else span / 3
    return last - span


def _read(query: Query, groups: Sequence[int], asked: Mapping[str, Any]) -> Found | None:
    """SQLite: reads somebody's words themselves where they are few. None where they are not, or nobody was named."""
    if "author_id" not in asked:
        return None
    sql = (
        f"SELECT m.id, m.at FROM groups_message m WHERE m.group_id IN ({listed_ids(groups)}) AND m.erased_at IS NULL AND "  # noqa: S608
        f"{' AND '.join(CONDITIONS[name] for name in asked)} LIMIT {FEW_TO_READ}"
    )
    rows = rows_anew(sql, list(asked.values()))
    if len(rows) >= FEW_TO_READ:
        return None
    times = dict(rows)
    kept = _verified(times, query)
    newest_first = sorted(kept, reverse=True)
    return Found({pk: times[pk] for pk in newest_first[:CANDIDATES]}, len(kept) > CANDIDATES)


def _words_first(query: Query, groups: Sequence[int], asked: Mapping[str, Any]) -> Found | None:
    """SQLite, for somebody in many groups: the newest with these words anywhere, and of them their own.

    A rare word is found in no time (with 300 groups beside it: 6 to 18 ms), a common one in two thirds. None where too little of it is
    theirs, or filters are set.
    """
    if asked or len(groups) <= MANY_GROUPS:
        return None
    match = as_fts(list(needed_terms(query)), ())
    anywhere = f"SELECT rowid AS id FROM {TABLE} WHERE {TABLE} MATCH %s ORDER BY rowid DESC LIMIT {FEW}"  # noqa: S608
    # CROSS JOIN as in _fts_asked.
    sql = (
        f"SELECT f.id, m.at FROM ({anywhere}) f CROSS JOIN groups_message m ON m.id = f.id "  # noqa: S608
        f"WHERE m.group_id IN ({listed_ids(groups)}) AND m.erased_at IS NULL LIMIT {CANDIDATES}"
    )
    times = dict(rows_anew(sql, [match]))
    if len(times) >= CANDIDATES:
        return Found(times, True)
    all_seen = rows_anew(f"SELECT count(*) FROM ({anywhere})", [match])[0][0] < FEW  # noqa: S608
    return Found(times, not all_seen) if all_seen or len(times) >= ENOUGH else None


def _verified(among: Mapping[int, Any], query: Query) -> set[int]:
    """Gives those where the pieces stand side by side as they were asked for."""
    parts: dict[int, list[str]] = {}
    rows = Message.objects.filter(pk__in=list(among)).values_list("pk", "text", "extra__place__name", "files__upload__name")
    for pk, text, place, name in rows:
        parts.setdefault(pk, [text, place or ""]).append(name or "")
    # Most stand there letter for letter; folding a text to see it costs fifty times as much.
    return {pk for pk, said in parts.items() if all(p in said[0] for p in query.literal) or matches("\n".join(said), query)}


def listed_ids(groups: Sequence[int]) -> str:
    """Gives numbers as they stand in a statement's IN (…)."""
    return ",".join(str(int(g)) for g in groups)
