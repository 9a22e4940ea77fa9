"""Migrations that bring operations together make the same tables as Django's own."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.db import connection, migrations, models
from django.db.backends.sqlite3.base import DatabaseWrapper
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

from borealis.shell import migrating


def table(name: str, **fields: models.Field[Any, Any]) -> Operation:
    return migrations.CreateModel(name, [("id", models.BigAutoField(primary_key=True)), *fields.items()])


def positive(model: str, name: str) -> Operation:
    rule = models.CheckConstraint(condition=models.Q(size__gt=0), name=name)
    return migrations.AddConstraint(model, rule)


def only(model: str, name: str, **where: int) -> Operation:
    rule = models.UniqueConstraint(fields=["size"], condition=models.Q(**where), name=name)
    return migrations.AddConstraint(model, rule)


def index(model: str, name: str) -> Operation:
    return migrations.AddIndex(model, models.Index(fields=["size"], name=name))


def to(model: str) -> models.ForeignKey[Any, Any]:
    return models.ForeignKey(f"told.{model}", models.PROTECT, null=True)


OPERATIONS = [
    table("Ward", size=models.IntegerField()),
    table("Bed", ward=to("Ward"), size=models.IntegerField()),
    migrations.AddField("Ward", "best", to("Bed")),
    table("Room", ward=to("Ward"), size=models.IntegerField()),
    index("Ward", "ward_size"),
    index("Bed", "bed_size"),
    positive("Ward", "ward_positive"),
    only("Ward", "ward_only", size__gt=3),
    positive("Room", "room_positive"),
    only("Room", "room_only", size__gt=3),
    migrations.RunPython(migrations.RunPython.noop),
    migrations.AddField("Bed", "room", to("Room")),
    migrations.AddField("Bed", "wide", models.BooleanField(default=False)),
    migrations.AddField("Room", "wide", models.BooleanField(default=False)),
    positive("Bed", "bed_positive"),
    only("Bed", "bed_only", size__gt=3),
]


def together(operations: list[Operation]) -> list[list[str]]:
    return [
        [part.describe() for part in found.operations]
        for found in migrating.brought_together(operations, "told")
        if isinstance(found, migrating.Together)
    ]


def made_by(kind: type[migrations.Migration]) -> tuple[ProjectState, set[str]]:
    """The state and the tables, indexes and rules that a migration of this kind makes."""
    own = DatabaseWrapper({**connection.settings_dict, "ENGINE": "", "NAME": ":memory:", "OPTIONS": {}})
    migration = kind("0001", "told")
    migration.operations = OPERATIONS
    with own.schema_editor() as editor:
        state = migration.apply(ProjectState(), editor)
    with own.cursor() as cursor:
        cursor.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL")
        found = {" ".join(sorted(re.split(r", (?=CONSTRAINT)|\)$", sql))) for (sql,) in cursor.fetchall()}
    own.close()
    return state, found


@pytest.mark.django_db
def test_the_tables_and_the_state_are_the_same() -> None:
    state, tables = made_by(migrating.Migration)
    assert (state, tables) == made_by(migrations.Migration)
    assert len(tables) > 10


def test_new_tables_get_their_indexes_and_rules_at_once() -> None:
    assert together([*OPERATIONS[:2], OPERATIONS[5]]) == [["Create model Ward", "Create model Bed"]]


def test_only_one_column_is_added_to_a_table_at_a_time() -> None:
    assert [len(part) for part in together(OPERATIONS[11:14])] == [1, 2]
