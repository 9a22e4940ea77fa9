"""What went wrong with a request, told apart by kind and never by the words of an error."""

from __future__ import annotations

import sqlite3

from django.core.exceptions import BadRequest, RequestDataTooBig, TooManyFilesSent
from django.db.utils import DataError, InterfaceError, OperationalError
from django.http import HttpRequest

RETRY_AFTER = 10  # seconds
# SQLite's primary result codes for a database that cannot be used just now.
_SQLITE_AWAY = frozenset(
    {
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_READONLY,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_PROTOCOL,
        sqlite3.SQLITE_NOMEM,
    }
)


def database_is_away(error: BaseException | None) -> bool:
    """Whether the database is gone, locked, full or read-only; a fault in our own code is not."""
    if isinstance(error, InterfaceError):
        return True
    if not isinstance(error, OperationalError):
        return False
    cause = error.__cause__
    if isinstance(cause, sqlite3.Error):
        code = getattr(cause, "sqlite_errorcode", None)
        return code is not None and code & 0xFF in _SQLITE_AWAY
    return True


def is_too_big(error: BaseException | None) -> bool:
    """Whether more was sent than is taken in at once."""
    return isinstance(error, RequestDataTooBig | TooManyFilesSent)


def most_megabytes(error: BaseException | None) -> int | None:
    """How much would have been taken in, where that is known."""
    known = isinstance(error, RequestDataTooBig) and len(error.args) == 2
    return int(error.args[1]) // 1_000_000 if error is not None and known else None


def comes_of_unstorable_text(error: BaseException, request: HttpRequest) -> bool:
    """Whether an error stems from text that no database can hold: NUL, or half of a surrogate pair."""
    if isinstance(error, BadRequest):
        return False
    if isinstance(error, UnicodeEncodeError):
        return error.reason == "surrogates not allowed"
    return isinstance(error, ValueError | DataError) and has_nul(request)


def has_nul(request: HttpRequest) -> bool:
    """Whether the address or the form carries a NUL character."""
    if "\x00" in request.path or any_nul(request.GET):
        return True
    return request.method == "POST" and any_nul(request.POST)


def any_nul(sent: object) -> bool:
    return any("\x00" in word for name, words in sent.lists() for word in (name, *words))  # type: ignore[attr-defined]
