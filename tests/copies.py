"""A copy of what is stored, and its way back: so that a story is told once for a process, not once a module."""

from __future__ import annotations

import datetime as dt
import shutil
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management.color import no_style
from django.db import connection, transaction
from django.utils import timezone

from tests import telling

Row = tuple[Any, ...]
# Django makes these anew, with other keys, when a test that commits has emptied the database; nothing names them.
MADE_BY_DJANGO = frozenset({"django_content_type", "auth_permission"})


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
    """Add the rows that are not there; raises IntegrityError where another stands in its place.

    Foreign keys are checked at the end of a transaction on both engines, so the order of tables is free.
    """
    quote = connection.ops.quote_name
    now = {table.name: set(map(repr, table.rows)) for table in stored()}
    with connection.cursor() as cursor:
        for table in copy:
            missing = [row for row in table.rows if repr(row) not in now[table.name]]
            if missing:
                names = ", ".join(map(quote, table.columns))
                places = ", ".join(["%s"] * len(table.columns))
                cursor.executemany(f"INSERT INTO {quote(table.name)} ({names}) VALUES ({places})", missing)
        for statement in connection.ops.sequence_reset_sql(
            no_style(), apps.get_models(include_auto_created=True)
        ):
            cursor.execute(statement)
        if connection.vendor == "postgresql":
            # What was never committed has no statistics to plan joins by. Of these tables alone: locks on what all
            # databases share would be held as long as the transaction, and other processes would wait for them.
            cursor.execute(f"ANALYZE {', '.join(quote(table.name) for table in copy)}")


def _told_rows() -> list[Table]:
    """The rows of the file in which the demonstration was told; the keys they were made with become our own."""
    from borealis.audit import keys as record
    from borealis.guidance import sealing

    for name, module in ((record.NAME, record), (sealing.NAME, sealing)):
        shutil.copy(telling.folder() / name, settings.HOME / name)
        module._read.cache_clear()
    database = f"file:{telling.folder() / 'borealis.sqlite3'}?mode=ro"
    types = sqlite3.PARSE_DECLTYPES | sqlite3.PARSE_COLNAMES  # as Django reads them
    with closing(sqlite3.connect(database, uri=True, detect_types=types)) as told:
        return [_table(name, told.cursor()) for name in _names()]


@cache
def told_once() -> tuple[dt.datetime, list[Table]]:
    """When the demonstration was told, and all that was stored then; nothing of it stays stored.

    On SQLite it is told once for all processes; on PostgreSQL, whose rows are its own, once for each.
    """
    from borealis.demo import story

    if connection.vendor == "sqlite":
        return telling.told_at(), _told_rows()
    with transaction.atomic():
        now = timezone.now()
        story.tell(now=now, today=timezone.localdate(now))
        rows = stored()
        transaction.set_rollback(True)
    return now, rows
