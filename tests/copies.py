"""What was told once for a whole run, and its way into the database of each process, on either engine."""

from __future__ import annotations

import datetime as dt
import shutil
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management.color import no_style
from django.db import DEFAULT_DB_ALIAS, connection, connections, models

from tests import telling

Row = tuple[Any, ...]
# Django makes these anew, with other keys, when a test that commits has emptied the database; nothing names them.
MADE_BY_DJANGO = frozenset({"django_content_type", "auth_permission"})
TOLD = "told"  # the database that is copied from, while it is


@dataclass(frozen=True)
class Table:
    """The rows of one table, as the engine gives them."""

    name: str
    columns: tuple[str, ...]
    rows: list[Row]


def stored() -> list[Table]:
    """Every table of Borealis with all its rows."""
    with connection.cursor() as cursor:
        return [_table(name, cursor) for name in _names()]


def _names() -> list[str]:
    return sorted(set(connection.introspection.django_table_names(only_existing=True)) - MADE_BY_DJANGO)


def _table(name: str, cursor: Any) -> Table:
    cursor.execute(f"SELECT * FROM {connection.ops.quote_name(name)}")
    columns = tuple(column[0] for column in cursor.description)
    return Table(name, columns, [tuple(map(_storable, row)) for row in cursor.fetchall()])


def _storable(value: Any) -> Any:
    """What SQLite reads as a time of day it takes in as text only."""
    return str(value) if isinstance(value, dt.time) else value


def put_back(copy: list[Table]) -> None:
    """Add the rows whose keys are not there.

    Foreign keys are checked at the end of a transaction on both engines, so the order of tables is free.
    """
    quote = connection.ops.quote_name
    of_name = _models()
    with connection.cursor() as cursor:
        for table in copy:
            key = str(of_name[table.name]._meta.pk.column)
            cursor.execute(f"SELECT {quote(key)} FROM {quote(table.name)}")
            there, place = {row[0] for row in cursor.fetchall()}, table.columns.index(key)
            missing = [row for row in table.rows if row[place] not in there]
            if missing:
                names = ", ".join(map(quote, table.columns))
                places = ", ".join(["%s"] * len(table.columns))
                cursor.executemany(f"INSERT INTO {quote(table.name)} ({names}) VALUES ({places})", missing)
        for statement in connection.ops.sequence_reset_sql(
            no_style(), apps.get_models(include_auto_created=True)
        ):
            cursor.execute(statement)
        if connection.vendor == "postgresql":
            # Else every test that is taken back would look at all these foreign keys again.
            connection.check_constraints()
            # What was never committed has no statistics to plan joins by. Of these tables alone: locks on what all
            # databases share would be held as long as the transaction, and other processes would wait for them.
            cursor.execute(f"ANALYZE {', '.join(quote(table.name) for table in copy)}")


def _models() -> dict[str, type[models.Model]]:
    return {model._meta.db_table: model for model in apps.get_models(include_auto_created=True)}


def _told_rows(database: Path) -> list[Table]:
    """The rows of an SQLite file, as SQLite gives them."""
    types = sqlite3.PARSE_DECLTYPES | sqlite3.PARSE_COLNAMES  # as Django reads them
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True, detect_types=types)) as told:
        return [_table(name, told.cursor()) for name in _names()]


def _translated_rows(database: Path) -> list[Table]:
    """The rows of an SQLite file, as they would be written by the engine in use."""
    connections.databases[TOLD] = connections.databases[DEFAULT_DB_ALIAS] | {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": f"file:{database}?mode=ro",
        "OPTIONS": {},
    }
    try:
        of_name = _models()
        return [_written(of_name[name]) for name in _names()]
    finally:
        connections[TOLD].close()
        del connections[TOLD], connections.databases[TOLD]


def _written(model: type[models.Model]) -> Table:
    """A table that was told, each value as its field gives it to the engine in use."""
    fields = model._meta.concrete_fields
    rows = [
        tuple(field.get_db_prep_save(getattr(one, field.attname), connection) for field in fields)
        for one in model._base_manager.using(TOLD).order_by("pk")
    ]
    return Table(model._meta.db_table, tuple(str(field.column) for field in fields), rows)


@cache
def told_once() -> tuple[dt.datetime, list[Table]]:
    """When the demonstration was told, and all that was stored then, told once for all processes and both engines.

    The keys it was told with become our own.
    """
    from borealis.audit import keys as record
    from borealis.guidance import sealing

    for name, module in ((record.NAME, record), (sealing.NAME, sealing)):
        shutil.copy(telling.folder() / name, settings.HOME / name)
        module._read.cache_clear()
    database = telling.folder() / "borealis.sqlite3"
    rows = _told_rows(database) if connection.vendor == "sqlite" else _translated_rows(database)
    return telling.told_at(), rows
