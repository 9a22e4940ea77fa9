"""When the database is locked or gone: a calm 503 that says when to come back, and recovery by itself."""

from __future__ import annotations

import sqlite3

import pytest
from django.conf import settings
from django.db import connection
from django.db.utils import InterfaceError, OperationalError, ProgrammingError
from django.test import Client

from borealis.shell.failures import database_is_away

IS_SQLITE = connection.vendor == "sqlite"
WORDS = {"nb": "Vent et halvt minutt", "nn": '<html lang="nn"', "en": '<html lang="en"'}


def browser(language: str = "nb") -> Client:
    client = Client(raise_request_exception=False)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    return client


def of_sqlite(code: int) -> OperationalError:
    cause = sqlite3.OperationalError("words that nobody reads")
    cause.sqlite_errorcode = code
    error = OperationalError("words that nobody reads")
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    ("error", "away"),
    [
        (of_sqlite(sqlite3.SQLITE_BUSY), True),
        (of_sqlite(sqlite3.SQLITE_BUSY_SNAPSHOT), True),
        (of_sqlite(sqlite3.SQLITE_LOCKED), True),
        (of_sqlite(sqlite3.SQLITE_FULL), True),
        (of_sqlite(sqlite3.SQLITE_READONLY), True),
        (of_sqlite(sqlite3.SQLITE_IOERR_WRITE), True),
        (of_sqlite(sqlite3.SQLITE_CANTOPEN), True),
        (of_sqlite(sqlite3.SQLITE_ERROR), False),  # a table that is not there: our fault
        (OperationalError("connection refused"), True),
        (InterfaceError("connection already closed"), True),
        (ProgrammingError("syntax"), False),
        (ValueError("locked"), False),
        (None, False),
    ],
)
def test_a_database_that_is_away_is_told_from_a_fault_of_ours(error: Exception | None, away: bool) -> None:
    assert database_is_away(error) is away


@pytest.mark.skipif(not IS_SQLITE, reason="locks of one file")
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_a_locked_file_gives_503_and_mends_itself(language: str, tmp_path: object) -> None:
    """Another process holds the write lock; our own waiting time is made short first."""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout=50")
        name = cursor.execute("PRAGMA database_list").fetchone()[2] or str(connection.settings_dict["NAME"])
    if "memory" in name:
        other = sqlite3.connect(name, uri=True, timeout=0.05, isolation_level=None)
    else:
        other = sqlite3.connect(name, timeout=0.05, isolation_level=None)
    client = browser(language)
    other.execute("BEGIN EXCLUSIVE")
    try:
        answer = client.post("/demo/som/", {"person": "1"})
        page = client.get("/program/")
    finally:
        other.execute("ROLLBACK")
        other.close()
    for got in (answer, page):
        if got.status_code == 503:
            assert got["Retry-After"] == "10"
            assert WORDS[language] in got.content.decode()
            assert "Traceback" not in got.content.decode()
    assert {answer.status_code, page.status_code} & {503}
    assert 500 not in {answer.status_code, page.status_code}
    assert client.get("/personvern/").status_code == 200


@pytest.mark.skipif(IS_SQLITE, reason="connections to a server")
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_a_dropped_connection_gives_503_and_mends_itself(language: str) -> None:
    client = browser(language)
    drop_own_connection()
    answer = client.get("/program/")
    assert answer.status_code == 503
    assert answer["Retry-After"] == "10"
    assert WORDS[language] in answer.content.decode()
    connection.close()
    assert client.get("/program/").status_code in {200, 302}


def drop_own_connection() -> None:
    """The server ends our connection, as when it is started anew."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (own,) = cursor.fetchone()

    import psycopg

    place = connection.settings_dict
    named = {"host": place["HOST"], "port": place["PORT"], "user": place["USER"], "dbname": place["NAME"]}
    with psycopg.connect(**named, autocommit=True) as other:
        other.execute("SELECT pg_terminate_backend(%s)", [own])


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_a_server_that_is_not_there_gives_503(language: str, settings: object) -> None:
    """No database may be asked in this test at all: the page that says so must not need one."""
    from django.test import RequestFactory

    from borealis.shell.views import server_error

    request = RequestFactory().get("/")
    request.COOKIES["language"] = language
    try:
        raise OperationalError("connection refused")
    except OperationalError:
        answer = server_error(request)
    assert answer.status_code == 503
    assert WORDS[language] in answer.content.decode()
