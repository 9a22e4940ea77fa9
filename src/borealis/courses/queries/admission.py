"""Admission to a date: those who wait, the longest in the specialty first, with a proposal."""

from __future__ import annotations

import datetime as dt
from typing import Any

from borealis.courses.models import CourseDate
from borealis.courses.queries.rows import registration_row
from borealis.courses.rules import APPLIED, PLACED, WAITING, Applicant, in_order, seniority_days
from borealis.courses.wording import span_words
from borealis.shell.language import localised

DAYS_PER_MONTH = 365.25 / 12


def admission_page(date: CourseDate, today: dt.date) -> dict[str, Any]:
    """Who is proposed for a place, who would wait, and who has one."""
    rows = date.registrations.filter(state__in=(APPLIED, WAITING, PLACED)).select_related(
        "course_date__course", "trainee__person", "trainee__programme__department"
    )
    by_key = {row.pk: row for row in rows}
    applicants = [
        Applicant(row.pk, row.trainee.started_on, row.applied_at or row.wished_at, row.state == PLACED)
        for row in by_key.values()
    ]
    chosen, others = in_order(applicants, date.first_day, date.places)

    def shown(pk: int) -> dict[str, Any]:
        row = by_key[pk]
        days = seniority_days(row.trainee.started_on, date.first_day)
        return {
            "row": registration_row(row),
            "department": localised(row.trainee.programme.department, "name"),
            "months": int(days / DAYS_PER_MONTH),
            "proposed": pk in chosen,
        }

    placed = [row for row in applicants if row.placed]
    return {
        "date": date,
        "course": localised(date.course, "name"),
        "days": span_words(date.first_day, date.last_day),
        "applicants": [shown(pk) for pk in (*chosen, *others)],
        "placed": [shown(row.key) for row in placed],
        "free": max(0, date.places - len(placed)),
        "chosen": chosen,
        "closed": date.deadline < today,
    }
