"""Who there is: people, units, posts, and how they sign in. On PostgreSQL names, sounds and titles are found by indexes of their own.

Every step up to 0002 in one: a new database takes only this.
"""

import datetime
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from huiyin.db.create_models import at_once

# huiyin/people/queries/naming.py asks in just these words.
POSTGRESQL = (
    "CREATE INDEX person_letters ON people_person USING gin (string_to_array(upper(name), NULL))",
    "CREATE INDEX person_sounds ON people_person "
    "USING gin (array_to_tsvector(array_remove(string_to_array(name_keys, ' '), '')))",
    "CREATE INDEX post_letters ON people_post USING gin (string_to_array(upper(title), NULL))",
)
NAMES = ("person_letters", "person_sounds", "post_letters")


def make(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for statement in POSTGRESQL:
            schema_editor.execute(statement)


def drop(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for name in NAMES:
            schema_editor.execute(f"DROP INDEX {name}")


class Migration(migrations.Migration):

    replaces = [('people', '0001_initial'), ('people', '0002_declared_days'), ('people', '0003_api_token'), ('people', '0004_device_proved_at'), ('people', '0005_found_by_name'), ('people', '0001_squashed'), ('people', '0002_code_networks')]

    initial = True

    dependencies = [
    ]

    operations = at_once([
        migrations.CreateModel(
            name='DeclaredYear',
            fields=[
                ('year', models.PositiveSmallIntegerField(primary_key=True, serialize=False)),
                ('source', models.CharField(blank=True, max_length=200)),
                ('complete', models.BooleanField(default=True)),
                ('declared_at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
        ),
        migrations.CreateModel(
            name='SignInCode',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('phone_hash', models.CharField(db_index=True, max_length=64)),
                ('code_hash', models.CharField(max_length=64)),
                ('bound_to', models.CharField(max_length=64)),
                ('address', models.CharField(blank=True, max_length=45)),
                ('prefix', models.CharField(blank=True, max_length=6)),
                ('made_at', models.DateTimeField(db_index=True, default=django.utils.timezone.now)),
                ('tries', models.PositiveSmallIntegerField(default=0)),
                ('used_at', models.DateTimeField(null=True)),
                ('network', models.CharField(blank=True, default='', max_length=49)),
                ('provider', models.CharField(blank=True, default='', max_length=49)),
                ('sent', models.BooleanField(default=True)),
            ],
        ),
        migrations.CreateModel(
            name='Unit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=60, verbose_name='name')),
                ('short_name', models.CharField(blank=True, max_length=20, verbose_name='short name')),
                ('kind', models.CharField(choices=[('county', 'County or district'), ('bureau', 'Bureau or office'), ('town', 'Town or street'), ('village', 'Village or neighbourhood'), ('other', 'Other')], default='bureau', max_length=10, verbose_name='kind')),
                ('code', models.CharField(blank=True, max_length=12, verbose_name='division code')),
                ('order', models.PositiveIntegerField(default=0)),
                ('hours', models.JSONField(blank=True, default=dict)),
                ('closed_at', models.DateTimeField(null=True)),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='people.unit')),
            ],
            options={
                'ordering': ['order', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('parent', 'name'), name='unit_name_once_in_parent', nulls_distinct=False)],
            },
        ),
        migrations.CreateModel(
            name='Person',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('last_login', models.DateTimeField(null=True)),
                ('name', models.CharField(max_length=40, verbose_name='name')),
                ('name_keys', models.CharField(blank=True, editable=False, max_length=200)),
                ('phone', models.CharField(max_length=20, null=True, unique=True, verbose_name='phone number')),
                ('kind', models.CharField(choices=[('official', 'Official'), ('resident', 'Resident'), ('business', 'Business'), ('media', 'Media')], default='resident', max_length=10, verbose_name='kind')),
                ('about', models.CharField(blank=True, max_length=80)),
                ('language', models.CharField(default='zh-hans', max_length=10, verbose_name='language')),
                ('text_size', models.CharField(choices=[('normal', 'Normal'), ('large', 'Large')], default='normal', max_length=10, verbose_name='text size')),
                ('theme', models.CharField(choices=[('auto', 'As the device'), ('light', 'Light'), ('dark', 'Dark')], default='auto', max_length=10, verbose_name='colours')),
                ('is_minor', models.BooleanField(default=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('locked_at', models.DateTimeField(null=True)),
                ('erased_at', models.DateTimeField(null=True)),
                ('guardian', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='wards', to=settings.AUTH_USER_MODEL)),
                ('home', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='residents', to='people.unit')),
            ],
            options={
                'indexes': [models.Index(fields=['name'], name='person_name'), models.Index(fields=['name_keys'], name='person_sound')],
                'constraints': [models.CheckConstraint(condition=models.Q(('is_minor', False), ('guardian__isnull', False), _connector='OR'), name='minor_has_guardian')],
            },
        ),
        migrations.CreateModel(
            name='Administrator',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[('system', 'System administrator'), ('security', 'Security administrator'), ('audit', 'Audit administrator')], max_length=10)),
                ('since', models.DateTimeField(default=django.utils.timezone.now)),
                ('person', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='administrator', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='ApiToken',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=40, verbose_name='name')),
                ('digest', models.CharField(max_length=64, unique=True)),
                ('scopes', models.JSONField(default=list)),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('expires_at', models.DateTimeField()),
                ('used_on', models.DateField(null=True)),
                ('revoked_at', models.DateTimeField(null=True)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='tokens', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='Device',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('session_hash', models.CharField(max_length=64, unique=True)),
                ('label', models.CharField(max_length=80)),
                ('address', models.CharField(blank=True, max_length=45)),
                ('how', models.CharField(max_length=10)),
                ('started_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('seen_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('proved_at', models.DateTimeField(null=True)),
                ('ended_at', models.DateTimeField(null=True)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='devices', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='Passkey',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('credential_id', models.CharField(max_length=400, unique=True)),
                ('public_key', models.BinaryField()),
                ('sign_count', models.PositiveBigIntegerField(default=0)),
                ('label', models.CharField(max_length=60)),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('used_at', models.DateTimeField(null=True)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='passkeys', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='StaffImport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('file_name', models.CharField(max_length=120)),
                ('rows', models.JSONField()),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('done_at', models.DateTimeField(null=True)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='Post',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=60, verbose_name='title')),
                ('order', models.PositiveIntegerField(default=0)),
                ('closed_at', models.DateTimeField(null=True)),
                ('reports_to', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='reports', to='people.post')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='posts', to='people.unit')),
            ],
            options={
                'ordering': ['unit__order', 'order', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('unit', 'title'), name='post_title_once_in_unit'), models.CheckConstraint(condition=models.Q(('reports_to', models.F('pk')), _negated=True), name='post_reports_to_another')],
            },
        ),
        migrations.CreateModel(
            name='DeclaredDay',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('date', models.DateField()),
                ('worked', models.BooleanField()),
                ('name', models.CharField(blank=True, max_length=40)),
                ('list', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='days', to='people.declaredyear')),
            ],
            options={
                'ordering': ['date'],
                'constraints': [models.UniqueConstraint(fields=('list', 'date'), name='declared_day_once_in_list')],
            },
        ),
        migrations.CreateModel(
            name='OutsideIdentity',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('issuer', models.CharField(max_length=200)),
                ('subject', models.CharField(max_length=200)),
                ('linked_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='identities', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('issuer', 'subject'), name='outside_identity_once')],
            },
        ),
        migrations.CreateModel(
            name='Holding',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('acting', models.BooleanField(default=False)),
                ('since', models.DateField(default=datetime.date.today)),
                ('until', models.DateField(null=True)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='holdings', to=settings.AUTH_USER_MODEL)),
                ('post', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='holdings', to='people.post')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('until', None)), fields=['person'], name='holding_current')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('until', None)), fields=('post', 'acting'), name='post_one_holder_one_acting'), models.CheckConstraint(condition=models.Q(('until', None), ('until__gte', models.F('since')), _connector='OR'), name='holding_ends_after_it_began')],
            },
        ),
        migrations.CreateModel(
            name='Delegation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('since', models.DateField()),
                ('until', models.DateField()),
                ('reason', models.CharField(blank=True, max_length=120)),
                ('ended_at', models.DateTimeField(null=True)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('to', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='delegations', to=settings.AUTH_USER_MODEL)),
                ('post', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='delegations', to='people.post')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('until__gte', models.F('since'))), name='delegation_ends_after_it_began'), models.CheckConstraint(condition=models.Q(('by', models.F('to')), _negated=True), name='delegation_to_another')],
            },
        ),
        migrations.RunPython(make, drop),
    ])
