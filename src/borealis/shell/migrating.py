"""Migrations that render the models once for many operations, not once for each.

All rooms hang together, so that Django renders nearly every model anew for each table, column, index and rule that is
added: most of the time that an empty database takes. What only adds is therefore carried out together.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from django.db import migrations
from django.db.migrations.operations.base import Operation
from django.db.migrations.optimizer import MigrationOptimizer

ADDING = (migrations.CreateModel, migrations.AddField, migrations.AddIndex, migrations.AddConstraint)


class Migration(migrations.Migration):
    """A migration of Borealis. The tables become the same as with Django's own, only sooner."""

    def apply(self, project_state: Any, schema_editor: Any, collect_sql: bool = False) -> Any:
        """The state after this migration, once it is carried out."""
        sooner = migrations.Migration(self.name, self.app_label)
        sooner.operations = list(brought_together(self.operations, self.app_label))  # type: ignore[misc]
        sooner.atomic = self.atomic  # type: ignore[misc]
        return sooner.apply(project_state, schema_editor, collect_sql)


class Together(Operation):
    """Operations of one kind, on as many tables: none sees what another does."""

    def __init__(self, operations: Sequence[Operation]) -> None:
        self.operations = operations

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Without rendered models the state changes at once; who asks for them has them rendered."""
        state.__dict__.pop("apps", None)
        for operation in self.operations:
            operation.state_forwards(app_label, state)

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        for operation in self.operations:
            operation.database_forwards(app_label, schema_editor, from_state, to_state)

    def describe(self) -> str:
        return "; ".join(operation.describe() for operation in self.operations)


def brought_together(operations: Sequence[Operation], app_label: str) -> Iterator[Operation]:
    """The operations in their order; what follows on each other and only adds is brought together."""
    for adds, found in groupby(operations, lambda operation: type(operation) in ADDING):
        if adds:
            fewer = MigrationOptimizer().optimize(_tables_first(list(found)), app_label)
            yield from map(Together, _apart(fewer))
        else:
            yield from found


def _tables_first(operations: Sequence[Operation]) -> list[Operation]:
    """New tables, each with its indexes and rules, so that it gets them at once; then columns; then what is left."""
    new = [_table(operation) for operation in operations if isinstance(operation, migrations.CreateModel)]
    grow = {_table(operation) for operation in operations if isinstance(operation, migrations.AddField)}

    def place(operation: Operation) -> tuple[int, int]:
        table = _table(operation)
        if isinstance(operation, migrations.AddField):
            return 1, 0
        if isinstance(operation, migrations.CreateModel) or (table in new and table not in grow):
            return 0, new.index(table)
        return 2, 0

    return sorted(operations, key=place)


def _apart(operations: Sequence[Operation]) -> Iterator[list[Operation]]:
    """Neighbours of the same kind, each on a table of its own."""
    together: list[Operation] = []
    for operation in operations:
        if together and not _fits(operation, together):
            yield together
            together = []
        together.append(operation)
    if together:
        yield together


def _fits(operation: Any, together: Sequence[Any]) -> bool:
    return type(operation) is type(together[0]) and _table(operation) not in map(_table, together)


def _table(operation: Any) -> str:
    name: str = operation.name if isinstance(operation, migrations.CreateModel) else operation.model_name
    return name.lower()
