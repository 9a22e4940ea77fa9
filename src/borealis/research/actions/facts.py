"""Writes on what a project has: milestones, approvals, money and publications."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from borealis.people.actions.refusals import Refusals, check_text, refuse
from borealis.research.actions.held import check_amount, check_order, check_past, held_project, tell
from borealis.research.models import Approval, Funding, Milestone, Publication, PublicationImport
from borealis.research.rules.crossref import FIRST_YEAR, Work, clean_doi, parted
from borealis.research.rules.projects import APPROVAL_KINDS, APPROVAL_STATES


@transaction.atomic
def add_milestone(
    *, by: int | None, project_id: int, title: str, due_on: dt.date, now: dt.datetime
) -> Milestone:
    """Say what a project is to have reached by a day."""
    project, refusals = held_project(project_id), Refusals()
    title = check_text(refusals, "title", title, 200, needed=_("Skriv milepælen."))
    refusals.stop()
    row = Milestone.objects.create(project=project, title=title, due_on=due_on)
    tell(row, by, "add_milestone", now, project=project.pk)
    return row


@transaction.atomic
def reach_milestone(
    *, by: int | None, project_id: int, milestone_id: int, on: dt.date, now: dt.datetime
) -> Milestone:
    """Say that a milestone was reached on a day."""
    row = Milestone.objects.select_for_update().filter(pk=milestone_id, project_id=project_id).first()
    if row is None or row.reached_on is not None:
        raise refuse("on", _("Milepælen er meldt nådd allerede. Last siden på nytt."))
    refusals = Refusals()
    check_past(refusals, "on", on, timezone.localdate(now))
    refusals.stop()
    row.reached_on = on
    row.save(update_fields=["reached_on"])
    tell(row, by, "reach_milestone", now, project=project_id)
    return row


@transaction.atomic
def record_approval(
    *,
    by: int | None,
    project_id: int,
    kind: str,
    state: str,
    on: dt.date,
    now: dt.datetime,
    reference: str = "",
    valid_until: dt.date | None = None,
) -> Approval:
    """Record that an approval was applied for, given or refused on a day. What was recorded before stays."""
    project, refusals = held_project(project_id), Refusals()
    if kind not in APPROVAL_KINDS or state not in APPROVAL_STATES:
        refusals.add("kind", _("Velg ett av alternativene i listen."))
    reference = check_text(refusals, "reference", reference, 100)
    check_past(refusals, "on", on, timezone.localdate(now))
    check_order(refusals, "valid_until", on, valid_until)
    refusals.stop()
    row = Approval.objects.create(
        project=project,
        kind=kind,
        state=state,
        on=on,
        reference=reference,
        valid_until=valid_until,
        recorded_at=now,
    )
    tell(row, by, "record_approval", now, project=project.pk, kind=kind, state=state)
    return row


@transaction.atomic
def add_funding(
    *,
    by: int | None,
    project_id: int,
    source: str,
    amount_nok: int | None,
    from_day: dt.date,
    to_day: dt.date,
    now: dt.datetime,
) -> Funding:
    """Record money that a project has."""
    project, refusals = held_project(project_id), Refusals()
    source = check_text(refusals, "source", source, 200, needed=_("Skriv hvor midlene kommer fra."))
    check_amount(refusals, "amount_nok", amount_nok)
    check_order(refusals, "to_day", from_day, to_day)
    refusals.stop()
    row = Funding.objects.create(
        project=project, source=source, amount_nok=amount_nok or 0, from_day=from_day, to_day=to_day
    )
    tell(row, by, "add_funding", now, project=project.pk)
    return row


@transaction.atomic
def add_publication(
    *,
    by: int | None,
    project_id: int,
    title: str,
    authors: str,
    journal: str,
    year: int,
    doi: str,
    now: dt.datetime,
) -> Publication:
    """Record a publication by hand."""
    project, refusals = held_project(project_id), Refusals()
    title = check_text(refusals, "title", title, 500, needed=_("Skriv en tittel."))
    authors = check_text(refusals, "authors", authors, 1000)
    journal = check_text(refusals, "journal", journal, 300)
    found = clean_doi(doi)
    if doi.strip() and not found:
        refusals.add("doi", _("Dette er ikke en DOI. Den begynner med 10., for eksempel 10.1000/182."))
    if found and project.publications.filter(doi=found).exists():
        refusals.add("doi", _("Prosjektet har denne publikasjonen allerede."))
    if not FIRST_YEAR <= year <= timezone.localdate(now).year + 1:
        refusals.add("year", _("Skriv et årstall, for eksempel 2026."))
    refusals.stop()
    row = Publication.objects.create(
        project=project,
        title=title,
        authors=authors,
        journal=journal,
        year=year,
        doi=found,
        recorded_at=now,
    )
    tell(row, by, "add_publication", now, project=project.pk)
    return row


@transaction.atomic
def keep_publications(
    *, by: int | None, project_id: int, works: tuple[Work, ...], file_name: str, now: dt.datetime
) -> PublicationImport:
    """Keep what a file says until somebody has looked at it; an earlier one that nobody applied is dropped."""
    project = held_project(project_id)
    project.imports.filter(applied_at=None).delete()
    return PublicationImport.objects.create(
        project=project,
        by_id=by,
        file_name=file_name[:120],
        content=[work.as_json() for work in works],
        made_at=now,
    )


@transaction.atomic
def apply_publications(*, by: int | None, import_id: int, now: dt.datetime) -> int:
    """Add the works of a file that the project has not; gives how many."""
    row = _held_import(import_id)
    if row.applied_at is not None:
        raise refuse("file", _("Filen er hentet inn allerede."))
    known = set(row.project.publications.exclude(doi="").values_list("doi", flat=True))
    new, _twice = parted([Work(**work) for work in row.content], known)
    Publication.objects.bulk_create(
        Publication(project=row.project, brought_by=row, recorded_at=now, **work.as_json()) for work in new
    )
    row.applied_at = now
    row.save(update_fields=["applied_at"])
    tell(row, by, "import_publications", now, project=row.project_id, added=len(new))
    return len(new)


@transaction.atomic
def undo_publications(*, by: int | None, import_id: int, now: dt.datetime) -> int:
    """Take away what a file brought; gives how many."""
    row = _held_import(import_id)
    if row.applied_at is None or row.undone_at is not None:
        raise refuse("file", _("Det er ikke noe å angre her."))
    removed = row.publications.count()
    row.publications.all().delete()
    row.undone_at = now
    row.save(update_fields=["undone_at"])
    tell(row, by, "undo_publications", now, project=row.project_id, removed=removed)
    return removed


def _held_import(pk: int) -> PublicationImport:
    rows = PublicationImport.objects.select_for_update(of=("self",)).select_related("project")
    row = rows.filter(pk=pk).first()
    if row is None:
        raise refuse("file", _("Dette finnes ikke lenger. Last siden på nytt."))
    return row
