"""However the index is asked, a word is found: a common one among the newest, a rare one wherever it stands."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from importlib import import_module

import pytest
import time_machine
from django.db import ProgrammingError, connection, transaction

from huiyin.groups.actions import erase_message
from huiyin.groups.message_search import backend
from huiyin.groups.message_search.index import index_pending, search_messages
from huiyin.groups.models import Message
from tests.factories import a_group, a_person, say

BEGINS = datetime(2026, 3, 2, 8, tzinfo=timezone(timedelta(hours=8)))


@pytest.fixture
def year(monkeypatch):
    """Two groups in which something is said every three hours, and limits small enough to be met."""
    for name, limit in (("NEWEST", 40), ("FIRST", 12), ("ENOUGH", 4), ("A_PAGE", 3), ("RARE", 0), ("MANY_GROUPS", 1)):
        monkeypatch.setattr(backend, name, limit)
    me = a_person()
    groups = [a_group(owner=me), a_group(owner=me)]
    other = a_group(owner=a_person())
    for n in range(80):
        words = ["收到"] if n % 2 else ["水位正常"]
        words += ["泵站停了"] * (n % 12 == 0) + ["鲸鱼"] * (n == 3)
        with time_machine.travel(BEGINS + timedelta(hours=3 * n), tick=False):
            say(groups[n % 2 if n % 5 else 0], me, f"{n}号：" + "，".join(words))
            if n % 20 == 0:
                say(other, other.made_by, "收到，泵站停了，鲸鱼")
    index_pending()
    return me


@pytest.mark.parametrize("few", [20_000, 30, 2])
@pytest.mark.parametrize("word", ["收到", "泵站", "鲸鱼", "水位正常", "泵站停了", "停", "没有"])
def test_the_newest_are_found_and_nothing_between_is_left_out(year, word: str, few: int, monkeypatch) -> None:
    monkeypatch.setattr(backend, "FEW", few)
    mine = Message.objects.filter(group__members__person=year, text__contains=word)
    truth = list(mine.order_by("-at", "-pk").values_list("pk", flat=True))
    found = search_messages(year, word, order="newest")
    hits = [hit.message.pk for hit in found.hits]
    assert hits == truth[: len(hits)] and found.total <= len(truth)
    assert found.total >= min(3, len(truth)) and (found.total == len(truth) or found.more_than)


@pytest.mark.parametrize("word", ["收到", "泵站", "鲸鱼", "没有"])
def test_what_is_said_after_weeks_of_silence_leads_to_what_was_said_before_them(year, word: str, monkeypatch) -> None:
    with time_machine.travel(BEGINS + timedelta(days=70), tick=False):
        say(Message.objects.filter(author=year).last().group, year, "都在吗")
    before = set(Message.objects.filter(group__members__person=year, text__contains=word).values_list("pk", flat=True))
    begun = []
    begin = backend._begin
    monkeypatch.setattr(backend, "_begin", lambda *asked: begun.append((asked[0], begin(*asked))) or begun[-1][1])
    found = search_messages(year, word, order="newest")
    assert {hit.message.pk for hit in found.hits} <= before and bool(found.hits) == bool(before)
    for many, moment in begun:  # PostgreSQL goes back this far: neither to nothing nor through all of the year
        assert many / 2 <= Message.objects.filter(group__members__person=year, at__gte=moment).count() <= 2 * many


def test_what_is_left_is_found_where_nearly_all_was_erased(year) -> None:
    with time_machine.travel(BEGINS + timedelta(days=70), tick=False):
        say(Message.objects.filter(author=year).last().group, year, "都在吗")
    for message in Message.objects.filter(author=year).order_by("pk")[4:80]:
        erase_message(message, None)
    assert search_messages(year, "收到").total == 2
    assert search_messages(year, "鲸鱼").total == 1


def test_with_a_day_or_an_author_all_are_found(year) -> None:
    since = BEGINS + timedelta(days=1)
    truth = Message.objects.filter(group__members__person=year, text__contains="收到", at__gte=since, at__lt=since + timedelta(days=3))
    assert search_messages(year, "收到", since=since, until=since + timedelta(days=3)).total == truth.count() == 12
    assert search_messages(year, "收到", author=year.pk).total == 40


def test_photos_are_listed_newest_first_from_the_last_month_or_from_all_of_the_year(year, monkeypatch) -> None:
    mine = Message.objects.filter(group__members__person=year)
    Message.objects.filter(pk__in=[m.pk for m in mine if m.pk % 3 == 0]).update(kind="photo")
    truth = list(mine.filter(kind="photo").order_by("-at", "-pk").values_list("pk", flat=True))
    for month in (timedelta(hours=20), timedelta(days=400)):
        monkeypatch.setattr(backend, "A_MONTH", month)
        for enough in (3, 1000):
            monkeypatch.setattr(backend, "CANDIDATES", enough)
            found = search_messages(year, "", kind="photo")
            assert [hit.message.pk for hit in found.hits] == truth[: min(enough, 20)]
            assert found.total == min(enough, len(truth))


@pytest.mark.skipif(connection.vendor != "postgresql", reason="only PostgreSQL's index changed")
def test_what_was_indexed_before_groups_and_moments_stood_beside_the_words_is_found_as_before(year) -> None:
    before = [hit.message.pk for hit in search_messages(year, "泵站").hits]
    step = import_module("huiyin.groups.migrations.0002_words_where").Migration.operations[0]
    for there_or_back in (step.reverse_code, step.code):
        with connection.schema_editor() as editor:
            there_or_back(None, editor)
        if there_or_back is step.reverse_code:
            with connection.cursor() as cursor, pytest.raises(ProgrammingError), transaction.atomic():
                cursor.execute("SELECT at FROM groups_words")
    assert [hit.message.pk for hit in search_messages(year, "泵站").hits] == before != []
    since = BEGINS + timedelta(days=1)
    assert search_messages(year, "收到", since=since, until=since + timedelta(days=3)).total == 12
