"""The page of troubles: what fails, has stopped or did not arrive, by transport; tried again or given up by the administrator."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from huiyin.channels.actions import add_robot, send_test
from huiyin.channels.actions.outgoing import tell
from huiyin.channels.actions.rounds import send_due, send_due_outgoing
from huiyin.channels.models import Delivery, Destination, Outgoing
from huiyin.groups.actions import hand_over
from huiyin.hooks.actions import subscribe
from huiyin.hooks.models import Subscription
from huiyin.journal.models import Entry
from huiyin.people.actions.administrators import appoint_administrator
from tests.channels.conftest import SECRET
from tests.factories import a_group, a_person, say
from tests.hooks.conftest import Receiver, receiver  # noqa: F401

PAGE = "/manage/deliveries"


@pytest.fixture
def admin(client_for: Any) -> Client:
    person = a_person("管理员")
    appoint_administrator(person, "system")
    browser: Client = client_for(person)
    return browser


def a_robot(lake: Any, programs: Any, channel: str = "dingtalk") -> Destination:
    address = programs.address(channel)
    return add_robot(lake.group, lake.secretary, channel, name="值班群", address=address, secret=SECRET, events=["issued"])


def shown(admin: Client, query: str = "") -> str:
    answer = admin.get(PAGE + query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_where_nothing_is_wrong_the_page_says_what_would_stand_here(admin: Client) -> None:
    page = shown(admin)
    assert "一切都送到了" in page and 'id="lost"' not in page and 'id="failing"' not in page
    assert PAGE in admin.get("/me").content.decode() and PAGE in admin.get("/manage").content.decode()


def test_what_may_not_have_arrived_is_tried_again_or_given_up(lake: Any, programs: Any, admin: Client) -> None:
    robot = a_robot(lake, programs)
    programs.answers = [None, None]
    for _ in range(2):
        send_test(robot, lake.secretary)
        Destination.objects.update(next_at=timezone.now())
        send_due()
    first, second = Delivery.objects.order_by("pk")
    Destination.objects.update(failing_since=None)
    page = shown(admin)
    assert lake.group.name in page and "钉钉" in page and "没有回应，可能已送达" in page and page.count("/again") == 2
    assert "值班群" not in page and "66a5f3b1" not in page, "no address, and not what its owner calls it"
    admin.post(f"{PAGE}/{first.pk}/again")
    admin.post(f"{PAGE}/{second.pk}/give-up")
    assert send_due() == 1
    assert list(Delivery.objects.order_by("pk").values_list("state", flat=True)) == ["sent", "spared"]
    assert "一切都送到了" in shown(admin)
    refused = admin.post(f"{PAGE}/{first.pk}/again")
    assert refused.status_code == 409 and "不会发两遍" in refused.content.decode()


def test_a_stopped_robot_goes_on_in_the_right_of_who_set_it_up_and_its_group_reads_that(lake: Any, programs: Any, admin: Client) -> None:
    robot = a_robot(lake, programs)
    programs.answers = [(200, {"errcode": 310000, "errmsg": "sign not match"})]
    send_test(robot, lake.secretary)
    send_due()
    page = shown(admin)
    assert "sign not match" in page and "1 条在等" in page and "停止" in page
    admin.post(f"/manage/destinations/{robot.pk}/again")
    assert send_due() == 1 and len(programs.got) == 1
    robot.refresh_from_db()
    assert robot.stopped_at is None and robot.by == lake.secretary
    resumed = Entry.objects.get(kind="robot.resumed", stream=lake.group.stream_id)
    assert resumed.by is not None and resumed.by.name == "管理员"


def test_whose_right_is_gone_is_not_set_going_by_the_administrator(receiver: Receiver, admin: Client) -> None:  # noqa: F811
    owner, heir = a_person(), a_person()
    group = a_group(owner=owner, members=[heir])
    made, _secret = subscribe(group, owner, "https://tasks.example/told?key=abcdef", ["message.posted"])
    say(group, heir, "一")
    hand_over(group, heir, by=owner)
    send_due()
    page = shown(admin)
    assert "tasks.example" in page and "abcdef" not in page, "an address may hold a key"
    assert "/manage/destinations" not in page
    assert admin.post(f"/manage/destinations/{made.destination_id}/again").status_code == 409
    assert Subscription.objects.get().destination.stopped_for == "right"


def test_a_webhook_is_tried_at_once_and_what_waits_for_it_is_not_given_up(receiver: Receiver, admin: Client) -> None:  # noqa: F811
    owner = a_person()
    group = a_group(owner=owner)
    made, _secret = subscribe(group, owner, receiver.address, ["message.posted"])
    say(group, owner, "一")
    receiver.answers = [500]
    send_due()
    assert "give-up" not in shown(admin)
    assert admin.post(f"/manage/destinations/{made.destination_id}/give-up").status_code == 409
    assert send_due() == 0
    admin.post(f"/manage/destinations/{made.destination_id}/again")
    assert send_due() == 1 and len(receiver.got) == 2 and "一切都送到了" in shown(admin)


def test_what_a_kind_stumbles_over_holds_up_no_order(receiver: Receiver, monkeypatch: Any) -> None:  # noqa: F811
    """Told in order, at least once: a fault of our own is no reason to leave one out."""
    owner = a_person()
    group = a_group(owner=owner)
    made, _secret = subscribe(group, owner, receiver.address, ["message.posted"])
    for words in ("一", "二"):
        say(group, owner, words)
    with monkeypatch.context() as broken:
        broken.setattr("huiyin.hooks.kinds.payload.told", lambda *_: 1 / 0)
        send_due()
    assert receiver.got == [] and set(Delivery.objects.values_list("state", flat=True)) == {"waiting"}
    Destination.objects.filter(pk=made.destination_id).update(next_at=timezone.now())
    send_due()
    assert [body["message"]["text"] for body in receiver.bodies()] == ["一", "二"]


def test_a_letter_that_was_refused_is_listed_by_its_transport_alone(lake: Any, mail_server: Any, programs: Any, admin: Client) -> None:
    tell("mail", "someone@county.example", {"headline": "已办结", "words": "路灯已修好"}, "case:1:answered:1")
    mail_server.refuse_mail = [b"554 no"]
    send_due_outgoing()
    page = shown(admin, "?by=mail")
    assert "s…@county.example" in page and "someone@" not in page and "路灯" not in page and "554 no" in page
    assert "s…@county.example" not in shown(admin, "?by=wecom")
    admin.post(f"{PAGE}/{Outgoing.objects.get().pk}/give-up", {"by": "mail"})
    one = Outgoing.objects.get()
    assert one.state == "spared" and one.sealed == "", "the address goes with it"


def test_long_lists_are_read_on_without_a_gap(lake: Any, programs: Any, admin: Client, django_assert_num_queries: Any) -> None:
    robot = a_robot(lake, programs)
    Delivery.to(robot, state="given_up", attempts=3).save()
    Destination.objects.filter(pk=robot.pk).update(failing_since=timezone.now())
    shown(admin)
    with CaptureQueriesContext(connection) as few:
        shown(admin)
    for _ in range(34):
        Delivery.to(robot, state="given_up", attempts=3).save()
    subscribe(lake.group, lake.secretary, "https://tasks.example/told", ["message.posted"])
    Destination.objects.update(failing_since=timezone.now())
    with django_assert_num_queries(len(few)):
        shown(admin)
    Destination.objects.update(failing_since=None)
    first = shown(admin)
    older = f"?before={Delivery.objects.order_by('-pk')[29].pk}"
    assert first.count("/give-up") == 30 and older in first
    assert shown(admin, older).count("/give-up") == 5


def test_only_the_systems_administrator_sees_it(client_for: Any, lake: Any) -> None:
    auditor = a_person()
    appoint_administrator(auditor, "audit")
    for person in (auditor, lake.secretary):
        assert client_for(person).get(PAGE).status_code == 403
        assert client_for(person).post("/manage/destinations/1/again").status_code == 403


def test_of_a_mailbox_only_whose_it_is(lake: Any, mail_server: Any, admin: Client) -> None:
    from tests.channels.test_mail import confirmed

    box = confirmed(lake.deputy, mail_server)
    Destination.objects.filter(pk=box.pk).update(stopped_at=timezone.now(), stopped_for="wrong", trouble="550 no such user")
    page = shown(admin)
    assert lake.deputy.name in page and "550 no such user" in page and box.hint in page
