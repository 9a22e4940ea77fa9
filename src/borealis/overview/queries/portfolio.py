"""What the first pages show of portfolios: what waits for signatures, and what needs somebody."""

from __future__ import annotations

import datetime as dt
from typing import Any

from borealis.people.queries import Viewer
from borealis.portfolio.conversions.queries import conversion_findings
from borealis.portfolio.panels.queries import panel_findings
from borealis.portfolio.permissions import may_call_panel, may_decide, may_record
from borealis.portfolio.signing.queries import waiting_of
from borealis.programmes.rules import PortfolioTerms, ProgrammeDocument
from borealis.shell.findings import Finding
from borealis.trainees.certificates.queries import certificate_findings
from borealis.trainees.directory import Trainee
from borealis.trainees.permissions import PORTFOLIO, may_see
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
    leads, pk = may_call_panel(viewer, trainee), record.trainee_id
    found = panel_findings([record], terms.review_months, today, may_call=leads).get(pk, [])
    found += conversion_findings([record], today, may_propose=leads).get(pk, [])
    found += certificate_findings([pk], today, may_write=may_decide(viewer, trainee)).get(pk, [])
    return found
