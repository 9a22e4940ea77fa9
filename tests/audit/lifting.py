"""Lifting the record's triggers, for who breaks it on purpose, and around the flush after a test."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection
from django.db.backends.base.operations import BaseDatabaseOperations

from borealis.audit import outside, triggers


@contextmanager
def lifted() -> Iterator[None]:
    """The record's tables may be changed inside."""
    triggers.remove(connection)
    try:
        yield
    finally:
        triggers.install(connection)


def let_flushes_pass(patch: pytest.MonkeyPatch) -> None:
    """Let the flush after a test that commits empty the record too, and its file of heads."""
    flush = BaseDatabaseOperations.execute_sql_flush

    def execute_sql_flush(operations: BaseDatabaseOperations, statements: list[str]) -> Any:
        with lifted():
            flush(operations, statements)
        outside.heads_path().unlink(missing_ok=True)

    patch.setattr(BaseDatabaseOperations, "execute_sql_flush", execute_sql_flush)
