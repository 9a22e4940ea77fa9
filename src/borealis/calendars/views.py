"""The page of one's own calendar, and the private feed behind its secret address."""

from __future__ import annotations

import hashlib

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from borealis.calendars import actions, queries
from borealis.calendars.forms import PreferenceForm
from borealis.calendars.wording import LEFT_KIND_WORDS, LEFT_WORDS
from borealis.organisations.queries import name_by_id
from borealis.people.queries import viewer_in, viewer_of
from borealis.rosters.permissions import check_may_keep
from borealis.shell.limits import limited

SHOWN = 50  # of what could not be written
FILE_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
MOST_A_MINUTE = (
    600  # from one address: a whole hospital may share one, and each calendar asks some times an hour
)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def own(request: HttpRequest) -> HttpResponse:
    """The reader's calendar: the private address, what it shows, and mail."""
    person = viewer_in(request).person_id or 0
    chosen = queries.choices_of(person)
    initial = {"contents": chosen.contents, "invitations": chosen.invitations}
    form = PreferenceForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.store(by=person, now=timezone.now()):
        messages.success(request, _("Valgene er lagret."))
        return redirect("calendar_own")
    page = {"form": form, **queries.page_of(person)}
    return render(request, "calendars/own.html", page, status=422 if form.is_bound else 200)


@never_cache
@login_required
@require_POST
@limited("calendar_address", times=10, seconds=600)
def make(request: HttpRequest) -> HttpResponse:
    """A new address, shown in this answer alone; one in use ends."""
    person = viewer_in(request).person_id or 0
    word = actions.make_feed(by=person, now=timezone.now())
    chosen = queries.choices_of(person)
    form = PreferenceForm(initial={"contents": chosen.contents, "invitations": chosen.invitations})
    return render(request, "calendars/own.html", {"form": form, **queries.page_of(person, word)})


@login_required
@require_POST
def end(request: HttpRequest) -> HttpResponse:
    """The address opens nothing any more."""
    if actions.end_feed(by=viewer_in(request).person_id or 0, now=timezone.now()):
        messages.success(request, _("Adressen er avsluttet. Kalenderen får ikke noe nytt."))
    return redirect("calendar_own")


@require_safe
@limited("calendar_feed", times=MOST_A_MINUTE, seconds=60, by="address")
def feed(request: HttpRequest, word: str) -> HttpResponse:
    """The calendar behind a secret address; Http404 alike for one that is unknown, ended or of a closed account."""
    found, now = queries.feed_of(word), timezone.now()
    if found is None:
        raise Http404("feed")
    actions.note_fetch(feed=found, now=now)
    text = queries.feed_text(viewer_of(found.person), now)
    response = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    response.headers["ETag"] = etag = f'"{hashlib.sha256(text).hexdigest()[:32]}"'
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["Content-Disposition"] = 'inline; filename="borealis.ics"'
    return get_conditional_response(request, etag=etag, response=response) or response


@require_safe
def protected(request: HttpRequest, code: str) -> HttpResponse:
    """What the department's file of protected time says and cannot say, for who keeps its roster."""
    department = check_may_keep(viewer_in(request), code)
    page = queries.protected_page(department, timezone.now())
    left = (
        [(row.time, LEFT_KIND_WORDS[row.time.kind], LEFT_WORDS[row.reason]) for row in page.file.left[:SHOWN]]
        if page
        else []
    )
    words = {"code": code, "department": name_by_id(department), "page": page, "left": left}
    return render(request, "calendars/protected.html", words)


@require_safe
def protected_file(request: HttpRequest, code: str) -> HttpResponse:
    """The file itself, in the form of the department's own roster."""
    viewer, now = viewer_in(request), timezone.now()
    department = check_may_keep(viewer, code)
    page = queries.protected_page(department, now)
    if page is None or not page.file.data:
        raise Http404("file")
    actions.record_protected(by=viewer.person_id, department_id=department, page=page, now=now)
    response = HttpResponse(page.file.data, content_type=FILE_TYPES[page.form.kind])
    name = f"fredet-tid-{code}.{page.form.kind}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
