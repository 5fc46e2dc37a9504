"""Programs are told what happens: signed, in order, at least once, never again once answered; and nobody is made our arm."""

from __future__ import annotations

import hashlib
import hmac
import json
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from huiyin.channels.actions import sending
from huiyin.channels.actions.rounds import send_due
from huiyin.channels.backoff import FIRST_SECONDS, LONGEST_SECONDS, is_hopeless, wait_after
from huiyin.channels.models import Delivery, Destination
from huiyin.core.errors import Invalid, NotAllowed, WrongState
from huiyin.groups.actions import add_people, recall_message, remove_member
from huiyin.hooks.actions import (
    change_secret,
    end_subscription,
    make_hook,
    resume_subscription,
    send_again,
    send_test,
    speak,
    subscribe,
)
from huiyin.hooks.actions.gathering import gather
from huiyin.hooks.models import Subscription
from huiyin.journal.models import Entry
from tests.factories import a_group, a_person, say
from tests.hooks.conftest import Receiver

ALL = ["message.posted", "message.recalled", "member.entered", "member.left", "group.changed"]


def told(receiver: Receiver, **more: Any) -> tuple[Any, Any, Subscription, str]:
    owner = a_person("周建国")
    group = a_group(owner=owner, **more)
    made, secret = subscribe(group, owner, receiver.address, ALL)
    return owner, group, made, secret


def test_a_program_is_told_in_order_and_can_prove_it_was_us(receiver) -> None:
    owner, group, _made, secret = told(receiver)
    newcomer = a_person("何未央")
    say(group, owner, "一")
    add_people(group, [newcomer], by=owner)
    say(group, newcomer, "二")
    remove_member(group, newcomer, by=owner)
    send_due()
    assert [b["event"] for b in receiver.bodies()] == ["message.posted", "member.entered", "message.posted", "member.left"]
    seqs = [b["seq"] for b in receiver.bodies()]
    assert seqs == sorted(seqs)
    first = receiver.bodies()[0]
    assert first["group"]["name"] == group.name and first["message"]["text"] == "一" and first["message"]["author"]["name"] == "周建国"
    assert receiver.bodies()[1]["person"]["name"] == "何未央"
    for headers, body in receiver.got:
        stamp = headers["x-huiyin-timestamp"]
        expected = hmac.new(secret.encode(), stamp.encode() + b"." + body, hashlib.sha256).hexdigest()
        assert headers["x-huiyin-signature"] == f"v1={expected}"
        assert headers["x-huiyin-delivery"] == str(json.loads(body)["delivery"])
        assert abs(int(stamp) - timezone.now().timestamp()) < 60


def test_what_happened_before_is_not_told_and_what_was_not_asked_for_neither(receiver) -> None:
    owner = a_person()
    group = a_group(owner=owner)
    say(group, owner, "先前")
    subscribe(group, owner, receiver.address, ["member.entered"])
    say(group, owner, "之后")
    add_people(group, [a_person()], by=owner)
    send_due()
    assert [b["event"] for b in receiver.bodies()] == ["member.entered"]


def test_what_was_answered_is_never_sent_again(receiver) -> None:
    owner, group, made, _secret = told(receiver)
    say(group, owner, "一")
    for _ in range(3):
        send_due()
    gather(made.destination, timezone.now())
    assert len(receiver.got) == 1
    with pytest.raises(WrongState):
        send_again(made, Delivery.objects.get(), owner)


def test_what_fails_is_tried_later_and_what_came_after_waits_behind_it(receiver) -> None:
    owner, group, made, _secret = told(receiver)
    say(group, owner, "一")
    say(group, owner, "二")
    receiver.answers = [500]
    now = timezone.now()
    send_due(now)
    assert len(receiver.got) == 1
    send_due(now + timedelta(seconds=1))
    assert len(receiver.got) == 1  # not yet
    send_due(now + timedelta(seconds=11))
    assert [b["message"]["text"] for b in receiver.bodies()] == ["一", "一", "二"]
    assert receiver.bodies()[0]["delivery"] == receiver.bodies()[1]["delivery"]  # by this number the receiver knows it again
    first = Delivery.objects.order_by("pk")[0]
    assert (first.attempts, first.status) == (2, 200)
    made.refresh_from_db()
    assert made.destination.failing_since is None and made.destination.failures == 0


def test_a_crash_between_sending_and_writing_it_down_sends_it_once_more(receiver, monkeypatch) -> None:
    owner, group, _made, _secret = told(receiver)
    say(group, owner, "一")
    now = timezone.now()
    with monkeypatch.context() as broken:
        broken.setattr(sending, "_keep", lambda *_: (_ for _ in ()).throw(MemoryError))
        with pytest.raises(MemoryError):
            send_due(now)
    send_due(now + timedelta(seconds=61))
    assert len({b["delivery"] for b in receiver.bodies()}) == 1 and len(receiver.got) == 2


def test_after_a_day_of_failures_it_stops_says_so_and_goes_on_where_it_stopped(receiver, client_for) -> None:
    owner, group, made, _secret = told(receiver)
    say(group, owner, "一")
    say(group, owner, "二")
    receiver.answers = [503] * 1000
    now = timezone.now()
    for _ in range(200):
        made.refresh_from_db()
        if made.destination.stopped_at:
            break
        send_due(now)
        made.refresh_from_db()
        now = max(now, made.destination.next_at)
    stopped = made.destination
    assert stopped.stopped_at and stopped.stopped_at - stopped.failing_since >= timedelta(hours=24)
    assert 20 <= len(receiver.got) <= 60
    assert Entry.objects.filter(kind="subscription.stopped", stream=group.stream).count() == 1
    browser = client_for(owner)
    assert "已停止" in browser.get(f"/groups/{group.pk}/hooks").content.decode()
    assert "停止" in browser.get(f"/groups/{group.pk}/details").content.decode()
    receiver.answers, before = [], len(receiver.got)
    send_due(now + timedelta(days=2))
    assert len(receiver.got) == before
    resume_subscription(made, owner)
    send_due(now + timedelta(days=2))
    assert [b["message"]["text"] for b in receiver.bodies()[before:]] == ["一", "二"]


def test_who_answers_gone_is_stopped_at_once(receiver) -> None:
    owner, group, made, _secret = told(receiver)
    say(group, owner, "一")
    receiver.answers = [410]
    send_due()
    made.refresh_from_db()
    assert made.destination.stopped_at


def test_two_threads_never_send_to_one_subscriber_at_once(receiver) -> None:
    owner, group, made, _secret = told(receiver)
    say(group, owner, "一")
    now = timezone.now()
    Destination.objects.filter(pk=made.destination_id).update(leased_until=now + timedelta(seconds=30))  # another process has it
    assert sending.send_round(made.destination_id, now) == 0
    assert sending.send_round(made.destination_id, now + timedelta(seconds=31)) == 1


def test_what_was_taken_back_before_it_was_sent_is_not_told(receiver) -> None:
    owner, group, _made, _secret = told(receiver)
    message = say(group, owner, "说错了")
    recall_message(message, owner)
    send_due()
    assert "说错了" not in str(receiver.bodies()) and receiver.bodies()[0]["message"]["recalled"] is True
    assert [b["event"] for b in receiver.bodies()] == ["message.posted", "message.recalled"]


def test_what_a_program_said_is_told_as_a_programs_words(receiver) -> None:
    owner, group, _made, _secret = told(receiver)
    speak(make_hook(group, owner, "水位站")[0], {"text": "31.2"})
    send_due()
    assert receiver.bodies()[0]["message"]["robot"] == "水位站"


def test_an_ended_subscription_hears_nothing_more(receiver) -> None:
    owner, group, made, _secret = told(receiver)
    say(group, owner, "一")
    end_subscription(made, owner)
    send_due()
    assert receiver.got == []


# Safety ------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "address",
    ["http://127.0.0.1/x", "http://localhost/", "http://10.0.0.8/", "http://169.254.169.254/latest", "http://[::1]/", "http://0x7f.1:22/",
     "ftp://a.example/", "https://a:b@a.example/", "https://a.example:8443/", "javascript:1", "", "https://" + "a" * 3000],
)  # fmt: skip
def test_addresses_inside_the_house_are_refused_when_they_are_typed(address) -> None:
    owner = a_person()
    with pytest.raises(Invalid):
        subscribe(a_group(owner=owner), owner, address, ALL)


@pytest.mark.parametrize(
    "found", [["127.0.0.1"], ["10.2.3.4"], ["169.254.169.254"], ["93.184.216.34", "192.168.1.1"], ["fd00::1"], ["::1"]]
)
def test_a_name_that_leads_inside_the_house_is_not_reached(found, monkeypatch) -> None:
    owner = a_person()
    group = a_group(owner=owner)
    made, _secret = subscribe(group, owner, "https://tasks.example/told", ALL)
    reached = []
    monkeypatch.setattr("huiyin.channels.webhook.sender.Errand", lambda: an_errand(found, reached))
    say(group, owner, "一")
    send_due()
    assert reached == []
    assert Delivery.objects.get().answer == "address"
    made.refresh_from_db()
    assert made.destination.failures == 1


def an_errand(found: list[str], reached: list[Any]) -> Any:
    from huiyin.channels.outbound_http import Errand

    def connect(*args: Any) -> Any:
        reached.append(args)
        raise OSError

    return Errand(resolve=lambda host, port: found, connect=connect)


def test_a_redirect_is_not_followed(receiver) -> None:
    owner, group, _made, _secret = told(receiver)
    say(group, owner, "一")
    receiver.answers, receiver.location = [307], receiver.address
    send_due()
    assert len(receiver.got) == 1 and Delivery.objects.get().status == 307


def test_a_long_answer_is_cut_and_shown_as_words_only(receiver, client_for) -> None:
    owner, group, made, _secret = told(receiver)
    receiver.words = b"<script>alert(1)</script>" + b"x" * 1_000_000
    say(group, owner, "一")
    send_due()
    assert len(Delivery.objects.get().answer) <= 300
    page = client_for(owner).get(f"/groups/{group.pk}/subscriptions/{made.pk}").content.decode()
    assert "&lt;script&gt;alert" in page and "<script>alert" not in page


def test_only_the_owner_lets_words_out_of_the_house(receiver) -> None:
    owner, other = a_person(), a_person()
    group = a_group(owner=owner, members=[other])
    with pytest.raises(NotAllowed):
        subscribe(group, other, receiver.address, ALL)


# Pages -------------------------------------------------------------------------------------------------------------------


def test_the_owner_sets_it_up_tries_it_and_sees_what_came_of_it(receiver, client_for) -> None:
    owner = a_person()
    group = a_group(owner=owner)
    browser = client_for(owner)
    made = browser.post(f"/groups/{group.pk}/subscriptions/new", {"address": receiver.address, "events": ["message.posted"]})
    page = made.content.decode()
    secret = "whs_" + page.split('value="whs_')[1].split('"')[0]
    assert made.headers["Cache-Control"] == "no-store"
    subscription = Subscription.objects.get()
    here = f"/groups/{group.pk}/subscriptions/{subscription.pk}"
    receiver.answers = [500]
    browser.post(f"{here}/test")
    send_due()
    assert receiver.bodies()[0]["event"] == "test" and "500" in browser.get(here).content.decode()
    delivery = Delivery.objects.get()
    browser.post(f"{here}/deliveries/{delivery.pk}/again")
    send_due()
    assert len(receiver.got) == 2
    assert secret not in browser.get(here).content.decode() and secret not in str(vars(subscription))
    changed = change_secret(subscription, owner)
    send_test(subscription, owner)
    send_due()
    headers, body = receiver.got[-1]
    expected = hmac.new(changed.encode(), headers["x-huiyin-timestamp"].encode() + b"." + body, hashlib.sha256).hexdigest()
    assert headers["x-huiyin-signature"] == f"v1={expected}" and changed != secret


def test_what_cannot_be_taken_comes_back_with_words(client_for) -> None:
    owner = a_person()
    group = a_group(owner=owner)
    answer = client_for(owner).post(
        f"/groups/{group.pk}/subscriptions/new", {"address": "http://10.0.0.1/内", "events": ["message.posted"]}
    )
    assert answer.status_code == 422 and "10.0.0.1" in answer.content.decode()


def test_deliveries_are_forgotten_after_a_month_but_not_those_that_wait(receiver) -> None:
    owner, group, _made, _secret = told(receiver)
    say(group, owner, "一")
    send_due()
    receiver.answers = [500]
    say(group, owner, "二")
    send_due()
    assert sending.forget_old(timezone.now() + timedelta(days=31)) == 1
    assert Delivery.objects.get().state == "waiting"


# Backoff -----------------------------------------------------------------------------------------------------------------


@given(st.integers(1, 10_000), st.floats(0, 1, exclude_max=True))
def test_waiting_is_bounded_grows_and_is_never_nothing(failures: int, chance: float) -> None:
    seconds = wait_after(failures, chance).total_seconds()
    assert FIRST_SECONDS / 2 <= seconds <= LONGEST_SECONDS
    assert wait_after(failures + 1, chance) >= wait_after(failures, chance)
    assert wait_after(failures).total_seconds() <= LONGEST_SECONDS


@given(st.integers(0, 1000), st.timedeltas(timedelta(0), timedelta(days=10)))
def test_giving_up_takes_both_a_day_and_ten_failures(failures: int, lasted: timedelta) -> None:
    began = datetime(2026, 11, 23, 9)
    assert is_hopeless(failures, began, began + lasted) == (failures >= 10 and lasted >= timedelta(hours=24))
