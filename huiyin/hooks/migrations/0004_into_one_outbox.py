"""Each subscription gets its destination, and its deliveries move into the one outbox, in their order and under the numbers by which the
receivers know them."""

from importlib import import_module

from django.db import migrations

LOT = 1000
outbox = import_module("huiyin.channels.migrations.0007_into_one_outbox")


def move(apps, schema_editor):
    destinations, deliveries = apps.get_model("channels", "Destination"), apps.get_model("channels", "Delivery")
    subscriptions, old = apps.get_model("hooks", "Subscription"), apps.get_model("hooks", "Delivery")
    told_at = {}
    for one in subscriptions.objects.order_by("pk"):
        why = {"gone": "wrong"}.get(one.stopped_for, one.stopped_for)
        one.destination = told_at[one.pk] = destinations.objects.create(
            channel="webhook", language="en", made_at=one.made_at, next_at=one.next_at, leased_until=one.leased_until,
            failures=one.failures, failing_since=one.failing_since, stopped_at=one.stopped_at, stopped_for=why, ended_at=one.ended_at,
        )
        one.save(update_fields=["destination"])
    if not told_at:
        return
    outbox.begin_beyond(schema_editor, deliveries, outbox.next_number(old, subscription_id=min(told_at), event="test"))
    last = 0
    while lot := list(old.objects.filter(pk__gt=last).order_by("pk")[:LOT]):
        deliveries.objects.bulk_create([
            deliveries(
                channel="webhook", destination=told_at[one.subscription_id], entry_id=one.entry_id, event=one.event, number=one.pk,
                made_at=one.made_at, due_at=one.made_at, state=state_of(one), attempts=one.attempts, tried_at=one.tried_at,
                status=one.status, answer=one.answer, milliseconds=one.milliseconds,
            ) for one in lot
        ])
        last = lot[-1].pk


def state_of(old):
    """What was to be sent no more had no moment for it."""
    return "sent" if old.answered_at is not None else "spared" if old.next_at is None else "waiting"


def back(apps, schema_editor):
    subscriptions = apps.get_model("hooks", "Subscription")
    subscriptions.objects.update(destination=None)
    apps.get_model("channels", "Destination").objects.filter(channel="webhook").delete()


class Migration(migrations.Migration):

    dependencies = [('hooks', '0003_destination')]

    operations = [migrations.RunPython(move, back)]
