"""Texts made to be slow: repetition in every expression that reads what people write. Bounded in processor time, and never an error."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection

from huiyin.groups.message_search.index import search_messages
from huiyin.language.clean import clean_words
from huiyin.language.deadlines import read_deadlines
from huiyin.language.links import find_links
from huiyin.language.names import find_mentions
from huiyin.language.recurrence import read_rhythm
from huiyin.language.searching import excerpt, mark, query_terms
from huiyin.language.segment import index_terms
from huiyin.tasks.queries.sentence import LOOKED_AT
from huiyin.worktime.hours import Hours
from tests.factories import a_group, a_person, say
from tests.growth import stays_within

pytestmark = pytest.mark.sqlite_only  # asks nothing of the database

LONG = 5000  # what a message may have
PIECES = [
    "@", "@@a", "a.", "http://", "http://a.", "https://a.b/(((", "https://a.b/)))",
    "]]]((", "明天", "下班以前", "三个工作日", "2026年", "1", "一百万",
    "周五下午3点前",
    "月底前", "初一", "by 5 ", "next ", "\u200d", "👨‍👩‍👧", "\u0301", "\n", " ", "\t ", "ﷺ", "İ", "，。",
    "'", '"', "\\", "%", "_", "*", "(", "NEAR(", '"" OR ',
    "g1 ", "<", "&", "0" * 50, "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!",
]  # fmt: skip
NAMES = {"陈望舒": 1, "周": 2, "a": 3, "all": 4, "县水产局副局长": 5}


NOW = datetime(2026, 11, 25, 16, 40, tzinfo=ZoneInfo("Asia/Shanghai"))
READERS: dict[str, Callable[[str], Any]] = {
    "links": find_links,
    "deadlines": lambda text: read_deadlines(text[:LOOKED_AT], NOW, Hours()),
    "rhythms": lambda text: read_rhythm(text[:LOOKED_AT], NOW, Hours()),
    "mentions": lambda text: find_mentions(text, NAMES),
    "clean": lambda text: clean_words(text, LONG),
    "query": query_terms,
    "marks": lambda text: mark(text, text[:200]),
    "excerpt": lambda text: excerpt(text, text[:50]),
}


@pytest.mark.parametrize("reader", READERS)
def test_no_repetition_makes_a_reader_slow(reader: str) -> None:
    assert not [piece for piece in PIECES if not stays_within(50, lambda p=piece: READERS[reader]((p * LONG)[:LONG]))]  # type: ignore[misc]


@pytest.mark.parametrize("reader", READERS)
def test_two_repetitions_one_after_the_other_neither(reader: str) -> None:
    half = LONG // 2
    texts = [(a * half)[:half] + (b * half)[:half] for a in PIECES[::3] for b in PIECES[1::5]]
    assert not [text[:20] for text in texts if not stays_within(50, lambda t=text: READERS[reader](t))]  # type: ignore[misc]


OPERATORS = [
    '" OR 1=1 --', "NEAR(a b)", 'a"b', "'); DROP TABLE x; --", "g1 OR g2", "w:a", "*",
    "^a", "-a", "a AND", "\\", "%", "&|!()<->:*", "{w b}: a", "\0",
]  # fmt: skip


@pytest.mark.parametrize("words", OPERATORS)
def test_operators_of_the_index_are_words_like_any_other(words: str) -> None:
    me, other = a_person(), a_person()
    mine, theirs = a_group(owner=me), a_group(owner=other)
    say(mine, me, f"在 {words} 这里".replace("\0", ""))
    say(theirs, other, "别人的话 a b")
    found = search_messages(me, words)
    assert all(hit.message.group_id == mine.pk for hit in found.hits)
    assert connection.introspection.table_names()


def test_long_words_are_indexed_in_bounded_time() -> None:
    assert not [piece for piece in PIECES if not stays_within(250, lambda p=piece: index_terms((p * LONG)[:LONG]))]  # type: ignore[misc]
