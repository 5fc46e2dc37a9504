"""Every step of this app up to 0003 in one: a new database takes only this."""

import django.db.models.deletion
import django.db.models.expressions
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from huiyin.db.create_models import at_once


class Migration(migrations.Migration):

    replaces = [('market', '0001_market'), ('market', '0002_once'), ('market', '0003_waited_for')]

    initial = True

    dependencies = [
        ('feed', '0005_comment_level'),
        ('journal', '0001_squashed'),
        ('media', '0001_squashed'),
        ('people', '0002_code_networks'),
    ]

    operations = at_once([
        migrations.CreateModel(
            name='Listing',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('offered_grams', models.BigIntegerField(default=0)),
                ('reserved_grams', models.BigIntegerField(default=0)),
                ('confirmed_grams', models.BigIntegerField(default=0)),
                ('delivered_grams', models.BigIntegerField(default=0)),
                ('title', models.CharField(max_length=60, verbose_name='title')),
                ('about', models.CharField(blank=True, max_length=500, verbose_name='about')),
                ('state', models.CharField(choices=[('proposed', 'Proposed'), ('open', 'Open'), ('closed', 'Closed')], default='open', max_length=8)),
                ('per', models.CharField(choices=[('jin', 'jin'), ('kg', 'kg'), ('t', 't')], default='jin', max_length=3)),
                ('price_fen', models.PositiveIntegerField(null=True)),
                ('min_grams', models.BigIntegerField(default=1)),
                ('most_grams', models.BigIntegerField(null=True)),
                ('piece_from_grams', models.PositiveIntegerField(null=True)),
                ('piece_to_grams', models.PositiveIntegerField(null=True)),
                ('closes_at', models.DateTimeField()),
                ('opened_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('closed_at', models.DateTimeField(null=True)),
                ('waiting_grams', models.BigIntegerField(default=0)),
                ('unproved_grams', models.BigIntegerField(default=0)),
                ('orders_count', models.PositiveIntegerField(default=0)),
                ('last_place', models.BigIntegerField(default=0)),
                ('key', models.CharField(blank=True, max_length=40)),
                ('digest', models.BinaryField(default=b'', max_length=16)),
                ('answers_for', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('moment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='listings', to='feed.moment')),
                ('stream', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='listing', to='journal.stream')),
                ('unit', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.unit')),
            ],
            options={
                'abstract': False,
                'constraints': [models.CheckConstraint(condition=models.Q(('confirmed_grams__gte', 0), ('delivered_grams__gte', 0), ('reserved_grams__gte', 0), ('offered_grams__gte', django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(models.F('reserved_grams'), '+', models.F('confirmed_grams')), '+', models.F('delivered_grams')))), name='listing_never_over_stock'), models.UniqueConstraint(condition=models.Q(('key', ''), _negated=True), fields=('by', 'key'), name='listing_once_by_key'), models.CheckConstraint(condition=models.Q(models.Q(('piece_from_grams', None), ('piece_to_grams', None)), models.Q(('piece_from_grams__gte', 1), ('piece_to_grams__gte', models.F('piece_from_grams'))), _connector='OR'), name='listing_piece_from_to'), models.CheckConstraint(condition=models.Q(('min_grams__gte', 1), ('unproved_grams__gte', 0), ('waiting_grams__gte', 0)), name='listing_sane')],
            },
        ),
        migrations.CreateModel(
            name='Certificate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=40, verbose_name='name')),
                ('number', models.CharField(blank=True, max_length=60, verbose_name='number')),
                ('upload', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='media.upload')),
                ('listing', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='certificates', to='market.listing')),
            ],
        ),
        migrations.CreateModel(
            name='Place',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=60, verbose_name='place')),
                ('starts_at', models.DateTimeField(null=True)),
                ('ends_at', models.DateTimeField(null=True)),
                ('listing', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='places', to='market.listing')),
            ],
            options={
                'ordering': ['starts_at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Order',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=24, unique=True)),
                ('salt', models.CharField(max_length=24)),
                ('name', models.CharField(blank=True, max_length=40, verbose_name='name')),
                ('phone', models.CharField(blank=True, max_length=20, verbose_name='phone number')),
                ('channel', models.CharField(choices=[('page', 'Page'), ('phone', 'Phone'), ('api', 'Program')], max_length=5)),
                ('source', models.CharField(blank=True, max_length=40)),
                ('grams', models.BigIntegerField()),
                ('pieces', models.PositiveIntegerField(null=True)),
                ('take', models.CharField(choices=[('all', 'All or nothing'), ('part', 'Part is fine')], default='part', max_length=4)),
                ('min_grams', models.BigIntegerField(default=0)),
                ('waits', models.BooleanField(default=True)),
                ('state', models.CharField(choices=[('unproved', 'Number not proved yet'), ('reserved', 'Reserved'), ('waiting', 'On the waiting list'), ('offered', 'Moved up: to be accepted'), ('confirmed', 'Confirmed'), ('delivered', 'Handed over'), ('cancelled', 'Cancelled'), ('expired', 'Expired'), ('refused', 'Could not be filled')], max_length=9)),
                ('reserved_grams', models.BigIntegerField(default=0)),
                ('offered_grams', models.BigIntegerField(default=0)),
                ('confirmed_grams', models.BigIntegerField(default=0)),
                ('delivered_grams', models.BigIntegerField(default=0)),
                ('waiting_grams', models.BigIntegerField(default=0)),
                ('line_place', models.BigIntegerField()),
                ('waited_for_since', models.DateTimeField(null=True)),
                ('passed_at', models.DateTimeField(null=True)),
                ('accept_by', models.DateTimeField(null=True)),
                ('buyer_confirmed_at', models.DateTimeField(null=True)),
                ('producer_confirmed_at', models.DateTimeField(null=True)),
                ('paid_fen', models.BigIntegerField(null=True)),
                ('key', models.CharField(blank=True, max_length=40)),
                ('digest', models.BinaryField(default=b'', max_length=16)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('ended_at', models.DateTimeField(null=True)),
                ('listing', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='orders', to='market.listing')),
                ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('placed_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('share', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='feed.share')),
                ('place', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='market.place')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('confirmed_grams__gte', 0), ('delivered_grams__gte', 0), ('grams__gte', 1), ('offered_grams__gte', 0), ('reserved_grams__gte', 0), ('waiting_grams__gte', 0)), name='order_no_negative_weight'), models.UniqueConstraint(condition=models.Q(('key', ''), _negated=True), fields=('listing', 'placed_by', 'key'), name='order_once_by_key'), models.UniqueConstraint(condition=models.Q(models.Q(('key', ''), _negated=True), ('placed_by', None)), fields=('listing', 'key'), name='order_once_of_stranger')],
                'indexes': [models.Index(fields=['listing', 'line_place'], name='order_in_line'), models.Index(condition=models.Q(('waiting_grams__gt', 0)), fields=['listing', 'line_place'], name='order_waiting'), models.Index(condition=models.Q(('phone', ''), _negated=True), fields=['phone'], name='order_of_number'), models.Index(condition=models.Q(('waited_for_since__isnull', False)), fields=['listing'], name='order_waited_for')],
            },
        ),
        migrations.CreateModel(
            name='KeyedMove',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('move', models.CharField(max_length=12)),
                ('key', models.CharField(max_length=40)),
                ('digest', models.BinaryField(max_length=16)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('listing', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='market.listing')),
                ('order', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='market.order')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('order__isnull', False)), fields=('person', 'move', 'order', 'key'), name='market_move_once'), models.UniqueConstraint(condition=models.Q(('order', None)), fields=('person', 'move', 'listing', 'key'), name='market_listing_move_once')],
            },
        ),
        migrations.CreateModel(
            name='Producer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('offered_grams', models.BigIntegerField(default=0)),
                ('reserved_grams', models.BigIntegerField(default=0)),
                ('confirmed_grams', models.BigIntegerField(default=0)),
                ('delivered_grams', models.BigIntegerField(default=0)),
                ('listing', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='producers', to='market.listing')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'abstract': False,
                'constraints': [models.CheckConstraint(condition=models.Q(('confirmed_grams__gte', 0), ('delivered_grams__gte', 0), ('reserved_grams__gte', 0), ('offered_grams__gte', django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(models.F('reserved_grams'), '+', models.F('confirmed_grams')), '+', models.F('delivered_grams')))), name='producer_never_over_stock'), models.UniqueConstraint(fields=('listing', 'person'), name='producer_once')],
            },
        ),
        migrations.CreateModel(
            name='OrderPart',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reserved_grams', models.BigIntegerField(default=0)),
                ('confirmed_grams', models.BigIntegerField(default=0)),
                ('delivered_grams', models.BigIntegerField(default=0)),
                ('delivered_at', models.DateTimeField(null=True)),
                ('order', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='parts', to='market.order')),
                ('producer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='parts', to='market.producer')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('order', 'producer'), name='order_part_once')],
            },
        ),
        migrations.CreateModel(
            name='LedgerRow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('offered', 'Offered'), ('reserved', 'Reserved'), ('confirmed', 'Confirmed'), ('delivered', 'Handed over'), ('refused', 'Confirmed, but not handed over'), ('released', 'Given back')], max_length=9)),
                ('grams', models.BigIntegerField()),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('listing', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='ledger', to='market.listing')),
                ('order', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='ledger', to='market.order')),
                ('producer', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='market.producer')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('kind', 'offered'), ('grams__gt', 0), _connector='OR'), name='ledger_only_offers_shrink')],
                'indexes': [models.Index(fields=['listing', 'kind', 'at'], name='ledger_of_listing'), models.Index(condition=models.Q(('order__isnull', False)), fields=['order'], name='ledger_of_order')],
            },
        ),
    ])
