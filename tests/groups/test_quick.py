"""The quick way for words stores what the ordinary way stores, and leaves to it whatever is not quite so simple."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.forms.models import model_to_dict
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from huiyin.groups import sealing
from huiyin.groups.actions import Draft, WriterCache, post_messages, post_quickly, remove_member, silence
from huiyin.groups.actions.quick import _digest
from huiyin.groups.models import Member, Message
from huiyin.journal import chain
from huiyin.journal.models import Clock, Entry
from huiyin.journal.verifying import verify
from huiyin.people.actions.locking import lock_person
from tests.factories import a_group, a_person

pytestmark = pytest.mark.django_db(transaction=True)
WORKDAY = "2026-11-26 10:00 +08:00"  # a Thursday


@pytest.fixture
def talk():
    """A group and two who talk in it, known."""
    with time_machine.travel(WORKDAY, tick=True):
        deputy, fisher = a_person("周建国"), a_person("孟渔生", kind="resident")
        group, known = a_group(owner=deputy, members=[fisher]), WriterCache()
        post_messages([Draft(group.pk, deputy.pk, "第一句", "key-00001"), Draft(group.pk, fisher.pk, "第二句", "key-00002")], known)
        yield group, deputy, fisher, known


def everything(message):
    """All that is stored of a message, without what is another in each."""
    own = {"id", "n", "seq", "salt", "key", "at"}
    message = Message.objects.get(pk=message.pk)
    entry = Entry.objects.get(stream=message.group.stream_id, seq=message.seq)
    group, member = message.group, Member.objects.get(group=message.group, person=message.author)
    assert entry.data == {"message": message.pk, "n": message.n}
    assert entry.at == message.at == group.last_at
    assert (group.last_n, group.last_message_id, member.read_n) == (message.n, message.pk, message.n)
    assert entry.sealed_digest == chain.digest(message.salt, sealing.sealed_body(message, []))
    told = {f.attname: getattr(message, f.attname) for f in Message._meta.concrete_fields if f.attname not in own}
    return told, entry.kind, entry.by_id, len(message.salt), len(message.key)


WORDS = ["网箱里还有三万多斤", "  尾巴有空格  \n\n\n\n\n还有一行", "看 https://example.org/a?b=1", 'quotes " and \\ \u200b']


@pytest.mark.parametrize("words", WORDS)
def test_both_ways_store_the_same(talk, words):
    group, deputy, _fisher, known = talk
    (ordinary,) = post_messages([Draft(group.pk, deputy.pk, words, "key-11111")], known)
    expected = everything(ordinary.message)
    (quick,) = post_quickly([Draft(group.pk, deputy.pk, words, "key-11113")], [], known)
    assert everything(quick.message) == expected
    stored = Message.objects.get(pk=quick.message.pk)
    assert model_to_dict(stored) == model_to_dict(quick.message), "what is handed on is what was stored"
    assert verify().broken is None


def test_many_groups_and_cursors_in_one_go(talk):
    group, deputy, fisher, known = talk
    other = a_group("另一个群", owner=deputy, members=[fisher])
    known.forget()
    post_messages([Draft(other.pk, fisher.pk, "开张", "key-20000"), Draft(group.pk, fisher.pk, "在", "key-20001")], known)
    post_messages([Draft(group.pk, deputy.pk, "在", "key-20002")], known)
    drafts = [Draft((group, other)[n % 2].pk, fisher.pk, f"第{n}条", f"key-3000{n}") for n in range(6)]
    posted = post_quickly(drafts, [(other.pk, deputy.pk, 1)], known)
    assert [p.message.text for p in posted] == [d.text for d in drafts]
    assert [p.message.n for p in posted] == [5, 2, 6, 3, 7, 4]
    assert Member.objects.get(group=other, person=deputy).read_n == 1
    again = post_quickly([Draft(group.pk, deputy.pk, "接着说", "key-40000")], [], known)
    assert again[0].message.n == 8
    assert verify().broken is None


@pytest.mark.parametrize(
    "more",
    [{"text": "@周建国 在吗"}, {"text": " "}, {"text": "长" * 5001}, {"key": "key-00002"}, {"reply_to": 1}, {"urgent_reason": "水来了"},
     {"place": {"lat": 1, "lon": 2}}, {"uploads": ["x"]}],
)  # fmt: skip
def test_what_is_not_so_simple_goes_the_ordinary_way(talk, more):
    group, _deputy, fisher, known = talk
    draft = Draft(**{"group": group.pk, "author": fisher.pk, "text": "一句", "key": "key-50000", **more})
    count = Message.objects.count()
    assert post_quickly([draft], [(group.pk, fisher.pk, 1)], known) is None
    assert Message.objects.count() == count
    assert post_quickly([Draft(group.pk, fisher.pk, "接着", "key-50001")], [], known) or True
    assert verify().broken is None


@pytest.mark.parametrize("end", [silence, remove_member])
def test_nobody_is_let_in_who_may_not(talk, end):
    group, deputy, fisher, known = talk
    end(group, fisher, by=deputy)
    known.forget()
    post_messages([Draft(group.pk, deputy.pk, "还在", "key-60000"), Draft(group.pk, fisher.pk, "不行", "key-60001")], known)
    assert post_quickly([Draft(group.pk, fisher.pk, "再试", "key-60002")], [], known) is None
    stranger = a_person()
    assert post_quickly([Draft(group.pk, stranger.pk, "路过", "key-60003")], [], known) is None


def test_a_locked_author_goes_the_ordinary_way(talk):
    group, _deputy, fisher, known = talk
    lock_person(fisher, by=None)
    known.forget()
    post_messages([Draft(group.pk, fisher.pk, "不行", "key-70000")], known)
    assert post_quickly([Draft(group.pk, fisher.pk, "再试", "key-70001")], [], known) is None


def test_at_night_the_clock_is_wound(talk):
    group, _deputy, fisher, known = talk
    with time_machine.travel("2026-11-26 23:30 +08:00", tick=True):
        draft = Draft(group.pk, fisher.pk, "睡了吗", "key-80000")
        assert post_quickly([draft], [], known) is None
        post_messages([draft], known)
    assert Clock.objects.filter(kind="group.quiet_over", subject=f"group:{group.pk}", fired_at=None).exists()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=80), st.text("0123456789abcdef", min_size=32, max_size=32))
def test_the_digest_is_spelled_as_the_chain_spells_it(words, salt):
    body = {"text": words, "extra": {}, "reply_to": None, "urgent": "", "files": []}
    assert _digest(salt, words) == chain.digest(salt, body)


def test_it_does_not_wait_for_midnight_to_forget(talk):
    """What was said tomorrow is not dated today."""
    group, _deputy, fisher, known = talk
    with time_machine.travel("2026-11-27 10:00 +08:00", tick=True):
        (quick,) = post_quickly([Draft(group.pk, fisher.pk, "第二天", "key-90000")], [], known)
        assert Message.objects.get(pk=quick.message.pk).at.date() == quick.message.at.date()
        assert quick.message.at - Message.objects.get(n=1, group=group).at > timedelta(hours=23)
