"""The event of a file of protected time taken out."""

from __future__ import annotations

import datetime as dt

from borealis.audit.actions import record_event
from borealis.calendars.queries.protected import ProtectedPage


def record_protected(*, by: int | None, department_id: int, page: ProtectedPage, now: dt.datetime) -> None:
    """Who took out the protected time of a department, and how much it was."""
    detail = {"written": len(page.file.written), "left": len(page.file.left)}
    subject = f"organisations.Organisation:{department_id}"
    record_event(by=by, act="write_protected_time", subject=subject, now=now, detail=detail)
