"""The record becomes a signed tree, and the database itself refuses to change it."""

from typing import Any

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from borealis.audit import triggers
from borealis.shell import migrating


def unindexed(to: str) -> "models.ForeignKey[Any, Any]":
    return models.ForeignKey(
        to=to, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", db_index=False
    )


def begin_anew(apps: Any, schema_editor: Any) -> None:
    """Events of the time before any release have no place in the tree."""
    apps.get_model("audit", "EventText").objects.all().delete()
    apps.get_model("audit", "Event").objects.all().delete()


def install(apps: Any, schema_editor: Any) -> None:
    triggers.install(schema_editor.connection)


def remove(apps: Any, schema_editor: Any) -> None:
    triggers.remove(schema_editor.connection)


class Migration(migrating.Migration):
    dependencies = [
        ("audit", "0002_initial"),
        ("organisations", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunPython(begin_anew, migrations.RunPython.noop),
        migrations.RemoveField("event", "seal"),
        migrations.AddField(
            "event", "leaf", models.CharField(max_length=64, default=""), preserve_default=False
        ),
        migrations.AddField(
            "event", "root", models.CharField(max_length=64, default=""), preserve_default=False
        ),
        migrations.AddField(
            "event", "key", models.CharField(max_length=16, default=""), preserve_default=False
        ),
        migrations.AddField(
            "event", "signature", models.CharField(max_length=128, default=""), preserve_default=False
        ),
        migrations.AlterField("event", "by", unindexed(settings.AUTH_USER_MODEL)),
        migrations.AlterField("event", "about", unindexed(settings.AUTH_USER_MODEL)),
        migrations.AlterField("event", "place", unindexed("organisations.organisation")),
        migrations.AddIndex("event", models.Index(fields=["by", "number"], name="event_by")),
        migrations.AddIndex("event", models.Index(fields=["about", "number"], name="event_about")),
        migrations.AddIndex("event", models.Index(fields=["act", "number"], name="event_act")),
        migrations.AddIndex("event", models.Index(fields=["place", "number"], name="event_place")),
        migrations.AddIndex("event", models.Index(fields=["at"], name="event_at")),
        migrations.CreateModel(
            name="RecordEdge",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("size", models.BigIntegerField()),
                ("peaks", models.TextField(blank=True)),
                ("root", models.CharField(max_length=64)),
            ],
            options={
                "ordering": ["pk"],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("pk", 1)), name="one_edge_of_the_record")
                ],
            },
        ),
        migrations.RunPython(install, remove),
    ]
