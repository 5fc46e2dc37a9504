from django.db import migrations, models


def mark(apps, schema_editor):
    """Who holds a post that belongs to the group, or one in a unit that does, was brought by it."""
    Source, Member = apps.get_model("groups", "Source"), apps.get_model("groups", "Member")
    Holding = apps.get_model("people", "Holding")
    for source in Source.objects.all():
        of = {"post_id": source.post_id} if source.post_id else {"post__unit_id": source.unit_id}
        held = Holding.objects.filter(until=None, **of).values("person")
        Member.objects.filter(group_id=source.group_id, left_at=None, person__in=held).update(brought=True)


class Migration(migrations.Migration):

    dependencies = [("groups", "0005_things"), ("people", "0003_api_token")]

    operations = [
        migrations.AddField(model_name="member", name="brought", field=models.BooleanField(default=False)),
        migrations.RunPython(mark, migrations.RunPython.noop),
    ]
