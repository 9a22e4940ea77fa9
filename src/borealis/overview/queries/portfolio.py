"""What the first pages show of portfolios: what waits for signatures, and what needs somebody."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from borealis.people.queries import Viewer
from borealis.portfolio.conversions.queries import conversion_findings
from borealis.portfolio.panels.queries import panel_findings
from borealis.portfolio.permissions import calls_panels_in, may_call_panel, may_record
from borealis.portfolio.signing.queries import waiting_of
from borealis.programmes.queries import CurrentProgramme
from borealis.programmes.rules import PortfolioTerms, ProgrammeDocument
from borealis.shell.findings import Finding
from borealis.trainees.certificates.queries import certificate_findings
from borealis.trainees.directory import Trainee
from borealis.trainees.permissions import PORTFOLIO, may_register, may_see, registers_in
from borealis.trainees.queries import TrainingRecord


def portfolio_part(trainee: Trainee, viewer: Viewer, now: dt.datetime) -> dict[str, Any]:
    """What a trainee's first page shows of the portfolio; empty for who does not see it."""
    if not may_see(viewer, trainee, PORTFOLIO):
        return {}
    return {"waiting": waiting_of(trainee.pk, now), "may_ask": may_record(viewer, trainee)}


def portfolio_findings(
    record: TrainingRecord,
    trainee: Trainee,
    document: ProgrammeDocument | None,
    viewer: Viewer,
    today: dt.date,
) -> list[Finding]:
    """Reviews that are due, goal sets that have ended, and service without a certificate."""
    terms = document.portfolio if document else PortfolioTerms()
    reach = may_call_panel(viewer, trainee), may_register(viewer, trainee)
    return _findings([record], terms, reach, today)[record.trainee_id]


def department_findings(
    current: CurrentProgramme, records: Mapping[int, TrainingRecord], viewer: Viewer, today: dt.date
) -> dict[int, list[Finding]]:
    """The same for all trainees of a programme but the reader, by trainee, in a fixed number of queries."""
    department = current.department_id
    reach = calls_panels_in(viewer, department), registers_in(viewer, department)
    others = [record for record in records.values() if record.person_id != viewer.person_id]
    return _findings(others, current.document.portfolio, reach, today)


def _findings(
    records: Iterable[TrainingRecord], terms: PortfolioTerms, reach: tuple[bool, bool], today: dt.date
) -> defaultdict[int, list[Finding]]:
    """What needs somebody in each portfolio. ``reach``: calls panels, registers service."""
    calls, registers = reach
    rows, found = list(records), defaultdict[int, list[Finding]](list)
    for part in (
        panel_findings(rows, terms.review_months, today, may_call=calls),
        conversion_findings(rows, today, may_propose=calls),
        certificate_findings([row.trainee_id for row in rows], today, may_write=registers),
    ):
        for pk, findings in part.items():
            found[pk] += findings
    return found
