"""Searching Chinese: nothing that stands in a text may be missed, and what is marked must be what was asked for."""

from __future__ import annotations

import os
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing

import psycopg
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from huiyin.language.folding import clusters, fold
from huiyin.language.searching import Query, excerpt, mark, matches, query_terms
from huiyin.language.segment import index_terms


def fts5(query: Query) -> str:
    """A query as SQLite takes it; the words once more beside what is needed find nothing new, but raise the rank."""
    needed = [f'grams:"{t}"' for p in query.pieces for t in p.grams] + [f'words:"{t}"' for p in query.pieces for t in p.words]
    needed += [f'words:"{p.prefix}"*' for p in query.pieces if p.prefix]
    every, better = " AND ".join(needed), " OR ".join(f'words:"{t}"' for p in query.pieces for t in p.phrases)
    return f"({every}) OR ({every} AND ({better}))" if better else every


def tsquery(query: Query) -> str:
    needed = [f"'{t}'" for p in query.pieces for t in (*p.grams, *p.words)]
    return " & ".join(needed + [f"'{p.prefix}':*" for p in query.pieces if p.prefix])


HAN = st.one_of(
    st.sampled_from("停水防汛长江大桥投诉通知市县镇村家𠮷䶮〇々"),
    st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF),
    st.characters(min_codepoint=0x3400, max_codepoint=0x4DBF),
    st.characters(min_codepoint=0x20000, max_codepoint=0x323AF),
)
TEXTS = st.text(st.one_of(HAN, st.characters(), st.sampled_from("abcXYZ019 ，。\n＠Ａé🚰")), max_size=60)


def found(text: str, query: str) -> bool:
    """What a database does: the terms of the index against the terms of the query, then the text itself."""
    words, grams = map(set, index_terms(text))
    wanted = query_terms(query)
    return bool(wanted) and matches(text, wanted) and all(
        set(p.grams) <= grams and set(p.words) <= words and any(w.startswith(p.prefix) for w in words or {""}) for p in wanted.pieces
    )  # fmt: skip


@pytest.mark.parametrize(
    "query", ["市长", "桥", "南京市长", "长江大桥", "京市 大桥", "家村", "何家", "𠮷", "𠮷野", "hel", "ＨELLO", "2024", "4号楼", "🚰"]
)
def test_every_part_of_a_text_finds_it(query: str) -> None:
    assert found("南京市长江大桥旁的何家村，Ｈello！2024年𠮷野家在4号楼🚰", query)


@pytest.mark.parametrize("query", ["江长", "停电", "ello", "024", "号4", "𠮷家", "？！"])
def test_what_does_not_stand_there_is_not_found(query: str) -> None:
    assert not found("南京市长江大桥旁的何家村，Ｈello！2024年𠮷野家在4号楼", query)


def test_pairs_that_stand_apart_are_no_match() -> None:
    wanted = query_terms("长江大桥")
    assert set(wanted.pieces[0].grams) <= set(index_terms("大桥在长江，江大离得远")[1])
    assert not matches("大桥在长江，江大离得远", wanted)


def test_a_long_query_stays_small() -> None:
    wanted = query_terms("防汛" * 4000 + " a" * 100)
    assert sum(len(p.grams) + len(p.words) + bool(p.prefix) for p in wanted.pieces) <= 40
    many = query_terms(" ".join(chr(0x4E00 + n) for n in range(100)))
    assert len(many.pieces) <= 8


@given(st.text(HAN, min_size=2, max_size=40))
def test_every_one_and_two_characters_are_found(text: str) -> None:
    for at in range(len(text)):
        assert found(text, text[at])
        assert found(text, text[at : at + 2])


@given(TEXTS, st.data())
def test_every_chinese_part_of_any_text_is_found(text: str, data: st.DataObject) -> None:
    for run in re.findall("[\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0002fa1d]+", text):
        start = data.draw(st.integers(0, len(run) - 1))
        assert found(text, run[start : data.draw(st.integers(start + 1, len(run)))])


@given(TEXTS, TEXTS)
@example("e\u0301a", "e\u0301")
@example("ﬁn", "i")
def test_marked_pieces_join_to_the_text(text: str, query: str) -> None:
    pieces = mark(text, query)
    assert "".join(piece for piece, _ in pieces) == text and all(piece for piece, _ in pieces)
    if query_terms(query) and matches(text, query_terms(query)):
        assert any(marked for _, marked in pieces)


def test_marks_stand_on_the_words_as_they_were_written() -> None:
    assert mark("今天ＨＥllo停水了", "hel 停水") == [("今天", False), ("ＨＥl", True), ("lo", False), ("停水", True), ("了", False)]
    assert mark("the hen", "he") == [("the ", False), ("he", True), ("n", False)]
    assert mark("停\u200b水", "停水") == [("停\u200b水", True)]
    assert mark("没有", "") == [("没有", False)]


def test_the_excerpt_is_the_part_around_the_match() -> None:
    text = "今天上午开会。\n" * 30 + "明天全镇停水，请储水。" + "\n再见" * 50
    part = excerpt(text, "停水", 30)
    assert "停水" in part and len(part) <= 34 and part[0] == part[-1] == "…" and "\n" not in part
    assert excerpt("短", "停水") == "短"
    assert "👨‍👩‍👧" in excerpt("👨‍👩‍👧" * 40, "没有", 11)
    assert excerpt(text, "没有", 10).startswith("今天")


@given(TEXTS)
@example("İ")
@example("ｶﾞ한")
@example("\u0344\u00ad\u0301")
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert "".join(part for _, _, part in clusters(text)) == fold(text)


@given(st.text(min_size=500, max_size=2000))
def test_no_text_breaks_it(text: str) -> None:
    index_terms(text)
    query_terms(text)
    excerpt(text, text[:3])
    mark(text, text[10:14])


ODD_ONES = [
    "3d", "3e89g", "0e1u39v", "1e5", "007", "0x1f", "x20bb7野", "и", "café", "٣", "a1", "1a", "12345678901",
    "e1e", "𠮷", "䶮", "ー", "한", "々", "ß", "ǆ", "🚰", "𝒜",
]  # fmt: skip


LATIN = st.from_regex("[a-z0-9]{1,12}|[0-9]{1,3}e[0-9a-z]{1,6}", fullmatch=True)
TERMS = st.lists(st.one_of(HAN, LATIN, st.characters(categories=["L", "N", "So"])), max_size=60)


@given(TERMS)
@example(ODD_ONES)
def test_sqlite_keeps_every_term_as_one_token(text: list[str]) -> None:
    words, grams = index_terms(" ".join(text))
    with closing(sqlite3.connect(":memory:")) as database:
        database.execute("create virtual table t using fts5(words, grams, tokenize='unicode61')")
        database.execute("create virtual table v using fts5vocab(t, 'row')")
        database.execute("insert into t values (?, ?)", (" ".join(words), " ".join(grams)))
        assert {term for (term,) in database.execute("select term from v")} == set(words + grams)
        for query in text:
            if wanted := query_terms(query):
                assert list(database.execute("select rowid from t where t match ?", [fts5(wanted)])) == [(1,)]


def test_what_has_the_word_comes_before_what_only_has_the_characters() -> None:
    with closing(sqlite3.connect(":memory:")) as database:
        database.execute("create virtual table t using fts5(words, grams, tokenize='unicode61')")
        for text in ["南京市长江大桥今天通车了", "市长今天到了大桥看通车", "没有关系的话"]:
            words, grams = index_terms(text)
            database.execute("insert into t values (?, ?)", (" ".join(words), " ".join(grams)))
        rows = database.execute("select rowid from t where t match ? order by bm25(t, 4, 1)", [fts5(query_terms("市长"))])
        assert [row for (row,) in rows] == [2, 1]


@pytest.fixture(scope="module")
def postgres() -> Iterator[psycopg.Connection]:
    """The database of this run, where it is PostgreSQL."""
    address = os.environ.get("HUIYIN_TEST_DATABASE", "")
    if not address.startswith("postgres"):
        pytest.skip("./dev test tests/language --postgres")
    with psycopg.connect(address, autocommit=True) as database:
        yield database


@given(text=TERMS)
@example(text=ODD_ONES)
def test_postgres_keeps_every_term_as_one_token(postgres: psycopg.Connection, text: list[str]) -> None:
    words, grams = index_terms(" ".join(text))
    kept, vector = "tsvector_to_array(to_tsvector('simple', %s))", "to_tsvector('simple', %s) || to_tsvector('simple', %s)"
    assert set(postgres.execute(f"select {kept}", [" ".join(words + grams)]).fetchone()[0]) == set(words + grams)
    for query in text:
        if wanted := query_terms(query):
            asked = [" ".join(words), " ".join(grams), tsquery(wanted)]
            assert postgres.execute(f"select {vector} @@ to_tsquery('simple', %s)", asked).fetchone() == (True,)


@pytest.mark.parametrize("text", ["请王　伟到会", "王　伟明天来", "名单：王 伟、李小明", "王　伟"])
def test_a_short_name_that_is_spaced_out_is_found_written_close_and_marked_as_it_stands(text: str) -> None:
    assert matches(text, query_terms("王伟")) and {"王伟"} <= set(index_terms(text)[1])
    marked = [part for part, found in mark(text, "王伟") if found]
    assert len(marked) == 1 and "".join(marked[0].split()) == "王伟"
    assert "".join(part for part, _found in mark(text, "王伟")) == text
