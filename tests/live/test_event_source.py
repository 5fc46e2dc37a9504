"""A browser's own EventSource keeps the last id alone, of whatever stream: after a cut it has everything all the same."""

from __future__ import annotations

from itertools import cycle
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.groups.actions import add_people, remove_member
from huiyin.live import replay
from huiyin.live.delivered import DeliveredEntries
from huiyin.live.replay import in_order
from tests.factories import a_group, a_person, say
from tests.live.conftest import Listener

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def town(running, phone):
    """A server, a deputy with three groups, and a listener's phone."""
    server, deputy, listener = running(), a_person("周建国"), a_person("孟渔生", kind="resident")
    server.server.hub.delivered.remember()  # the one process there is, on whatever database
    groups = [a_group(owner=deputy, members=[listener]) for _ in range(3)]
    return server, deputy, groups, phone(listener, at=server)


def said(listening: Listener) -> list[tuple[int, int]]:
    """Group and number of each message that was missed."""
    import json

    told = [json.loads(event["data"]) for event in listening.missed if event["event"] == "message.posted"]
    return [(data["g"], data["n"]) for data in told]


def heard_once(mine: Any, group: Any, deputy: Any) -> str:
    """Opens a stream, hears one message, and hangs up. Gives the last id."""
    listening = mine.listen()
    say(group, deputy, "听到了")
    heard = listening.next_of("message.posted")
    listening.close()
    return heard["id"]


def test_what_other_groups_said_meanwhile_comes_too_once_and_in_order(town):
    _server, deputy, (a, b, c), mine = town
    last = heard_once(mine, a, deputy)
    for group in (b, c, a, b):
        say(group, deputy, "断线时说的")
    again = mine.listen(last)
    assert said(again) == [(b.pk, 1), (c.pk, 1), (a.pk, 2), (b.pk, 2)]
    say(c, deputy, "接上以后说的")
    assert again.next_of("message.posted")


@pytest.mark.parametrize("alone", [True, False])
def test_cut_again_while_the_missed_comes_nothing_is_lost(town, alone):
    """With several processes what lies close together may come once more; in one it does not."""
    server, deputy, groups, mine = town
    if not alone:
        server.server.hub.delivered = DeliveredEntries()
    last = heard_once(mine, groups[0], deputy)
    for _, group in zip(range(6), cycle(groups), strict=False):
        say(group, deputy, "断线时说的")
    again = mine.listen(last)
    everything, ids = said(again), [event["id"] for event in again.missed if event["event"] == "message.posted"]
    assert len(everything) == 6 or not alone
    again.close()
    for place, last in list(enumerate(ids))[:-1]:
        once_more = mine.listen(last)
        rest = said(once_more)
        assert rest == everything[place + 1 :] if alone else set(everything[place + 1 :]) <= set(rest)
        once_more.close()


def test_after_a_sign_of_life_the_id_holds_every_cursor(town):
    _server, deputy, (a, b, _c), mine = town
    listening = mine.listen()
    listening.close()
    for group in (b, a):
        say(group, deputy, "断线时说的")
    assert said(mine.listen(listening.last_id)) == [(b.pk, 1), (a.pk, 1)]


def test_who_came_into_a_group_while_away_hears_what_was_said_there_since(town):
    _server, deputy, (a, b, _c), mine = town
    listener = a.members.exclude(person=deputy).get().person
    listening = mine.listen()
    listening.close()
    new = a_group(owner=deputy)
    say(new, deputy, "在你来以前说的", key="before-you-came")
    add_people(new, [listener], by=deputy)
    say(new, deputy, "你来了以后说的")
    assert (new.pk, 2) in said(mine.listen(listening.last_id))
    some_cursors = ",".join(pair for pair in listening.last_id.split(",") if not pair.startswith(f"{b.stream_id}:"))
    say(b, deputy, "没有问起的群")
    assert (b.pk, 1) not in said(mine.listen(some_cursors)), "the long form leaves out what it does not name"


def test_who_was_long_away_loads_only_what_has_gone_too_far(town, monkeypatch):
    _server, deputy, (a, b, c), mine = town
    monkeypatch.setattr(replay, "GAP_LIMIT", 3)
    last = heard_once(mine, a, deputy)
    for group in (b, b, c, b, b):
        say(group, deputy, "断线时说的")
    again = mine.listen(last)
    assert [event["data"] for event in again.missed if event["event"] == "reset"] == [f'{{"s":{b.stream_id}}}']
    assert said(again) == [(c.pk, 1)]


@pytest.mark.parametrize("which", ["of a group of others", "of a group that one has left", "of an entry that never was"])
def test_an_id_that_says_nothing_makes_everything_load_anew_and_tells_nothing(town, which):
    """Whether there is an entry of this number in a group of others is not to be found out by it."""
    _server, deputy, (a, b, c), mine = town
    listener = a.members.exclude(person=deputy).get().person
    theirs = a_group(owner=deputy)
    say(theirs, deputy, "不关你的事")
    heard_once(mine, a, deputy)
    if which == "of a group that one has left":
        remove_member(a, listener, by=deputy)
    last = {"of a group of others": f"{theirs.stream_id}:1", "of an entry that never was": f"{b.stream_id}:900"}.get(
        which, f"{a.stream_id}:2"
    )
    reset = {event["data"] for event in mine.listen(last).missed if event["event"] == "reset"}
    assert {f'{{"s":{group.stream_id}}}' for group in (b, c)} - {f'{{"s":{b.stream_id}}}'} <= reset
    if which == "of a group of others":
        absent = mine.listen(f"{theirs.stream_id}:900")
        assert {event["data"] for event in absent.missed} == reset


def test_where_others_stood_is_asked_in_three_statements(town, django_assert_num_queries):
    _server, deputy, (a, b, c), _mine = town
    entry = say(a, deputy, "一句")
    say(b, deputy, "后来")
    with django_assert_num_queries(3):
        stood = replay.stood_at(a.stream_id, entry.seq, [b.stream_id, c.stream_id])
    assert stood is not None and stood[b.stream_id][0] == replay.Entry.objects.filter(stream=b.stream_id).count() - 1
    with django_assert_num_queries(1):
        assert replay.stood_at(a.stream_id, 900, [b.stream_id]) is None


def test_whoever_missed_little_in_many_groups_is_told_by_one_statement(town, django_assert_num_queries):
    _server, deputy, groups, _mine = town
    first = {group.stream_id: (say(group, deputy, "一句").seq, 99) for group in groups}
    for group in groups:
        add_people(group, [a_person()], by=deputy)
    with django_assert_num_queries(2):  # the entries, and whom they are about
        assert len(replay.frames_between(first)) >= 3


@given(st.lists(st.tuples(st.integers(1, 4), st.integers(1, 30)), unique_by=lambda row: row[1], max_size=20))
def test_the_order_of_the_journal_keeps_each_streams_own(rows):
    """Takes (stream, key) as numbered within the stream: a key may be older than its place, where it was taken before the lock."""
    seqs: dict[int, int] = {}
    entries = []
    for stream, key in rows:
        seqs[stream] = seqs.get(stream, 0) + 1
        entries.append((stream, seqs[stream], key))
    order = in_order(entries)
    assert sorted(order) == sorted(key for _s, _n, key in entries)
    for stream in seqs:
        own = [key for s, _n, key in entries if s == stream]
        assert [key for key in order if key in own] == own
        # Whoever comes back with any id finds the rest of every stream from the first key beyond it on.
        for place, key in enumerate(order):
            later = [k for k in order[place + 1 :] if k in own]
            if later and key not in own:
                first_beyond = next((n for n, k in enumerate(own) if k > key), len(own))
                assert own.index(later[0]) >= first_beyond
