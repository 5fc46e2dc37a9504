import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('media', '0001_initial'), ('media', '0002_own_data')]

    initial = True

    dependencies = [('people', '0001_squashed')]

    operations = [
        migrations.CreateModel(
            name='Upload',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=32, unique=True)),
                ('kind', models.CharField(choices=[('photo', 'Photo'), ('video', 'Video'), ('file', 'File')], max_length=5)),
                ('name', models.CharField(blank=True, max_length=120)),
                ('size', models.BigIntegerField()),
                ('content_type', models.CharField(max_length=60)),
                ('width', models.PositiveIntegerField(null=True)),
                ('height', models.PositiveIntegerField(null=True)),
                ('seconds', models.PositiveIntegerField(null=True)),
                ('digest', models.CharField(max_length=64)),
                ('taken_at', models.DateTimeField(null=True)),
                ('taken_assumed', models.BooleanField(default=False)),
                ('latitude', models.DecimalField(decimal_places=4, max_digits=6, null=True)),
                ('longitude', models.DecimalField(decimal_places=4, max_digits=7, null=True)),
                ('poster', models.BooleanField(default=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('claimed_at', models.DateTimeField(null=True)),
                ('erased_at', models.DateTimeField(null=True)),
                ('owner', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('claimed_at', None)), fields=['created_at'], name='upload_unclaimed'), models.Index(condition=models.Q(('erased_at__isnull', False), ('size__gt', 0)), fields=['erased_at'], name='upload_to_erase')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('latitude', None), ('longitude', None)), models.Q(('latitude__gte', -90), ('latitude__isnull', False), ('latitude__lte', 90), ('longitude__gte', -180), ('longitude__isnull', False), ('longitude__lte', 180)), _connector='OR'), name='upload_place_on_earth')],
            },
        ),
        migrations.CreateModel(
            name='LinkCard',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('url_hash', models.CharField(max_length=64, unique=True)),
                ('url', models.CharField(max_length=2000)),
                ('title', models.CharField(blank=True, max_length=120)),
                ('description', models.CharField(blank=True, max_length=300)),
                ('site', models.CharField(blank=True, max_length=60)),
                ('fetched_at', models.DateTimeField()),
                ('failed', models.CharField(blank=True, max_length=30)),
                ('image', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, to='media.upload')),
            ],
        ),
    ]
