"""What receivers of webhooks are used to: Standard Webhooks beside our own headers, Retry-After, "again" that means at once."""

from __future__ import annotations

import base64
import hashlib
import hmac
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from huiyin.channels.actions.rounds import send_due
from huiyin.channels.backoff import ASKED_SECONDS, asked_wait
from huiyin.channels.models import Delivery, Destination
from huiyin.channels.webhook import signing
from huiyin.hooks.actions import resume_subscription, send_again, subscribe
from tests.factories import a_group, a_person, say

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


def told(receiver):
    owner = a_person("周建国")
    group = a_group(owner=owner)
    made, secret = subscribe(group, owner, receiver.address, ["message.posted"])
    return owner, group, made, secret


def test_the_signature_is_the_one_the_convention_gives_as_its_example() -> None:
    said = signing.standard_sign(
        "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, b'{"test": 2432232314}'
    )
    assert said == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_a_library_that_knows_only_the_convention_can_prove_it_was_us(receiver, client_for) -> None:
    owner = a_person()
    group = a_group(owner=owner)
    page = client_for(owner).post(
        f"/groups/{group.pk}/subscriptions/new", {"address": receiver.address, "events": ["message.posted"]}
    ).content.decode()
    secret = "whsec_" + page.split('value="whsec_')[1].split('"')[0]
    say(group, owner, "一")
    receiver.answers = [500]
    now = timezone.now()
    send_due(now)
    send_due(now + timedelta(seconds=11))
    (first, body), (second, _body) = receiver.got
    key = base64.b64decode(secret.removeprefix("whsec_"))
    signed = f"{first['webhook-id']}.{first['webhook-timestamp']}.".encode() + body
    assert first["webhook-signature"] == "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    assert 24 <= len(key) <= 64 and abs(int(first["webhook-timestamp"]) - now.timestamp()) < 2
    assert first["webhook-id"] == second["webhook-id"], "by this number the receiver knows it again"
    assert "x-huiyin-signature" in first


def test_a_house_that_was_restored_gives_no_number_twice(receiver) -> None:
    owner, group, made, _secret = told(receiver)
    say(group, owner, "一")
    send_due()
    number = Delivery.objects.get().pk
    Delivery.objects.all().delete()  # the backup of before, and what was said after it
    Delivery.to(made.destination, pk=number, event="test").save()
    send_due()
    ids = [headers["webhook-id"] for headers, _body in receiver.got]
    assert len(ids) == 2 and len(set(ids)) == 2


@pytest.mark.parametrize("as_a_day", [False, True])
def test_who_asks_to_be_left_in_peace_is_left_in_peace(receiver, as_a_day) -> None:
    owner, group, _made, _secret = told(receiver)
    say(group, owner, "一")
    now = timezone.now()
    receiver.answers, receiver.retry_after = [429], format_datetime(now + timedelta(hours=2)) if as_a_day else "7200"
    send_due(now)
    send_due(now + timedelta(minutes=118))
    assert len(receiver.got) == 1
    receiver.retry_after = ""
    send_due(now + timedelta(minutes=121))
    assert len(receiver.got) == 2


def test_set_going_again_means_at_once(receiver) -> None:
    owner, group, made, _secret = told(receiver)
    for words in ("一", "二"):
        say(group, owner, words)
    receiver.answers = [503] * 9
    now = timezone.now()
    for _ in range(9):
        send_due(now)
        made.refresh_from_db()
        now = made.destination.next_at
    Destination.objects.filter(pk=made.destination_id).update(stopped_at=now, stopped_for="failures", leased_until=timezone.now())
    assert made.destination.next_at > timezone.now(), "it was put off"
    receiver.got.clear()
    resume_subscription(made, owner)
    send_due()
    assert [b["message"]["text"] for b in receiver.bodies()] == ["一", "二"]


def test_send_again_means_at_once_also_where_others_wait_before_it(receiver) -> None:
    owner, group, made, _secret = told(receiver)
    for words in ("一", "二"):
        say(group, owner, words)
    receiver.answers = [503] * 2
    send_due()
    send_again(made, Delivery.objects.order_by("pk")[1], owner)
    receiver.answers.clear()
    send_due()
    assert [b["message"]["text"] for b in receiver.bodies()] == ["一", "一", "二"]


# How long the other side asks to wait ------------------------------------------------------------------------------------


@given(st.text(max_size=60))
def test_whatever_stands_there_the_wait_is_between_nothing_and_a_day(said: str) -> None:
    assert timedelta() <= asked_wait(said, NOON) <= timedelta(seconds=ASKED_SECONDS)


@given(st.integers(0, 10**40))
def test_seconds_are_read_as_seconds(seconds: int) -> None:
    assert asked_wait(f" {seconds} ", NOON) == timedelta(seconds=min(seconds, ASKED_SECONDS))


@given(st.datetimes(datetime(1971, 1, 1), datetime(9998, 1, 1)))
def test_a_day_and_time_is_read_as_one_and_one_that_has_passed_asks_for_nothing(moment: datetime) -> None:
    until = moment.replace(microsecond=0, tzinfo=UTC)
    wait = min(max(until - NOON, timedelta()), timedelta(seconds=ASKED_SECONDS))
    assert asked_wait(format_datetime(until, usegmt=True), NOON) == wait
