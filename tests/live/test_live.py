"""Two phones talk; what one misses it gets, once; who is removed hears nothing."""

from __future__ import annotations

import threading
import time
from datetime import timedelta

import pytest
import time_machine
from django.db import connection, transaction
from django.utils import timezone

from huiyin.groups.actions import add_people, add_source, post_message, remove_member, set_role
from huiyin.groups.models import Member, Message
from huiyin.journal import recording
from huiyin.live import connections, fast_path
from huiyin.people.actions.devices import end_all_devices
from huiyin.people.actions.locking import lock_person
from huiyin.people.actions.organisation import leave_post
from huiyin.people.devices import IDLE_OFFICIAL
from tests.factories import a_group, a_holding, a_person, a_post, a_unit

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def pond():
    """A group of two."""
    fisher, deputy = a_person("孟渔生", kind="resident"), a_person("周建国")
    return a_group("网箱清拆工作群", owner=deputy, members=[fisher]), fisher, deputy


def test_what_one_says_the_other_hears(phone, pond):
    group, fisher, deputy = pond
    listening = phone(deputy).listen()
    answer = phone(fisher).say(group, "网箱里还有三万多斤鮰鱼")
    assert answer.status_code == 201
    heard = listening.next_of("message.posted")
    assert heard["data"]["n"] == answer.json()["n"] == 1
    assert "三万多斤鮰鱼" in heard["data"]["html"]
    assert heard["data"]["by"] == fisher.pk
    assert heard["id"] == f"{group.stream_id}:{answer.json()['seq']}"


def test_a_form_without_javascript_is_heard_the_same(phone, pond):
    group, fisher, deputy = pond
    listening = phone(deputy).listen()
    post_message(group, fisher, "用表单发的")
    assert "用表单发的" in listening.next_of("message.posted")["data"]["html"]


def test_what_was_missed_comes_once_and_in_order(phone, pond):
    group, fisher, deputy = pond
    speaker, hearer = phone(fisher), phone(deputy)
    first = hearer.listen()
    speaker.say(group, "第一句")
    first.next_of("message.posted")
    first.close()
    for words in ("第二句", "第三句", "第四句"):
        speaker.say(group, words)
    again = hearer.listen(first.vector)
    speaker.say(group, "第五句")
    numbers = [again.next_of("message.posted")["data"]["n"] for _ in range(4)]
    assert numbers == [2, 3, 4, 5]


def test_a_restart_loses_and_repeats_nothing(phone, running, pond):
    group, fisher, deputy = pond
    before = running()
    listening = phone(deputy, at=before).listen()
    phone(fisher, at=before).say(group, "停机前")
    listening.next_of("message.posted")
    before.stop()
    assert listening.next_of("bye")["data"]["why"] == "restart"
    post_message(group, fisher, "停机时")
    after = running()
    again = phone(deputy, at=after).listen(listening.vector)
    phone(fisher, at=after).say(group, "开机后")
    assert [again.next_of("message.posted")["data"]["n"] for _ in range(2)] == [2, 3]


def test_what_another_process_wrote_is_found_in_the_journal(phone, pond, monkeypatch):
    group, fisher, deputy = pond
    listening = phone(deputy).listen()
    followers, recording.followers[:] = list(recording.followers), []  # as if an import ran elsewhere
    try:
        post_message(group, fisher, "别处写的")
    finally:
        recording.followers[:] = followers
    assert "别处写的" in listening.next_of("message.posted")["data"]["html"]


def test_announcements_in_the_other_order_are_put_right(phone, pond):
    group, fisher, deputy = pond
    listening = phone(deputy).listen()
    held, told = [], list(recording.followers)
    recording.followers[:] = [lambda stream, entries: held.append((stream, entries))]
    for words in ("先说的", "后说的"):
        post_message(group, fisher, words)
    recording.followers[:] = told
    for stream, entries in reversed(held):
        recording.tell(stream, entries)
    assert [listening.next_of("message.posted")["data"]["n"] for _ in range(2)] == [1, 2]


def test_a_removed_member_hears_nothing_more(phone, pond):
    group, fisher, deputy = pond
    hearer = phone(fisher)
    listening = hearer.listen()
    remove_member(group, fisher, by=deputy)
    assert listening.next()["event"] == "group.exited"
    phone(deputy).say(group, "只有还在的人听得到")
    other = a_group("另一个群", owner=deputy, members=[fisher])
    assert listening.next()["event"] == "group.entered"
    phone(deputy).say(other, "换个群说")
    heard = listening.next_of("message.posted")
    assert heard["data"]["g"] == other.pk, "nothing of the first group came in between"
    again = hearer.listen(f"{group.stream_id}:1")
    assert {event["event"] for event in again.missed} == {"reset"}, "an old cursor opens no door"


@pytest.mark.parametrize("role", ["member", "manager"])
def test_whose_post_ends_hears_nothing_more_of_its_groups(phone, role):
    unit, leaver, deputy = a_unit(), a_person(), a_person()
    holding = a_holding(leaver, a_post("科员", unit), since=timezone.localdate() - timedelta(days=30))
    group = a_group(owner=deputy)
    add_source(group, by=deputy, unit=unit)
    if role == "manager":
        set_role(group, leaver, "manager", by=deputy)
    hearer = phone(leaver)
    listening = hearer.listen()
    phone(deputy).say(group, "还在任上")
    assert listening.next_of("message.posted")
    began = time.monotonic()
    leave_post(holding, until=timezone.localdate() - timedelta(days=1))
    assert listening.next_of("group.exited")
    assert time.monotonic() - began < 3  # at once; three where others load the machine, and well before the next beat
    phone(deputy).say(group, "只有还在任上的人听得到")
    other = a_group("另一个群", owner=deputy, members=[leaver])
    phone(deputy).say(other, "换个群说")
    assert listening.next_of("message.posted")["data"]["g"] == other.pk
    assert hearer.say(group, "我还能说吗").status_code == 404
    assert {event["event"] for event in hearer.listen(f"{group.stream_id}:1").missed} == {"reset"}


def test_a_session_that_idled_out_ends_its_stream_and_comes_back_to_a_closed_door(phone, pond):
    group, _fisher, deputy = pond
    with time_machine.travel(timezone.now() - IDLE_OFFICIAL + timedelta(seconds=4)):
        mine = phone(deputy)
    listening = mine.listen()
    assert listening.next_of("bye")["data"]["why"] == "restart"
    assert mine.say(group, "还能说吗").status_code == 401
    assert mine.listen().status == 401


def test_who_is_added_hears_from_then_on(phone, pond):
    group, _, deputy = pond
    newcomer = a_person("新来的")
    listening = phone(newcomer).listen()
    add_people(group, [newcomer], by=deputy)
    assert listening.next()["event"] == "group.entered"
    phone(deputy).say(group, "欢迎")
    assert "欢迎" in listening.next_of("message.posted")["data"]["html"]


def test_a_locked_person_is_cut_off_and_posts_nothing(phone, pond):
    group, fisher, _ = pond
    mine = phone(fisher)
    listening = mine.listen()
    assert mine.say(group, "还能说").status_code == 201
    lock_person(fisher, by=None)
    assert listening.next_of("bye")["data"]["why"] == "signed-out"
    assert mine.say(group, "不能说了").status_code == 401
    assert Message.objects.filter(group=group).count() == 1


def test_an_erased_person_is_cut_off_within_a_second_and_others_see_what_they_said_go(phone, pond):
    from huiyin.privacy.actions.erasing import erase_person, finish_erasure

    group, fisher, deputy = pond
    mine, theirs = phone(fisher).listen(), phone(deputy).listen()
    assert phone(fisher).say(group, "塘里三千斤鮰鱼").status_code == 201
    assert "孟渔生" in theirs.next_of("message.posted")["data"]["html"]
    began = time.monotonic()
    erasure = erase_person(fisher, None, "孟渔生")
    assert mine.next_of("bye")["data"]["why"] == "signed-out"
    assert time.monotonic() - began < 3  # at once; three where others load the machine, and well before the next beat
    finish_erasure(erasure)
    html = theirs.next_of("message.erased")["data"]["html"]
    assert "孟渔生" not in html and "鮰鱼" not in html and "已注销用户" in html


def test_who_reads_the_farewell_posts_no_more_although_another_process_signed_them_out(phone, pond, monkeypatch):
    """Without a bus: the entry is found in the journal, and what was remembered of the session goes with the connection."""
    group, fisher, _ = pond
    mine = phone(fisher)
    listening = mine.listen()
    assert mine.say(group, "还能说").status_code == 201  # the session is remembered from here
    monkeypatch.setattr("huiyin.journal.recording.tell", lambda stream_id, told: None)  # as if committed elsewhere
    end_all_devices(fisher, fisher)
    assert listening.next_of("bye")["data"]["why"] == "signed-out"
    assert mine.say(group, "不能说了").status_code == 401


def test_strangers_get_no_stream(running):
    server = running()
    from tests.live.conftest import Listener

    assert Listener(server.url, "").status == 401
    assert Listener(server.url, "x" * 32).status == 401


def test_the_same_key_is_one_message(phone, pond):
    group, fisher, _ = pond
    mine = phone(fisher)
    first = mine.say(group, "只发一次", key="one-and-only")
    second = mine.say(group, "只发一次", key="one-and-only")
    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json() == second.json()
    assert Message.objects.filter(group=group).count() == 1


def test_the_same_key_at_the_same_moment_is_one_message(phone, pond):
    group, fisher, _ = pond
    mine = phone(fisher)
    answers: list[int] = []

    def send() -> None:
        answers.append(mine.say(group, "同时", key="at-the-same-time").json()["n"])

    threads = [threading.Thread(target=send) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [1] * 8
    assert Message.objects.filter(group=group).count() == 1


def test_refusals_have_words_and_leave_nothing(phone, pond):
    group, fisher, deputy = pond
    mine = phone(fisher)
    long = mine.say(group, "长" * 5001)
    assert (long.status_code, long.json()["error"]) == (413, "too_much")
    assert "5001" in long.json()["words"]
    assert mine.say(group, "   ").status_code == 422
    assert mine.http.post(f"/groups/{group.pk}/messages", content=b"{", headers={"content-type": "application/json"}).status_code == 422
    assert mine.say(group, "回谁？", reply_to=99).status_code == 422
    assert mine.say(group, "@所有人 开会").status_code == 403
    assert phone(deputy).say(group, "@所有人 开会").status_code == 201
    stranger = phone(a_person())
    assert stranger.say(group, "路过").status_code == 404
    assert Message.objects.filter(group=group).count() == 1


def test_another_site_cannot_post_in_my_name(phone, pond):
    group, fisher, _ = pond
    mine = phone(fisher)
    body = {"text": "不是我", "key": "from-elsewhere"}
    for headers in ({"sec-fetch-site": "cross-site"}, {"origin": "http://evil.example"}):
        assert mine.http.post(f"/groups/{group.pk}/messages", json=body, headers=headers).status_code == 403
    assert not Message.objects.exists()


def test_reading_moves_the_cursor_and_the_writer_is_told(phone, pond):
    group, fisher, deputy = pond
    listening = phone(fisher).listen()
    phone(fisher).say(group, "看到请回话，不用打收到")
    listening.next_of("message.posted")
    assert phone(deputy).http.post(f"/groups/{group.pk}/read", json={"n": 1}).status_code == 204
    counts = listening.next_of("read")["data"]
    assert counts["g"] == group.pk
    assert sum(count for n, count, _joined in counts["c"] if n >= 1) >= 1
    assert Member.objects.get(group=group, person=deputy).read_n == 1


def test_a_cursor_never_goes_back_or_beyond_the_last_message(phone, pond):
    group, fisher, deputy = pond
    mine = phone(deputy)
    phone(fisher).say(group, "一")
    phone(fisher).say(group, "二")
    for n in (2, 1, 500):
        mine.http.post(f"/groups/{group.pk}/read", json={"n": n})
    assert Member.objects.get(group=group, person=deputy).read_n == 2


def test_it_works_behind_any_server_not_only_through_uvicorns_transport(phone, pond, monkeypatch):
    monkeypatch.setattr(connections, "transport_behind", lambda send: None)
    group, fisher, deputy = pond
    listening = phone(deputy).listen()
    phone(fisher).say(group, "走平常的路")
    assert "走平常的路" in listening.next_of("message.posted")["data"]["html"]


def test_who_missed_too_much_is_told_to_load_anew(phone, pond, monkeypatch):
    group, fisher, deputy = pond
    with transaction.atomic():
        for number in range(6):
            post_message(group, fisher, f"第{number}条")
    monkeypatch.setattr("huiyin.live.replay.GAP_LIMIT", 3)
    listening = phone(deputy).listen(f"{group.stream_id}:1")
    assert listening.next()["event"] == "reset"
    phone(fisher).say(group, "从这里接着听")
    assert listening.next_of("message.posted")["data"]["n"] == 7
    connection.close()


def test_one_person_holds_a_bounded_number_of_connections(phone, pond, monkeypatch):
    monkeypatch.setattr(fast_path, "CONNECTIONS_A_PERSON", 2)
    mine = phone(pond[1])
    assert [mine.listen().status for _ in range(3)] == [200, 200, 429]
