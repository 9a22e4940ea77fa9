"""Nothing: its fields are in 0001. The first migration of plans names this one."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("trainees", "0001_initial")]
    operations = []
