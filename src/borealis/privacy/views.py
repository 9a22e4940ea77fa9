"""Pages of what is stored: one's own, and the record for who checks it."""

from __future__ import annotations

import datetime as dt

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from borealis.audit.queries import verify
from borealis.people.queries import viewer_in
from borealis.privacy import actions
from borealis.privacy.forms import RecordForm
from borealis.privacy.permissions import check_may_read_record, check_signed_in
from borealis.privacy.queries import record
from borealis.privacy.queries.archive import archive_name
from borealis.privacy.queries.own import stored_about
from borealis.privacy.rules import GROUPS

PRIVATE = {"Cache-Control": "private, no-store"}


def _before(request: HttpRequest) -> int | None:
    """Where a page of events begins; None for the newest, and for what is no number."""
    typed = request.GET.get("eldre", "")
    return int(typed) if typed.isdecimal() and typed.isascii() and len(typed) < 16 else None


@require_safe
def own_privacy(request: HttpRequest) -> HttpResponse:
    """What is stored about the reader, and the way to fetch it."""
    person_id = check_signed_in(viewer_in(request))
    return render(request, "privacy/own.html", {"purposes": stored_about(person_id)})


@require_POST
def own_archive(request: HttpRequest) -> HttpResponse:
    """Everything about the reader as one file; a few times a day."""
    person_id, now = check_signed_in(viewer_in(request)), timezone.now()
    made = record.exports_since(person_id, now - dt.timedelta(days=1))
    if made >= record.OWN_EXPORTS_A_DAY:
        page = {"purposes": stored_about(person_id), "too_many": True, "most": record.OWN_EXPORTS_A_DAY}
        return render(request, "privacy/own.html", page, status=429)
    content = actions.export_person(by=person_id, person_id=person_id, now=now)
    headers = {**PRIVATE, "Content-Disposition": f'attachment; filename="{archive_name(now)}"'}
    return HttpResponse(content, content_type="application/zip", headers=headers)


@require_safe
def own_events(request: HttpRequest) -> HttpResponse:
    """What was read and done about the reader."""
    person_id = check_signed_in(viewer_in(request))
    group = request.GET.get("vis", "")
    group = group if group in GROUPS else ""
    lines, older = record.events_about_me(person_id, group, _before(request))
    page = {"lines": lines, "older": older, "group": group, "later": _before(request) is not None}
    return render(request, "privacy/events.html", page)


def _choice(form: RecordForm) -> record.Choice:
    """What was chosen; nothing that could not be read."""
    chosen = form.cleaned_data
    return record.Choice(chosen["handling"], chosen["person"], chosen["fra"], chosen["til"])


@require_safe
def the_record(request: HttpRequest) -> HttpResponse:
    """The events at the reader's places and below; each view of it is an event."""
    viewer = viewer_in(request)
    places = check_may_read_record(viewer)
    form = RecordForm(request.GET)
    page = {"form": form, "places": record.place_words(viewer.places_with("read_record"))}
    if not form.is_valid():
        return render(request, "privacy/record.html", page, status=422)
    choice = _choice(form)
    now, by = timezone.now(), viewer.person_id
    actions.record_reading(
        by=by, act="read_record", now=now, chosen=choice.as_detail(), about=choice.person_id
    )
    lines, older = record.record_lines(places, choice, _before(request))
    page |= {"lines": lines, "older": older, "newest": record.newest_number(), "query": _query(request)}
    page |= {"verdict": verify() if request.GET.get("kontroller") else None}
    return render(request, "privacy/record.html", page)


def _query(request: HttpRequest) -> str:
    """The chosen filters, as the end of an address."""
    kept = request.GET.copy()
    for name in ("eldre", "kontroller"):
        kept.pop(name, None)
    return kept.urlencode()


@require_safe
def record_file(request: HttpRequest) -> HttpResponse:
    """The same events as a CSV file; an event of its own."""
    viewer = viewer_in(request)
    places = check_may_read_record(viewer)
    form = RecordForm(request.GET)
    if not form.is_valid():
        return render(request, "privacy/record.html", {"form": form}, status=422)
    choice = _choice(form)
    now, by = timezone.now(), viewer.person_id
    content = record.record_csv(places, choice)
    actions.record_reading(
        by=by, act="export_record", now=now, chosen=choice.as_detail(), about=choice.person_id
    )
    headers = {**PRIVATE, "Content-Disposition": 'attachment; filename="hendelser.csv"'}
    return HttpResponse(f"\ufeff{content}", content_type="text/csv; charset=utf-8", headers=headers)
