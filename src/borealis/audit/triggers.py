"""Triggers that keep the record append-only in the database itself, on both engines.

A later migration that remakes one of these tables on SQLite drops its triggers, and must install them
again as its last operation; a test counts them.
"""

from __future__ import annotations

from typing import Any

REFUSALS = (
    # table, what is refused, and when
    ("audit_event", "UPDATE", ""),
    ("audit_event", "DELETE", ""),
    ("audit_eventtext", "UPDATE", ""),
    ("audit_recordedge", "UPDATE", "NEW.size <= OLD.size"),
    ("audit_recordedge", "DELETE", ""),
)
TABLES = ("audit_event", "audit_eventtext", "audit_recordedge")
WORDS = "The record is only added to."


def statements(vendor: str) -> list[str]:
    """The SQL that installs the triggers; it may be run again."""
    return _postgresql() if vendor == "postgresql" else _sqlite()


def removals(vendor: str) -> list[str]:
    """The SQL that removes them."""
    names = [(table, f"{table}_no_{what.lower()}") for table, what, _when in REFUSALS]
    if vendor == "postgresql":
        names += [(table, f"{table}_no_truncate") for table in TABLES]
        return [f"DROP TRIGGER IF EXISTS {name} ON {table}" for table, name in names]
    names += [(table, f"{table}_no_replace") for table in TABLES]
    return [f"DROP TRIGGER IF EXISTS {name}" for _table, name in names]


def install(connection: Any) -> None:
    """Install the triggers, anew where they stand already."""
    with connection.cursor() as cursor:
        for statement in removals(connection.vendor) + statements(connection.vendor):
            cursor.execute(statement)


def remove(connection: Any) -> None:
    """Remove the triggers: for a migration that is taken back."""
    with connection.cursor() as cursor:
        for statement in removals(connection.vendor):
            cursor.execute(statement)


def _sqlite() -> list[str]:
    made = []
    for table, what, when in REFUSALS:
        condition = f"WHEN {when} " if when else ""
        made.append(
            f"CREATE TRIGGER {table}_no_{what.lower()} BEFORE {what} ON {table} FOR EACH ROW {condition}"
            f"BEGIN SELECT RAISE(ABORT, '{WORDS}'); END"
        )
    # INSERT OR REPLACE deletes a row without its DELETE trigger being asked (sqlite.org/lang_conflict.html).
    for table, key in zip(TABLES, ("number", "event_id", "id"), strict=True):
        taken = f"EXISTS (SELECT 1 FROM {table} WHERE {key} = NEW.{key})"  # noqa: S608
        made.append(
            f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} FOR EACH ROW WHEN {taken} "
            f"BEGIN SELECT RAISE(ABORT, '{WORDS}'); END"
        )
    return made


def _postgresql() -> list[str]:
    made = [
        "CREATE OR REPLACE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{WORDS}' USING ERRCODE = 'integrity_constraint_violation'; END $$"
    ]
    for table, what, when in REFUSALS:
        condition = f"WHEN ({when}) " if when else ""
        made.append(
            f"CREATE TRIGGER {table}_no_{what.lower()} BEFORE {what} ON {table} FOR EACH ROW {condition}"
            "EXECUTE FUNCTION audit_refuse()"
        )
    for table in TABLES:
        made.append(
            f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} FOR EACH STATEMENT "
            "EXECUTE FUNCTION audit_refuse()"
        )
    return made
