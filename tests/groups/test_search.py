"""Finding what was said: one character, two, names no dictionary knows; and nothing from groups that are not mine."""

from __future__ import annotations

from datetime import timedelta
from importlib import import_module
from types import SimpleNamespace

from django.apps import apps
from django.db import connection
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from huiyin.groups.actions import leave, recall_message
from huiyin.groups.message_search import waiting
from huiyin.groups.message_search.index import index_pending, search_messages
from huiyin.groups.models import Message
from huiyin.people.actions.tokens import make_token
from tests.api.conftest import Program
from tests.factories import a_group, a_person, say


def found(person, text, **filters):
    return [hit.message.text for hit in search_messages(person, text, **filters).hits]


def test_words_of_one_two_and_more_characters_and_names_are_found():
    group = a_group()
    me = group.made_by
    for words in ("石湾村的路灯亮了", "孟渔生家的网箱里有鮰鱼", "南京市长江大桥", "市长来过", "𠮷田和䶮水", "call 120 at Dam-3"):
        say(group, me, words)
    assert found(me, "灯") == ["石湾村的路灯亮了"]
    assert found(me, "鮰鱼") == ["孟渔生家的网箱里有鮰鱼"]
    assert found(me, "渔生") == ["孟渔生家的网箱里有鮰鱼"]
    assert found(me, "湾村") == ["石湾村的路灯亮了"]
    assert found(me, "𠮷田") == found(me, "䶮") == ["𠮷田和䶮水"]
    assert found(me, "dam") == found(me, "１２０") == ["call 120 at Dam-3"]
    assert found(me, "市长")[0] == "市长来过", "a whole word stands before two characters that happen to meet"
    assert found(me, "路灯 石湾") == ["石湾村的路灯亮了"]
    assert found(me, "灯路") == []


def test_the_find_is_marked_in_the_text():
    group = a_group()
    say(group, group.made_by, "昨天夜里停水了，今天还停水")
    (hit,) = search_messages(group.made_by, "停水").hits
    assert [piece for piece, marked in hit.pieces if marked] == ["停水", "停水"]
    assert "".join(piece for piece, _ in hit.pieces) == "昨天夜里停水了，今天还停水"


def test_nothing_is_found_in_groups_i_am_not_in_or_have_left():
    me, owner = a_person(), a_person()
    mine, others = a_group(owner=owner, members=[me]), a_group(owner=owner)
    say(mine, owner, "我们的暗号是枇杷")
    say(others, owner, "他们的暗号是枇杷")
    assert found(me, "枇杷") == ["我们的暗号是枇杷"]
    assert found(me, "枇杷", group=others.pk) == []
    leave(mine, me)
    assert found(me, "枇杷") == []


def test_filters_narrow_by_group_person_time_and_kind():
    me, other = a_person(), a_person()
    first, second = a_group(owner=me, members=[other]), a_group(owner=me)
    say(first, me, "水位一")
    say(first, other, "水位二")
    say(second, me, "水位三 https://example.com/a")
    assert set(found(me, "水位", group=first.pk)) == {"水位一", "水位二"}
    assert found(me, "水位", author=other.pk) == ["水位二"]
    assert found(me, "水位", kind="link") == ["水位三 https://example.com/a"]
    assert found(me, "水位", until=timezone.now() - timedelta(hours=1)) == []
    assert len(found(me, "", author=me.pk)) == 2, "filters alone list what there is"


def test_what_was_taken_back_is_not_found():
    group = a_group()
    message = say(group, group.made_by, "这句说错了榴莲")
    assert found(group.made_by, "榴莲") == ["这句说错了榴莲"]
    recall_message(message, by=group.made_by)
    assert found(group.made_by, "榴莲") == []
    say(group, group.made_by, "榴莲真的到了")
    assert found(group.made_by, "榴莲") == ["榴莲真的到了"]


def test_pages_hold_twenty_and_reach_everything_once():
    group = a_group()
    for number in range(45):
        say(group, group.made_by, f"通知{number}")
    pages = [search_messages(group.made_by, "通知", page=p) for p in (1, 2, 3)]
    texts = [hit.message.text for page in pages for hit in page.hits]
    assert (pages[0].total, pages[0].pages) == (45, 3)
    assert len(set(texts)) == len(texts) == 45
    assert texts[0] == "通知44"


@given(st.text(min_size=1, max_size=40))
def test_whatever_is_typed_search_answers(text):
    me = a_person()
    a_group(owner=me)
    assert search_messages(me, text).total >= 0


def test_an_upgrade_has_the_index_made_anew_and_everything_is_found_again():
    me = a_person()
    group = a_group(owner=me)
    say(group, me, "请王　伟到会")
    gone = say(group, me, "这句会收回")
    assert [hit.message.text for hit in search_messages(me, "王伟").hits] == ["请王　伟到会"]
    recall_message(gone, me)
    import_module("huiyin.groups.migrations.0004_words_anew").mark(apps, SimpleNamespace(connection=connection))
    assert Message.objects.filter(indexed=True).count() == 0
    assert [hit.message.text for hit in search_messages(me, "王伟").hits] == ["请王　伟到会"]
    assert not search_messages(me, "收回").hits
    assert index_pending() == 2 and [hit.message.text for hit in search_messages(me, "王伟").hits] == ["请王　伟到会"]


def test_a_search_indexes_nothing_and_says_while_the_index_is_growing(client_for, monkeypatch):
    monkeypatch.setattr(waiting, "READ", 3)
    me = a_person()
    group = a_group(owner=me)
    for words in ("水位涨了", "三号闸渗水", "水位 4.2 米", "在", "水位平稳"):
        say(group, me, words)
    found = search_messages(me, "水位")
    assert [hit.message.text for hit in found.hits] == ["水位平稳", "水位 4.2 米"] and found.growing
    assert not Message.objects.filter(indexed=True).exists(), "who searches waits for no indexing"
    growing = "有一部分暂时还搜不到"
    client, ask = client_for(me), Program(make_token(me, "试验", ["search:read"])[1])
    assert growing in client.get("/search?q=水位").content.decode() and growing in client.get("/search?q=渗水").content.decode()
    assert ask("get", "/search?q=水位").json()["growing"]
    index_pending()
    assert search_messages(me, "水位").total == 3 and not search_messages(me, "水位").growing
    assert growing not in client.get("/search?q=渗水").content.decode() and not ask("get", "/search?q=水位").json()["growing"]


def test_what_waits_for_the_index_is_found_as_what_is_in_it():
    me = a_person()
    group = a_group(owner=me)
    for words in ("泵站停了", "concat 那一句", "cat 一只", "请王　伟到会", "2026 年 12 号", "泵坏在站里", "防汛"):
        say(group, me, words)
    asked = ("泵站", "泵", "cat", "ca", "at", "王伟", "202", "12", "防 汛", "汛", "泵站 停", "句。")
    before = [[hit.message.text for hit in search_messages(me, one).hits] for one in asked]
    index_pending()
    assert before == [[hit.message.text for hit in search_messages(me, one).hits] for one in asked]
