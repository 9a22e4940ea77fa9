from django.db import migrations, models

from borealis.shell import migrating


class Migration(migrating.Migration):
    dependencies = [("people", "0003_brakes_table")]

    operations = [
        migrations.AddIndex(
            model_name="person",
            index=models.Index(fields=["name", "id"], name="person_by_name"),
        )
    ]
