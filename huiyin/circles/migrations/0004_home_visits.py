"""A visit of an official's (走访) is a HomeVisit; a Visit is somebody who comes to a reception day (来访)."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("circles", "0003_a_key_is_of_its_move")]
    operations = [migrations.RenameModel("Visit", "HomeVisit")]
