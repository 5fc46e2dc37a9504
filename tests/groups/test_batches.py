"""Drafts of all kinds in one batch, as the writer posts them: each is stored or refused by itself; what is handed on is what was stored."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.forms.models import model_to_dict
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from huiyin.core.errors import Invalid, KeyUsed, NotAllowed, NotThere, TooMuch
from huiyin.db.bulk import as_document
from huiyin.groups import sealing
from huiyin.groups.actions import Draft, Posted, WriterCache, post_messages, remove_member, silence
from huiyin.groups.models import Member, Mention, Message, MessageFile
from huiyin.journal import chain
from huiyin.journal.models import Clock, Entry
from huiyin.journal.verifying import verify
from huiyin.media.actions import keep_upload
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


def is_stored_as_it_was_handed_on(posted):
    """The message, its entry, its group's head and its author's cursor."""
    handed = posted.message
    message = Message.objects.get(pk=handed.pk)
    assert model_to_dict(message) == model_to_dict(handed)
    assert (message.at, message.n, message.seq, message.salt) == (handed.at, handed.n, handed.seq, handed.salt)
    entry = Entry.objects.get(stream=message.group.stream_id, seq=message.seq)
    assert (entry.kind, entry.by_id, entry.at) == ("message.posted", message.author_id, message.at)
    assert Entry.objects.get(kind="message.posted", data={"message": message.pk, "n": message.n}) == entry, "also looked for by its whole"
    digests = [file.upload.digest for file in message.files.order_by("order")]
    assert entry.sealed_digest == chain.digest(message.salt, sealing.sealed_body(message, digests))
    return message


WORDS = ["网箱里还有三万多斤", "  尾巴有空格  \n\n\n\n\n还有一行", "看 https://example.org/a?b=1", 'quotes " and \\ \u200b', "@周建国 在吗"]


@pytest.mark.parametrize("words", WORDS)
def test_what_is_handed_on_is_what_was_stored(talk, words):
    group, _deputy, fisher, known = talk
    (posted,) = post_messages([Draft(group.pk, fisher.pk, words, "key-11113")], known)
    message = is_stored_as_it_was_handed_on(posted)
    group.refresh_from_db()
    assert (group.last_n, group.last_message_id, group.last_at) == (message.n, message.pk, message.at)
    assert Member.objects.get(group=group, person=fisher).read_n == message.n
    assert verify().broken is None


def test_one_batch_takes_drafts_of_every_kind(talk):
    group, deputy, fisher, known = talk
    stranger = a_person()
    photo = keep_upload(fisher, SimpleUploadedFile("名单.txt", "一、二、三".encode()), "名单.txt").key
    more = [
        {"text": "一句"}, {"text": "@周建国 在吗"}, {"text": "见附件", "uploads": [photo]}, {"text": "在", "reply_to": 1},
        {"text": " "}, {"text": "长" * 5001}, {"text": "哪一句", "reply_to": 99}, {"text": "水来了", "urgent_reason": "水位"},
        {"text": "码头", "place": {"lat": 29.5, "lon": 112.5, "name": "码头"}}, {"text": "另一句", "key": "key-00002"},
        {"text": "第二句", "key": "key-00002"}, {"text": "路过", "author": stranger.pk}, {"text": "一句", "key": "key-50000"},
    ]  # fmt: skip
    drafts = [Draft(**{"group": group.pk, "author": fisher.pk, "key": f"key-5{n:04d}", **one}) for n, one in enumerate(more)]
    results = post_messages(drafts, known, [(group.pk, deputy.pk, 2)])
    told = [(r.message.n, r.again) if isinstance(r, Posted) else type(r) for r in results]
    assert told == [
        (3, False), (4, False), (5, False), (6, False), Invalid, TooMuch, Invalid, NotAllowed, (7, False), KeyUsed, (2, True), NotThere,
        (3, True),
    ]  # fmt: skip
    for posted in results:
        if isinstance(posted, Posted):
            is_stored_as_it_was_handed_on(posted)
    assert list(Mention.objects.values_list("message_id", "person_id", "n")) == [(results[1].message.pk, deputy.pk, 4)]
    assert list(MessageFile.objects.values_list("message_id", "upload__key")) == [(results[2].message.pk, photo)]
    assert Message.objects.get(n=6).reply_to.n == 1
    assert Member.objects.get(group=group, person=deputy).read_n == 2
    (following,) = post_messages([Draft(group.pk, fisher.pk, "接着", "key-60000")], known)
    assert following.message.n == 8
    assert verify().broken is None


def test_many_groups_and_cursors_in_one_go(talk):
    group, deputy, fisher, known = talk
    other = a_group("另一个群", owner=deputy, members=[fisher])
    post_messages([Draft(other.pk, fisher.pk, "开张", "key-20000"), Draft(group.pk, fisher.pk, "在", "key-20001")], known)
    post_messages([Draft(group.pk, deputy.pk, "在", "key-20002")], known)
    drafts = [Draft((group, other)[n % 2].pk, fisher.pk, f"第{n}条", f"key-3000{n}") for n in range(6)]
    posted = post_messages(drafts, known, [(other.pk, deputy.pk, 1)])
    assert [p.message.text for p in posted] == [d.text for d in drafts]
    assert [p.message.n for p in posted] == [5, 2, 6, 3, 7, 4]
    assert Member.objects.get(group=other, person=deputy).read_n == 1
    again = post_messages([Draft(group.pk, deputy.pk, "接着说", "key-40000")], known)
    assert again[0].message.n == 8
    assert post_messages([], known, [(group.pk, fisher.pk, 8)]) == []
    assert Member.objects.get(group=group, person=fisher).read_n == 8
    assert verify().broken is None


@pytest.mark.parametrize(("end", "refusal"), [(silence, NotAllowed), (remove_member, NotThere)])
def test_nobody_is_let_in_who_may_not(talk, end, refusal):
    group, deputy, fisher, known = talk
    end(group, fisher, by=deputy)
    known.forget()  # on SQLite whoever changed it was another connection, and is seen
    drafts = [Draft(group.pk, deputy.pk, "还在", "key-60000"), Draft(group.pk, fisher.pk, "不行", "key-60001")]
    for key in ("key-60000", "key-70000"):
        said, refused = post_messages([Draft(d.group, d.author, d.text, key + d.text) for d in drafts], known)
        assert isinstance(said, Posted) and isinstance(refused, refusal)


def test_who_is_locked_says_nothing(talk):
    group, _deputy, fisher, known = talk
    lock_person(fisher, by=None)
    known.forget()
    for key in ("key-70000", "key-70001"):
        assert [type(r) for r in post_messages([Draft(group.pk, fisher.pk, "不行", key)], known)] == [NotThere]


def test_at_night_the_clock_is_wound(talk):
    group, _deputy, fisher, known = talk
    with time_machine.travel("2026-11-26 23:30 +08:00", tick=True):
        post_messages([Draft(group.pk, fisher.pk, words, f"key-{words}") for words in ("睡了吗", "我没有")], known)
        post_messages([Draft(group.pk, fisher.pk, "还有一句", "key-80001")], known)
    clock = Clock.objects.get(kind="group.quiet_over", subject=f"group:{group.pk}", fired_at=None)
    assert clock.data == {"from_n": 3}


_texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=80)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(_texts, st.dictionaries(_texts, _texts, max_size=2), st.none() | st.integers(1), _texts, st.lists(_texts, max_size=2))
def test_what_is_sealed_is_spelled_as_the_chain_spells_it(words, extra, reply_to, urgent, files):
    body = {"text": words, "extra": extra, "reply_to": reply_to, "urgent": urgent, "files": files}
    assert sealing.sealed_spelled(words, extra, reply_to, urgent, files) == chain.canonical(body)


_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | _texts, lambda one: st.lists(one) | st.dictionaries(_texts, one), max_leaves=9
)


@given(_json)
def test_documents_are_spelled_as_the_library_does(data):
    assert chain.canonical(data) == json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert as_document(data) == json.dumps(data)


def test_it_does_not_wait_for_midnight_to_forget(talk):
    """What was said tomorrow is not dated today."""
    group, _deputy, fisher, known = talk
    with time_machine.travel("2026-11-27 10:00 +08:00", tick=True):
        (posted,) = post_messages([Draft(group.pk, fisher.pk, "第二天", "key-90000")], known)
        assert Message.objects.get(pk=posted.message.pk).at.date() == posted.message.at.date()
        assert posted.message.at - Message.objects.get(n=1, group=group).at > timedelta(hours=23)
