from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0003_api_token")]

    operations = [migrations.AddField("device", "proved_at", models.DateTimeField(null=True))]
