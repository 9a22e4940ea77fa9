import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from borealis.shell import migrating


class Migration(migrating.Migration):
    initial = True

    dependencies = [migrations.swappable_dependency(settings.AUTH_USER_MODEL)]

    operations = [
        migrations.CreateModel(
            name="LegalHold",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("from_day", models.DateField()),
                ("to_day", models.DateField(blank=True, null=True)),
                ("why", models.CharField(max_length=300)),
                ("made_at", models.DateTimeField()),
                ("released_at", models.DateTimeField(blank=True, null=True)),
                (
                    "made_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["person", "from_day", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("to_day", None), ("to_day__gte", models.F("from_day")), _connector="OR"
                        ),
                        name="hold_ends_after_it_begins",
                    )
                ],
            },
        )
    ]
