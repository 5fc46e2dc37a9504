"""What waited in three outboxes waits in one: nothing is lost, doubled, or met by the other side under a number it knows from before."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from huiyin.channels.actions.rounds import send_due
from huiyin.channels.models import Delivery, Destination, Outgoing
from huiyin.hooks.actions import end_subscription, subscribe
from huiyin.hooks.models import Subscription
from huiyin.journal.models import Entry
from tests.factories import a_group, a_person, say
from tests.hooks.conftest import receiver  # noqa: F401
from tests.old_steps import old_steps

BEFORE = [("channels", "0005_deliveries_share_their_states"), ("hooks", "0002_stopped_for")]


def of_before(made: Subscription, ended: Subscription, entries: list[int], group: int, by: int) -> None:
    """Fills the tables as they were: webhooks answered, waiting and of an ended subscription; a stopped robot; messages and mails."""
    apps = old_steps().loader.project_state(BEFORE).apps
    hooks, told = apps.get_model("hooks", "Delivery").objects, apps.get_model("channels", "Outgoing").objects
    now = timezone.now()
    for _ in range(40):  # numbers of deliveries that are forgotten by now: the receiver may know them
        hooks.create(subscription_id=made.pk, event="test")
    hooks.all().delete()
    hooks.create(subscription_id=made.pk, entry_id=entries[0], event="message.posted", attempts=1, status=200, answered_at=now)
    tried = {"attempts": 1, "status": 500, "answer": "busy"}
    hooks.create(subscription_id=made.pk, entry_id=entries[1], event="message.posted", next_at=now + timedelta(hours=1), **tried)
    hooks.create(subscription_id=made.pk, entry_id=entries[2], event="message.posted", next_at=now)
    hooks.create(subscription_id=ended.pk, entry_id=entries[0], event="message.posted")
    robots = apps.get_model("channels", "Destination").objects
    stopped = {"channel": "dingtalk", "group_id": group, "by_id": by, "sealed": "x", "hint": "x", "stopped_at": now}
    robot = robots.create(**stopped, trouble="right")
    robots.create(**stopped, failing_since=now)
    robots.create(**stopped, trouble="token is not exist")
    apps.get_model("channels", "Delivery").objects.create(destination_id=robot.pk, state="unclear")
    for number, state in enumerate(("sent", "waiting", "call")):
        told.create(about=f"case:{number}:registered", channel="text", state=state, hint="138…1111", address_digest="d", language="zh-hans")


@pytest.mark.django_db(transaction=True)
def test_deliveries_of_before_go_on_in_the_one_outbox(receiver: Any) -> None:  # noqa: F811
    owner = a_person()
    group, other = a_group(owner=owner), a_group(owner=owner)
    made, _secret = subscribe(group, owner, receiver.address, ["message.posted"])
    ended, _secret = subscribe(other, owner, receiver.address, ["message.posted"])
    end_subscription(ended, owner)
    for words in ("一", "二", "三"):
        say(group, owner, words)
    entries = list(Entry.objects.filter(kind="message.posted").order_by("pk").values_list("pk", flat=True))
    old_steps().migrate(BEFORE)
    try:
        apps = old_steps().loader.project_state(BEFORE).apps
        seq = Entry.objects.get(pk=entries[-1]).seq
        apps.get_model("hooks", "Subscription").objects.update(seq=seq)
        of_before(made, ended, entries, group.pk, owner.pk)
        known = dict(apps.get_model("hooks", "Delivery").objects.values_list("entry", "pk"))
        texts = list(apps.get_model("channels", "Outgoing").objects.order_by("pk").values_list("pk", "about", "state"))
    finally:
        again = MigrationExecutor(connection)
        again.migrate(again.loader.graph.leaf_nodes())  # to where all other tests begin
    assert [(one.known_as, one.about, one.state) for one in Outgoing.objects.order_by("pk")] == texts
    stopped = Destination.objects.filter(channel="dingtalk").order_by("pk").values_list("stopped_for", "trouble")
    assert list(stopped) == [("right", ""), ("failures", ""), ("wrong", "token is not exist")]
    assert Delivery.objects.get(channel="dingtalk").state == "unclear"
    last = max(Delivery.objects.filter(channel="webhook").values_list("number", flat=True))
    say(group, owner, "四")
    assert send_due() == 3
    assert [body["message"]["text"] for body in receiver.bodies()] == ["二", "三", "四"], "in their order, the answered one never again"
    told = [body["delivery"] for body in receiver.bodies()]
    assert told[:2] == [known[entries[1]], known[entries[2]]] and told[2] > last
    assert Delivery.objects.filter(destination=Subscription.objects.get(pk=ended.pk).destination).get().state == "spared"
