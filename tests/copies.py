"""A copy of what is stored, and its way back: so that a story is told once for a process, not once a module."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.apps import apps
from django.core.management.color import no_style
from django.db import connection, transaction
from django.utils import timezone

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
    found = []
    with connection.cursor() as cursor:
        for name in sorted(
            set(connection.introspection.django_table_names(only_existing=True)) - MADE_BY_DJANGO
        ):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(name)}")
            columns = tuple(column[0] for column in cursor.description)
            found.append(Table(name, columns, cursor.fetchall()))
    return found


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
            cursor.execute("ANALYZE")  # what was never committed has no statistics to plan joins by


@cache
def told_once() -> tuple[dt.datetime, list[Table]]:
    """When this process told the demonstration, and all that was stored then; nothing of it stays stored."""
    from borealis.demo import story

    with transaction.atomic():
        now = timezone.now()
        story.tell(now=now, today=timezone.localdate(now))
        rows = stored()
        transaction.set_rollback(True)
    return now, rows
