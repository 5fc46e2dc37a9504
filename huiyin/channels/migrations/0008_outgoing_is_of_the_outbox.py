"""The table of its own goes: what the house tells people without an account is a delivery that bears its address itself."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):

    dependencies = [('channels', '0007_into_one_outbox')]

    operations = [
        migrations.DeleteModel('Outgoing'),
        migrations.CreateModel(
            name='Outgoing',
            fields=[],
            options={'proxy': True, 'indexes': [], 'constraints': []},
            bases=('channels.delivery',),
        ),
        migrations.AddConstraint('delivery', models.CheckConstraint(
            condition=Q(('destination', None), ('about', None), _connector='XOR'), name='delivery_has_one_address')),
    ]
