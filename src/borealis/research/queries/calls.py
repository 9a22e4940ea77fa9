"""Reading calls for funding and applications."""

from __future__ import annotations

import datetime as dt
from typing import Any

from borealis.people.queries import Viewer
from borealis.research.models import Application, Call
from borealis.research.permissions import applications_visible_to, calls_visible_to, keeps_calls_at
from borealis.research.rules.calls import TRANSITIONS, phase, takes_applications
from borealis.research.wording import APPLICATION_STATES, APPLICATION_STEPS, CALL_PHASES, colour


def call_line(call: Call, today: dt.date) -> dict[str, Any]:
    """A call in a list."""
    now = phase(call.opens_on, call.deadline_on, today)
    return {
        "row": call,
        "phase": CALL_PHASES[now],
        "colour": colour(now),
        "days": (call.deadline_on - today).days,
        "takes": takes_applications(call.opens_on, call.deadline_on, today),
    }


def open_calls(viewer: Viewer, today: dt.date) -> list[dict[str, Any]]:
    """The calls that can still be applied to, the next deadline first."""
    rows = calls_visible_to(viewer).filter(deadline_on__gte=today)
    return [call_line(row, today) for row in rows]


def calls_page(viewer: Viewer, today: dt.date) -> dict[str, Any]:
    """The calendar: what can be applied to, what is over, and the applications that the viewer sees."""
    closed = calls_visible_to(viewer).filter(deadline_on__lt=today).order_by("-deadline_on")[:20]
    return {
        "open": open_calls(viewer, today),
        "closed": [call_line(row, today) for row in closed],
        "applications": [application_line(row) for row in applications_visible_to(viewer)[:50]],
        "may_keep": bool(keeps_calls_at(viewer)),
    }


def call_page(call: Call, viewer: Viewer, today: dt.date) -> dict[str, Any]:
    """One call: what it needs and by when, and the applications to it that the viewer sees."""
    mine = applications_visible_to(viewer).filter(call=call)
    return {
        **call_line(call, today),
        "needs": [need_line(need) for need in call.needs],
        "may_keep": call.place_id in keeps_calls_at(viewer),
        "applications": [application_line(row) for row in mine],
    }


def need_line(need: dict[str, str]) -> dict[str, Any]:
    """A need, with its day as a day."""
    day = need.get("due_on")
    return {"text": need["text"], "due_on": dt.date.fromisoformat(day) if day else None}


def application_line(row: Application) -> dict[str, Any]:
    """An application in a list."""
    return {
        "row": row,
        "state": APPLICATION_STATES[row.state],
        "colour": colour(row.state),
        "ready": len(row.ready),
        "needs": len(row.call.needs),
    }


def application_page(row: Application, today: dt.date) -> dict[str, Any]:
    """One application: what is ready, what is missing, and which steps there are."""
    late = row.state == "begun" and today > row.call.deadline_on
    return {
        **application_line(row),
        "list": [
            {"number": number, "ready": number in row.ready, **need_line(need)}
            for number, need in enumerate(row.call.needs)
        ],
        "steps": [(t.act, APPLICATION_STEPS[t.act]) for t in TRANSITIONS if t.source == row.state],
        "late": late,
    }
