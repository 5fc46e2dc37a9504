"""What waits for people without an account, or was told them, moves into the one outbox. The other side knows it by the number it had."""

from django.core.management.color import no_style
from django.db import migrations
from django.db.models import OuterRef, Subquery

LOT = 1000


def move(apps, schema_editor):
    destinations, deliveries = apps.get_model("channels", "Destination"), apps.get_model("channels", "Delivery")
    outgoing = apps.get_model("channels", "Outgoing")
    stopped = destinations.objects.filter(stopped_at__isnull=False)
    stopped.filter(trouble="right").update(stopped_for="right", trouble="")
    stopped.filter(stopped_for="", failing_since__isnull=False).update(stopped_for="failures")
    stopped.filter(stopped_for="").update(stopped_for="wrong")
    channel = destinations.objects.filter(pk=OuterRef("destination")).values("channel")[:1]
    deliveries.objects.update(channel=Subquery(channel))
    last = 0
    begin_beyond(schema_editor, deliveries, next_number(outgoing, about="next", channel="text"))
    while lot := list(outgoing.objects.filter(pk__gt=last).order_by("pk")[:LOT]):
        deliveries.objects.bulk_create([
            deliveries(
                channel=one.channel, number=one.pk, about=one.about, sealed=one.sealed, address_digest=one.address_digest, hint=one.hint,
                language=one.language, made_at=one.made_at, due_at=one.due_at, leased_until=one.leased_until, state=one.state,
                attempts=one.attempts, recovered=one.recovered, answer=one.answer, tried_at=one.leased_until if one.attempts else None,
            ) for one in lot
        ])
        last = lot[-1].pk


def next_number(model, **filled):
    """Gives the number the next row of a table will bear: numbers of rows that are gone count too, others may still know them."""
    row = model.objects.create(**filled)
    number = row.pk
    row.delete()
    return number


def begin_beyond(schema_editor, deliveries, number):
    """From now on deliveries bear greater numbers than this: the other side never meets one it knows from before on something else."""
    if deliveries.objects.filter(pk__gte=number).exists():
        return
    connection = schema_editor.connection
    deliveries.objects.create(pk=number, channel="text", about="next")
    with connection.cursor() as cursor:
        for sql in connection.ops.sequence_reset_sql(no_style(), [deliveries]):
            cursor.execute(sql)
    deliveries.objects.filter(pk=number).delete()


def back(apps, schema_editor):
    apps.get_model("channels", "Delivery").objects.filter(destination=None).delete()


class Migration(migrations.Migration):

    dependencies = [('channels', '0006_one_outbox')]

    operations = [migrations.RunPython(move, back)]
