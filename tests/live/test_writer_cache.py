"""What the writer knows from the batch before holds exactly as long as nobody changed it: rights are judged as they are now."""

from __future__ import annotations

import pytest
from django.db import OperationalError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from huiyin.groups.actions import (
    add_people,
    archive,
    post_message,
    posting,
    remove_member,
    rename_group,
    reopen,
    silence,
    unsilence,
)
from huiyin.groups.models import Message
from huiyin.journal.models import Entry
from huiyin.journal.verifying import verify
from huiyin.people.actions.me import set_my_name
from tests.factories import a_group, a_person

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def talk(phone, running):
    """A deputy's group, a member of it, and the member's phone at a server whose writer knows them already."""
    server = running()
    deputy, fisher = a_person("周建国"), a_person("孟渔生", kind="resident")
    group = a_group("网箱清拆工作群", owner=deputy, members=[fisher])
    mine = phone(fisher, at=server)
    assert mine.say(group, "第一句").status_code == 201
    assert server.server.writer.known.holds([(group.pk, fisher.pk)])
    return group, deputy, fisher, mine, server


def whole(group):
    """Numbers without a gap, and a chain that verifies."""
    numbers = list(Message.objects.filter(group=group).order_by("n").values_list("n", flat=True))
    assert numbers == list(range(1, len(numbers) + 1))
    entries = list(Entry.objects.filter(stream=group.stream_id).order_by("seq").values_list("seq", flat=True))
    assert entries == list(range(1, len(entries) + 1))
    assert verify().broken is None


def test_who_was_paused_or_taken_out_is_refused_at_once(talk):
    group, deputy, fisher, mine, _server = talk
    silence(group, fisher, by=deputy)
    assert mine.say(group, "说不了").status_code == 403
    unsilence(group, fisher, by=deputy)
    assert mine.say(group, "又能说了").status_code == 201
    remove_member(group, fisher, by=deputy)
    assert mine.say(group, "不在了").status_code == 404
    add_people(group, [fisher], by=deputy)
    assert mine.say(group, "回来了").status_code == 201
    archive(group, by=deputy)
    assert mine.say(group, "散了").status_code == 403
    reopen(group, by=deputy)
    assert mine.say(group, "又开了").status_code == 201
    whole(group)


def test_a_new_name_stands_over_the_next_words(talk):
    group, _deputy, fisher, mine, _server = talk
    set_my_name(fisher, "孟大江")
    assert "孟大江" in mine.say(group, "改了名字").json()["html"]


def test_a_batch_that_failed_leaves_nothing_known(talk, monkeypatch):
    group, _deputy, _fisher, mine, _server = talk

    def fails(_groups):
        raise OperationalError("the disk went away")

    with monkeypatch.context() as broken:
        broken.setattr(posting.posting_sql, "move_heads", fails)
        assert mine.say(group, "没存上").status_code == 503
    assert mine.say(group, "存上了").json()["n"] == 2
    whole(group)


DOINGS = ("say", "form", "answer", "call", "rename", "silence", "unsilence", "nothing")


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(st.sampled_from(DOINGS), min_size=3, max_size=12))
def test_whatever_else_happens_numbers_and_chain_go_on(talk, doings):
    group, deputy, fisher, mine, _server = talk
    unsilence(group, fisher, by=deputy)
    for doing in doings:
        paused = fisher.memberships.get(group=group).silenced
        count = Message.objects.filter(group=group).count()
        key = f"key-{count:04d}-{Entry.objects.count():04d}"
        if doing in ("say", "answer", "call"):
            more = {"reply_to": 1} if doing == "answer" else {}
            answer = mine.say(group, "@周建国 在吗" if doing == "call" else "一句话", key, **more)
            assert answer.status_code == (403 if paused else 201)
            assert paused or answer.json()["n"] == count + 1
        elif doing == "form":
            assert post_message(group, deputy, "用表单发的").n == count + 1
        elif doing == "rename":
            rename_group(group, deputy, f"第{key}群")
        elif doing != "nothing":
            (silence if doing == "silence" else unsilence)(group, fisher, by=deputy)
    whole(group)
