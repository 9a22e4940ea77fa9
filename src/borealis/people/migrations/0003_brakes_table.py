"""The table in which the brakes against guessing count."""

from __future__ import annotations

from typing import Any

from django.core.management import call_command
from django.db import migrations

from borealis.shell import migrating


def make(apps: Any, schema_editor: Any) -> None:
    call_command("createcachetable", "brakes", database=schema_editor.connection.alias, verbosity=0)


def drop(apps: Any, schema_editor: Any) -> None:
    schema_editor.execute("DROP TABLE brakes")


class Migration(migrating.Migration):
    dependencies = [("people", "0002_initial")]

    operations = [migrations.RunPython(make, drop)]
