"""The server's log: one JSON object on each line, without names, addresses or what people wrote.

A line says when (UTC), how grave, which logger, which event, which page by its pattern, with which answer,
the number that the reader saw, and where in the code an error arose. The words of an error are left out:
databases put the stored values in them. Who did what is in the audit record.
"""

from __future__ import annotations

import datetime as dt
import json
import logging
import traceback
from typing import Any


class JsonLines(logging.Formatter):
    """A record as one line; JSON escapes line breaks, so no one can write lines of their own."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "time": dt.datetime.fromtimestamp(record.created, dt.UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": _event(record),
            **_request(getattr(record, "request", None)),
        }
        if (status := getattr(record, "status_code", None)) is not None:
            line["status"] = status
        if record.exc_info and record.exc_info[0]:
            line["error"] = record.exc_info[0].__name__
            line["where"] = _where(record.exc_info[2])
        return json.dumps(line, ensure_ascii=True)


def _event(record: logging.LogRecord) -> str:
    """Our own words in full; of others only the pattern, since values are filled into it."""
    if record.name.startswith("borealis."):
        return record.getMessage()[:500]
    return str(record.msg)[:200]


def _request(request: Any) -> dict[str, Any]:
    if request is None or not hasattr(request, "method"):
        return {}
    match = getattr(request, "resolver_match", None)
    viewer = getattr(request, "viewer", None)
    said = {
        "number": getattr(request, "number", ""),
        "method": str(request.method)[:10],
        "page": match.route if match else "",
        "person": viewer.person_id if viewer is not None else None,
    }
    return {name: value for name, value in said.items() if value not in ("", None)}


def _where(trace: Any) -> list[str]:
    """The places in the code, innermost last; neither lines of code nor values."""
    return [f"{frame.name} {_short(frame.filename)}:{frame.lineno}" for frame in traceback.extract_tb(trace)][
        -12:
    ]


def _short(path: str) -> str:
    for mark in ("site-packages/", "src/"):
        if mark in path:
            return path.rsplit(mark, 1)[1]
    return path.rsplit("/", 1)[-1]
