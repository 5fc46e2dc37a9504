"""What was said and is not in the index of words yet: read one by one, so that nobody who searches waits for indexing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import prefetch_related_objects

from huiyin.groups.message_search.backend import not_indexed
from huiyin.groups.message_search.terms import WITH_FILES, needed_terms, searchable
from huiyin.groups.models import Message
from huiyin.language.searching import Query, matches
from huiyin.language.segment import index_terms

#: The newest; more wait only while the index is made anew (an upgrade, a large import), and then its reader is told.
READ = 500
#: So many characters of them: to fold so much takes some tens of milliseconds.
CHARACTERS = 200_000


@dataclass(frozen=True, slots=True)
class Waiting:
    """What was found among what waits: moments by id, those in which the words stand as such; `growing`: more waits than was read."""

    times: Mapping[int, Any]
    whole: frozenset[int]
    growing: bool


def waiting(query: Query, groups: Sequence[int], asked: Mapping[str, Any]) -> Waiting:
    """Gives the newest messages of these groups that wait to be indexed and have all pieces. Takes filters as `newest` does."""
    rows = not_indexed(groups, asked, READ + 1)
    times = {pk: at for pk, at, theirs in rows[:READ] if theirs}
    needed, phrases = list(needed_terms(query)), {phrase for piece in query.pieces for phrase in piece.phrases}
    found: dict[int, Any] = {}
    whole: set[int] = set()
    growing, room = len(rows) > READ, CHARACTERS
    for pk, text in _texts(list(times)):
        room -= len(text)
        if room < 0:
            growing = True
            break
        if not matches(text, query):  # to fold a text is little, to find its words is not
            continue
        words, grams = map(frozenset, index_terms(text))
        if all(_stands(term, prefix, words if column == "w" else grams) for column, term, prefix in needed):
            found[pk] = times[pk]
            whole |= {pk} if phrases and phrases <= words else set()
    return Waiting(found, frozenset(whole), growing)


def _texts(wanted: list[int]) -> Iterator[tuple[int, str]]:
    messages = list(Message.objects.filter(pk__in=wanted).order_by("-pk")) if wanted else []
    prefetch_related_objects([one for one in messages if one.kind in WITH_FILES], "files__upload")
    return ((one.pk, searchable(one)) for one in messages)


def _stands(term: str, prefix: bool, terms: frozenset[str]) -> bool:
    return any(one.startswith(term) for one in terms) if prefix else term in terms
